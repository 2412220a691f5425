import { placeOf } from "../../model/source";
import type { Problem, ProblemCode, SourceText, Span } from "../../model/source";
import type { HclExpression } from "./tree";

/**
 * The place in a text that is being read. It stands on a token: blanks and comments before it are already behind.
 *
 * A function that reads gives what it read and leaves the cursor on the token after it. Where it cannot, it reports one
 * problem and gives `null`, which its callers hand up to the attribute that they are in.
 */
export interface Cursor {
  readonly source: SourceText;
  readonly text: string;
  readonly problems: Problem[];
  /** Reads any expression. It stands here so that the files of the grammar need not import each other in a circle. */
  readonly readExpression: (cursor: Cursor) => HclExpression | null;
  /** Where blocks end; the first column is for texts whose braces do not balance, where a new block there ends those before. */
  readonly blocksEnd: "at braces" | "at the first column";
  /** Where the last comment of the text that may be closed is closed: no `/*` behind it is a comment. */
  readonly lastCommentEnd: number;
  /** Where each word that has a line for itself last has one; made when a heredoc is found open. */
  lastLines: ReadonlyMap<string, number> | undefined;
  /** Whether the text ended inside of a block. */
  endsInBlock: boolean;
  /** How many characters were read once more because what they were part of could not be read. */
  readAgain: number;
  /** Offset of the token that comes next; the length of the text when there is none. */
  at: number;
  /** Offset where the last token that was taken ends. */
  end: number;
  /** Whether a newline is a token, which ends an attribute or an item of an object, or a blank. */
  newlines: "token" | "blank";
  /** How many expressions, blocks and splats are around the cursor. */
  depth: number;
  /** An upper bound for the height of the tree that was read since `depth` last grew. */
  height: number;
}

/** Gives a cursor on the first token of a text. */
export function startOfText(
  source: SourceText,
  { readExpression, blocksEnd }: Pick<Cursor, "readExpression" | "blocksEnd">,
): Cursor {
  const { text } = source;
  const cursor: Cursor = {
    source,
    text,
    problems: [],
    readExpression,
    blocksEnd,
    lastCommentEnd: text.lastIndexOf("*/"),
    lastLines: undefined,
    endsInBlock: false,
    readAgain: 0,
    at: 0,
    end: 0,
    newlines: "token",
    depth: 0,
    height: 0,
  };
  moveTo(cursor, text.startsWith("\ufeff") ? 1 : 0);
  return cursor;
}

/** How deep expressions and blocks may nest. The reader calls itself, and so will who walks the tree. */
export const deepestNesting = 200;

/** How high a tree may get by nesting and by chains such as `a.b.c` and `a + b + c`, which read without recursion. */
const highestTree = 1000;

export function peek(cursor: Cursor): string | undefined {
  return cursor.text[cursor.at];
}

export function sees(cursor: Cursor, token: string): boolean {
  return cursor.text.startsWith(token, cursor.at);
}

export function seesNewline(cursor: Cursor): boolean {
  return sees(cursor, "\n") || sees(cursor, "\r\n");
}

/** Goes behind a token of that length, and behind the blanks that follow it. */
export function take(cursor: Cursor, length: number): void {
  cursor.end = cursor.at + length;
  cursor.at = afterBlanks(cursor, cursor.end);
}

/** Goes on at an offset outside of every bracket, behind what could not be read. */
export function moveTo(cursor: Cursor, offset: number): void {
  cursor.newlines = "token";
  cursor.end = offset;
  cursor.at = afterBlanks(cursor, offset);
}

/** Takes the token that opens a bracket and says what newlines are behind it; gives what they were, for `close`. */
export function open(cursor: Cursor, length: number, newlines: Cursor["newlines"]): Cursor["newlines"] {
  const outside = cursor.newlines;
  cursor.newlines = newlines;
  take(cursor, length);
  return outside;
}

/** Takes the closing bracket, behind which newlines are again what they were before it opened. */
export function close(cursor: Cursor, outside: Cursor["newlines"]): void {
  cursor.newlines = outside;
  take(cursor, 1);
}

export function skipNewlines(cursor: Cursor): void {
  const { newlines } = cursor;
  cursor.newlines = "blank";
  cursor.at = afterBlanks(cursor, cursor.at);
  cursor.newlines = newlines;
}

function afterBlanks({ text, newlines, lastCommentEnd }: Cursor, from: number): number {
  let at = from;
  for (;;) {
    switch (text.charCodeAt(at)) {
      case 0x20:
      case 0x09:
        at += 1;
        break;
      case 0x0d:
        if (newlines === "token" || text[at + 1] !== "\n") return at;
        at += 2;
        break;
      case 0x0a:
        if (newlines === "token") return at;
        at += 1;
        break;
      case 0x23:
        at = lineEnd(text, at);
        break;
      case 0x2f:
        if (text[at + 1] === "/") at = lineEnd(text, at);
        else if (text[at + 1] === "*" && at + 2 <= lastCommentEnd) at = text.indexOf("*/", at + 2) + 2;
        else return at;
        break;
      default:
        return at;
    }
  }
}

/** Offset of the newline that ends the line, or of the text's end. */
export function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

export function report(cursor: Cursor, code: ProblemCode, message: string, span: Span): null {
  cursor.problems.push({ code, message, at: placeOf(cursor.source, span) });
  return null;
}

const token = /[\p{ID_Start}_][\p{ID_Continue}-]{0,60}|[=!<>]=|=>|&&|\|\||::|\.{3}|./suy;

/** Reports that the token under the cursor does not belong there. */
export function refuse(cursor: Cursor, expected: string): null {
  const { text, at } = cursor;
  if (at >= text.length || seesNewline(cursor)) {
    const what = at >= text.length ? "text" : "line";
    return report(cursor, "syntax", `the ${what} ends where ${expected} is expected`, { start: at, end: at });
  }
  token.lastIndex = at;
  const found = token.exec(text)?.[0] ?? "";
  const span = { start: at, end: at + found.length };
  return report(cursor, "syntax", `${JSON.stringify(found)} stands where ${expected} is expected`, span);
}

/** Counts one more expression, block or splat around the cursor. Whoever got `true` must count it off again with `leave`. */
export function enter(cursor: Cursor): boolean {
  if (cursor.depth < deepestNesting) {
    cursor.depth += 1;
    return true;
  }
  report(cursor, "limit", `this is nested more than ${deepestNesting} levels deep and is not read; nest it less`, {
    start: cursor.at,
    end: cursor.at + 1,
  });
  return false;
}

export function leave(cursor: Cursor): void {
  cursor.depth -= 1;
}

/** Counts one more link of a chain, which makes the tree one node higher. */
export function grow(cursor: Cursor, chain: Span): boolean {
  cursor.height += 1;
  if (cursor.height <= highestTree) return true;
  report(cursor, "limit", `this chain has more than ${highestTree} links and is not read; split it with locals`, chain);
  return false;
}
