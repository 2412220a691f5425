import type { Span } from "../model/source";
import type { Flaw } from "./tree";

/** A `word` is what stands between punctuation, quotes and white space: a number, a literal, or a mistake. */
export interface JsonToken extends Span {
  readonly kind: "{" | "}" | "[" | "]" | ":" | "," | "string" | "word" | "end";
  /** What a string holds, its escapes resolved; of any other token what is written. */
  readonly text: string;
}

/** The token that starts at or after an offset. What JSON does not allow on the way to it or in it adds flaws. */
export function tokenAt(text: string, offset: number, flaws: Flaw[]): JsonToken {
  const start = skipSpace(text, offset, flaws);
  const character = text.charAt(start);
  switch (character) {
    case "":
      return { kind: "end", text: "", start, end: start };
    case "{":
    case "}":
    case "[":
    case "]":
    case ":":
    case ",":
      return { kind: character, text: character, start, end: start + 1 };
    case '"':
      return stringAt(text, start, flaws);
    default: {
      wordEnd.lastIndex = start + 1;
      const end = wordEnd.test(text) ? wordEnd.lastIndex - 1 : text.length;
      return { kind: "word", text: text.slice(start, end), start, end };
    }
  }
}

const wordEnd = /[\s{}[\]:,"/]/g;

/** Where white space and comments end. Comments are not JSON (RFC 8259, section 2) and are said, then passed over. */
function skipSpace(text: string, offset: number, flaws: Flaw[]): number {
  let at = offset;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === space || code === newline || code === carriageReturn || code === tab) at += 1;
    else if (code === slash && (text[at + 1] === "/" || text[at + 1] === "*")) at = skipComment(text, at, flaws);
    else return at;
  }
}

function skipComment(text: string, start: number, flaws: Flaw[]): number {
  const closing = text[start + 1] === "/" ? "\n" : "*/";
  const found = text.indexOf(closing, start + 2);
  const end = found === -1 ? text.length : found + (closing === "*/" ? 2 : 0);
  flaws.push({ code: "syntax", message: "JSON has no comments; take this out", start, end });
  return end;
}

/** A string that nothing closes ends with its line, so that the lines after it can be read. */
function stringAt(text: string, start: number, flaws: Flaw[]): JsonToken {
  let escaped = false;
  let at = start + 1;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) break;
    if (code === newline || code === carriageReturn) break;
    if (code < space) flaws.push(controlAt(at));
    if (code === backslash) {
      escaped = true;
      if (text.charCodeAt(at + 1) >= space) at += 1;
    }
  }
  const last = Math.min(at, text.length);
  const closed = text.charCodeAt(at) === quote;
  const end = closed ? at + 1 : last;
  if (!closed) flaws.push({ code: "syntax", message: "this string is never closed; close it on its line", start, end });
  const written = text.slice(start + 1, last);
  return { kind: "string", text: escaped ? unescaped(written, start + 1, flaws) : written, start, end };
}

function controlAt(start: number): Flaw {
  const message = "a control character stands in this string; write it as an escape, such as \\t";
  return { code: "syntax", message, start, end: start + 1 };
}

/** Resolves the escapes of RFC 8259, section 7. What is no escape stays as it is written. */
function unescaped(written: string, offset: number, flaws: Flaw[]): string {
  return written.replace(/\\(?:u([0-9a-fA-F]{4})|[^]?)/g, (whole: string, hex: string | undefined, index: number) => {
    if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
    const meant = escapes.get(whole);
    if (meant !== undefined) return meant;
    const message = "this escape means nothing in JSON; write \\\\ for a backslash";
    flaws.push({ code: "syntax", message, start: offset + index, end: offset + index + whole.length });
    return whole;
  });
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['\\"', '"'],
  ["\\\\", "\\"],
  ["\\/", "/"],
  ["\\b", "\b"],
  ["\\f", "\f"],
  ["\\n", "\n"],
  ["\\r", "\r"],
  ["\\t", "\t"],
]);

const tab = 9;
const newline = 10;
const carriageReturn = 13;
const space = 32;
const quote = 34;
const slash = 47;
const backslash = 92;
