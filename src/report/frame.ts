import { sourceText, type FilePlace, type Place, type SourceText } from "../model/source";
import type { Paint, ReportContext } from "./reporter";
import { visible } from "./visible";

/** The most that is shown of a line, in UTF-16 code units; longer lines are cut to what surrounds the place. */
const widest = 100;
const shownBefore = 20;
/** Nobody writes lines longer than this by hand; what stands around a place in one may be anything, secrets of a plan included. */
const longestByHand = 1000;
const tabStop = 4;

/** The code frame of a place; nothing where its text is not at hand. */
export type FrameOf = (place: Place) => readonly string[];

/** Code frames over texts whose lines are counted once. */
export function frames({ text: textOf, paint }: Pick<ReportContext, "text" | "paint">): FrameOf {
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

/**
 * The line at which a place begins with a mark under the place, or nothing where the text has no such line.
 *
 * A place of several lines is marked to the end of its first one.
 */
export function frame(source: SourceText, place: FilePlace, paint: Paint): readonly string[] {
  const line = lineAt(source, place.line);
  if (line === undefined) return [];
  const column = Math.min(place.column - 1, line.length);
  const end = place.endLine === place.line ? place.endColumn - 1 : line.trimEnd().length;
  const { from, to } = shownOf(line, { column, end });

  const lead = from > 0 ? "…" : "";
  const before = expanded(line.slice(from, column), lead.length);
  const marked = expanded(line.slice(column, Math.min(end, to)), before.end);
  const after = expanded(line.slice(Math.max(column, Math.min(end, to)), to), marked.end);

  const number = String(place.line);
  const gutter = " ".repeat(number.length);
  const mark = `^${"~".repeat(Math.max(0, marked.end - before.end - 1))}`;
  const shown = `${lead}${before.text}${marked.text}${after.text}`.trimEnd() + (to < line.length ? "…" : "");
  return [
    paint.faint(`${gutter} |`),
    `${paint.faint(`${number} |`)}${shown === "" ? "" : ` ${shown}`}`,
    `${paint.faint(`${gutter} |`)} ${" ".repeat(before.end)}${paint.strong(mark)}`,
  ];
}

/** Which part of a line is shown: all of a short one, what surrounds the place in a long one, and no more than the place in one that a program wrote. */
function shownOf(
  line: string,
  { column, end }: { readonly column: number; readonly end: number },
): { readonly from: number; readonly to: number } {
  if (line.length > longestByHand) return { from: column, to: Math.min(end, column + widest) };
  const from = line.length <= widest ? 0 : Math.max(0, Math.min(column - shownBefore, line.length - widest));
  return { from, to: Math.min(line.length, from + widest) };
}

function lineAt({ text, lineStarts }: SourceText, line: number): string | undefined {
  const start = lineStarts[line - 1];
  if (start === undefined) return undefined;
  const next = lineStarts[line];
  const end = next === undefined ? text.length : next - 1;
  return text.slice(start, text[end - 1] === "\r" ? Math.max(start, end - 1) : end);
}

/** A text with tabs as spaces, and the column of the terminal after it, counted from 0. */
function expanded(text: string, start: number): { readonly text: string; readonly end: number } {
  let out = "";
  let end = start;
  for (const character of text) {
    if (character === "\ufeff") continue;
    const shown = character === "\t" ? " ".repeat(tabStop - (end % tabStop)) : visible(character);
    out += shown;
    end += shown === character ? cellsOf(character) : shown.length;
  }
  return { text: out, end };
}

const noCell = /^[\p{Mn}\p{Me}\u200b-\u200d\ufe0f]$/u;
const twoCells =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}])$/u;

/** How many columns of a terminal a character takes (Unicode Standard Annex #11). */
function cellsOf(character: string): number {
  if (character < "\u0300") return 1;
  if (noCell.test(character)) return 0;
  return twoCells.test(character) ? 2 : 1;
}
