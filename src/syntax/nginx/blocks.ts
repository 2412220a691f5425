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
  /** How many directives were read and not yet put into a block when it was opened. */
  readonly before: number;
  readonly raw?: string;
  readonly around: Block | undefined;
  readonly depth: number;
}

/**
 * What has been read of a file so far. Both lists are written over from their start again and again, because a list that grows
 * takes more room than it needs, and most of the time of reading goes into taking room.
 */
export interface Reading {
  readonly source: SourceText;
  readonly problems: Problem[];
  block: Block;
  /** The words of the directive that has not ended yet: the first of this list. */
  readonly words: NginxWord[];
  wordCount: number;
  /** The directives that are in no closed block yet: the first of this list, those of the innermost block last. */
  readonly directives: NginxDirective[];
  directiveCount: number;
}

export function startFile(source: SourceText): Reading {
  const file = { head: [], start: 0, inside: 0, before: 0, around: undefined, depth: 0 };
  return { source, problems: [], block: file, words: [], wordCount: 0, directives: [], directiveCount: 0 };
}

export function addWord(reading: Reading, word: NginxWord): void {
  reading.words[reading.wordCount++] = word;
}

function addDirective(reading: Reading, directive: NginxDirective): void {
  reading.directives[reading.directiveCount++] = directive;
}

function lastWord({ words, wordCount }: Reading): NginxWord | undefined {
  return wordCount === 0 ? undefined : words[wordCount - 1];
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
  const { words, wordCount } = reading;
  const name = wordCount === 0 ? undefined : words[0];
  if (name === undefined) return undefined;
  addDirective(reading, { name, args: argumentsAmong(words, wordCount), body: undefined, start: name.start, end });
  reading.wordCount = 0;
  return name;
}

const none: readonly NginxWord[] = [];

function argumentsAmong(words: readonly NginxWord[], count: number): readonly NginxWord[] {
  return count < 2 ? none : words.slice(1, count);
}

/** Opens a block at the `{` of this offset and returns the offset behind it, or behind the whole of a block of Lua code. */
export function openBlock(reading: Reading, at: number): number {
  const { block: around, source } = reading;
  const head = reading.words.slice(0, reading.wordCount);
  const [name] = head;
  const start = name?.start ?? at;
  const depth = around.depth + 1;
  const opened: Block = { head, start, inside: at + 1, before: reading.directiveCount, around, depth };
  reading.wordCount = 0;
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
  const unended = addStatement(reading, lastWord(reading)?.end ?? at);
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
  const { head, before, raw, around, start } = block;
  if (around === undefined) return undefined;
  reading.block = around;
  const [name] = head;
  // What stands in a block that no directive opens is a part of the block around it.
  if (name === undefined) return block;
  const body = reading.directives.slice(before, reading.directiveCount);
  reading.directiveCount = before;
  if (block.depth > deepest) return block;
  const directive = { name, args: argumentsAmong(head, head.length), body, start, end };
  addDirective(reading, raw === undefined ? directive : { ...directive, raw });
  return block;
}

/** Ends whatever the end of the file leaves open, and gives all that is in it. */
export function endFile(reading: Reading): readonly NginxDirective[] {
  const { block, source } = reading;
  const end = lastWord(reading)?.end ?? 0;
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
  return reading.directives.slice(0, reading.directiveCount);
}
