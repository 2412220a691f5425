import type { Reason } from "../model/bounds";
import type { Exposure } from "../model/exposure";
import type { Finding, Matter } from "../model/finding";
import { visible } from "./visible";
import { furtherWays, rowsOf, treeLines, type Served } from "./ways";
import { hopText, where } from "./where";

/** How many reasons are named before the rest is only counted; JSON always has all of them. */
const mostReasons = 5;

/** What is said about a finding after its message, line by line: what to do, what it depends on, and the way. */
export function details(finding: Finding, served: Served): readonly string[] {
  const { matter } = finding;
  return [...advice(finding), ...way(matter, served)];
}

/** What to do, and what it depends on. */
export function advice(finding: Finding): readonly string[] {
  return [visible(finding.fix), ...(finding.verdict === "unknown" ? dependence(finding) : [])];
}

/** The ways to a door, line by line. */
export function way(matter: Matter, served: Served): readonly string[] {
  if (matter.kind !== "exposure") return [];
  const { exposure } = matter;
  const rows = rowsOf(exposure, served);
  if (rows.length > 0) return [...treeLines(rows), ...furtherWays(exposure)];
  return closedBy(exposure);
}

/** What closes a door today that stands right on the street. */
export function closedBy({ blockedBy }: Exposure): readonly string[] {
  return blockedBy ? [`closed today by ${hopText(blockedBy)}`] : [];
}

/** What a finding depends on. */
export function missingOf(matter: Matter): readonly Reason[] {
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

/** The reasons that the message does not name already. */
function dependence({ matter, message }: Finding): readonly string[] {
  const missing = missingOf(matter).filter(({ name }) => !message.includes(name));
  if (missing.length === 0) return [];
  const named = missing.slice(0, mostReasons).map(({ name, at }) => `${visible(name)} (${where(at)})`);
  const rest = missing.length - named.length;
  return [`depends on ${named.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`];
}
