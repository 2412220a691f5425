import type { Finding, Report } from "../model/finding";
import type { Problem } from "../model/source";
import { counted } from "./counted";
import { details } from "./details";
import { code, codeBlock, prose } from "./escaped-markdown";
import { frames, type FrameOf } from "./frame";
import { wasNotLookedAt } from "./problems";
import { plain, type ReportContext } from "./reporter";
import { assumptionsOf, compareGravity, gravityOf, shownFindings, summary } from "./summary";
import { where } from "./where";

/**
 * How many characters each part may have, so that all of it fits into a comment on GitHub, which takes 65,536.
 * What does not fit is counted; JSON always has all of it.
 */
const room = { table: 20_000, details: 25_000, notLookedAt: 8_000, notUnderstood: 4_000, assumptions: 4_000 } as const;

/** GitHub Flavored Markdown for a job summary or a comment: a table of the findings, each in detail, and what they rest on. */
export function markdown(report: Report, context: ReportContext): string {
  const shown = shownFindings(report, context).toSorted(compareGravity);
  const frameOf = frames({ ...context, paint: plain });
  const notUnderstood = report.problems.filter((problem) => !wasNotLookedAt(problem));
  const isFull = context.detail === "full";
  const blocks = [
    ...(isFull ? [`## Portcullis: ${prose(summary(report, shown))}`] : []),
    ...table(shown),
    ...folded(
      "Details",
      shown.map((finding) => inDetail(finding, frameOf)),
      room.details,
    ),
    ...list("Not looked at", report.problems.filter(wasNotLookedAt).map(problemText), room.notLookedAt),
    ...(isFull
      ? [
          ...list("Not understood, and so in doubt", notUnderstood.map(problemText), room.notUnderstood),
          ...list("Assuming", assumptionsOf(shown).map(prose), room.assumptions),
        ]
      : []),
  ];
  return blocks.map((block) => `${block}\n`).join("\n");
}

function table(findings: readonly Finding[]): readonly string[] {
  if (findings.length === 0) return [];
  const rows = findings.map(
    (finding) =>
      `| ${gravityOf(finding)} | ${code(where(finding.at))} | ${prose(finding.message)} (${code(finding.rule)}) |`,
  );
  const { kept, rest } = fitting(rows, room.table);
  return [["| severity | where | what |", "| --- | --- | --- |", ...kept].join("\n"), ...more(rest)];
}

function inDetail(finding: Finding, frameOf: FrameOf): string {
  const frame = frameOf(finding.at);
  const [fix = "", ...rest] = details(finding);
  return [
    `#### ${gravityOf(finding)}: ${code(where(finding.at))}`,
    `${prose(finding.message)} (${code(finding.rule)})`,
    ...(frame.length > 0 ? [codeBlock(frame)] : []),
    prose(fix),
    ...(rest.length > 0 ? [rest.map(item).join("\n")] : []),
  ].join("\n\n");
}

/** Lines of details that are indented belong to the line before them. */
function item(line: string): string {
  return `${line.startsWith("  ") ? "  " : ""}- ${prose(line)}`;
}

function problemText({ code: kind, message, at }: Problem): string {
  return `${code(where(at))}: ${prose(message)} (${kind})`;
}

function list(title: string, items: readonly string[], size: number): readonly string[] {
  if (items.length === 0) return [];
  const { kept, rest } = fitting(
    items.map((text) => `- ${text}`),
    size,
  );
  return [`### ${title}`, ...(kept.length > 0 ? [kept.join("\n")] : []), ...more(rest)];
}

function folded(title: string, blocks: readonly string[], size: number): readonly string[] {
  if (blocks.length === 0) return [];
  const { kept, rest } = fitting(blocks, size);
  return [`<details><summary>${title}</summary>`, ...kept, ...more(rest), "</details>"];
}

/** As many of the parts as there is room for, in their order; one that is too long by itself is left out. */
function fitting(parts: readonly string[], size: number): { readonly kept: readonly string[]; readonly rest: number } {
  let left = size;
  const kept = parts.filter((part) => {
    if (part.length + 2 > left) return false;
    left -= part.length + 2;
    return true;
  });
  return { kept, rest: parts.length - kept.length };
}

function more(rest: number): readonly string[] {
  return rest > 0 ? [`And ${counted(rest, "other")} not shown here: all are in the JSON report.`] : [];
}
