/**
 * Control characters, those that reorder text (Unicode bidirectional formatting, UAX #9), line separators and lone surrogates:
 * what an input could use to make a terminal show something else than what is there.
 */
const hidden = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\p{Cs}]/gu;

/** A text of any origin as one line that is safe on a terminal: what cannot be seen is written as an escape. */
export function visible(text: string): string {
  return text.replace(hidden, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}
