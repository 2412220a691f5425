import type { Problem, SourceText } from "../../model/source";
import type { Findings, Loading } from "./documents";
import { layered } from "./layers";
import { withoutMarks } from "./merge";
import type { Mapping } from "./value";

/** What a list of compose files comes to. */
export interface Loaded {
  readonly model: Mapping | undefined;
  readonly problems: readonly Problem[];
  /** Every file that was read, each once. */
  readonly sources: readonly SourceText[];
  /** The files that were read because another one includes them. */
  readonly included: readonly string[];
  /** The ids of services of other files that a service here extends. */
  readonly extended: readonly string[];
}

/** The effective model of a project: its files, and those that they include and extend, as compose merges them. */
export function load(loading: Loading): Loaded {
  const findings: Findings = {
    problems: [],
    sources: new Map(),
    included: new Set(),
    extended: new Set(),
  };
  const whole = layered(loading, findings);
  const isMarked = [...findings.sources.values()].some(({ text }) => /!(?:reset|override)\b/.test(text));
  const left = whole && isMarked ? withoutMarks(whole) : whole;
  return {
    model: left?.kind === "mapping" ? left : undefined,
    problems: findings.problems,
    sources: [...findings.sources.values()],
    included: [...findings.included],
    extended: [...findings.extended],
  };
}
