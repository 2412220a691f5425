import { close, peek, refuse, report, sees, take } from "./cursor";
import { readWord, seesWord } from "./words";
import type { Cursor } from "./cursor";
import type { HclExpression, HclFor } from "./tree";

export interface ForIntroduction {
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: HclExpression;
}

/** Reads `for k, v in collection`, as `for` expressions and `%{ for }` begin; the cursor stands on `for`. */
export function readForIntroduction(cursor: Cursor): ForIntroduction | null {
  take(cursor, "for".length);
  const first = readWord(cursor, 'a name after "for"');
  if (!first) return null;
  let second = undefined;
  if (peek(cursor) === ",") {
    take(cursor, 1);
    second = readWord(cursor, 'a second name after "for"');
    if (!second) return null;
  }
  if (!seesWord(cursor, "in")) return refuse(cursor, '"in" after the names of "for"');
  take(cursor, "in".length);
  const collection = cursor.readExpression(cursor);
  if (!collection) return null;
  return second
    ? { keyName: first.text, valueName: second.text, collection }
    : { keyName: undefined, valueName: first.text, collection };
}

interface Brackets {
  /** Offset of the opening bracket. */
  readonly start: number;
  /** What newlines are behind the closing bracket. */
  readonly outside: Cursor["newlines"];
  readonly closing: "]" | "}";
}

/** Reads the rest of a `for` expression; the cursor stands on `for` and newlines are blanks. */
export function readFor(cursor: Cursor, { start, outside, closing }: Brackets): HclFor | null {
  const introduction = readForIntroduction(cursor);
  if (!introduction) return null;
  if (peek(cursor) !== ":") return refuse(cursor, '":" after the collection of "for"');
  take(cursor, 1);
  const result = readResult(cursor, closing);
  if (!result) return null;
  const condition = seesWord(cursor, "if") ? readCondition(cursor) : undefined;
  if (condition === null) return null;
  if (peek(cursor) !== closing) return refuse(cursor, `"if" or the "${closing}" of "for"`);
  close(cursor, outside);
  return { kind: "for", ...introduction, ...result, condition, span: { start, end: cursor.end } };
}

function readCondition(cursor: Cursor): HclExpression | null {
  take(cursor, "if".length);
  return cursor.readExpression(cursor);
}

type Result =
  | { readonly makes: "tuple"; readonly value: HclExpression }
  | { readonly makes: "object" | "groups"; readonly key: HclExpression; readonly value: HclExpression };

function readResult(cursor: Cursor, closing: "]" | "}"): Result | null {
  const first = cursor.readExpression(cursor);
  if (!first) return null;
  if (closing === "]") {
    if (sees(cursor, "=>"))
      return report(cursor, "syntax", '"for" in brackets makes a tuple, which has no keys', first.span);
    return { makes: "tuple", value: first };
  }
  if (!sees(cursor, "=>")) return refuse(cursor, '"=>" after the key of "for"');
  take(cursor, 2);
  const value = cursor.readExpression(cursor);
  if (!value) return null;
  if (!sees(cursor, "...")) return { makes: "object", key: first, value };
  take(cursor, 3);
  return { makes: "groups", key: first, value };
}
