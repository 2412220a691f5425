import type { Problem, SourceText, Span } from "../model/source";

/**
 * What YAML and JSON have in common: a tree of mappings, sequences and scalars whose every node knows its span.
 *
 * An alias stands as the node that it names, so a place always leads to the line where a value is written.
 */
export type DocumentNode = MappingNode | SequenceNode | ScalarNode;

interface Tagged extends Span {
  /** A local tag as written, such as `!Ref` or `!reset`; absent for the core schema's own. */
  readonly tag?: string;
}

export interface MappingNode extends Tagged {
  readonly kind: "mapping";
  /** In the order of the text. A key that stands twice is kept twice and reported as a problem. */
  readonly entries: readonly MappingEntry[];
}

export interface MappingEntry {
  readonly key: ScalarNode;
  readonly value: DocumentNode;
}

export interface SequenceNode extends Tagged {
  readonly kind: "sequence";
  readonly items: readonly DocumentNode[];
}

export interface ScalarNode extends Tagged {
  readonly kind: "scalar";
  /** Resolved by the core schema of YAML 1.2, or by JSON. */
  readonly value: string | number | boolean | null;
  /** The scalar as a string before any schema: `022` stays "022", a quoted or block scalar is its content. */
  readonly text: string;
  readonly style: "plain" | "quoted" | "block";
}

/** What a grammar gives: the trees it could read, and a problem for every part that it could not. */
export interface Parsed<Tree> {
  readonly source: SourceText;
  readonly tree: Tree;
  readonly problems: readonly Problem[];
}

/** The value of a key in a mapping, or nothing where the node is no mapping or has no such key. The last of equal keys wins. */
export function valueOf(node: DocumentNode | undefined, key: string): DocumentNode | undefined {
  return entryOf(node, key)?.value;
}

export function entryOf(node: DocumentNode | undefined, key: string): MappingEntry | undefined {
  return node?.kind === "mapping" ? node.entries.findLast((entry) => entry.key.text === key) : undefined;
}
