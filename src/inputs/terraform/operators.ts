import type { HclBinary, HclUnary } from "../../syntax/hcl/tree";
import { overChoices } from "./choices";
import { keyOf, numberOf, plainOf, truthOf } from "./plain";
import { placeIn, type Scope } from "./scope";
import { errorValue, primitive, reasonsIn, unknownValue, type SettledValue, type Value } from "./value";

export function unary(expression: HclUnary, scope: Scope): Value {
  return overChoices([scope.work.evaluate(expression.operand, scope)], ([operand]) => {
    if (!operand || operand.kind === "error") return operand ?? refused(expression, scope);
    if (operand.kind === "unknown") return unknownValue(operand.because);
    const value = expression.operator === "!" ? negated(truthOf(operand)) : opposite(numberOf(operand));
    return value === undefined ? refused(expression, scope) : primitive(value);
  });
}

function negated(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function opposite(value: number | undefined): number | undefined {
  return value === undefined ? undefined : 0 - value;
}

export function binary(expression: HclBinary, scope: Scope): Value {
  const { left, right } = expression;
  return overChoices([scope.work.evaluate(left, scope), scope.work.evaluate(right, scope)], ([a, b]) => {
    if (!a || !b || a.kind === "error") return a ?? refused(expression, scope);
    return applied(expression, scope, [a, b]);
  });
}

function applied(expression: HclBinary, scope: Scope, [a, b]: readonly [SettledValue, SettledValue]): Value {
  const { operator } = expression;
  switch (operator) {
    case "&&":
    case "||": {
      const deciding = operator === "||";
      if (truthOf(a) === deciding || (truthOf(b) === deciding && a.kind === "unknown")) return primitive(deciding);
      break;
    }
    case "==":
    case "!=": {
      if (b.kind === "error") return b;
      const equal = equality(a, b);
      return equal === undefined ? doubtful(a, b) : primitive(equal === (operator === "=="));
    }
    default:
  }
  if (b.kind === "error") return b;
  if (a.kind === "unknown" || b.kind === "unknown") return doubtful(a, b);
  const value =
    operator === "&&" || operator === "||" ? logic(operator, a, b) : arithmetic(operator, numberOf(a), numberOf(b));
  return value === undefined ? refused(expression, scope) : primitive(value);
}

/** Whether two values are equal; nothing where what is not known decides. Values of different types are not equal. */
export function equality(a: SettledValue, b: SettledValue): boolean | undefined {
  const x = plainOf(a);
  const y = plainOf(b);
  if (x !== undefined && y !== undefined) return keyOf(x) === keyOf(y);
  const isNull = (value: SettledValue): boolean => value.kind === "primitive" && value.value === null;
  if (isNull(a) || isNull(b)) {
    const other = isNull(a) ? b : a;
    return other.kind === "unknown" && !other.of ? undefined : false;
  }
  return undefined;
}

function logic(operator: "&&" | "||", a: SettledValue, b: SettledValue): boolean | undefined {
  const x = truthOf(a);
  const y = truthOf(b);
  if (x === undefined || y === undefined) return undefined;
  return operator === "&&" ? x && y : x || y;
}

function arithmetic(
  operator: Exclude<HclBinary["operator"], "&&" | "||">,
  a: number | undefined,
  b: number | undefined,
): number | boolean | undefined {
  if (a === undefined || b === undefined) return undefined;
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return b === 0 ? undefined : a / b;
    case "%":
      return b === 0 ? undefined : a % b;
    case "<":
      return a < b;
    case ">":
      return a > b;
    case "<=":
      return a <= b;
    case ">=":
      return a >= b;
    case "==":
    case "!=":
      return undefined;
  }
}

function doubtful(...values: readonly SettledValue[]): Value {
  return unknownValue(values.flatMap(reasonsIn));
}

function refused(expression: HclBinary | HclUnary, scope: Scope): Value {
  return errorValue(`operands that "${expression.operator}" does not take`, placeIn(scope, expression.span));
}
