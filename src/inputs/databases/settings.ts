import type { Reason } from "../../model/bounds";
import { placeOf, type FilePlace, type Problem, type SourceText } from "../../model/source";

/** A setting as a file writes it; its value never leaves this input but for addresses and ports. */
export interface Setting {
  /** As the program calls it, `net.bindIp` or `bind-address`. */
  readonly name: string;
  readonly value: string;
  /** The whole line, and the value alone. */
  readonly at: FilePlace;
  readonly valueAt: FilePlace;
}

/** What a file says, in its order. */
export interface Settings {
  readonly all: readonly Setting[];
  readonly problems: readonly Problem[];
}

/** A line without its indentation and what ends it. */
export interface Line {
  readonly text: string;
  /** The offset of its first character. */
  readonly start: number;
}

export function linesOf({ text, lineStarts }: SourceText): readonly Line[] {
  return text.split("\n").flatMap((line, i): readonly Line[] => {
    const trimmed = line.replace(/^\u{feff}/u, "").trim();
    return trimmed === "" ? [] : [{ text: trimmed, start: (lineStarts[i] ?? 0) + line.indexOf(trimmed) }];
  });
}

/** A setting of one line, its value `length` characters long from `valueStart` on within the line. */
export function settingOn(
  source: SourceText,
  { text, start }: Line,
  { name, value, valueStart, length }: Pick<Setting, "name" | "value"> & { valueStart: number; length: number },
): Setting {
  const from = start + valueStart;
  return {
    name,
    value,
    at: placeOf(source, { start, end: start + text.length }),
    valueAt: placeOf(source, { start: from, end: from + length }),
  };
}

/** The last setting of a name, which these programs let hold. */
export function lastOf({ all }: Settings, ...names: readonly string[]): Setting | undefined {
  return all.findLast(({ name }) => names.includes(name));
}

export function reasonAt(kind: Reason["kind"], name: string, at: FilePlace): Reason {
  return { kind, name, at };
}

export function notUnderstood(message: string, at: FilePlace): Problem {
  return { code: "syntax", message, at };
}
