import type { Problem, SourceText } from "../../model/source";
import { endOfLua, holdsLua } from "./lua";
import { report, shown } from "./problems";
import type { NginxDirective, NginxWord } from "./tree";

/** Blocks nested deeper than this are not read, so that whoever walks the tree may recurse. */
const deepest = 200;

/** A block that is still open, or the file itself, which nothing is around. */
interface Block {
  /** The words before its `{`; none for the file, and for a block that no directive opens. */
  readonly head: readonly NginxWord[];
  readonly start: number;
  /** The offset behind its `{`. */
  readonly inside: number;
  readonly body: NginxDirective[];
  readonly raw?: string;
  readonly around: Block | undefined;
  readonly depth: number;
}

/** What has been read of a file so far. */
export interface Reading {
  readonly source: SourceText;
  readonly problems: Problem[];
  block: Block;
  /** The words of the directive that has not ended yet. */
  words: NginxWord[];
}

export function startFile(source: SourceText): Reading {
  const file = { head: [], start: 0, inside: 0, body: [], around: undefined, depth: 0 };
  return { source, problems: [], block: file, words: [] };
}

/** Ends a directive at the `;` of this offset and returns the offset behind it. */
export function endStatement(reading: Reading, at: number): number {
  if (!addStatement(reading, at + 1)) {
    const message = 'unexpected ";"; no directive stands before it, remove it';
    report(reading, { code: "syntax", message, at: { start: at, end: at + 1 } });
  }
  return at + 1;
}

/** Ends the directive whose words have been read, and gives its name; gives nothing where there are no words. */
function addStatement(reading: Reading, end: number): NginxWord | undefined {
  const [name] = reading.words;
  if (name === undefined) return undefined;
  reading.block.body.push({ name, args: reading.words.slice(1), body: undefined, start: name.start, end });
  reading.words = [];
  return name;
}

/** Opens a block at the `{` of this offset and returns the offset behind it, or behind the whole of a block of Lua code. */
export function openBlock(reading: Reading, at: number): number {
  const { words: head, block: around, source } = reading;
  const [name] = head;
  const start = name?.start ?? at;
  const depth = around.depth + 1;
  const opened: Block = { head, start, inside: at + 1, body: name === undefined ? around.body : [], around, depth };
  reading.words = [];
  reading.block = opened;
  if (name === undefined) {
    const message = 'unexpected "{"; no directive stands before it, its block is read as a part of the one around it';
    report(reading, { code: "syntax", message, at: { start, end: at + 1 } });
  }
  if (depth === deepest + 1) {
    const message = `blocks are nested deeper than ${deepest}; this one and what is in it is not read`;
    report(reading, { code: "limit", message, at: { start, end: at + 1 } });
  }
  if (name === undefined || !holdsLua(name.text)) return at + 1;
  const end = endOfLua(source.text, at + 1);
  reading.block = { ...opened, raw: source.text.slice(at + 1, end) };
  if (end === undefined) return source.text.length;
  addBlock(reading, end + 1);
  return end + 1;
}

/** Closes a block at the `}` of this offset and returns the offset behind it. */
export function closeBlock(reading: Reading, at: number): number {
  const unended = addStatement(reading, reading.words.at(-1)?.end ?? at);
  if (unended !== undefined) {
    const message = `unexpected "}"; directive "${shown(unended.text)}" is not terminated by ";"`;
    report(reading, { code: "syntax", message, at: { start: at, end: at + 1 } });
  }
  const closed = addBlock(reading, at + 1);
  if (closed === undefined && unended === undefined) {
    const message = 'unexpected "}"; no block is open here, remove it or open one';
    report(reading, { code: "syntax", message, at: { start: at, end: at + 1 } });
  }
  return at + 1;
}

/** Ends the innermost open block and gives it; gives nothing where only the file is left. */
function addBlock(reading: Reading, end: number): Block | undefined {
  const { block } = reading;
  const { head, body, raw, around, start } = block;
  if (around === undefined) return undefined;
  reading.block = around;
  const [name] = head;
  if (name === undefined || block.depth > deepest) return block;
  const directive = { name, args: head.slice(1), body, start, end };
  around.body.push(raw === undefined ? directive : { ...directive, raw });
  return block;
}

/** Ends whatever the end of the file leaves open. */
export function endFile(reading: Reading): void {
  const { block, source, words } = reading;
  const end = words.at(-1)?.end ?? 0;
  const unended = addStatement(reading, end);
  if (unended !== undefined) {
    const message = `unexpected end of file, expecting ";" or "}"; directive "${shown(unended.text)}" is not terminated by ";"`;
    report(reading, { code: "syntax", message, at: { start: unended.start, end } });
  }
  if (block.around !== undefined) {
    const [name] = block.head;
    const what = name === undefined ? "this block" : `block "${shown(name.text)}"`;
    const unclosed = block.depth > 1 ? `${what} and ${block.depth - 1} around it are` : `${what} is`;
    const message = `unexpected end of file, expecting "}"; ${unclosed} not closed`;
    report(reading, { code: "syntax", message, at: { start: block.start, end: block.inside } });
  }
  while (addBlock(reading, source.text.length) !== undefined);
}
