import { close, open, peek, refuse, sees, skipNewlines, take } from "./cursor";
import { readFor } from "./for";
import { seesWord } from "./words";
import type { Cursor } from "./cursor";
import type { HclExpression, HclObjectItem } from "./tree";

/** Reads `[a, b]` or `[for …]`. Newlines mean nothing in it. */
export function readTuple(cursor: Cursor): HclExpression | null {
  const start = cursor.at;
  const outside = open(cursor, 1, "blank");
  if (seesWord(cursor, "for")) return readFor(cursor, { start, outside, closing: "]" });
  const items: HclExpression[] = [];
  while (peek(cursor) !== "]") {
    const item = cursor.readExpression(cursor);
    if (!item) return null;
    items.push(item);
    if (peek(cursor) === ",") take(cursor, 1);
    else if (peek(cursor) !== "]") return refuse(cursor, '"," or "]" after an item');
  }
  close(cursor, outside);
  return { kind: "tuple", items: items.slice(), span: { start, end: cursor.end } };
}

/** Reads `{ a = b }` or `{for …}`. A newline separates items as a comma does. */
export function readObject(cursor: Cursor): HclExpression | null {
  const start = cursor.at;
  const outside = open(cursor, 1, "token");
  skipNewlines(cursor);
  if (seesWord(cursor, "for")) {
    cursor.newlines = "blank";
    return readFor(cursor, { start, outside, closing: "}" });
  }
  const items: HclObjectItem[] = [];
  while (peek(cursor) !== "}") {
    const item = readItem(cursor);
    if (!item) return null;
    items.push(item);
    const itemEnd = cursor.at;
    if (peek(cursor) === ",") take(cursor, 1);
    skipNewlines(cursor);
    if (cursor.at === itemEnd && peek(cursor) !== "}") return refuse(cursor, '",", a new line or "}" after an item');
  }
  close(cursor, outside);
  return { kind: "object", items, span: { start, end: cursor.end } };
}

function readItem(cursor: Cursor): HclObjectItem | null {
  const start = cursor.at;
  const written = cursor.readExpression(cursor);
  if (!written) return null;
  const key = cursor.text[start] === "(" ? written : keyOf(cursor, written);
  const separator = peek(cursor);
  const separates = separator === "=" ? !sees(cursor, "=>") : separator === ":" && !sees(cursor, "::");
  if (!separates) return refuse(cursor, '"=" or ":" after the key of an item');
  take(cursor, 1);
  const value = cursor.readExpression(cursor);
  return value && { key, value, span: { start, end: cursor.end } };
}

/** A bare word names its key, be it `true` or `null` (hclsyntax/spec.md, "Collection Values"). */
function keyOf(cursor: Cursor, written: HclExpression): HclExpression {
  const { span } = written;
  if (written.kind === "variable") return { kind: "literal", value: written.name, span };
  const isKeyword = written.kind === "literal" && (typeof written.value === "boolean" || written.value === null);
  return isKeyword ? { kind: "literal", value: cursor.text.slice(span.start, span.end), span } : written;
}
