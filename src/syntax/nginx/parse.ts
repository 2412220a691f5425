import type { SourceText, Span } from "../../model/source";
import type { Parsed } from "../tree";
import type { Reading } from "./blocks";
import { addWord, closeBlock, endFile, endStatement, openBlock, startFile } from "./blocks";
import {
  carriageReturn,
  closeBrace,
  doubleQuote,
  hash,
  lineFeed,
  openBrace,
  semicolon,
  singleQuote,
  space,
  tab,
} from "./characters";
import { report } from "./problems";
import type { NginxDirective } from "./tree";
import { bareWord, endOfBareWord, endOfQuotedWord, overflows, quotedWord } from "./words";

/**
 * Reads an nginx configuration as nginx's own `ngx_conf_read_token` does (src/core/ngx_conf_file.c), which knows no directive:
 * what a directive means, and whether it may have a block, is for the reader of the tree. Only Lua code is left as text.
 *
 * Where nginx gives up, this reports a `syntax` problem in nginx's words and reads on. It takes time linear in the text.
 */
export function parseNginx(source: SourceText): Parsed<readonly NginxDirective[]> {
  const reading = startFile(source);
  for (let at = 0; at < source.text.length;) at = readOn(reading, at);
  const tree = endFile(reading);
  return { source, tree, problems: reading.problems };
}

/** Reads the blank, comment, word or sign at this offset and returns the offset behind it. */
function readOn(reading: Reading, at: number): number {
  switch (reading.source.text.charCodeAt(at)) {
    case space:
    case tab:
    case lineFeed:
    case carriageReturn:
      return endOfBlanks(reading.source.text, at + 1);
    case hash:
      return passComment(reading, at);
    case semicolon:
      return endStatement(reading, at);
    case openBrace:
      return openBlock(reading, at);
    case closeBrace:
      return closeBlock(reading, at);
    case doubleQuote:
    case singleQuote:
      return readQuotedWord(reading, at);
    default:
      return readBareWord(reading, at);
  }
}

/** Most characters of a configuration are its indentation. */
function endOfBlanks(text: string, start: number): number {
  let at = start;
  for (; ; at++) {
    const code = text.charCodeAt(at);
    if (code !== space && code !== lineFeed && code !== tab && code !== carriageReturn) return at;
  }
}

function passComment(reading: Reading, start: number): number {
  const { text } = reading.source;
  const newline = text.indexOf("\n", start);
  const end = newline === -1 ? text.length : newline;
  if (overflows(text, start, end)) tooLong(reading, { start, end }, "comment");
  return end;
}

function readBareWord(reading: Reading, start: number): number {
  const { text } = reading.source;
  const end = endOfBareWord(text, start);
  if (end < text.length && overflows(text, start, end)) tooLong(reading, { start, end }, "parameter");
  addWord(reading, bareWord(text, start, end));
  return end;
}

function readQuotedWord(reading: Reading, start: number): number {
  const { text } = reading.source;
  const end = endOfQuotedWord(text, start);
  if (end === undefined) return mendQuotedWord(reading, start);
  addWord(reading, quotedWord(text, { start, end }, { start: start + 1, end: end - 1 }));
  if (end === text.length) return end;
  if (overflows(text, start + 1, end)) tooLong(reading, { start, end }, "parameter");
  // What is right behind a quoted word begins the next one: always so for `)`, and for the rest it reads on best.
  if (!" \t\r\n;{)}".includes(text.charAt(end))) {
    const found = String.fromCodePoint(text.codePointAt(end) ?? 0);
    const message = `unexpected "${found}"; a quoted parameter ends with its quote, put a space or ";" behind it`;
    report(reading, { code: "syntax", message, at: { start: end, end: end + found.length } });
  }
  return end;
}

/**
 * Ends a word whose quote is never closed at the `;` or at the end of its line, so that the directives below it are read.
 * A further quote of its kind would have closed it, so at most two words of a file are read to its end in vain.
 */
function mendQuotedWord(reading: Reading, start: number): number {
  const { text } = reading.source;
  const length = text.slice(start).search(/[;\n]/);
  const end = length === -1 ? text.length : start + length;
  const message = `unexpected end of file; the quote ${text.charAt(start)} that opens here is never closed`;
  report(reading, { code: "syntax", message, at: { start, end: start + 1 } });
  addWord(reading, quotedWord(text, { start, end }, { start: start + 1, end }));
  return end;
}

function tooLong(reading: Reading, at: Span, what: "parameter" | "comment"): void {
  const message = `too long ${what}; nginx reads at most 4095 bytes of one, shorten it`;
  report(reading, { code: "syntax", message, at });
}
