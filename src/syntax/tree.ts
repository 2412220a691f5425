import { placeOf, type Problem, type SourceText, type Span } from "../model/source";

/**
 * What YAML and JSON have in common: a tree of mappings, sequences and scalars whose every node knows its span.
 *
 * An alias stands as the node that it names, so a place always leads to the line where a value is written.
 */
export type DocumentNode = MappingNode | SequenceNode | ScalarNode;

/**
 * No tree is nested deeper than this many collections: what is deeper is left out and said, so whoever walks a tree may
 * recurse without a bound of its own.
 */
export const deepestNesting = 200;

/** The span of a node covers its value, quotes and brackets included; not the tag or the anchor before it. */
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

/** A problem whose place is still a span. */
export interface Flaw extends Span {
  readonly code: Problem["code"];
  readonly message: string;
}

const mostProblems = 100;

/**
 * The problems that flaws come to, in the order of the text. Of the syntax flaws of one line the first stands for the
 * others, which mostly follow from it. Beyond a hundred the rest is counted, in a `limit` problem, and not listed.
 */
export function problemsOf(source: SourceText, flaws: readonly Flaw[]): readonly Problem[] {
  const problems: Problem[] = [];
  let lastSyntaxLine = 0;
  let unlisted = 0;
  for (const flaw of flaws.toSorted((a, b) => a.start - b.start)) {
    const { code, message } = flaw;
    const at = placeOf(source, flaw);
    if (code === "syntax" && at.line === lastSyntaxLine) continue;
    if (code === "syntax") lastSyntaxLine = at.line;
    if (problems.length < mostProblems) problems.push({ code, message, at });
    else if (unlisted++ === 0) problems.push({ code: "limit", message: "", at });
  }
  const last = problems.at(-1);
  if (unlisted === 0 || last === undefined) return problems;
  const message = `this file has ${unlisted} more problems from here on; mend those listed first`;
  return [...problems.slice(0, -1), { ...last, message }];
}

/** A flaw for every key that stands again in a mapping, at its second and further places. */
export function repeatedKeys(entries: readonly MappingEntry[]): readonly Flaw[] {
  const seen = new Set<string>();
  const flaws: Flaw[] = [];
  for (const { key } of entries) {
    if (seen.has(key.text)) flaws.push({ ...repeatedKey(key), start: key.start, end: key.end });
    seen.add(key.text);
  }
  return flaws;
}

function repeatedKey({ text }: ScalarNode): Pick<Flaw, "code" | "message"> {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return {
    code: "invalid-value",
    message: `"${shown}" stands twice in this mapping and the last one counts; keep one`,
  };
}
