import { enter, leave, moveTo, peek, refuse, report, sees, seesNewline, skipNewlines, take } from "./cursor";
import { readLabel } from "./quoted";
import { balancedItemEnd, brokenItemEnd, startsAtFirstColumn } from "./recovery";
import { readWord, seesIdentifier } from "./words";
import type { Span } from "../../model/source";
import type { Cursor } from "./cursor";
import type { HclAttribute, HclBlock, HclBody, HclExpression, HclLabel } from "./tree";
import type { Word } from "./words";

/** Where a body stands: the file's own, or a block's, which may be written on one line. */
interface Surroundings {
  readonly header: Span | undefined;
  readonly layout: "lines" | "one line";
}

interface OpenBody {
  readonly attributes: HclAttribute[];
  readonly blocks: HclBlock[];
  /** The names of attributes; made when there are many. */
  names: Set<string> | undefined;
}

/** Reads the body of a file, to the end of the text. */
export function readFileBody(cursor: Cursor): HclBody {
  return readBody(cursor, { header: undefined, layout: "lines" });
}

/** Reads up to the brace that closes the body, and leaves the cursor on it. */
function readBody(cursor: Cursor, surroundings: Surroundings): HclBody {
  const body: OpenBody = { attributes: [], blocks: [], names: undefined };
  for (;;) {
    skipNewlines(cursor);
    if (isAtEnd(cursor, surroundings)) return closedBody(body);
    if (peek(cursor) !== "}") {
      readItem(cursor, body);
      endItem(cursor, surroundings);
    } else {
      refuse(cursor, "an attribute or a block");
      take(cursor, 1);
    }
  }
}

const noBlocks: readonly HclBlock[] = [];

/** Lists that have grown have room for more; what is kept of a tree is as long as it is. */
function closedBody({ attributes, blocks }: OpenBody): HclBody {
  return { attributes: attributes.slice(), blocks: blocks.length === 0 ? noBlocks : blocks.slice() };
}

/** Few names are found faster without a set of them. */
const few = 16;

function hasName({ attributes, names }: OpenBody, name: string): boolean {
  if (names) return names.has(name);
  for (const attribute of attributes) if (attribute.name === name) return true;
  return false;
}

function addAttribute(body: OpenBody, attribute: HclAttribute): void {
  body.attributes.push(attribute);
  if (body.names) body.names.add(attribute.name);
  else if (body.attributes.length > few) body.names = new Set(body.attributes.map(({ name }) => name));
}

function isAtEnd(cursor: Cursor, { header }: Surroundings): boolean {
  const isTextEnd = cursor.at >= cursor.text.length;
  if (!header) return isTextEnd;
  if (peek(cursor) === "}") return true;
  if (!isTextEnd && (cursor.blocksEnd === "at braces" || !startsAtFirstColumn(cursor))) return false;
  cursor.endsInBlock ||= isTextEnd;
  report(cursor, "syntax", 'this block is not closed; add its "}"', header);
  return true;
}

function endItem(cursor: Cursor, { layout }: Surroundings): void {
  if (cursor.at >= cursor.text.length || seesNewline(cursor)) return;
  if (cursor.text[cursor.at - 1] === "\n") return;
  if (layout === "one line" && peek(cursor) === "}") return;
  refuse(cursor, "a new line");
  if (peek(cursor) === ",") take(cursor, 1);
}

function readItem(cursor: Cursor, body: OpenBody): void {
  const start = cursor.at;
  const name = readWord(cursor, "the name of an attribute or a block");
  if (name && peek(cursor) === "=" && !sees(cursor, "==")) readAttribute(cursor, name, body);
  else if (!name || !readBlock(cursor, name, body)) skipItem(cursor, start);
}

function readAttribute(cursor: Cursor, { text: name, span: nameSpan }: Word, body: OpenBody): void {
  take(cursor, 1);
  const start = cursor.at;
  const expression = readValue(cursor) ?? skipValue(cursor, nameSpan.start, start);
  if (hasName(body, name)) report(cursor, "syntax", `"${name}" is set twice in this body; keep one`, nameSpan);
  addAttribute(body, { name, nameSpan, expression });
}

