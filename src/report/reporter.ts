import type { Report, Severity } from "../model/finding";

/** A form that reports can take: a pure function to the whole text, which ends with a line break unless it is empty. */
export type Reporter = (report: Report, context: ReportContext) => string;

/** What a report shows besides what the scan found. */
export interface ReportContext {
  /** Of Portcullis. */
  readonly version: string;
  readonly rules: readonly RuleManual[];
  /** The text of a file that was scanned, for code frames. */
  readonly text: (file: string) => string | undefined;
  readonly paint: Paint;
  /** `brief`: findings and what was not looked at, and nothing about them as a whole. */
  readonly detail: "full" | "brief";
  /** Whether findings that depend on what the input does not say are shown to people; programs always get them. */
  readonly unknowns: "shown" | "hidden";
}

/** What is said about a rule whatever was found. */
export interface RuleManual {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly references: readonly RuleReference[];
  readonly examples: readonly RuleExample[];
  readonly severity: Severity | { readonly proven: Severity; readonly assumed: Severity; readonly latent: Severity };
}

interface RuleReference {
  readonly standard: string;
  readonly version?: string;
  readonly control?: string;
  readonly url?: string;
}

interface RuleExample {
  readonly verdict: "exposed" | "safe" | "unknown";
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
}

/** How parts of a text stand out: each takes a text that is safe to show and gives it back dressed. */
export interface Paint {
  readonly severity: (severity: Severity, text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

export const plain: Paint = { severity: (_, text) => text, strong: (text) => text, faint: (text) => text };

/** The gravest severity that a rule can give. */
export function gravest({ severity }: Pick<RuleManual, "severity">): Severity {
  return typeof severity === "string" ? severity : severity.proven;
}
