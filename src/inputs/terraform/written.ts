import { known, unknown, type Known } from "../../model/bounds";
import type { Place } from "../../model/source";
import type { Written } from "../shared/ec2-permission";
import { overChoice, overChoices, worldsOf } from "./choices";
import { numberOf, textOf } from "./plain";
import { argumentIn, type Argument, type Section } from "./sections";
import { listOf, nothing, reasonsIn, type SettledValue, type Value } from "./value";

/** The first of several names under which a section may write one thing. */
export function firstArgument(section: Section, names: readonly string[]): Argument | undefined {
  for (const name of names) {
    const argument = argumentIn(section, name);
    if (argument) return argument;
  }
  return undefined;
}

/** A value in which choices between items of a list are choices between lists. */
export function withoutInnerChoices(value: Value): Value {
  return overChoice(value, (settled) => {
    if (settled.kind !== "list") return settled;
    return overChoices(settled.items, (items) => listOf(items, { shape: settled.shape, open: settled.open }));
  });
}

/**
 * The items of a value where a list is expected, lists in lists taken apart; a value that is no list stands for itself.
 * Null stands for nothing; where there may be more items than are known, an unknown one stands for them.
 */
export function itemsOf(value: SettledValue, { at, items: places }: Pick<Argument, "at" | "items">): readonly Item[] {
  if (value.kind !== "list") return isNull(value) ? [] : [{ value, at }];
  const items = value.items.flatMap((item, i) => {
    const place = places[i] ?? at;
    const settled = item.kind === "choice" ? unknownOf(item) : item;
    return itemsOf(settled, { at: place, items: [] });
  });
  return value.open.length > 0
    ? [...items, { value: { kind: "unknown", because: value.open, of: undefined }, at }]
    : items;
}

export interface Item {
  readonly value: SettledValue;
  readonly at: Argument["at"];
}

export function isNull(value: Value): boolean {
  return value.kind === "primitive" && value.value === null;
}

function unknownOf(value: Value): SettledValue {
  return { kind: "unknown", because: reasonsIn(value), of: undefined };
}

export function knownText({ value, at }: Item): Known<string> {
  const text = textOf(value);
  return text === undefined ? unreadable(value, at) : known(text);
}

export function writtenTexts(value: SettledValue, argument: Argument | undefined): readonly Written<string>[] {
  return argument ? itemsOf(value, argument).map((item) => ({ value: knownText(item), at: item.at })) : [];
}

/** A number, or nothing where it is not written. */
export function writtenNumber(value: SettledValue, at: Argument["at"]): Written<number | undefined> {
  if (isNull(value)) return { value: known(undefined), at };
  const n = numberOf(value);
  return { value: n === undefined ? unreadable(value, at) : known(n), at };
}

export function writtenText(value: SettledValue, at: Argument["at"]): Written<string> {
  return { value: knownText({ value, at }), at };
}

/** Why a value is not the text or number that is expected. */
export function unreadable(value: SettledValue, at: Place): Known<never> {
  const because = reasonsIn(value);
  return because.length > 0 ? unknown(...because) : unknown({ kind: "value", name: "a value of another kind", at });
}

/** A text that is written in a section; nothing where it is not. Where it may be one of several, it is not known. */
export function textIn(section: Section, name: string): Known<string | undefined> {
  const argument = argumentIn(section, name);
  if (!argument) return known(undefined);
  const worlds = worldsOf([argument.value]);
  const [only] = worlds;
  const value = only?.values[0] ?? nothing;
  if (worlds.length > 1) return { known: false, because: reasonsIn(argument.value) };
  return isNull(value) ? known(undefined) : knownText({ value, at: argument.at });
}