/** Reads an expression behind which nothing but the end of its attribute stands. */
function readValue(cursor: Cursor): HclExpression | null {
  const expression = cursor.readExpression(cursor);
  if (!expression || cursor.at >= cursor.text.length || seesNewline(cursor)) return expression;
  return peek(cursor) === "}" || peek(cursor) === "," ? expression : refuse(cursor, "an operator or a new line");
}

function skipValue(cursor: Cursor, itemStart: number, start: number): HclExpression {
  const end = skipItem(cursor, itemStart);
  const written = cursor.text.slice(start, end).trimEnd();
  return { kind: "broken", span: { start, end: start + written.length } };
}

/** How many times the length of a text may be read again before the rest of it is given up. */
const mostReadAgain = 4;

/** Goes behind an item that could not be read, and says where that is. */
function skipItem(cursor: Cursor, start: number): number {
  const { at: reached, text } = cursor;
  const end = Math.max(brokenItemEnd(cursor, start), start + 1);
  cursor.readAgain += Math.max(0, reached - end);
  const isTooMuch = cursor.readAgain > mostReadAgain * text.length;
  if (isTooMuch)
    report(cursor, "limit", "too much of this file is broken; from here on it is not read", { start: end, end });
  moveTo(cursor, isTooMuch ? text.length : end);
  return end;
}

/** Reads the rest of a block whose type is read, or skips it where it is nested too deep; says whether there was one. */
function readBlock(cursor: Cursor, type: Word, body: OpenBody): boolean {
  const { start } = type.span;
  const labels = readLabels(cursor);
  if (!labels) return false;
  const headerSpan = { start, end: labels.at(-1)?.span.end ?? type.span.end };
  if (!enter(cursor)) {
    moveTo(cursor, balancedItemEnd(cursor, start));
    return true;
  }
  take(cursor, 1);
  const isOneLine = peek(cursor) !== "}" && !seesNewline(cursor) && cursor.at < cursor.text.length;
  const problemsBefore = cursor.problems.length;
  const inside = readBody(cursor, { header: headerSpan, layout: isOneLine ? "one line" : "lines" });
  if (isOneLine && cursor.problems.length === problemsBefore) checkOneLine(cursor, inside, headerSpan);
  if (peek(cursor) === "}") take(cursor, 1);
  leave(cursor);
  body.blocks.push({ type: type.text, labels, body: inside, headerSpan, span: { start, end: cursor.end } });
  return true;
}

/** Reads the labels of a block, up to its opening brace. */
function readLabels(cursor: Cursor): readonly HclLabel[] | null {
  const labels: HclLabel[] = [];
  while (peek(cursor) !== "{") {
    if (seesNewline(cursor) && seesBraceAfterNewline(cursor)) {
      refuse(cursor, 'the "{" of a block');
      skipNewlines(cursor);
      return labels;
    }
    const label = readAnyLabel(cursor, labels.length === 0 ? '"=", a label or "{"' : 'a label or "{"');
    if (!label) return null;
    labels.push(label);
  }
  return labels.slice();
}

function readAnyLabel(cursor: Cursor, expected: string): HclLabel | null {
  if (peek(cursor) === '"') return readLabel(cursor);
  return seesIdentifier(cursor) ? readWord(cursor, expected) : refuse(cursor, expected);
}

function seesBraceAfterNewline({ text, at }: Cursor): boolean {
  return /^(?:[ \t]|\r?\n)*\{/.test(text.slice(at, at + 200));
}

/** A block on one line holds one attribute and no block (hclsyntax/spec.md, "Structural Elements", OneLineBlock). */
function checkOneLine(cursor: Cursor, { attributes, blocks }: HclBody, header: Span): void {
  const [attribute] = attributes;
  const rest = attribute ? cursor.text.slice(attribute.expression.span.end, cursor.at) : "";
  if (attributes.length === 1 && blocks.length === 0 && !rest.includes("\n")) return;
  report(cursor, "syntax", 'a block on one line holds one attribute and its "}"; use a line for each', header);
}
