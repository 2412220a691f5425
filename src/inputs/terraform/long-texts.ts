/** A text longer than this, in UTF-16 code units, is not made, so that no text multiplied by texts gets out of hand. */
export const longestText = 1_000_000;

/** The texts in one, or nothing where that one would be too long. */
export function joinedTexts(texts: readonly string[], separator = ""): string | undefined {
  const length = texts.reduce((sum, text) => sum + text.length, separator.length * texts.length);
  return length > longestText ? undefined : texts.join(separator);
}
