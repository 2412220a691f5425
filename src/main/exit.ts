import { isAtLeast, type Finding, type Report, type Severity } from "../model/finding";
import { wasNotLookedAt } from "../report/problems";

export const exitCodes = { nothing: 0, findings: 1, usage: 2, notLooked: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What becomes of findings that depend on what the input does not say. */
export const unknownModes = ["ignore", "warn", "fail"] as const;
export type UnknownMode = (typeof unknownModes)[number];

export interface Threshold {
  readonly failOn: Severity;
  readonly unknown: UnknownMode;
  /** Given where it is fine that there was nothing to look at. */
  readonly nothing?: "fine" | undefined;
}

/** The exit code that a report earns: findings win over what could not be looked at. */
export function exitCodeOf(report: Report, threshold: Threshold): ExitCode {
  const inDoubt = threshold.unknown === "fail" && report.problems.length > 0;
  if (inDoubt || report.findings.some((finding) => fails(finding, threshold))) return exitCodes.findings;
  if (report.problems.some(wasNotLookedAt)) return exitCodes.notLooked;
  if (report.looked.files === 0 && threshold.nothing === undefined) return exitCodes.notLooked;
  return exitCodes.nothing;
}

function fails({ suppressed, verdict, severity }: Finding, { failOn, unknown }: Threshold): boolean {
  if (suppressed) return false;
  return verdict === "unknown" ? unknown === "fail" : isAtLeast(severity, failOn);
}
