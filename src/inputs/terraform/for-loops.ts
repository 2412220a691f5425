import type { Reason } from "../../model/bounds";
import type { HclFor } from "../../syntax/hcl/tree";
import { overChoice } from "./choices";
import { textOf, truthOf } from "./plain";
import { placeIn, withOwn, type Scope } from "./scope";
import {
  errorValue,
  listOf,
  objectOf,
  primitive,
  reasonsIn,
  unknownValue,
  type ErrorValue,
  type SettledValue,
  type Value,
} from "./value";

/** One round of a loop: the names that it introduces, and what they hold. */
export interface Round {
  readonly key: Value;
  readonly value: Value;
}

interface Rounds {
  readonly rounds: readonly Round[];
  readonly open: readonly Reason[];
}

/** What a loop goes through, maps in order of key; nothing where that is not known at all. */
export function roundsOf(collection: SettledValue): Rounds | undefined {
  if (collection.kind === "list") {
    const { shape, items, open } = collection;
    const rounds = items.map((value, i) => ({ key: shape === "set" ? value : primitive(i), value }));
    return { rounds, open };
  }
  if (collection.kind !== "object") return undefined;
  const entries = [...collection.entries].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { rounds: entries.map(([key, value]) => ({ key: primitive(key), value })), open: collection.open };
}

export function forLoop(expression: HclFor, scope: Scope): Value {
  return overChoice(scope.work.evaluate(expression.collection, scope), (collection) => {
    if (collection.kind === "error") return collection;
    if (collection.kind === "primitive")
      return errorValue("a loop over what is no collection", placeIn(scope, expression.collection.span));
    const rounds = roundsOf(collection);
    return rounds ? loop(expression, scope, rounds) : unknownValue(reasonsIn(collection));
  });
}

function loop(expression: HclFor, scope: Scope, { rounds, open }: Rounds): Value {
  const passed: { readonly inside: Scope; readonly value: Value }[] = [];
  const doubts: Reason[] = [...open];
  for (const round of rounds) {
    const inside = namesOf(expression, scope, round);
    const condition = expression.condition ? scope.work.evaluate(expression.condition, inside) : primitive(true);
    if (condition.kind === "error") return condition;
    const truth = truthOf(condition);
    if (truth === false) continue;
    if (truth === undefined) {
      doubts.push(...reasonsIn(condition));
      continue;
    }
    const value = scope.work.evaluate(expression.value, inside);
    if (value.kind === "error") return value;
    passed.push({ inside, value });
  }
  switch (expression.makes) {
    case "tuple":
      return listOf(
        passed.map(({ value }) => value),
        { open: doubts },
      );
    case "text": {
      const texts = passed.map(({ value }) => textOf(value));
      if (doubts.length > 0 || texts.includes(undefined))
        return unknownValue([...doubts, ...passed.flatMap(({ value }) => reasonsIn(value))]);
      return primitive(texts.join(""));
    }
    case "object":
    case "groups": {
      const keyed = passed.map(({ inside, value }) => ({ key: scope.work.evaluate(expression.key, inside), value }));
      const made = expression.makes === "groups" ? grouped(keyed, doubts) : mapped(keyed, doubts);
      return made ?? errorValue("a key that is there twice", placeIn(scope, expression.key.span));
    }
  }
}

function namesOf({ keyName, valueName }: HclFor, scope: Scope, { key, value }: Round): Scope {
  return withOwn(scope, [...(keyName === undefined ? [] : [[keyName, key] as const]), [valueName, value]]);
}

type Keyed = readonly { readonly key: Value; readonly value: Value }[];

function mapped(keyed: Keyed, doubts: readonly Reason[]): Value | undefined {
  const entries = new Map<string, Value>();
  const open = [...doubts];
  for (const { key, value } of keyed) {
    const name = textOf(key);
    if (key.kind === "error") return key;
    if (name === undefined) open.push(...reasonsIn(key), ...reasonsIn(value));
    else if (entries.has(name)) return undefined;
    else entries.set(name, value);
  }
  return objectOf(entries, open);
}

function grouped(keyed: Keyed, doubts: readonly Reason[]): Value {
  const groups = new Map<string, Value[]>();
  const failed = keyed.map(({ key }) => key).find((key): key is ErrorValue => key.kind === "error");
  if (failed) return failed;
  const open = [...doubts, ...keyed.flatMap(({ key }) => reasonsIn(key))];
  for (const { key, value } of keyed) {
    const name = textOf(key);
    if (name === undefined) continue;
    const group = groups.get(name);
    if (group) group.push(value);
    else groups.set(name, [value]);
  }
  return objectOf(new Map([...groups].map(([name, items]) => [name, listOf(items, { open })])), open);
}
