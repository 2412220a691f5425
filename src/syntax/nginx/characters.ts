/** The characters that mean something to nginx, as UTF-16 code units. */
export const tab = 0x09;
export const lineFeed = 0x0a;
export const carriageReturn = 0x0d;
export const space = 0x20;
export const doubleQuote = 0x22;
export const hash = 0x23;
export const dollar = 0x24;
export const singleQuote = 0x27;
export const hyphen = 0x2d;
export const semicolon = 0x3b;
export const equals = 0x3d;
export const openBracket = 0x5b;
export const backslash = 0x5c;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;
