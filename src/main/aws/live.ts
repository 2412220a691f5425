import type { Reason } from "../../model/bounds";
import type { Departure, Exposure, Hop } from "../../model/exposure";
import type { Statement } from "../../model/facts";
import type { Finding, Matter, Report } from "../../model/finding";
import type { Place, Problem } from "../../model/source";
import { calls } from "./calls";
import type { SavedAnswer } from "./saved";

/** Says where things stand: in the account, in place of in a file that nobody has. */
interface Locator {
  readonly place: (at: Place) => Place;
  readonly reason: (reason: Reason) => Reason;
}

/** The report of a scan of saved answers, as one about the account that gave them; `problems` are those of the calls. */
export function inAccount(report: Report, saved: readonly SavedAnswer[], problems: readonly Problem[]): Report {
  const locator = locatorOf(saved, problems);
  return {
    ...report,
    exposures: report.exposures.map((exposure) => liveExposure(exposure, locator)),
    findings: report.findings.map((finding) => liveFinding(finding, locator)),
    problems: [...problems, ...report.problems.map((problem) => ({ ...problem, at: locator.place(problem.at) }))],
  };
}

function locatorOf(saved: readonly SavedAnswer[], problems: readonly Problem[]): Locator {
  const files = new Map(saved.map((answer) => [answer.path, answer]));
  const unread = new Map(
    problems.flatMap(({ at, code }) =>
      at.kind === "live" && at.call === calls.prefixListEntries.action ? [[at.object, code]] : [],
    ),
  );
  const place = (at: Place): Place => {
    const answer = at.kind === "file" ? files.get(at.file) : undefined;
    return at.kind === "file" && answer ? placeIn(answer, at.line) : at;
  };
  return {
    place,
    reason: (reason) => {
      const answer = reason.at.kind === "file" ? files.get(reason.at.file) : undefined;
      const code = answer && unread.get(`${answer.region}/${reason.name}`);
      const at = place(reason.at);
      if (reason.kind !== "prefix-list" || code === undefined) return { ...reason, at };
      const why = `${reason.name} (${calls.prefixListEntries.action} ${code === "denied" ? "denied" : "failed"})`;
      return { kind: code === "denied" ? "denied" : reason.kind, name: why, at };
    },
  };
}

/** The object that holds a line: the last that begins at or before it; the region where none does. */
function placeIn({ call, region, objects }: SavedAnswer, line: number): Place {
  let low = 0;
  let high = objects.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((objects[middle]?.line ?? 0) <= line) low = middle + 1;
    else high = middle;
  }
  const object = objects[low - 1];
  return { kind: "live", call: call.action, object: object ? `${region}/${object.id}` : region };
}

function liveExposure(exposure: Exposure, locator: Locator): Exposure {
  return {
    ...exposure,
    door: liveStatement(exposure.door, locator),
    hops: exposure.hops.map((hop) => liveHop(hop, locator)),
    blockedBy: exposure.blockedBy && liveHop(exposure.blockedBy, locator),
    missing: exposure.missing.map(locator.reason),
  };
}

function liveDeparture(departure: Departure, locator: Locator): Departure {
  return {
    ...departure,
    door: liveStatement(departure.door, locator),
    missing: departure.missing.map(locator.reason),
  };
}

function liveStatement(statement: Statement, { place }: Locator): Statement {
  return { ...statement, at: place(statement.at), focus: place(statement.focus) };
}

function liveHop(hop: Hop, { place }: Locator): Hop {
  return { ...hop, at: place(hop.at) };
}

function liveFinding(finding: Finding, locator: Locator): Finding {
  const { place } = locator;
  return {
    ...finding,
    matter: liveMatter(finding.matter, locator),
    message: liveMessage(finding, locator),
    at: place(finding.at),
    door: place(finding.door),
    suppressed: finding.suppressed && { ...finding.suppressed, at: place(finding.suppressed.at) },
  };
}

function liveMatter(matter: Matter, locator: Locator): Matter {
  switch (matter.kind) {
    case "exposure":
      return { ...matter, exposure: liveExposure(matter.exposure, locator) };
    case "departure":
      return { ...matter, departure: liveDeparture(matter.departure, locator) };
    case "trait": {
      const { trait } = matter;
      const holds = trait.holds.known
        ? trait.holds
        : { known: false as const, because: trait.holds.because.map(locator.reason) };
      return { ...matter, trait: { ...trait, holds, at: locator.place(trait.at) } };
    }
    case "comment":
    case "approval":
      return { ...matter, at: locator.place(matter.at) };
  }
}

/** A message that says what is missing says where, too. */
function liveMessage({ message, matter }: Finding, { reason }: Locator): string {
  return missingOf(matter).reduce((text, before) => {
    const after = reason(before);
    return text.replaceAll(
      `${before.name} at ${writePlace(before.at)}`,
      () => `${after.name} at ${writePlace(after.at)}`,
    );
  }, message);
}

function missingOf(matter: Matter): readonly Reason[] {
  switch (matter.kind) {
    case "exposure":
      return matter.exposure.missing;
    case "departure":
      return matter.departure.missing;
    case "trait":
      return matter.trait.holds.known ? [] : matter.trait.holds.because;
    case "comment":
    case "approval":
      return [];
  }
}

function writePlace(at: Place): string {
  return at.kind === "file" ? `${at.file}:${at.line}` : `${at.call} ${at.object}`;
}
