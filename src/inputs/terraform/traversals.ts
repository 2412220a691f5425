import type { HclExpression, HclSplat } from "../../syntax/hcl/tree";
import type { FilePlace } from "../../model/source";
import { overChoice, overChoices } from "./choices";
import { numberOf, textOf } from "./plain";
import { named } from "./names";
import { placeIn, type Scope } from "./scope";
import { errorValue, listOf, reasonsIn, unknownValue, type ListValue, type SettledValue, type Value } from "./value";

/** One link of a chain such as `var.ports[0]`. */
type Step = { readonly name: string } | { readonly key: HclExpression };

/** The value of a chain: what its first names stand for, and the parts of that which the others ask for. */
export function traversal(expression: HclExpression, scope: Scope): Value {
  const steps: Step[] = [];
  let root = expression;
  while (root.kind === "attribute" || root.kind === "index") {
    steps.push(root.kind === "attribute" ? { name: root.name } : { key: root.key });
    root = root.of;
  }
  steps.reverse();
  const at = placeIn(scope, expression.span);
  if (root.kind === "item") return following(scope.item ?? unknownValue([]), steps, { scope, at });
  if (root.kind !== "variable") return following(scope.work.evaluate(root, scope), steps, { scope, at });
  const names = steps.flatMap((step) => ("name" in step ? [step.name] : [undefined]));
  const { value, used } = named(root.name, names, { scope, at });
  return following(value, steps.slice(used), { scope, at });
}

interface Asking {
  readonly scope: Scope;
  readonly at: FilePlace;
}

function following(start: Value, steps: readonly Step[], asking: Asking): Value {
  return steps.reduce((value, step) => {
    if ("name" in step) return overChoice(value, (of) => attributeOf(of, step.name, asking.at));
    const key = asking.scope.work.evaluate(step.key, asking.scope);
    return overChoices([value, key], ([of, by]) => (of && by ? itemOf(of, by, asking.at) : value));
  }, start);
}

function attributeOf(of: SettledValue, name: string, at: FilePlace): Value {
  switch (of.kind) {
    case "error":
      return of;
    case "unknown":
      return unknownValue(of.because);
    case "instance":
      return of.attribute(name, at);
    case "object":
      return (
        of.entries.get(name) ?? (of.open.length > 0 ? unknownValue(of.open) : errorValue(`no attribute "${name}"`, at))
      );
    case "list":
      return /^\d+$/.test(name) ? nthOf(of, Number(name), at) : errorValue(`an attribute "${name}" of a list`, at);
    case "primitive":
      return errorValue(`an attribute "${name}" of what has none`, at);
  }
}

export function itemOf(of: SettledValue, key: SettledValue, at: FilePlace): Value {
  if (of.kind === "error") return of;
  if (key.kind === "error") return key;
  if (of.kind === "unknown" || key.kind === "unknown") return unknownValue([...reasonsIn(of), ...reasonsIn(key)]);
  const n = numberOf(key);
  if (of.kind === "list") return n === undefined ? errorValue("an index that is no number", at) : nthOf(of, n, at);
  const name = textOf(key);
  if (of.kind === "instance" && n === 0) return of;
  return name === undefined ? errorValue("an index that is no key", at) : attributeOf(of, name, at);
}

/** Where there may be more items than are known, their order is not known either, unless all of them are instances of one resource. */
function nthOf({ items, open, shape }: ListValue, n: number, at: FilePlace): Value {
  const [only] = items;
  if (open.length > 0) return only?.kind === "instance" && items.length === 1 ? only : unknownValue(open);
  const item = shape === "set" ? undefined : items[n];
  return item ?? errorValue(`no item ${n} in a list of ${items.length}`, at);
}

/** A value that is no list stands for a list of itself alone, and null for an empty one. */
export function splat({ of, each }: HclSplat, scope: Scope): Value {
  return overChoice(scope.work.evaluate(of, scope), (list) => {
    if (list.kind === "error") return list;
    if (list.kind === "unknown") return unknownValue(list.because);
    if (list.kind === "primitive" && list.value === null) return listOf([]);
    const items = list.kind === "list" ? list.items : [list];
    const values = items.map((item) => scope.work.evaluate(each, { ...scope, item }));
    const failed = values.find(({ kind }) => kind === "error");
    return failed ?? listOf(values, { open: list.kind === "list" ? list.open : [] });
  });
}
