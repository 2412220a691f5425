import type { SourceText } from "../model/source";
import { flowAt } from "./yaml-plain-flow";
import type { DocumentNode, MappingEntry, ScalarNode } from "./tree";
import { absent, coreValue } from "./yaml-scalars";

/** What is read of a text so far; `line` is the first line that is not read yet. */
interface Reader {
  readonly text: string;
  readonly lines: Line[];
  line: number;
}

/** A line with something on it: how far it is indented, and where its content begins and ends, comments left out. */
interface Line {
  readonly indent: number;
  readonly start: number;
  readonly end: number;
}

/** More than ASCII is left to the reader of all YAML, as are tabs, and whatever else a line could begin with. */
const unusual = /[^\n\x20-\x7e\u00a0-\ud7ff]|^[ -]*(?:---|\.\.\.|[%?&*!|@`])/m;

const deepest = 60;

/**
 * The one document of a text that is YAML at its plainest, as most of it is: mappings and lists by indentation, values on
 * one line, comments. Nothing where a text holds anything more, or anything wrong: another reader knows all of YAML, and
 * gives the same tree for what is read here, more slowly.
 */
export function plainYaml({ text, lineStarts }: SourceText): DocumentNode | undefined {
  const start = text.startsWith("---\n") ? 4 : 0;
  if (unusual.test(start === 0 ? text : text.slice(start))) return undefined;
  const lines = linesOf(text, lineStarts, start);
  const [first] = lines;
  if (first?.indent !== 0) return undefined;
  const reader: Reader = { text, lines, line: 0 };
  const node = blockAt(reader, 0, 0);
  return reader.line === lines.length ? node : undefined;
}

const hash = 35;
const space = 32;
const dash = 45;

function linesOf(text: string, lineStarts: readonly number[], from: number): Line[] {
  const lines: Line[] = [];
  for (let i = 0; i < lineStarts.length; i++) {
    const lineStart = lineStarts[i] ?? 0;
    if (lineStart < from) continue;
    let end = (lineStarts[i + 1] ?? text.length + 1) - 1;
    let start = lineStart;
    while (start < end && text.charCodeAt(start) === space) start++;
    if (start === end || text.charCodeAt(start) === hash) continue;
    while (text.charCodeAt(end - 1) === space) end--;
    lines.push({ indent: start - lineStart, start, end });
  }
  return lines;
}

function blockAt(reader: Reader, indent: number, depth: number): DocumentNode | undefined {
  if (depth > deepest) return undefined;
  return isItem(reader, reader.lines[reader.line]) ? listAt(reader, indent, depth) : mappingAt(reader, indent, depth);
}

function isItem({ text }: Reader, line: Line | undefined): boolean {
  return line !== undefined && text.charCodeAt(line.start) === dash && text.charCodeAt(line.start + 1) === space;
}

const keyPattern = /([A-Za-z_][\w./-]*):(?: +|$)/my;

function mappingAt(reader: Reader, indent: number, depth: number): DocumentNode | undefined {
  const { text, lines } = reader;
  const entries: MappingEntry[] = [];
  const keys = new Set<string>();
  const begin = lines[reader.line]?.start ?? 0;
  for (let line = lines[reader.line]; line?.indent === indent; line = lines[reader.line]) {
    keyPattern.lastIndex = line.start;
    const found = keyPattern.exec(text);
    const name = found?.[1];
    if (!found || name === undefined || keys.has(name)) return undefined;
    keys.add(name);
    const end = line.start + name.length;
    const at = Math.min(line.start + found[0].length, line.end);
    const value =
      at >= line.end || text.charCodeAt(at) === hash
        ? below(reader, { indent, depth, at: end + 1 })
        : inline(reader, at, indent);
    if (!value) return undefined;
    entries.push({ key: scalar(name, { start: line.start, end }), value });
  }
  const last = entries.at(-1);
  return last && { kind: "mapping", entries, start: begin, end: last.value.end };
}

interface Below {
  readonly indent: number;
  readonly depth: number;
  /** Where nothing stands, if that is so. */
  readonly at: number;
}

/** What stands under a key: a block that is indented more, a list that may be indented alike, or nothing. */
function below(reader: Reader, { indent, depth, at }: Below): DocumentNode | undefined {
  const next = reader.lines[++reader.line];
  if (next && next.indent > indent) return blockAt(reader, next.indent, depth + 1);
  if (next?.indent === indent && isItem(reader, next)) return listAt(reader, indent, depth + 1);
  return absent(at);
}

function listAt(reader: Reader, indent: number, depth: number): DocumentNode | undefined {
  const { text, lines } = reader;
  const items: DocumentNode[] = [];
  const begin = lines[reader.line]?.start ?? 0;
  for (let line = lines[reader.line]; line?.indent === indent && isItem(reader, line); line = lines[reader.line]) {
    let at = line.start + 2;
    while (text.charCodeAt(at) === space) at++;
    keyPattern.lastIndex = at;
    if (at >= line.end || text.charCodeAt(at) === hash) return undefined;
    let item: DocumentNode | undefined;
    if (keyPattern.test(text)) {
      const inner = indent + at - line.start;
      lines[reader.line] = { indent: inner, start: at, end: line.end };
      item = mappingAt(reader, inner, depth + 1);
    } else item = inline(reader, at, indent);
    if (!item) return undefined;
    items.push(item);
  }
  const last = items.at(-1);
  return last && { kind: "sequence", items, start: begin, end: last.end };
}

/** A value on the rest of the line; nothing where the next line goes on with it. */
function inline(reader: Reader, at: number, indent: number): DocumentNode | undefined {
  const { text, lines } = reader;
  const line = lines[reader.line];
  const next = lines[++reader.line];
  if (!line || (next && next.indent > indent)) return undefined;
  const node = valueAt(text, at, line.end);
  if (!node) return undefined;
  return node.end === line.end || isComment(text, node.end) ? node : undefined;
}

function isComment(text: string, at: number): boolean {
  let after = at;
  while (text.charCodeAt(after) === space) after++;
  return after > at && text.charCodeAt(after) === hash;
}

const quoted = /"([^"\\\n]*)"|'([^'\n]*)'(?!')/y;
const plain = /(?:[A-Za-z0-9_./$~+(<=^\\]|-[^\s-])(?:[^\n:#]|:(?=[^\s])|(?<=\S)#)*/y;

function valueAt(text: string, at: number, end: number): DocumentNode | undefined {
  const code = text[at];
  if (code === "[" || code === "{") return flowAt(text, at, end);
  if (code === '"' || code === "'") {
    quoted.lastIndex = at;
    const found = quoted.exec(text);
    if (!found) return undefined;
    const inner = found[1] ?? found[2] ?? "";
    return { kind: "scalar", value: inner, text: inner, style: "quoted", start: at, end: at + found[0].length };
  }
  plain.lastIndex = at;
  const [found = ""] = plain.exec(text) ?? [];
  const written = found.trimEnd();
  return written === "" ? undefined : scalar(written, { start: at, end: at + written.length });
}

function scalar(text: string, { start, end }: { readonly start: number; readonly end: number }): ScalarNode {
  return { kind: "scalar", value: coreValue(text), text, style: "plain", start, end };
}
