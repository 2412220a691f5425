import { close, enter, grow, leave, open, peek, refuse, report, sees, take } from "./cursor";
import { readNumber, readWord, seesDigit } from "./words";
import type { Cursor } from "./cursor";
import type { HclExpression } from "./tree";

/** Reads every `.name`, `.0`, `.*`, `[key]` and `[*]` that follows a term. `start` is where the whole chain begins. */
export function readTraversals(cursor: Cursor, term: HclExpression, start: number): HclExpression | null {
  let chain: HclExpression | null = term;
  while (chain) {
    if (peek(cursor) === "[") chain = readBracket(cursor, chain, start);
    else if (seesDot(cursor)) chain = readDot(cursor, chain, start);
    else return chain;
    if (!grow(cursor, { start, end: cursor.end })) return null;
  }
  return null;
}

function seesDot(cursor: Cursor): boolean {
  return peek(cursor) === "." && !sees(cursor, "...");
}

function readDot(cursor: Cursor, of: HclExpression, start: number): HclExpression | null {
  const dot = cursor.at;
  take(cursor, 1);
  if (peek(cursor) !== "*") return readStep(cursor, of, start);
  take(cursor, 1);
  let each: HclExpression | null = { kind: "item", span: { start: dot, end: cursor.end } };
  while (each && seesDot(cursor)) {
    take(cursor, 1);
    each = readStep(cursor, each, dot);
    if (!grow(cursor, { start, end: cursor.end })) return null;
  }
  return each && { kind: "splat", of, each, span: { start, end: cursor.end } };
}

/** Reads what stands behind a dot: a name, or a number as older configurations write an index. */
function readStep(cursor: Cursor, of: HclExpression, start: number): HclExpression | null {
  if (!seesDigit(cursor)) {
    const word = readWord(cursor, 'a name after "."');
    return word && { kind: "attribute", of, name: word.text, nameSpan: word.span, span: { start, end: cursor.end } };
  }
  const key = readNumber(cursor);
  if (!key) return null;
  const written = cursor.text.slice(key.span.start, key.span.end);
  if (!written.includes(".")) return { kind: "index", of, key, span: { start, end: cursor.end } };
  const brackets = written.replace(".", "][");
  return report(cursor, "syntax", `".${written}" is no index; write it as [${brackets}]`, key.span);
}

function readBracket(cursor: Cursor, of: HclExpression, start: number): HclExpression | null {
  const bracket = cursor.at;
  const outside = open(cursor, 1, "blank");
  if (peek(cursor) === "*") {
    take(cursor, 1);
    if (peek(cursor) !== "]") return refuse(cursor, '"]" after "[*"');
    close(cursor, outside);
    return readFullSplat(cursor, of, { start, bracket });
  }
  const key = cursor.readExpression(cursor);
  if (!key) return null;
  if (peek(cursor) !== "]") return refuse(cursor, 'an operator or the "]" of an index');
  close(cursor, outside);
  return { kind: "index", of, key, span: { start, end: cursor.end } };
}

/** Everything that follows `[*]` belongs to the items (hclsyntax/spec.md, "Splat Operators"). */
function readFullSplat(
  cursor: Cursor,
  of: HclExpression,
  { start, bracket }: { readonly start: number; readonly bracket: number },
): HclExpression | null {
  if (!enter(cursor)) return null;
  const item = { kind: "item", span: { start: bracket, end: cursor.end } } as const;
  const each = readTraversals(cursor, item, bracket);
  leave(cursor);
  return each && { kind: "splat", of, each, span: { start, end: cursor.end } };
}
