import type { Finding, Report } from "../model/finding";
import { comparePlaces, compareText, type Problem } from "../model/source";
import { advice, way } from "./details";
import { frames, type FrameOf } from "./frame";
import { firstOfEachPlace, wasNotLookedAt } from "./problems";
import type { ReportContext } from "./reporter";
import { assumptionsOf, gravityOf, shownFindings, summary } from "./summary";
import { visible } from "./visible";
import { servedIn, type Served } from "./ways";
import { where } from "./where";

/** How many of a kind are listed before the rest is only counted; JSON always has all of them. */
const mostNotUnderstood = 5;
const mostNotLookedAt = 20;
const mostAssumptions = 10;

/** The report for people: each finding with its line, then what was not looked at, and what all of it rests on. */
export function text(report: Report, context: ReportContext): string {
  const shown = shownFindings(report, context);
  const drawing = { frameOf: frames(context), served: servedIn(report), drawn: new Set<string>() };
  const inOrder = shown.toSorted((a, b) => comparePlaces(a.at, b.at));
  const paragraphs = [
    ...inOrder.map((finding) => findingLines(finding, drawing, context)),
    notLookedAt(report.problems, drawing.frameOf, context),
    ...(context.detail === "full"
      ? [notUnderstood(report.problems, context), assumptions(shown, context), [summary(report, shown)]]
      : []),
  ];
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

interface Drawing {
  readonly frameOf: FrameOf;
  readonly served: Served;
  /** The ways that are drawn already. */
  readonly drawn: Set<string>;
}

function findingLines(finding: Finding, drawing: Drawing, { paint }: ReportContext): readonly string[] {
  const head = `${paint.strong(where(finding.at))}: ${paint.severity(finding.severity, gravityOf(finding))}: ${visible(finding.message)}`;
  return [
    `${head} ${paint.faint(`[${visible(finding.rule)}]`)}`,
    ...drawing.frameOf(finding.at),
    ...[...advice(finding), ...wayOnce(finding, drawing)].map((line) => `  ${line}`),
  ];
}

/** Several findings of one door come by the same ways: these are drawn under the first. */
function wayOnce({ matter }: Finding, { served, drawn }: Drawing): readonly string[] {
  const lines = way(matter, served);
  const key = lines.join("\n");
  if (lines.length < 2 || !drawn.has(key)) {
    drawn.add(key);
    return lines;
  }
  return ["by the same way as above"];
}

function notLookedAt(problems: readonly Problem[], frameOf: FrameOf, { paint }: ReportContext): readonly string[] {
  const kept = problems.filter(wasNotLookedAt);
  if (kept.length === 0) return [];
  const linesOf = (problem: Problem): readonly string[] => [
    problemLine(problem),
    ...(problem.code === "syntax" ? frameOf(problem.at).map((line) => `  ${line}`) : []),
  ];
  const lines = firstOfEachPlace(kept, mostNotLookedAt).flatMap(({ place, shown, rest }) => [
    ...shown.flatMap(linesOf),
    ...(rest > 0 ? [`  and ${rest} more in ${visible(place)}, all in --format json`] : []),
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
  const lines = assumptionsOf(shown).map((assumption) => `  ${visible(assumption)}`);
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
