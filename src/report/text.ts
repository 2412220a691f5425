import type { Reason } from "../model/bounds";
import type { Hop } from "../model/exposure";
import type { Finding, Looked, Matter, Report } from "../model/finding";
import { comparePlaces, compareText, sourceText, type Place, type Problem, type SourceText } from "../model/source";
import { bySeverity, counted } from "./counted";
import { frame } from "./frame";
import { wasNotLookedAt } from "./problems";
import type { ReportContext } from "./reporter";
import { visible } from "./visible";

/** How many of a kind are listed before the rest is only counted; JSON always has all of them. */
const mostNotUnderstood = 5;
const mostAssumptions = 10;
const mostReasons = 5;

type Frame = (place: Place) => readonly string[];

/** The report for people: each finding with its line, then what was not looked at, and what all of it rests on. */
export function text(report: Report, context: ReportContext): string {
  const open = report.findings.filter((finding) => !finding.suppressed);
  const shown = open.filter((finding) => finding.verdict === "exposed" || context.unknowns === "shown");
  const frameOf = frames(context);
  const inOrder = shown.toSorted((a, b) => comparePlaces(a.at, b.at));
  const paragraphs = [
    ...inOrder.map((finding) => findingLines(finding, frameOf, context)),
    notLookedAt(report.problems, frameOf, context),
    ...(context.detail === "full"
      ? [notUnderstood(report.problems, context), assumptions(shown, context), [summary(report, shown)]]
      : []),
  ];
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

/** Code frames over texts whose lines are counted once. */
function frames({ text: textOf, paint }: ReportContext): Frame {
  const sources = new Map<string, SourceText | undefined>();
  return (place) => {
    if (place.kind === "live") return [];
    if (!sources.has(place.file)) {
      const content = textOf(place.file);
      sources.set(place.file, content === undefined ? undefined : sourceText(place.file, content));
    }
    const source = sources.get(place.file);
    return source ? frame(source, place, paint) : [];
  };
}

function findingLines(finding: Finding, frameOf: Frame, { paint }: ReportContext): readonly string[] {
  const gravity = finding.verdict === "unknown" ? `unknown (${finding.severity})` : finding.severity;
  const head = `${paint.strong(where(finding.at))}: ${paint.severity(finding.severity, gravity)}: ${visible(finding.message)}`;
  return [
    `${head} ${paint.faint(`[${visible(finding.rule)}]`)}`,
    ...frameOf(finding.at),
    `  ${visible(finding.fix)}`,
    ...(finding.verdict === "unknown" ? dependence(missingOf(finding.matter)) : []),
    ...(finding.matter.kind === "exposure" ? way(finding.matter.exposure) : []),
  ];
}

function way({ hops, blockedBy }: { hops: readonly Hop[]; blockedBy: Hop | undefined }): readonly string[] {
  return [
    ...(hops.length > 1 ? ["  by way of", ...hops.map((hop) => `    ${hopText(hop)}`)] : []),
    ...(blockedBy ? [`  closed today by ${hopText(blockedBy)}`] : []),
  ];
}

function hopText({ what, name, at }: Hop): string {
  return `${visible(what)} ${visible(name)} (${where(at)})`;
}

function dependence(missing: readonly Reason[]): readonly string[] {
  if (missing.length === 0) return [];
  const named = missing.slice(0, mostReasons).map(({ name, at }) => `${visible(name)} (${where(at)})`);
  const rest = missing.length - named.length;
  return [`  depends on ${named.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`];
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
      return [];
  }
}

function notLookedAt(problems: readonly Problem[], frameOf: Frame, { paint }: ReportContext): readonly string[] {
  const kept = problems.filter(wasNotLookedAt);
  if (kept.length === 0) return [];
  const lines = kept.flatMap((problem) => [
    problemLine(problem),
    ...(problem.code === "syntax" ? frameOf(problem.at).map((line) => `  ${line}`) : []),
  ]);
  return [paint.strong("Not looked at:"), ...lines];
}

function notUnderstood(problems: readonly Problem[], { paint }: ReportContext): readonly string[] {
  const kept = problems.filter((problem) => !wasNotLookedAt(problem));
  // A value that is wrong is the author's to mend, a construct that is not recognised is ours: the former come first.
  const inOrder = kept.toSorted((a, b) => compareText(a.code, b.code));
  return listed(paint.strong("Not understood, and so in doubt:"), inOrder.map(problemLine), mostNotUnderstood);
}

function assumptions(shown: readonly Finding[], { paint }: ReportContext): readonly string[] {
  const all = shown.flatMap(({ matter }) => (matter.kind === "exposure" ? matter.exposure.assuming : []));
  const lines = [...new Set(all)].toSorted(compareText).map((assumption) => `  ${visible(assumption)}`);
  return listed(paint.strong("Assuming:"), lines, mostAssumptions);
}

function listed(title: string, lines: readonly string[], most: number): readonly string[] {
  if (lines.length === 0) return [];
  const rest = lines.length - most;
  return [title, ...lines.slice(0, most), ...(rest > 0 ? [`  and ${rest} more, all in --format json`] : [])];
}

function problemLine({ code, message, at }: Problem): string {
  return `  ${where(at)}: ${visible(message)} (${code})`;
}

/** One line that says what came out and of how much, so that no findings is never the same as nothing looked at. */
function summary({ findings, problems, looked }: Report, shown: readonly Finding[]): string {
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

function where(place: Place): string {
  return place.kind === "live"
    ? `${visible(place.call)} ${visible(place.object)}`
    : `${visible(place.file)}:${place.line}:${place.column}`;
}
