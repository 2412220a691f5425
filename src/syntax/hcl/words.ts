import { refuse, report, take } from "./cursor";
import type { Cursor } from "./cursor";
import type { HclLiteral } from "./tree";
import type { Span } from "../../model/source";

export interface Word {
  readonly text: string;
  readonly span: Span;
}

const starts = 1;
const continues = 2;

/** What an ASCII character may do in an identifier. A dash continues one: `a-b` is one name. */
const asciiRoles = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /[A-Za-z_]/.test(character) ? starts | continues : /[0-9-]/.test(character) ? continues : 0;
});

const unicodeIdentifier = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const unicodeContinuation = /[\p{ID_Continue}-]/uy;

/** Offset where the identifier at `from` ends; `from` itself when there is none (hclsyntax/spec.md, "Identifiers"). */
export function identifierEnd(text: string, from: number): number {
  const first = text.charCodeAt(from);
  if (first < 128 && !((asciiRoles[first] ?? 0) & starts)) return from;
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 128) return endOfMatch(unicodeIdentifier, text, from);
    if (!((asciiRoles[code] ?? 0) & continues)) break;
  }
  return at;
}

function endOfMatch(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}

export function seesIdentifier({ text, at }: Cursor): boolean {
  return identifierEnd(text, at) > at;
}

/** Whether exactly this word comes next, and no longer one that begins like it. */
export function seesWord({ text, at }: Cursor, word: string): boolean {
  if (!text.startsWith(word, at)) return false;
  return endOfMatch(unicodeContinuation, text, at + word.length) === at + word.length;
}

export function readWord(cursor: Cursor, expected: string): Word | null {
  const start = cursor.at;
  const end = identifierEnd(cursor.text, start);
  if (end === start) return refuse(cursor, expected);
  take(cursor, end - start);
  return { text: cursor.text.slice(start, end), span: { start, end } };
}

/** As the scanner of the reference does, takes `1.2.3` as one token, which then is no number. A last dot is not part of it. */
const numberToken = /[0-9](?:[0-9.]|[eE][+-]?[0-9])*/y;
const number = /^[0-9]+\.?[0-9]*(?:[eE][+-]?[0-9]+)?$/;

/** As many digits as a whole number may have and be exact. */
const mostSafeDigits = 15;

function digitsEnd(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code >= 0x30 && code <= 0x39; code = text.charCodeAt(at)) at += 1;
  return at;
}

export function seesDigit({ text, at }: Cursor): boolean {
  const code = text.charCodeAt(at);
  return code >= 0x30 && code <= 0x39;
}

/** Reads a number; the cursor stands on a digit. */
export function readNumber(cursor: Cursor): HclLiteral | null {
  const { text, at: start } = cursor;
  const digits = digitsEnd(text, start);
  const isWhole = digits - start <= mostSafeDigits && !/[.eE]/.test(text.charAt(digits));
  let end = isWhole ? digits : endOfMatch(numberToken, text, start);
  while (text[end - 1] === ".") end -= 1;
  const written = text.slice(start, end);
  const span = { start, end };
  if (!isWhole && !number.test(written))
    return report(cursor, "syntax", `${JSON.stringify(written)} is not a number`, span);
  const value = Number(written);
  if (!Number.isFinite(value)) return report(cursor, "limit", "this number is too large to be read", span);
  take(cursor, end - start);
  return { kind: "literal", value, span };
}
