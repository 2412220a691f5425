import { lineEnd, report, take } from "./cursor";
import { blanksBefore, readSequence, stripped } from "./sequences";
import { assemble } from "./template-tree";
import { identifierEnd } from "./words";
import type { Span } from "../../model/source";
import type { Cursor } from "./cursor";
import type { Piece, TextPiece } from "./sequences";
import type { HclExpression } from "./tree";

/** `<<EOT` or `<<-EOT` with the newline that must follow. */
interface Opening {
  readonly marker: string;
  readonly indentation: "kept" | "stripped";
  /** Offset of the first line of the text. */
  readonly textStart: number;
}

export function heredocAt(text: string, at: number): Opening | undefined {
  if (!text.startsWith("<<", at)) return undefined;
  const indentation = text[at + 2] === "-" ? "stripped" : "kept";
  const nameStart = indentation === "stripped" ? at + 3 : at + 2;
  const nameEnd = identifierEnd(text, nameStart);
  if (nameEnd === nameStart) return undefined;
  const newline = text[nameEnd] === "\r" ? nameEnd + 1 : nameEnd;
  if (text[newline] !== "\n") return undefined;
  return { marker: text.slice(nameStart, nameEnd), indentation, textStart: newline + 1 };
}

export function seesHeredoc({ text, at }: Cursor): boolean {
  return heredocAt(text, at) !== undefined;
}

const blanks = /[ \t\r\v\f\u0085\u00a0]*/y;

/** The marker on the line that begins at `lineStart`, if nothing but blanks stands beside it. */
function closingMarker(text: string, lineStart: number, marker: string): Span | undefined {
  const start = afterLineBlanks(text, lineStart);
  if (!text.startsWith(marker, start)) return undefined;
  const end = start + marker.length;
  const rest = afterLineBlanks(text, end);
  return rest === text.length || text[rest] === "\n" ? { start, end } : undefined;
}

function afterLineBlanks(text: string, from: number): number {
  blanks.lastIndex = from;
  return blanks.test(text) ? blanks.lastIndex : from;
}

/** Where a heredoc's closing marker ends, taking every line for text; nothing where the text has no such line. */
export function heredocEnd(cursor: Cursor, { marker, textStart }: Opening): number | undefined {
  const { text, lastLines } = cursor;
  if (lastLines && (lastLines.get(marker) ?? 0) < textStart) return undefined;
  for (let line = textStart; line < text.length; line = lineEnd(text, line) + 1) {
    const closing = closingMarker(text, line, marker);
    if (closing) return closing.end;
  }
  cursor.lastLines ??= lastLinesOf(text);
  return undefined;
}

/** Where every word that has a line for itself last has one. Made once, so that no row of open heredocs is searched again and again. */
function lastLinesOf(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (let line = 0; line < text.length; line = lineEnd(text, line) + 1) {
    const start = afterLineBlanks(text, line);
    const end = identifierEnd(text, start);
    const rest = afterLineBlanks(text, end);
    if (end > start && (rest === text.length || text[rest] === "\n")) lines.set(text.slice(start, end), line);
  }
  return lines;
}

/** Reads a heredoc; the cursor stands on its `<<`. Behind it the newline after the closing marker comes next. */
export function readHeredoc(cursor: Cursor): HclExpression | null {
  const { text, at: start } = cursor;
  const opening = heredocAt(text, start);
  const introduction = { start, end: lineEnd(text, start) };
  if (!opening || heredocEnd(cursor, opening) === undefined)
    return report(
      cursor,
      "syntax",
      `this heredoc has no closing line${opening ? ` "${opening.marker}"` : ""}`,
      introduction,
    );
  const pieces: Piece[] = [];
  cursor.at = opening.textStart;
  let trimsNext = false;
  let closing = closingMarker(text, cursor.at, opening.marker);
  while (!closing) {
    if (cursor.at >= text.length) return report(cursor, "syntax", "this heredoc is not closed", introduction);
    const line = readTextLine(cursor);
    if (!line) return null;
    if (line.span.end > line.span.start) pieces.push(trimsNext ? stripped(line, "start") : line);
    trimsNext = false;
    if (text[cursor.at - 1] === "\n" && line.span.end > line.span.start) {
      closing = closingMarker(text, cursor.at, opening.marker);
    } else if (cursor.at < text.length) {
      const sequence = readSequence(cursor, pieces);
      if (!sequence) return null;
      ({ trimsNext } = sequence);
    }
  }
  if (afterLineBlanks(text, closing.end) === text.length)
    report(cursor, "syntax", `the closing line "${opening.marker}" must end with a newline`, closing);
  cursor.at = closing.start;
  take(cursor, opening.marker.length);
  const lines = opening.indentation === "stripped" ? withoutIndentation(pieces) : pieces;
  return assemble(cursor, lines, { start, end: cursor.end });
}

/** Reads to the end of the line, with its newline, or up to a sequence. A backslash means nothing in a heredoc. */
export function readTextLine(cursor: Cursor): TextPiece | null {
  const { text, at: start } = cursor;
  const end = Math.min(lineEnd(text, start) + 1, text.length);
  let decoded = "";
  let from = start;
  let at = start;
  for (; at < end; at += 1) {
    const character = text[at];
    if (character === "\r" && text[at + 1] !== "\n")
      return report(cursor, "syntax", "a carriage return stands here without its newline", { start: at, end: at + 1 });
    if (character !== "$" && character !== "%") continue;
    if (text[at + 1] === "{") break;
    if (!text.startsWith(`${character}{`, at + 1)) continue;
    decoded += `${text.slice(from, at)}${character}{`;
    from = at + 3;
    at += 2;
  }
  cursor.at = at;
  return { kind: "text", text: decoded + text.slice(from, at), span: { start, end: at } };
}

/**
 * Takes as many blanks from the start of every line as the line with the fewest has; blank lines do not count
 * (hclsyntax/spec.md, "Template Expressions"). A line that begins with a sequence has none.
 */
function withoutIndentation(pieces: readonly Piece[]): readonly Piece[] {
  const indented = new Set<Piece>();
  let fewest = Infinity;
  let startsLine = true;
  for (const piece of pieces) {
    const line = piece.kind === "text" ? piece.text : "";
    const indentation = blanksBefore(line);
    const endsLine = line.endsWith("\n");
    if (startsLine && !(endsLine && indentation === line.length)) {
      fewest = Math.min(fewest, indentation);
      indented.add(piece);
    }
    startsLine = endsLine;
  }
  return pieces.map((piece) =>
    piece.kind === "text" && indented.has(piece) ? { ...piece, text: piece.text.slice(fewest) } : piece,
  );
}
