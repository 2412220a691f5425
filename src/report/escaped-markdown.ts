import { visible } from "./visible";

/**
 * A text of any origin as one line of GitHub Flavored Markdown that shows itself: no markup, HTML, table cell, link, mention
 * or reference to an issue comes of it.
 *
 * An entity cannot stand for structure (CommonMark 0.31, "Entity and numeric character references"). Mentions and references
 * are looked for in what was rendered, where a zero-width space parts the sign from the name.
 */
export function prose(text: string): string {
  return visible(text)
    .trim()
    .replace(
      /[&<>\\`*[\]{}|~!$^=#@]|(?<![a-z0-9])_|_(?![a-z0-9])|:(?=\/\/)|(?<=www)\.|^[-+]|(?<=^\d{1,9})[.)]/gi,
      entity,
    );
}

function entity(character: string): string {
  const written = `&#${character.charCodeAt(0)};`;
  return character === "@" || character === "#" ? `${written}&#8203;` : written;
}

/** A text of any origin as a code span, also within a table, where `|` ends a cell even in code. */
export function code(text: string): string {
  const shown = visible(text).replaceAll("|", "\\x7c");
  const fence = "`".repeat(longestRun(shown) + 1);
  // One space on each side is taken away again (CommonMark 0.31, "Code spans").
  const padded = /^[` ]|[` ]$/.test(shown) || shown === "" ? ` ${shown} ` : shown;
  return `${fence}${padded}${fence}`;
}

/** Lines that are safe to show as a block of code. */
export function codeBlock(lines: readonly string[]): string {
  const fence = "`".repeat(Math.max(3, longestRun(lines.join("\n")) + 1));
  return [fence, ...lines, fence].join("\n");
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
