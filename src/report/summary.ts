import { severities, type Finding, type Looked, type Report } from "../model/finding";
import { comparePlaces, compareText } from "../model/source";
import { bySeverity, counted } from "./counted";
import type { ReportContext } from "./reporter";

/** The findings that people are shown: not those that are suppressed, nor those in doubt where these are hidden. */
export function shownFindings(
  { findings }: Pick<Report, "findings">,
  { unknowns }: Pick<ReportContext, "unknowns">,
): readonly Finding[] {
  return findings.filter(({ suppressed, verdict }) => !suppressed && (verdict === "exposed" || unknowns === "shown"));
}

/** The gravest first, and what is certain before what is not; then by place. */
export function compareGravity(a: Finding, b: Finding): number {
  const weight = ({ severity, verdict }: Finding): number =>
    severities.indexOf(severity) + (verdict === "exposed" ? 0 : severities.length);
  return weight(a) - weight(b) || comparePlaces(a.at, b.at);
}

/** `high`, `unknown (high)`. */
export function gravityOf({ severity, verdict }: Pick<Finding, "severity" | "verdict">): string {
  return verdict === "exposed" ? severity : `unknown (${severity})`;
}

/** What findings rest on, each once. */
export function assumptionsOf(findings: readonly Finding[]): readonly string[] {
  const all = findings.flatMap(({ matter }) => (matter.kind === "exposure" ? matter.exposure.assuming : []));
  return [...new Set(all)].toSorted(compareText);
}

/** One line that says what came out and of how much, so that no findings is never the same as nothing looked at. */
export function summary({ findings, problems, looked }: Report, shown: readonly Finding[]): string {
  const sure = shown.filter(({ verdict }) => verdict === "exposed");
  const unknown = findings.filter(({ verdict, suppressed }) => verdict === "unknown" && !suppressed).length;
  const suppressed = findings.filter((finding) => finding.suppressed).length;
  const hidden = shown.length === sure.length ? " not shown" : "";
  return [
    resultOf(sure, looked),
    ...(unknown > 0 ? [`${unknown} unknown${hidden}`] : []),
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
    ...(problems.length > 0 ? [counted(problems.length, "problem")] : []),
    filesOf(looked),
    counted(looked.facts, "fact"),
    counted(looked.exposures, "exposure"),
  ].join(", ");
}

function resultOf(sure: readonly Finding[], { files }: Looked): string {
  if (sure.length > 0) return `${counted(sure.length, "finding")} (${bySeverity(sure)})`;
  return files === 0 ? "nothing was looked at" : "no findings";
}

function filesOf({ files, byFormat }: Looked): string {
  const formats = Object.entries(byFormat)
    .filter(([, count]) => count > 0)
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([format, count]) => `${count} ${format}`);
  return `${counted(files, "file")}${formats.length > 0 ? ` (${formats.join(", ")})` : ""}`;
}
