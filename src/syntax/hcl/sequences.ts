import { open, peek, refuse, report, sees } from "./cursor";
import { readForIntroduction } from "./for";
import { readWord, seesWord } from "./words";
import type { Span } from "../../model/source";
import type { Cursor } from "./cursor";
import type { ForIntroduction } from "./for";
import type { HclExpression } from "./tree";

/** A template as a flat row, before `%{ if }` and its `%{ endif }` find each other. */
export type Piece = TextPiece | ValuePiece | Directive;

export interface TextPiece {
  readonly kind: "text";
  /** With escapes resolved and strip markers applied; the span is that of the text as written. */
  readonly text: string;
  readonly span: Span;
}

export interface ValuePiece {
  readonly kind: "value";
  readonly expression: HclExpression;
  readonly span: Span;
}

export type Directive =
  | { readonly kind: "if"; readonly condition: HclExpression; readonly span: Span }
  | { readonly kind: "for"; readonly introduction: ForIntroduction; readonly span: Span }
  | { readonly kind: "else" | "endif" | "endfor"; readonly span: Span };

/** What Unicode calls white space, which is what strip markers strip. */
const blank = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

export function stripped(piece: TextPiece, side: "start" | "end"): TextPiece {
  if (side === "start") return { ...piece, text: piece.text.slice(blanksBefore(piece.text)) };
  let end = piece.text.length;
  while (blank.test(piece.text.charAt(end - 1))) end -= 1;
  return { ...piece, text: piece.text.slice(0, end) };
}

/** How many blanks a text begins with, in UTF-16 code units. */
export function blanksBefore(text: string): number {
  let count = 0;
  while (blank.test(text.charAt(count))) count += 1;
  return count;
}

/**
 * Reads `${ … }` or `%{ … }`, adds it to the pieces, and strips the text before it where `~` says so. Leaves the cursor
 * right behind the brace, where text goes on, and says whether that text is to be stripped.
 */
export function readSequence(cursor: Cursor, pieces: Piece[]): { readonly trimsNext: boolean } | null {
  const { at: start, text } = cursor;
  const strips = text[start + 2] === "~";
  const previous = pieces.at(-1);
  if (strips && previous?.kind === "text") pieces[pieces.length - 1] = stripped(previous, "end");
  const outside = open(cursor, strips ? 3 : 2, "blank");
  const piece = text[start] === "$" ? readValue(cursor, start) : readDirective(cursor, start);
  if (!piece) return null;
  const trimsNext = sees(cursor, "~}");
  if (!trimsNext && peek(cursor) !== "}") return refuse(cursor, 'the "}" of a template sequence');
  cursor.newlines = outside;
  cursor.at += trimsNext ? 2 : 1;
  cursor.end = cursor.at;
  pieces.push({ ...piece, span: { start, end: cursor.at } });
  return { trimsNext };
}

function readValue(cursor: Cursor, start: number): ValuePiece | null {
  const expression = cursor.readExpression(cursor);
  return expression && { kind: "value", expression, span: { start, end: cursor.end } };
}

function readDirective(cursor: Cursor, start: number): Directive | null {
  if (seesWord(cursor, "for")) {
    const introduction = readForIntroduction(cursor);
    return introduction && { kind: "for", introduction, span: { start, end: cursor.end } };
  }
  const word = readWord(cursor, '"if", "for", "else", "endif" or "endfor" after "%{"');
  if (!word) return null;
  switch (word.text) {
    case "if": {
      const condition = cursor.readExpression(cursor);
      return condition && { kind: "if", condition, span: { start, end: cursor.end } };
    }
    case "else":
    case "endif":
    case "endfor":
      return { kind: word.text, span: word.span };
    default:
      return report(
        cursor,
        "syntax",
        `"${word.text}" is no directive; write "%%{" where "%{" is meant as text`,
        word.span,
      );
  }
}
