import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Alias,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { Span } from "../model/source";
import {
  deepestNesting,
  repeatedKeys,
  type DocumentNode,
  type Flaw,
  type MappingNode,
  type ScalarNode,
  type SequenceNode,
} from "./tree";
import { isMergeKey, mergedEntries, mergeFlaws, type WrittenEntry } from "./yaml-merge";
import { absent, isClosed, scalarOf, tagOf } from "./yaml-scalars";

/** How many nodes aliases may stand for in one file, each counted every time it is named again. */
const mostAliased = 100_000;

/** What reading one file has come to so far. Anchors hold for one document, the counts for the file. */
export interface TreeReader {
  readonly text: string;
  readonly flaws: Flaw[];
  readonly anchors: Map<string, Anchored | "open">;
  /** Where each quote that nothing closes starts, by where its scalar ends. */
  readonly unclosed: Map<number, number>;
  /** Nodes so far, those behind an alias counted each time. */
  nodes: number;
  /** Nodes that stand there because of an alias. */
  aliased: number;
  /** The deepest nesting since the innermost open anchor. */
  deepest: number;
}

interface Anchored {
  readonly node: DocumentNode | undefined;
  readonly nodes: number;
  /** How many levels deeper than itself this goes; a collection is one level, however empty. */
  readonly height: number;
}

export function treeReader(text: string): TreeReader {
  return { text, flaws: [], anchors: new Map(), unclosed: new Map(), nodes: 0, aliased: 0, deepest: 0 };
}

/** The node of one document, or nothing where the document is empty or nothing in it can be read. */
export function readDocument(reader: TreeReader, contents: ParsedNode | null): DocumentNode | undefined {
  reader.anchors.clear();
  if (contents === null || (isScalar(contents) && contents.source === "" && isBare(contents))) return undefined;
  return readNode(reader, contents, 0);
}

function isBare({ type, tag }: Scalar.Parsed): boolean {
  return type === "PLAIN" && tag === undefined;
}

function readNode(reader: TreeReader, node: ParsedNode, depth: number): DocumentNode | undefined {
  if (isAlias(node)) return readAlias(reader, node, depth);
  if (!isScalar(node) && depth >= deepestNesting) return leftOut(reader, tooDeep(spanOf(node)));
  const { nodes, deepest } = reader;
  const reached = isScalar(node) ? depth : depth + 1;
  reader.nodes += 1;
  reader.deepest = Math.max(deepest, reached);
  if (node.anchor === undefined) return readValue(reader, node, depth);
  reader.anchors.set(node.anchor, "open");
  reader.deepest = reached;
  const value = readValue(reader, node, depth);
  reader.anchors.set(node.anchor, { node: value, nodes: reader.nodes - nodes, height: reader.deepest - depth });
  reader.deepest = Math.max(reader.deepest, deepest);
  return value;
}

function readValue(reader: TreeReader, node: Exclude<ParsedNode, Alias.Parsed>, depth: number): DocumentNode {
  if (isMap(node)) return readMapping(reader, node, depth);
  if (isSeq(node)) return readSequence(reader, node, depth);
  const scalar = scalarOf(node, reader.text);
  if (!isClosed(scalar, reader.text)) reader.unclosed.set(scalar.end, scalar.start);
  return scalar;
}

/** The node that an alias names. A `limit` is told once a file: it would be met at each of the aliases that follow. */
function readAlias(reader: TreeReader, alias: Alias.Parsed, depth: number): DocumentNode | undefined {
  const span = spanOf(alias);
  const anchored = reader.anchors.get(alias.source);
  if (anchored === undefined) {
    const message = `no anchor "&${alias.source}" stands before this "*${alias.source}"; add it, or correct the name`;
    return leftOut(reader, { code: "invalid-value", message, ...span });
  }
  if (anchored === "open") {
    const message = `"*${alias.source}" stands inside the value that it names and would never end; take it out`;
    return leftOut(reader, { code: "invalid-value", message, ...span });
  }
  if (depth + anchored.height > deepestNesting) return leftOut(reader, tooDeep(span));
  const within = reader.aliased <= mostAliased;
  reader.aliased += anchored.nodes;
  if (reader.aliased > mostAliased) return within ? leftOut(reader, tooMany(span)) : undefined;
  reader.nodes += anchored.nodes;
  reader.deepest = Math.max(reader.deepest, depth + anchored.height);
  return anchored.node;
}

function readMapping(reader: TreeReader, map: YAMLMap.Parsed, depth: number): MappingNode {
  const written: WrittenEntry[] = [];
  for (const pair of map.items) {
    const key = readKey(reader, pair.key, depth + 1);
    const merges = key !== undefined && isMergeKey(key);
    const inside = merges ? mergedDepth(pair.value, depth) : depth + 1;
    const value = pair.value === null ? absent(spanOf(pair.key).end) : readNode(reader, pair.value, inside);
    if (key !== undefined && value !== undefined) written.push({ key, value, merges });
  }
  for (const flaw of repeatedKeys(written)) reader.flaws.push(flaw);
  for (const flaw of mergeFlaws(written)) reader.flaws.push(flaw);
  return { kind: "mapping", entries: mergedEntries(written), ...tagOf(map), ...spanOf(map) };
}

/** What is merged stands beside the entries of the mapping that merges it, and makes nothing deeper. */
function mergedDepth(value: ParsedNode | null, depth: number): number {
  return isSeq(value) ? depth - 1 : depth;
}

function readKey(reader: TreeReader, node: ParsedNode, depth: number): ScalarNode | undefined {
  if (isAlias(node) || isScalar(node)) {
    const key = readNode(reader, node, depth);
    if (key === undefined || key.kind === "scalar") return key;
  }
  const message = "a mapping or a list stands as a key; quote the key, and render a {{ template }} before it is read";
  return leftOut(reader, { code: "invalid-value", message, ...spanOf(node) });
}

function readSequence(reader: TreeReader, seq: YAMLSeq.Parsed, depth: number): SequenceNode {
  const items = seq.items.flatMap((item) => {
    const node = readNode(reader, item, depth + 1);
    return node === undefined ? [] : [node];
  });
  return { kind: "sequence", items, ...tagOf(seq), ...spanOf(seq) };
}

/** An indented collection ends where its last value does: the package lets it run on to the next token. */
function spanOf(node: ParsedNode): Span {
  const [start, end] = node.range;
  if (isAlias(node) || isScalar(node) || node.flow === true) return { start, end };
  const last = node.items.at(-1);
  if (last === undefined) return { start, end };
  return { start, end: spanOf("key" in last ? (last.value ?? last.key) : last).end };
}

function tooDeep(span: Span): Flaw {
  const message = `this is nested deeper than ${deepestNesting} levels and was not read; flatten it`;
  return { code: "limit", message, ...span };
}

function tooMany(span: Span): Flaw {
  const message = `from here on no alias was read: those before it stand for over ${mostAliased} values; write fewer`;
  return { code: "limit", message, ...span };
}

/** Nothing, which is the reading of what a flaw makes unreadable. */
function leftOut({ flaws }: TreeReader, flaw: Flaw): ScalarNode | undefined {
  flaws.push(flaw);
  return undefined;
}
