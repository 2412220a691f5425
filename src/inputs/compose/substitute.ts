import type { Reason } from "../../model/bounds";
import { placeOf, type Problem, type SourceText } from "../../model/source";
import type { DocumentNode, MappingNode, ScalarNode, SequenceNode } from "../../syntax/tree";
import { interpolate, type Lookup } from "./interpolate";
import { hole, problemAt, shown, type Entry, type Scalar, type Value } from "./value";

export interface Substituted {
  readonly value: Value;
  readonly problems: readonly Problem[];
}

/** What a file is read with: the values of variables, and the folder that its relative paths start from. */
export interface Around {
  readonly lookup: Lookup;
  readonly folder: string;
}

/**
 * A document with its variables replaced; keys are left as they are. What several aliases share stays shared, so the work
 * is that of the text and not of what it unfolds to.
 */
export function substitute(node: DocumentNode, source: SourceText, { lookup, folder }: Around): Substituted {
  const problems: Problem[] = [];
  const done = new Map<DocumentNode, Value>();
  const visit = (node: DocumentNode): Value => {
    if (node.kind === "scalar") return scalar(node);
    const before = done.get(node);
    if (before) return before;
    const value = converted(node);
    done.set(node, value);
    return value;
  };
  const converted = (node: MappingNode | SequenceNode): Value => {
    const written = { source, folder, start: node.start, end: node.end, tag: node.tag };
    switch (node.kind) {
      case "mapping": {
        const entries = new Map<string, Entry>();
        for (const { key, value } of node.entries) {
          const before = entries.get(key.text);
          const entry = { key: { source, start: key.start, end: key.end }, value: visit(value) };
          entries.set(key.text, before ? besides(before, entry) : entry);
        }
        return { kind: "mapping", ...written, entries };
      }
      case "sequence":
        return { kind: "sequence", ...written, items: node.items.map(visit) };
    }
  };
  const scalar = (node: ScalarNode): Scalar => {
    if (!node.text.includes("$") && !node.text.includes(hole)) return asItIs(node, source, folder);
    const { text, open, required, unset, defaulted, invalid } = interpolate(node.text, lookup);
    const written = { source, folder, start: node.start, end: node.end, tag: node.tag };
    const reasons = (names: readonly string[]): readonly Reason[] =>
      names.map((name) => ({ kind: "variable", name, at: placeOf(source, node) }));
    const broken: readonly Reason[] =
      invalid === undefined ? [] : [{ kind: "value", name: shown(invalid), at: placeOf(source, node) }];
    if (invalid !== undefined) problems.push(problemAt("invalid-value", badTemplate(invalid), written));
    return {
      kind: "scalar",
      ...written,
      value: node.text.includes("$") && typeof node.value === "string" ? text : node.value,
      text,
      open,
      written: node.text,
      style: node.style,
      required: [...reasons(required), ...broken],
      unset: reasons(unset),
      defaulted,
    };
  };
  return { value: visit(node), problems };
}

const none: readonly never[] = [];

function asItIs(node: ScalarNode, source: SourceText, folder: string): Scalar {
  const { text, value, style, start, end, tag } = node;
  const written = { source, folder, start, end, tag };
  return {
    kind: "scalar",
    ...written,
    value,
    text,
    open: text,
    written: text,
    style,
    required: none,
    unset: none,
    defaulted: none,
  };
}

/** A key that stands twice is refused and said; that what it holds first is lost would hide more than that. */
function besides(before: Entry, again: Entry): Entry {
  if (before.value.kind !== "mapping" || again.value.kind !== "mapping") return again;
  const entries = new Map([...before.value.entries, ...again.value.entries]);
  return { key: again.key, value: { ...again.value, entries } };
}

function badTemplate(invalid: string): string {
  return `"${shown(invalid)}" names no variable; write \${NAME} or \${NAME:-default}, or $$ for a dollar sign`;
}
