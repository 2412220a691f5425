import { enter, grow, leave, peek, refuse, sees, take } from "./cursor";
import { readOperand } from "./operands";
import type { Cursor } from "./cursor";
import type { HclBinaryOperator, HclExpression } from "./tree";

/** A higher number binds tighter; operators of one number combine from the left (hclsyntax/spec.md, "Operations"). */
const precedence: Readonly<Record<HclBinaryOperator, number>> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 4,
  ">": 4,
  "<=": 4,
  ">=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "%": 6,
};

export function readExpression(cursor: Cursor): HclExpression | null {
  if (!enter(cursor)) return null;
  const siblings = cursor.height;
  cursor.height = 0;
  const expression = readConditional(cursor);
  cursor.height = Math.max(siblings, cursor.height + 1);
  leave(cursor);
  return expression;
}

function readConditional(cursor: Cursor): HclExpression | null {
  const start = cursor.at;
  const condition = readOperation(cursor, 0);
  if (!condition || peek(cursor) !== "?") return condition;
  take(cursor, 1);
  const whenTrue = cursor.readExpression(cursor);
  if (!whenTrue) return null;
  if (peek(cursor) !== ":") return refuse(cursor, 'the ":" of a conditional');
  take(cursor, 1);
  const whenFalse = cursor.readExpression(cursor);
  return whenFalse && { kind: "conditional", condition, whenTrue, whenFalse, span: { start, end: cursor.end } };
}

/** Reads operands and the operators between them that bind tighter than the number says. */
function readOperation(cursor: Cursor, loosest: number): HclExpression | null {
  const start = cursor.at;
  let left = readOperand(cursor);
  while (left) {
    const operator = operatorAt(cursor);
    if (!operator || precedence[operator] <= loosest) return left;
    take(cursor, operator.length);
    const right = readOperation(cursor, precedence[operator]);
    const span = { start, end: cursor.end };
    if (!right || !grow(cursor, span)) return null;
    left = { kind: "binary", operator, left, right, span };
  }
  return null;
}

function operatorAt(cursor: Cursor): HclBinaryOperator | undefined {
  const character = peek(cursor);
  switch (character) {
    case "+":
    case "-":
    case "*":
    case "/":
    case "%":
      return character;
    case "<":
      return sees(cursor, "<=") ? "<=" : "<";
    case ">":
      return sees(cursor, ">=") ? ">=" : ">";
    case "=":
      return sees(cursor, "==") ? "==" : undefined;
    case "!":
      return sees(cursor, "!=") ? "!=" : undefined;
    case "&":
      return sees(cursor, "&&") ? "&&" : undefined;
    case "|":
      return sees(cursor, "||") ? "||" : undefined;
    default:
      return undefined;
  }
}
