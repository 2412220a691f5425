/**
 * Where a thing stands in a text.
 *
 * Lines and columns count from 1. Columns count UTF-16 code units, as editors and SARIF's default do.
 * The end is exclusive: `endColumn` is the column after the last character.
 */
export interface FilePlace {
  readonly kind: "file";
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Where a thing stands in an account that runs: the API call that answered it, and the object in that answer. */
export interface LivePlace {
  readonly kind: "live";
  readonly call: string;
  readonly object: string;
}

export type Place = FilePlace | LivePlace;

/** What went wrong with an input: data, never an exception. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly at: Place;
}

/**
 * `syntax`, `unreadable`, `denied` and `limit` mean that something was not looked at;
 * `unrecognised` and `invalid-value` mean that it was looked at and not understood.
 */
export const problemCodes = ["syntax", "unreadable", "unrecognised", "invalid-value", "denied", "limit"] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** A text with its name, ready to answer where an offset stands. Offsets count UTF-16 code units from 0. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
  readonly lineStarts: readonly number[];
  /** Where a part of it stands, for a text that is in no file itself and stands for something that is. */
  readonly stands?: (span: Span) => FilePlace;
}

/** Half-open range of offsets, in UTF-16 code units from 0, into the text of one file. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export function sourceText(file: string, text: string): SourceText {
  const lineStarts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lineStarts.push(at + 1);
  return { file, text, lineStarts };
}

/** The place of a span in its text. */
export function placeOf(source: SourceText, { start, end }: Span): FilePlace {
  if (source.stands) return source.stands({ start, end });
  const from = positionOf(source, start);
  // Most spans end on the line that they begin on.
  const next = source.lineStarts[from.line];
  const isOneLine = next === undefined || end < next;
  const to = isOneLine ? { line: from.line, column: from.column + end - start } : positionOf(source, end);
  return {
    kind: "file",
    file: source.file,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
  };
}

/** The place of a file as a whole: its first character. */
export function startOf(file: string): FilePlace {
  return { kind: "file", file, line: 1, column: 1, endLine: 1, endColumn: 1 };
}

function positionOf({ lineStarts }: SourceText, offset: number): { readonly line: number; readonly column: number } {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 };
}

/** Orders places by file, then line, then column; live objects come last. */
export function comparePlaces(a: Place, b: Place): number {
  if (a.kind === "live" || b.kind === "live") {
    if (a.kind === "live" && b.kind === "live") return compareText(a.call, b.call) || compareText(a.object, b.object);
    return a.kind === "live" ? 1 : -1;
  }
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}

/** Orders texts by code unit, so that no locale of a machine changes a report. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
