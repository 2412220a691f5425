import { trace } from "./exposure/trace";
import { cloudformation } from "./inputs/cloudformation/input";
import { compose } from "./inputs/compose/input";
import { databases } from "./inputs/databases/input";
import { describe } from "./inputs/describe/input";
import { nginx } from "./inputs/nginx/input";
import { scripts } from "./inputs/scripts/input";
import { terraform } from "./inputs/terraform/input";
import type { Files } from "./model/files";
import type { Report } from "./model/finding";
import type { Input, InputSettings } from "./model/reading";
import { indexOf } from "./model/services";
import type { Zones } from "./model/zones";
import { judge } from "./rules/judge";
import type { Catalogue } from "./rules/rule";
import { complaintsAbout, inForce, noContract, type Contract } from "./settings/contract";
import { meetingOn } from "./settings/machines";
import { opaqueProblems, problemsInOrder, unclaimedProblems } from "./settings/problems";
import { subjectsIn } from "./settings/subjects";
import { suppress } from "./settings/suppressions";

/** Every format that is read, in the order in which reports count them. */
export const inputs: readonly Input[] = [terraform, cloudformation, describe, compose, nginx, databases, scripts];

export interface ScanSettings extends InputSettings {
  /** Files that the user named, so that silence about one of them would mislead. */
  readonly named: readonly string[];
  /** Ids of rules that the user switched off; the catalogue does not have them. */
  readonly off?: ReadonlySet<string>;
  /** Sources that the user gave a name. */
  readonly zones?: Zones;
  /** What the user says of machines, and of what is meant to be reached. */
  readonly contract?: Contract;
}

/** The whole way: text → facts → exposures → findings → report. */
export function scan(files: Files, catalogue: Catalogue, settings: ScanSettings): Report {
  const readings = inputs.map((input) => ({ format: input.format, ...input.read(files, settings) }));
  const sources = readings.flatMap((reading) => reading.sources);
  const read = readings.flatMap((reading) => reading.facts);

  const { zones = new Map(), contract = noContract, off = new Set() } = settings;
  const meeting = meetingOn(contract.hosts, { facts: read, paths: files.paths, scope: contract.scope });
  const facts = [...read, ...meeting.facts];

  const { exposures, departures, traits, problems: untraced } = trace(facts, indexOf(catalogue.services));
  const judged = judge({ exposures, departures, traits }, catalogue, { zones, approved: inForce(contract) });
  const findings = [
    ...suppress(judged, sources, { rules: catalogue.rules, off }),
    ...complaintsAbout(contract, exposures, catalogue.rules),
  ];

  const problems = problemsInOrder([
    ...readings.flatMap((reading) => reading.problems),
    ...meeting.problems,
    ...untraced,
    ...opaqueProblems(facts),
    ...unclaimedProblems(settings.named, sources),
  ]);
  const byFormat = Object.fromEntries(
    readings.filter((r) => r.sources.length > 0).map((r) => [r.format, r.sources.length]),
  );
  return {
    looked: {
      files: new Set(sources.map(({ file }) => file)).size,
      byFormat,
      facts: facts.length,
      exposures: exposures.length,
      rules: catalogue.rules.length,
    },
    subjects: subjectsIn(facts),
    exposures,
    findings,
    problems,
  };
}
