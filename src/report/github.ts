import type { Place, Problem } from "../model/source";
import type { Finding, Report, Severity } from "../model/finding";
import { details } from "./details";
import { wasNotLookedAt } from "./problems";
import type { ReportContext } from "./reporter";
import { compareGravity, gravityOf, shownFindings, summary } from "./summary";
import { visible } from "./visible";
import { servedIn, type Served } from "./ways";

/**
 * Annotations as workflow commands of GitHub Actions ("Workflow commands for GitHub Actions", "Setting an error message").
 *
 * GitHub shows the first ten of each level and step, so the gravest come first. What cannot be known, and what is wrong with
 * an input, is a warning. The summary closes the log as a line of its own.
 */
export function github(report: Report, context: Pick<ReportContext, "unknowns" | "detail">): string {
  const shown = shownFindings(report, context);
  const served = servedIn(report);
  const lines = [
    ...shown.toSorted(compareGravity).map((finding) => findingCommand(finding, served)),
    ...report.problems.toSorted(byWeight).map(problemCommand),
    ...(context.detail === "full" ? [summary(report, shown)] : []),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

type Level = "error" | "warning" | "notice";

const levels = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "notice",
  info: "notice",
} as const satisfies Record<Severity, Level>;

function findingCommand(finding: Finding, served: Served): string {
  const level = finding.verdict === "exposed" ? levels[finding.severity] : "warning";
  return annotation(level, `${gravityOf(finding)}: ${finding.rule}`, {
    at: finding.at,
    lines: [visible(finding.message), ...details(finding, served)],
  });
}

function problemCommand(problem: Problem): string {
  const title = wasNotLookedAt(problem) ? "not looked at" : "not understood, and so in doubt";
  return annotation("warning", `${title} (${problem.code})`, { at: problem.at, lines: [visible(problem.message)] });
}

interface Said {
  readonly at?: Place;
  /** Safe to show. */
  readonly lines: readonly string[];
}

/** One annotation, without the line break at its end; without a place it is about the whole run. */
export function annotation(level: Level, title: string, { at, lines }: Said): string {
  const properties = [...(at?.kind === "file" ? placeProperties(at) : []), ["title", visible(title)] as const];
  const written = properties.map(([name, value]) => `${name}=${escapedProperty(String(value))}`).join(",");
  const about = at?.kind === "live" ? [`${visible(at.call)} ${visible(at.object)}`] : [];
  return `::${level} ${written}::${escapedData([...about, ...lines].join("\n"))}`;
}

/** GitHub's ends are inclusive, and it takes columns only of a place within one line. */
function placeProperties(at: Extract<Place, { kind: "file" }>): readonly (readonly [string, string | number])[] {
  const { file, line, column, endLine, endColumn } = at;
  const columns = [
    ["col", column],
    ["endColumn", Math.max(column, endColumn - 1)],
  ] as const;
  return [["file", file], ["line", line], ["endLine", endLine], ...(line === endLine ? columns : [])];
}

function byWeight(a: Problem, b: Problem): number {
  return Number(wasNotLookedAt(b)) - Number(wasNotLookedAt(a));
}

/** As the runner takes escapes back (actions/toolkit, packages/core/src/command.ts). */
function escapedData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
