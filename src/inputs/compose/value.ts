import type { Reason } from "../../model/bounds";
import {
  placeOf,
  type FilePlace,
  type Problem,
  type ProblemCode,
  type SourceText,
  type Span,
} from "../../model/source";

/** A compose file after substitution: the tree of the text, each node with the file that it stands in, so that files can be merged. */
export type Value = Mapping | Sequence | Scalar;

interface Written extends Span {
  readonly source: SourceText;
  /** The folder that relative paths start from: the project directory of the file that it stands in. */
  readonly folder: string;
  /** A local tag as written: `!reset`, `!override`. */
  readonly tag: string | undefined;
}

export interface Mapping extends Written {
  readonly kind: "mapping";
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  readonly key: Span & { readonly source: SourceText };
  readonly value: Value;
}

export interface Sequence extends Written {
  readonly kind: "sequence";
  readonly items: readonly Value[];
}

export interface Scalar extends Written {
  readonly kind: "scalar";
  /** As the core schema of YAML 1.2 reads it; a text in which something was substituted is a string. */
  readonly value: string | number | boolean | null;
  /** After substitution; a `hole` stands for each variable that is required and has no value. */
  readonly text: string;
  /** As in `text`, with a hole also for each variable that is not set and has no default. */
  readonly open: string;
  /** Before substitution, for messages. */
  readonly written: string;
  readonly style: "plain" | "quoted" | "block";
  /** The variables that left holes in `text`. */
  readonly required: readonly Reason[];
  /** The further variables that left holes in `open`. */
  readonly unset: readonly Reason[];
  /** Variables in whose place their default stands. */
  readonly defaulted: readonly string[];
}

/** Stands in a text for what is not known. No YAML text holds it: a NUL that an escape makes is replaced. */
export const hole = "\0";

export function placeIn(node: Span & { readonly source: SourceText }): FilePlace {
  return placeOf(node.source, node);
}

export function entryIn(value: Value | undefined, key: string): Entry | undefined {
  return value?.kind === "mapping" ? value.entries.get(key) : undefined;
}

export function valueIn(value: Value | undefined, key: string): Value | undefined {
  return entryIn(value, key)?.value;
}

export function isNull(value: Value | undefined): boolean {
  return value?.kind === "scalar" && value.value === null && value.text === "";
}

/** The text of a scalar that is known in full. */
export function textOf(value: Value | undefined): string | undefined {
  if (value?.kind !== "scalar" || value.value === null || value.required.length > 0) return undefined;
  return value.text;
}

/** The texts of a list, or of a single scalar. */
export function textsOf(value: Value | undefined): readonly string[] {
  const items = value?.kind === "sequence" ? value.items : value === undefined ? [] : [value];
  return items.flatMap((item) => textOf(item) ?? []);
}

/** A scalar as it is written, for messages: what stands in its place after substitution may be a secret. */
export function writtenOf(value: Value | undefined): string {
  return value?.kind === "scalar" ? value.written : "";
}

/** `true` as compose reads it, also in quotes (compose-go, loader/interpolate.go, toBoolean). */
export function isTrue(value: Value | undefined): boolean {
  return /^(?:true|yes|y|on|1)$/i.test(textOf(value) ?? "");
}

export function problemAt(code: ProblemCode, message: string, node: Span & { readonly source: SourceText }): Problem {
  return { code, message, at: placeIn(node) };
}

/** A written value for a message, shortened so that it stays on a line. */
export function shown(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
