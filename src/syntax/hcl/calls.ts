import { close, open, peek, refuse, sees, take } from "./cursor";
import { readWord } from "./words";
import type { Cursor } from "./cursor";
import type { HclCall, HclExpression } from "./tree";
import type { Word } from "./words";

/** Reads the rest of `name(…)` or `space::name(…)`, whose first word is read. */
export function readCall(cursor: Cursor, first: Word): HclCall | null {
  const { start } = first.span;
  let name = first.text;
  let nameEnd = first.span.end;
  while (sees(cursor, "::")) {
    take(cursor, 2);
    const word = readWord(cursor, "the name of a function");
    if (!word) return null;
    name += `::${word.text}`;
    nameEnd = word.span.end;
  }
  if (peek(cursor) !== "(") return refuse(cursor, 'the "(" of a function call');
  const outside = open(cursor, 1, "blank");
  const args: HclExpression[] = [];
  let spreadsLast = false;
  while (peek(cursor) !== ")") {
    const arg = cursor.readExpression(cursor);
    if (!arg) return null;
    args.push(arg);
    if (sees(cursor, "...")) {
      take(cursor, 3);
      spreadsLast = true;
      if (peek(cursor) !== ")") return refuse(cursor, 'the ")" after "..."');
    } else if (peek(cursor) === ",") take(cursor, 1);
    else if (peek(cursor) !== ")") return refuse(cursor, '"," or ")" after an argument');
  }
  close(cursor, outside);
  return { kind: "call", name, nameSpan: { start, end: nameEnd }, args, spreadsLast, span: { start, end: cursor.end } };
}
