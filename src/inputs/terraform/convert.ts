import type { HclExpression } from "../../syntax/hcl/tree";
import { overChoice } from "./choices";
import { numberOf, setOf, textOf, truthOf } from "./plain";
import { listOf, nothing, objectOf, primitive, type SettledValue, type Value } from "./value";

/**
 * A value as a type constraint makes it (Terraform language, "Type Constraints"): attributes that are optional and not given
 * get their default, sets lose what is there twice, strings become numbers. What does not fit is left as it is.
 *
 * `defaultOf` works out the default of an optional attribute.
 */
export function converted(value: Value, type: HclExpression, defaultOf: (expression: HclExpression) => Value): Value {
  return overChoice(value, (settled) => {
    if (settled.kind === "primitive" && settled.value === null) return settled;
    const inner = (item: Value, itemType: HclExpression | undefined): Value =>
      itemType ? converted(item, itemType, defaultOf) : item;
    if (type.kind === "call") {
      const [argument] = type.args;
      switch (type.name) {
        case "list":
        case "set":
          return asList(settled, type.name, (item) => inner(item, argument));
        case "map":
          return asMap(settled, (item) => inner(item, argument));
        case "tuple": {
          const types = argument?.kind === "tuple" ? argument.items : [];
          if (settled.kind !== "list") return settled;
          return listOf(
            settled.items.map((item, i) => inner(item, types[i])),
            { open: settled.open },
          );
        }
        case "object":
          return argument ? asObject(settled, argument, defaultOf) : settled;
        case "optional":
          return inner(settled, argument);
      }
    }
    return asPrimitive(settled, simpleName(type));
  });
}

function simpleName(type: HclExpression): string | undefined {
  if (type.kind === "variable") return type.name;
  return type.kind === "literal" && typeof type.value === "string" ? type.value : undefined;
}

function asPrimitive(value: SettledValue, type: string | undefined): Value {
  const made = type === "string" ? textOf(value) : type === "number" ? numberOf(value) : undefined;
  const truth = type === "bool" ? truthOf(value) : made;
  return truth === undefined ? value : primitive(truth);
}

function asList(value: SettledValue, shape: "list" | "set", convert: (item: Value) => Value): Value {
  if (value.kind !== "list") return value;
  const items = value.items.map(convert);
  return shape === "set" ? setOf(items, value.open) : listOf(items, { shape, open: value.open });
}

function asMap(value: SettledValue, convert: (item: Value) => Value): Value {
  if (value.kind !== "object") return value;
  return objectOf(new Map([...value.entries].map(([key, item]) => [key, convert(item)])), value.open);
}

function asObject(value: SettledValue, type: HclExpression, defaultOf: (expression: HclExpression) => Value): Value {
  if (value.kind !== "object" || type.kind !== "object") return value;
  const entries = new Map<string, Value>();
  for (const { key, value: attribute } of type.items) {
    const name = simpleName(key);
    if (name === undefined) continue;
    const given = value.entries.get(name);
    const isOptional = attribute.kind === "call" && attribute.name === "optional";
    const byDefault = isOptional ? attribute.args[1] : undefined;
    const isMissing = !given || (given.kind === "primitive" && given.value === null);
    if (isMissing && byDefault) entries.set(name, converted(defaultOf(byDefault), attribute, defaultOf));
    else if (given) entries.set(name, converted(given, attribute, defaultOf));
    else if (isOptional && value.open.length === 0) entries.set(name, nothing);
  }
  return objectOf(entries, value.open);
}
