import type { Departure, Exposure, Verdict } from "./exposure";
import type { Subject, Trait } from "./facts";
import type { Place, Problem } from "./source";

/** From the gravest to the lightest. */
export const severities = ["critical", "high", "medium", "low", "info"] as const;
export type Severity = (typeof severities)[number];

/** Whether one severity is at least as grave as another. */
export function isAtLeast(a: Severity, b: Severity): boolean {
  return severities.indexOf(a) <= severities.indexOf(b);
}

/** What a rule speaks of. */
export type Matter =
  | { readonly kind: "exposure"; readonly exposure: Exposure }
  | { readonly kind: "departure"; readonly departure: Departure }
  | { readonly kind: "trait"; readonly trait: Trait }
  /** A comment that speaks to Portcullis itself. */
  | { readonly kind: "comment"; readonly at: Place }
  /** What the configuration says is meant to be reached. */
  | { readonly kind: "approval"; readonly to: string; readonly at: Place };

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly verdict: Exclude<Verdict, "safe">;
  readonly matter: Matter;
  /** One sentence: who reaches what. */
  readonly message: string;
  /** What to do. */
  readonly fix: string;
  /** Where to look first: the text that decides. */
  readonly at: Place;
  /** The whole statement around it. */
  readonly door: Place;
  /** From rule, resource and packets, never from lines or wording; unique in a report. */
  readonly fingerprint: string;
  readonly suppressed: Suppression | undefined;
}

export interface Suppression {
  /** A comment beside what is found, or an approval in the configuration. */
  readonly by: "comment" | "approval";
  readonly reason: string;
  readonly at: Place;
}

/** Everything that a scan has to say; every list is in the order in which it is shown. */
export interface Report {
  readonly looked: Looked;
  /** All that facts speak of, whether or not a door leads there. */
  readonly subjects: readonly Subject[];
  readonly exposures: readonly Exposure[];
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
}

export interface Looked {
  readonly files: number;
  readonly byFormat: Readonly<Record<string, number>>;
  readonly facts: number;
  readonly exposures: number;
  readonly rules: number;
}
