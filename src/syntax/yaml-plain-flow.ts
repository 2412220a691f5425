import type { DocumentNode, MappingEntry, ScalarNode } from "./tree";
import { coreValue } from "./yaml-scalars";

/** A list in brackets or a mapping in braces that begins here and ends before `end`, on one line and without comments. */
export function flowAt(text: string, start: number, end: number): DocumentNode | undefined {
  const reader: Reader = { text, end, at: start };
  return collection(reader, 0);
}

interface Reader {
  readonly text: string;
  readonly end: number;
  at: number;
}

const deepest = 20;

function collection(reader: Reader, depth: number): DocumentNode | undefined {
  const start = reader.at;
  if (depth > deepest) return undefined;
  const isList = reader.text[reader.at++] === "[";
  const closing = isList ? "]" : "}";
  const items: DocumentNode[] = [];
  const entries: MappingEntry[] = [];
  const keys = new Set<string>();
  for (let isFirst = true; ; isFirst = false) {
    skipBlanks(reader);
    if (reader.at >= reader.end) return undefined;
    if (reader.text[reader.at] === closing && (isFirst || items.length + entries.length > 0)) {
      if (!isFirst) return undefined;
      break;
    }
    if (isList) {
      const item = valueIn(reader, depth);
      if (!item) return undefined;
      items.push(item);
    } else {
      const entry = entryIn(reader, depth);
      if (!entry || keys.has(entry.key.text)) return undefined;
      keys.add(entry.key.text);
      entries.push(entry);
    }
    skipBlanks(reader);
    const next = reader.text[reader.at];
    if (next === closing) break;
    if (next !== ",") return undefined;
    reader.at++;
  }
  reader.at++;
  const span = { start, end: reader.at };
  return isList ? { kind: "sequence", items, ...span } : { kind: "mapping", entries, ...span };
}

function skipBlanks(reader: Reader): void {
  while (reader.text[reader.at] === " ") reader.at++;
}

const key = /([A-Za-z_][\w./-]*): +(?=[^\s,\]}#])/y;

function entryIn(reader: Reader, depth: number): MappingEntry | undefined {
  key.lastIndex = reader.at;
  const found = key.exec(reader.text);
  const name = found?.[1];
  if (!found || name === undefined) return undefined;
  const start = reader.at;
  reader.at += found[0].length;
  const value = valueIn(reader, depth);
  return value && { key: plainScalar(name, start), value };
}

const quoted = /"([^"\\\n]*)"|'([^'\n]*)'(?!')/y;
const plain = /(?:[A-Za-z0-9_./$~+(<=^\\]|-[^\s,[\]{}-])(?:[^\n:#,[\]{}]|:(?=[^\s,[\]{}])|(?<=[^\s])#)*/y;

function valueIn(reader: Reader, depth: number): DocumentNode | undefined {
  const { text, at: start } = reader;
  const first = text[start];
  if (first === "[" || first === "{") return collection(reader, depth + 1);
  if (first === '"' || first === "'") {
    quoted.lastIndex = start;
    const found = quoted.exec(text);
    if (!found) return undefined;
    reader.at += found[0].length;
    const inner = found[1] ?? found[2] ?? "";
    return { kind: "scalar", value: inner, text: inner, style: "quoted", start, end: reader.at };
  }
  plain.lastIndex = start;
  const [found = ""] = plain.exec(text) ?? [];
  const written = found.trimEnd();
  reader.at += written.length;
  return written === "" ? undefined : plainScalar(written, start);
}

function plainScalar(text: string, start: number): ScalarNode {
  return { kind: "scalar", value: coreValue(text), text, style: "plain", start, end: start + text.length };
}
