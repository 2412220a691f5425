import type { Span } from "../../model/source";
import {
  backslash,
  carriageReturn,
  dollar,
  doubleQuote,
  lineFeed,
  openBrace,
  semicolon,
  space,
  tab,
} from "./characters";
import type { NginxWord } from "./tree";

/** nginx reads its configuration through a buffer of 4096 bytes, which a word or a comment and the byte behind it must fit into. */
const bufferBytes = 4096;

/**
 * The end of the unquoted word that begins here: a blank, `;` or `{` behind it, or the end of the text.
 *
 * A backslash takes any next character into the word, even a blank; `{` behind `$` opens a variable and no block;
 * quotes, `#` and `}` are characters like any other (`ngx_conf_read_token`).
 */
export function endOfBareWord(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // Letters, digits and most signs of a path end no word, and are nearly all that words are made of.
    if ((code > semicolon && code < backslash) || (code > backslash && code < openBrace)) continue;
    switch (code) {
      case backslash:
        at++;
        break;
      case dollar:
        while (text.charCodeAt(at + 1) === openBrace) at++;
        break;
      case space:
      case tab:
      case lineFeed:
      case carriageReturn:
      case semicolon:
      case openBrace:
        return at;
    }
  }
  return Math.min(at, text.length);
}

/** The offset behind the quote that closes the word which a quote opens here, or nothing where none does. */
export function endOfQuotedWord(text: string, start: number): number | undefined {
  const quote = text.charCodeAt(start);
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === backslash) at++;
  }
  return undefined;
}

export function bareWord(text: string, start: number, end: number): NginxWord {
  return { text: unescaped(text.slice(start, end)), style: "bare", start, end };
}

/** A quoted word whose content is given, because an unclosed one has no closing quote to leave out. */
export function quotedWord(text: string, { start, end }: Span, content: Span): NginxWord {
  const style = text.charCodeAt(start) === doubleQuote ? "double" : "single";
  return { text: unescaped(text.slice(content.start, content.end)), style, start, end };
}

/** nginx resolves six escapes, in quotes and outside alike, and leaves every other backslash where it is. */
function unescaped(written: string): string {
  if (!written.includes("\\")) return written;
  return written.replace(/\\(["'\\trn])/g, (_, escaped: string) => controls.get(escaped) ?? escaped);
}

const controls: ReadonlyMap<string, string> = new Map([
  ["t", "\t"],
  ["r", "\r"],
  ["n", "\n"],
]);

/** Tells whether nginx gives up on a word or comment because it and the character behind it overflow its buffer. */
export function overflows(text: string, start: number, end: number): boolean {
  // UTF-8 takes at most three bytes for a UTF-16 code unit, so a short span needs no counting.
  if ((end + 1 - start) * 3 <= bufferBytes) return false;
  return Buffer.byteLength(text.slice(start, end + 1)) > bufferBytes;
}
