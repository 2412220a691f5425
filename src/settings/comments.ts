import { placeOf, type FilePlace, type SourceText } from "../model/source";

/** A comment that suppresses: the rules that it names, and why. */
export interface Comment {
  readonly rules: readonly string[];
  /** Empty where none is given, although one must be. */
  readonly reason: string;
  readonly at: FilePlace;
}

/** The comment starts as it does in the format: `#` in all of them, `//` and `/*` in HCL. */
const pattern = /(?:#|\/\/|\/\*)[ \t]*portcullis-ignore\b(.*)$/;

/** Every comment of a text that begins with `portcullis-ignore`; what only looks like one within a value is none. */
export function commentsIn(source: SourceText): readonly Comment[] {
  const { text, lineStarts } = source;
  if (!text.includes("portcullis-ignore") || isJson(text)) return [];
  const lines = text.split("\n");
  const values = linesOfValues(lines);
  return lines.flatMap((line, i): readonly Comment[] => {
    const match = line.includes("portcullis-ignore") && !values.has(i) ? pattern.exec(line) : null;
    if (!match || isQuoted(line.slice(0, match.index))) return [];
    const [whole, rest = ""] = match;
    const [names = "", ...reasons] = rest.replace(/\*\/\s*$/, "").split("--");
    const start = (lineStarts[i] ?? 0) + match.index;
    return [
      {
        rules: names.split(/[\s,]+/).filter((name) => name !== ""),
        reason: reasons.join("--").trim(),
        at: placeOf(source, { start, end: start + whole.trimEnd().length }),
      },
    ];
  });
}

/** JSON has no comments, so what looks like one is text that somebody wrote, such as a description in an account. */
function isJson(text: string): boolean {
  return /^[\s\uFEFF]*[[{]/.test(text);
}

/** Whether a quote is open where the line has come to: what follows is part of a value and no comment. */
function isQuoted(before: string): boolean {
  const open = (quote: RegExp): boolean => (before.match(quote)?.length ?? 0) % 2 === 1;
  return open(/(?<!\\)"/g) || open(/(?<![\w\\])'|'(?!\w)/g);
}

/**
 * The lines that are the text of a block scalar (YAML 1.2.2 section 8.1) or of a heredoc (HCL native syntax, "Template
 * Expressions"), by their number from 0.
 */
function linesOfValues(lines: readonly string[]): ReadonlySet<number> {
  const values = new Set<number>();
  let isEnd: ((line: string) => boolean) | undefined;
  lines.forEach((line, i) => {
    if (isEnd && !isEnd(line)) {
      values.add(i);
      return;
    }
    isEnd = undefined;
    const heredoc = /<<-?([A-Za-z_][\w-]*)\s*$/.exec(line)?.[1];
    if (heredoc !== undefined) isEnd = (next) => next.trim() === heredoc;
    else if (/(^|[\s:-])[|>][-+\d]*\s*(#.*)?$/.test(line)) {
      const depth = indentation(line);
      isEnd = (next) => next.trim() !== "" && indentation(next) <= depth;
    }
  });
  return values;
}

function indentation(line: string): number {
  return /^[ -]*/.exec(line)?.[0].length ?? 0;
}
