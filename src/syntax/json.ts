import type { SourceText, Span } from "../model/source";
import { tokenAt, type JsonToken } from "./json-tokens";
import {
  deepestNesting,
  problemsOf,
  repeatedKeys,
  type DocumentNode,
  type Flaw,
  type MappingEntry,
  type MappingNode,
  type Parsed,
  type ScalarNode,
  type SequenceNode,
} from "./tree";

/**
 * Reads JSON (RFC 8259); a byte order mark before it is passed over. Comments, commas too many or too few and brackets
 * that nothing closes are problems, and what stands around them is read. Nothing is read from a text without a value.
 * Keys of the outermost object that are `unwanted` are left out of the tree with all that they hold, to spare memory.
 */
export function parseJson(
  source: SourceText,
  unwanted: ReadonlySet<string> = new Set(),
): Parsed<DocumentNode | undefined> {
  const { text } = source;
  const flaws: Flaw[] = [];
  const start = text.startsWith("\uFEFF") ? 1 : 0;
  const token = tokenAt(text, start, flaws);
  const reader: Reader = { text, flaws, unwanted, token, open: { "{": 0, "[": 0 }, readTo: start };
  const tree = readValue(reader, 0);
  if (reader.token.kind !== "end")
    say(reader, reader.token, "the document ends before this, and it was not read; take it out");
  return { source, tree, problems: problemsOf(source, flaws) };
}

interface Reader {
  readonly text: string;
  readonly flaws: Flaw[];
  readonly unwanted: ReadonlySet<string>;
  /** How many objects and arrays around this token are still open. */
  readonly open: Record<Opening, number>;
  /** The first token that is not read yet. */
  token: JsonToken;
  /** Where the last token that is read ends. */
  readTo: number;
}

type Opening = "{" | "[";

/** Reads a value, or says that there is none and reads nothing that could belong to what is around it. */
function readValue(reader: Reader, depth: number): DocumentNode | undefined {
  const { token } = reader;
  switch (token.kind) {
    case "{":
      return depth < deepestNesting ? readObject(reader, depth) : skipDeep(reader);
    case "[":
      return depth < deepestNesting ? readArray(reader, depth) : skipDeep(reader);
    case "string":
      return readString(reader);
    case "word":
      return readWord(reader);
    default:
      say(reader, token, "a value is missing here; add it");
      return undefined;
  }
}

function readObject(reader: Reader, depth: number): MappingNode {
  const entries: MappingEntry[] = [];
  const span = readItems(reader, "{", () => {
    const entry = readEntry(reader, depth);
    if (entry !== undefined) entries.push(entry);
  });
  for (const flaw of repeatedKeys(entries)) reader.flaws.push(flaw);
  return { kind: "mapping", entries, ...span };
}

function readArray(reader: Reader, depth: number): SequenceNode {
  const items: DocumentNode[] = [];
  const span = readItems(reader, "[", () => {
    const item = readValue(reader, depth + 1);
    if (item !== undefined) items.push(item);
  });
  return { kind: "sequence", items, ...span };
}

/**
 * Reads what stands between two brackets, an item at a time, and says how far it goes. Every turn reads a token or ends
 * the collection, which a bracket of the other kind does too where it closes something further out.
 */
function readItems(reader: Reader, opening: Opening, readItem: () => void): Span {
  const { start } = reader.token;
  const { closing, other, otherOpening } = brackets[opening];
  reader.open[opening] += 1;
  advance(reader);
  for (;;) {
    const { token } = reader;
    if (token.kind === closing) {
      advance(reader);
      break;
    }
    if (token.kind === "end" || (token.kind === other && reader.open[otherOpening] > 0)) {
      say(reader, { start, end: start + 1 }, `this "${opening}" is never closed; add a "${closing}"`);
      break;
    }
    if (token.kind === "," || token.kind === ":" || token.kind === other) {
      say(reader, token, `this "${token.kind}" does not belong here; take it out`);
      advance(reader);
    } else {
      readItem();
      readComma(reader, closing);
    }
  }
  reader.open[opening] -= 1;
  return { start, end: reader.readTo };
}

const brackets = {
  "{": { closing: "}", other: "]", otherOpening: "[" },
  "[": { closing: "]", other: "}", otherOpening: "{" },
} as const;

function readComma(reader: Reader, closing: "}" | "]"): void {
  const { token } = reader;
  if (token.kind === ",") {
    advance(reader);
    if (reader.token.kind === closing) say(reader, token, "nothing follows this comma; take it out");
  } else if (token.kind !== "}" && token.kind !== "]" && token.kind !== "end") {
    say(reader, token, "a comma is missing before this; add one");
  }
}

function readEntry(reader: Reader, depth: number): MappingEntry | undefined {
  const { token } = reader;
  if (token.kind === "word") say(reader, token, "a key is not in double quotes; quote it");
  else if (token.kind !== "string") {
    say(reader, token, "a key is missing before this value; add it");
    readValue(reader, depth + 1);
    return undefined;
  }
  const key = readString(reader);
  if (reader.token.kind === ":") advance(reader);
  else if (reader.token.kind === ",") {
    say(reader, token, "this key has no value; add one");
    return undefined;
  } else say(reader, reader.token, 'a ":" is missing before this; add one');
  const isUnwanted = depth === 0 && reader.unwanted.has(key.text);
  const value = isUnwanted ? skipUnwanted(reader) : readValue(reader, depth + 1);
  return value === undefined ? undefined : { key, value };
}

function readString(reader: Reader): ScalarNode {
  const { text, start, end, kind } = reader.token;
  advance(reader);
  return { kind: "scalar", value: text, text, style: kind === "string" ? "quoted" : "plain", start, end };
}

function readWord(reader: Reader): ScalarNode | undefined {
  const { token } = reader;
  const { text, start, end } = token;
  const value = literals.get(text) ?? (number.test(text) ? Number(text) : undefined);
  advance(reader);
  if (value !== undefined || text === "null") {
    return { kind: "scalar", value: value ?? null, text, style: "plain", start, end };
  }
  say(reader, token, "this is no JSON value; put it in double quotes, or write a number, true, false or null");
  return undefined;
}

const literals: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["false", false],
]);
const number = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$/;

function skipUnwanted(reader: Reader): DocumentNode | undefined {
  const { start, kind } = reader.token;
  if (kind !== "{" && kind !== "[") {
    readValue(reader, 1);
    return undefined;
  }
  const isClosed = skipValue(reader);
  if (!isClosed) say(reader, { start, end: start + 1 }, `this "${kind}" is never closed; close it`);
  return undefined;
}

/** Passes over a value, without recursion; says whether all of its brackets are closed. */
function skipValue(reader: Reader): boolean {
  let depth = 0;
  do {
    const { kind } = reader.token;
    if (kind === "{" || kind === "[") depth += 1;
    if (kind === "}" || kind === "]") depth -= 1;
    advance(reader);
  } while (depth > 0 && reader.token.kind !== "end");
  return depth <= 0;
}

/** Passes over a collection that stands too deep. */
function skipDeep(reader: Reader): DocumentNode | undefined {
  const { start } = reader.token;
  skipValue(reader);
  const message = `this is nested deeper than ${deepestNesting} levels and was not read; flatten it`;
  reader.flaws.push({ code: "limit", message, start, end: reader.readTo });
  return undefined;
}

function advance(reader: Reader): void {
  reader.readTo = reader.token.end;
  reader.token = tokenAt(reader.text, reader.token.end, reader.flaws);
}

function say({ flaws }: Reader, { start, end }: Span, message: string): void {
  flaws.push({ code: "syntax", message, start, end });
}
