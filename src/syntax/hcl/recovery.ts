import { lineEnd } from "./cursor";
import { heredocAt, heredocEnd } from "./heredocs";
import type { Cursor } from "./cursor";

/**
 * Where an attribute or a block that could not be read most likely ends: at the end of its line or of the brackets that
 * it opens. Brackets that nobody closes end where a line at the margin of the item, or left of it, begins something new.
 *
 * The end is a newline, a `}` that belongs to the block around, or the end of the text.
 */
export function brokenItemEnd(cursor: Cursor, start: number): number {
  return itemEnd(cursor, start, indentationAt(cursor.text, start));
}

/** Where an item ends whose brackets are trusted to balance. */
export function balancedItemEnd(cursor: Cursor, start: number): number {
  return itemEnd(cursor, start, -1);
}

function itemEnd(cursor: Cursor, start: number, margin: number): number {
  const { text } = cursor;
  let depth = 0;
  let at = start;
  while (at < text.length) {
    switch (text[at]) {
      case "(":
      case "[":
      case "{":
        depth += 1;
        at += 1;
        break;
      case ")":
      case "]":
        depth = Math.max(0, depth - 1);
        at += 1;
        break;
      case "}":
        if (depth === 0) return at;
        depth -= 1;
        at += 1;
        break;
      case '"':
        at = quotedEnd(text, at);
        break;
      case "#":
        at = lineEnd(text, at);
        break;
      case "/":
        at = commentEnd(cursor, at);
        break;
      case "<": {
        const heredoc = heredocAt(text, at);
        const end = heredoc && heredocEnd(cursor, heredoc);
        if (heredoc && end === undefined) depth += 1;
        at = end ?? at + 1;
        break;
      }
      case "\n":
        if (depth === 0 || beginsItem(text, at + 1, margin)) return at;
        at += 1;
        break;
      default:
        at += 1;
    }
  }
  return text.length;
}

function commentEnd({ text, lastCommentEnd }: Cursor, at: number): number {
  if (text[at + 1] === "/") return lineEnd(text, at);
  return text[at + 1] === "*" && at + 2 <= lastCommentEnd ? text.indexOf("*/", at + 2) + 2 : at + 1;
}

/** Behind the closing quote, or at the end of the line. Quotes inside a sequence come in pairs. */
function quotedEnd(text: string, start: number): number {
  let braces = 0;
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === "\n") return at;
    if (character === "\\" && text[at + 1] !== "\n") at += 1;
    else if (character === "{" && (braces > 0 || text[at - 1] === "$" || text[at - 1] === "%")) braces += 1;
    else if (character === "}" && braces > 0) braces -= 1;
    else if (character === '"' && braces === 0) return at + 1;
  }
  return text.length;
}

function indentationAt(text: string, offset: number): number {
  return indentationOf(text, text.lastIndexOf("\n", offset - 1) + 1);
}

function indentationOf(text: string, lineStart: number): number {
  let at = lineStart;
  while (text[at] === " " || text[at] === "\t") at += 1;
  return at - lineStart;
}

const word = "[\\p{ID_Start}_][\\p{ID_Continue}-]*(?![\\p{ID_Continue}-])[ \\t]*";
const assignment = new RegExp(`${word}=(?![=>])`, "uy");
const header = new RegExp(`${word}(?:"[^"\\n]*"[ \\t]*|${word})*\\{`, "uy");

function standsAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** Whether a line begins an attribute or a block at the margin or left of it, or closes a block that is left of it. */
function beginsItem(text: string, lineStart: number, margin: number): boolean {
  const indentation = indentationOf(text, lineStart);
  const first = lineStart + indentation;
  if (text[first] === "}") return indentation < margin;
  return indentation <= margin && (standsAt(assignment, text, first) || standsAt(header, text, first));
}

/** Whether a block begins here in the first column. */
export function startsAtFirstColumn({ text, at }: Cursor): boolean {
  return (at === 0 || text[at - 1] === "\n") && standsAt(header, text, at);
}
