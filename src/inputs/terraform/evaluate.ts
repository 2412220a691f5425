import type { HclConditional, HclExpression, HclObject, HclTemplate, HclTuple } from "../../syntax/hcl/tree";
import { call } from "./calls";
import { choice, overChoice, overChoices } from "./choices";
import { forLoop } from "./for-loops";
import { joinedTexts } from "./long-texts";
import { binary, unary } from "./operators";
import { textOf, truthOf } from "./plain";
import { afford, because, placeIn, textIn, tooMuch, type Scope } from "./scope";
import { splat, traversal } from "./traversals";
import {
  errorValue,
  heaviest,
  listOf,
  objectOf,
  primitive,
  reasonsIn,
  unknownValue,
  weightOf,
  type SettledValue,
  type Value,
} from "./value";

/**
 * What an expression comes to where it stands. What is not known is an unknown value with its reasons, never a guess; what
 * Terraform refuses is an error value. Work is bounded: see `afford`.
 */
export function evaluate(expression: HclExpression, scope: Scope): Value {
  const { work } = scope;
  if (!afford(scope, 1, expression.span)) return tooMuch(scope, expression.span);
  work.depth += 1;
  const value = valueOf(expression, scope);
  work.depth -= 1;
  if (weightOf(value) > heaviest) return tooMuch(scope, expression.span);
  if (value.kind !== "unknown" || value.because.length > 0) return value;
  return unknownValue(
    [because(scope, "value", { name: textIn(scope, expression.span), span: expression.span })],
    value.of,
  );
}

function valueOf(expression: HclExpression, scope: Scope): Value {
  switch (expression.kind) {
    case "literal":
      return primitive(expression.value);
    case "template":
      return template(expression, scope);
    case "interpolation":
      return evaluate(expression.expression, scope);
    case "call":
      return call(expression, scope);
    case "variable":
    case "attribute":
    case "index":
    case "item":
      return traversal(expression, scope);
    case "splat":
      return splat(expression, scope);
    case "conditional":
      return conditional(expression, scope);
    case "unary":
      return unary(expression, scope);
    case "binary":
      return binary(expression, scope);
    case "tuple":
      return tuple(expression, scope);
    case "object":
      return object(expression, scope);
    case "for":
      return forLoop(expression, scope);
    case "broken":
      return unknownValue([
        because(scope, "value", { name: "an expression that could not be read", span: expression.span }),
      ]);
  }
}

function template({ parts, span }: HclTemplate, scope: Scope): Value {
  return overChoices(
    parts.map((part) => evaluate(part, scope)),
    (settled) => {
      const failed = settled.find(({ kind }) => kind === "error");
      if (failed) return failed;
      if (settled.some(({ kind }) => kind !== "primitive")) return unknownValue(settled.flatMap(reasonsIn));
      const texts = settled.map(textOf);
      const known = texts.filter((text) => text !== undefined);
      if (known.length < texts.length) return errorValue("null in a template", placeIn(scope, span));
      const text = joinedTexts(known);
      return text === undefined ? tooMuch(scope, span) : primitive(text);
    },
  );
}

/** Both branches of a condition that is not known stay possible. Conditions of one text in one module decide alike. */
function conditional(expression: HclConditional, scope: Scope): Value {
  const { condition, span } = expression;
  return overChoice(evaluate(condition, scope), (decides) => {
    if (decides.kind === "error") return decides;
    const truth = truthOf(decides);
    const branch = (way: boolean): Value => evaluate(way ? expression.whenTrue : expression.whenFalse, scope);
    if (truth !== undefined) return unified(branch(truth), branch(!truth));
    if (decides.kind !== "unknown") return errorValue("a condition that is no boolean", placeIn(scope, span));
    const by = decisionOf(expression, scope);
    return choice({ by, because: decides.because, whenTrue: branch(true), whenFalse: branch(false) });
  });
}

/**
 * Equal for conditions that decide alike. What names of a loop or an instance decide is compared with nothing; and in JSON,
 * where all parts of a string have one span, the tree stands for the text.
 */
function decisionOf({ condition, span }: HclConditional, scope: Scope): string {
  if (scope.own.size > 0 || scope.item) return `${scope.module.id} ${scope.work.steps}`;
  const hasOwnText = condition.span.start !== span.start || condition.span.end !== span.end;
  return `${scope.module.id} ${hasOwnText ? textIn(scope, condition.span) : JSON.stringify(condition)}`;
}

/** A number or a boolean beside a string becomes a string, as both branches have one type. */
function unified(taken: Value, other: Value): Value {
  if (taken.kind !== "primitive" || other.kind !== "primitive" || typeof other.value !== "string") return taken;
  const text = textOf(taken);
  return text === undefined ? taken : primitive(text);
}

function tuple({ items }: HclTuple, scope: Scope): Value {
  const values = items.map((item) => evaluate(item, scope));
  return values.find(({ kind }) => kind === "error") ?? listOf(values);
}

function object({ items }: HclObject, scope: Scope): Value {
  const entries = new Map<string, Value>();
  const open: SettledValue[] = [];
  for (const item of items) {
    const key = evaluate(item.key, scope);
    const value = evaluate(item.value, scope);
    const name = textOf(key);
    if (key.kind === "error") return key;
    if (value.kind === "error") return value;
    if (name !== undefined) entries.set(name, value);
    else if (key.kind === "primitive") return errorValue("null as a key", placeIn(scope, item.key.span));
    else open.push(unknownValue([...reasonsIn(key), ...reasonsIn(value)]));
  }
  return objectOf(entries, open.flatMap(reasonsIn));
}
