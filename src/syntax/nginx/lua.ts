import {
  backslash,
  closeBrace,
  doubleQuote,
  equals,
  hyphen,
  lineFeed,
  openBrace,
  openBracket,
  singleQuote,
} from "./characters";

/** Tells whether a block of this directive holds Lua code instead of directives (OpenResty's lua-nginx-module). */
export function holdsLua(name: string): boolean {
  return name.endsWith("_by_lua_block");
}

/**
 * The offset of the `}` that closes the Lua code which begins here, or nothing where none does.
 *
 * Braces count outside of strings, long brackets and comments. A quote that is not closed on its line is a character like
 * any other, as the lexer of lua-nginx-module has it.
 */
export function endOfLua(text: string, start: number): number | undefined {
  let open = 0;
  let quotesResume = start;
  for (let at = start; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case openBrace:
        open++;
        break;
      case closeBrace:
        if (open === 0) return at;
        open--;
        break;
      case doubleQuote:
      case singleQuote:
        if (at >= quotesResume) {
          const end = endOfString(text, at);
          // Quotes behind an unclosed one are not tried again on its line, which keeps hostile lines linear.
          if (text.charCodeAt(end) === lineFeed || end >= text.length) quotesResume = end;
          else at = end;
        }
        break;
      case hyphen:
        if (text.charCodeAt(at + 1) === hyphen) at = endOfComment(text, at + 2);
        break;
      case openBracket:
        at = endOfLongBracket(text, at) ?? at;
        break;
    }
  }
  return undefined;
}

/** The offset of the closing quote, of the end of the line before it, or of the end of the text. */
function endOfString(text: string, start: number): number {
  const quote = text.charCodeAt(start);
  let at = start + 1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote || code === lineFeed) return at;
    if (code === backslash && text.charCodeAt(at + 1) !== lineFeed) at++;
  }
  return at;
}

/** The last offset of the comment whose text begins here: a long bracket, or the rest of the line. */
function endOfComment(text: string, start: number): number {
  const bracket = text.charCodeAt(start) === openBracket ? endOfLongBracket(text, start) : undefined;
  if (bracket !== undefined) return bracket;
  const end = text.indexOf("\n", start);
  return end === -1 ? text.length : end;
}

/** The last offset of `[[ … ]]` or `[==[ … ]==]`, the end of the text where it is not closed, or nothing where no such bracket opens. */
function endOfLongBracket(text: string, start: number): number | undefined {
  let at = start + 1;
  while (text.charCodeAt(at) === equals) at++;
  if (text.charCodeAt(at) !== openBracket) return undefined;
  const close = `]${"=".repeat(at - start - 1)}]`;
  const end = text.indexOf(close, at + 1);
  return end === -1 ? text.length : end + close.length - 1;
}
