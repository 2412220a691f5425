import type { Finding, Matter, Report } from "../model/finding";
import type { Problem } from "../model/source";
import { counted } from "./counted";
import { advice, closedBy } from "./details";
import { code, codeBlock, prose } from "./escaped-markdown";
import { frames, type FrameOf } from "./frame";
import { wasNotLookedAt } from "./problems";
import { plain, type ReportContext } from "./reporter";
import { assumptionsOf, compareGravity, gravityOf, shownFindings, summary } from "./summary";
import { furtherWays, rowsOf, servedIn, street, type Served } from "./ways";
import { lineOf, where } from "./where";

/**
 * How many characters each part may have, so that all of it fits into a comment on GitHub, which takes 65,536.
 * What does not fit is counted; JSON always has all of it.
 */
const room = { table: 20_000, details: 25_000, notLookedAt: 8_000, notUnderstood: 4_000, assumptions: 4_000 } as const;

/** GitHub Flavored Markdown for a job summary or a comment: a table of the findings, each in detail, and what they rest on. */
export function markdown(report: Report, context: ReportContext): string {
  const shown = shownFindings(report, context).toSorted(compareGravity);
  const drawing = { frameOf: frames({ ...context, paint: plain }), served: servedIn(report) };
  const notUnderstood = report.problems.filter((problem) => !wasNotLookedAt(problem));
  const isFull = context.detail === "full";
  const blocks = [
    ...(isFull ? [`## Portcullis: ${prose(summary(report, shown))}`] : []),
    ...table(shown),
    ...folded(
      "Details",
      shown.map((finding) => inDetail(finding, drawing)),
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

interface Drawing {
  readonly frameOf: FrameOf;
  readonly served: Served;
}

function inDetail(finding: Finding, { frameOf, served }: Drawing): string {
  const frame = frameOf(finding.at);
  const [fix = "", ...rest] = advice(finding);
  const items = [...rest.map((line) => `- ${prose(line)}`), ...wayItems(finding.matter, served)];
  return [
    `#### ${gravityOf(finding)}: ${code(where(finding.at))}`,
    `${prose(finding.message)} (${code(finding.rule)})`,
    ...(frame.length > 0 ? [codeBlock(frame)] : []),
    prose(fix),
    ...(items.length > 0 ? [items.join("\n")] : []),
  ].join("\n\n");
}

/** The way as a nested list: each step lies within the one before it. */
function wayItems(matter: Matter, served: Served): readonly string[] {
  if (matter.kind !== "exposure") return [];
  const rows = rowsOf(matter.exposure, served);
  if (rows.length === 0) return closedBy(matter.exposure).map((line) => `- ${prose(line)}`);
  return [
    `- ${street}`,
    ...rows.map(({ depth, what, name, at, note }) => {
      const marked = note === undefined ? "" : `: ${note}`;
      return `${"  ".repeat(depth + 1)}- ${prose(what)} ${code(name)} (${code(lineOf(at))})${marked}`;
    }),
    ...furtherWays(matter.exposure).map((line) => `- ${line}`),
  ];
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
