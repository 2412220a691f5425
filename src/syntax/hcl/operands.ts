import { readCall } from "./calls";
import { readObject, readTuple } from "./collections";
import { close, grow, open, peek, refuse, sees, take } from "./cursor";
import { readHeredoc, seesHeredoc } from "./heredocs";
import { readQuoted } from "./quoted";
import { readTraversals } from "./traversals";
import { identifierEnd, readNumber, seesDigit } from "./words";
import type { Cursor } from "./cursor";
import type { HclExpression, HclUnary } from "./tree";

const keywords: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** Reads a term with its signs before it and its traversals after it; traversals bind tighter than signs. */
export function readOperand(cursor: Cursor): HclExpression | null {
  const signs: { readonly operator: HclUnary["operator"]; readonly start: number }[] = [];
  for (let operator = signAt(cursor); operator; operator = signAt(cursor)) {
    signs.push({ operator, start: cursor.at });
    take(cursor, 1);
  }
  const termStart = cursor.at;
  const term = readTerm(cursor);
  let operand = term && readTraversals(cursor, term, termStart);
  for (const { operator, start } of signs.reverse()) {
    const span = { start, end: cursor.end };
    if (!operand || !grow(cursor, span)) return null;
    operand = { kind: "unary", operator, operand, span };
  }
  return operand;
}

function signAt(cursor: Cursor): HclUnary["operator"] | undefined {
  const character = peek(cursor);
  if (character === "-") return "-";
  return character === "!" && !sees(cursor, "!=") ? "!" : undefined;
}

function readTerm(cursor: Cursor): HclExpression | null {
  switch (peek(cursor)) {
    case '"':
      return readQuoted(cursor);
    case "[":
      return readTuple(cursor);
    case "{":
      return readObject(cursor);
    case "(":
      return readParentheses(cursor);
    case "<":
      if (seesHeredoc(cursor)) return readHeredoc(cursor);
      break;
    default:
      if (seesDigit(cursor)) return readNumber(cursor);
  }
  return readName(cursor);
}

function readName(cursor: Cursor): HclExpression | null {
  const { text, at: start } = cursor;
  const end = identifierEnd(text, start);
  if (end === start) return refuse(cursor, "a value");
  const name = text.slice(start, end);
  const span = { start, end };
  take(cursor, end - start);
  const next = peek(cursor);
  if (next === "(" || (next === ":" && sees(cursor, "::"))) return readCall(cursor, { text: name, span });
  const value = keywords.get(name);
  return value === undefined ? { kind: "variable", name, span } : { kind: "literal", value, span };
}

/** Parentheses only group: the tree holds what is inside, with the span of the whole. */
function readParentheses(cursor: Cursor): HclExpression | null {
  const start = cursor.at;
  const outside = open(cursor, 1, "blank");
  const inside = cursor.readExpression(cursor);
  if (!inside) return null;
  if (peek(cursor) !== ")") return refuse(cursor, 'an operator or ")"');
  close(cursor, outside);
  return { ...inside, span: { start, end: cursor.end } };
}
