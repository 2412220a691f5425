import type { Reason } from "../../model/bounds";
import type { FilePlace } from "../../model/source";
import { overChoice, worldsOf } from "./choices";
import { roundsOf } from "./for-loops";
import { numberOf, textOf } from "./plain";
import {
  errorValue,
  isSame,
  listOf,
  objectOf,
  primitive,
  reasonsIn,
  unknownValue,
  type SettledValue,
  type Value,
} from "./value";

/** What `count` or `for_each` of a block comes to. */
export interface Repetition {
  readonly by: "nothing" | "count" | "for_each";
  readonly value: Value;
  readonly at: FilePlace;
}

/** One of the instances that a block stands for. */
export interface Copy {
  /** What follows the name in an address: nothing, `[0]`, `["key"]`, or `[*]` where it is not known which there are. */
  readonly suffix: string;
  readonly names: readonly (readonly [string, Value])[];
  /** Why it may not be there; empty where it certainly is. */
  readonly doubt: readonly Reason[];
}

/** Beyond as many instances of one block the others are left out, which is said. */
export const mostCopies = 500;

const unknownSuffix = "[*]";

export function copiesOf(repetition: Repetition): readonly Copy[] {
  if (repetition.by === "nothing") return [{ suffix: "", names: [], doubt: [] }];
  const worlds = worldsOf([repetition.value]);
  const found = new Map<string, { copy: Copy; times: number }>();
  for (const { values, because } of worlds) {
    const [value] = values;
    for (const copy of value ? copiesIn(value, repetition) : []) {
      const before = found.get(copy.suffix);
      if (before) {
        before.times += 1;
        before.copy = agreeing(before.copy, copy, because);
      } else found.set(copy.suffix, { copy: { ...copy, doubt: [...because, ...copy.doubt] }, times: 1 });
    }
  }
  return [...found.values()].map(({ copy, times }) =>
    times === worlds.length && copy.suffix !== unknownSuffix ? { ...copy, doubt: [] } : copy,
  );
}

/** An instance that is there either way, with what differs between the ways left unknown. */
function agreeing(a: Copy, b: Copy, because: readonly Reason[]): Copy {
  const [mine, theirs] = [a.names[0], b.names[0]];
  if (!mine || !theirs || isSame(mine[1], theirs[1])) return a;
  return { ...a, names: [[mine[0], unknownValue([...because, ...reasonsIn(mine[1]), ...reasonsIn(theirs[1])])]] };
}

/** The value that the name of the block stands for: an instance, a list or a map of them. */
export function valueOfCopies({ by, value, at }: Repetition, instance: (suffix: string) => Value): Value {
  if (by === "nothing") return instance("");
  return overChoice(value, (settled) => {
    const copies = copiesIn(settled, { by, value, at });
    if (settled.kind === "error") return settled;
    const open = copies.flatMap(({ suffix, doubt }) => (suffix === unknownSuffix ? doubt : []));
    if (by === "count" || settled.kind === "unknown")
      return listOf(
        copies.map(({ suffix }) => instance(suffix)),
        { open },
      );
    const known = copies.filter(({ suffix }) => suffix !== unknownSuffix);
    return objectOf(new Map(known.map(({ suffix }) => [keyIn(suffix), instance(suffix)])), open);
  });
}

function copiesIn(value: SettledValue, { by, at }: Repetition): readonly Copy[] {
  if (value.kind === "unknown" || value.kind === "error") return [unknownCopy(by, value.because)];
  return by === "count" ? counted(value, at) : forEach(value, at);
}

function counted(value: SettledValue, at: FilePlace): readonly Copy[] {
  const n = numberOf(value);
  if (n === undefined || n < 0) return [unknownCopy("count", errorValue("a count that is no number", at).because)];
  return Array.from({ length: Math.min(Math.ceil(n), mostCopies) }, (_, i) => ({
    suffix: `[${i}]`,
    names: [["count", objectOf(new Map([["index", primitive(i)]]))]],
    doubt: [],
  }));
}

/** A list stands for the set of its items, although Terraform wants `toset` around it. */
function forEach(value: SettledValue, at: FilePlace): readonly Copy[] {
  const found = roundsOf(value);
  if (!found) return [unknownCopy("for_each", errorValue("a for_each that is no map and no set", at).because)];
  const open: Reason[] = [...found.open];
  const copies = found.rounds.slice(0, mostCopies).flatMap(({ key, value: item }) => {
    const text = textOf(value.kind === "object" ? key : item);
    if (text === undefined)
      open.push(...reasonsIn(item), ...errorValue("a key of for_each that is no string", at).because);
    return text === undefined ? [] : [keyed(text, value.kind === "object" ? item : primitive(text))];
  });
  return open.length > 0 ? [...copies, unknownCopy("for_each", open)] : copies;
}

function keyed(key: string, value: Value): Copy {
  const each = objectOf(
    new Map([
      ["key", primitive(key)],
      ["value", value],
    ]),
  );
  return { suffix: `[${quoted(key)}]`, names: [["each", each]], doubt: [] };
}

/** As addresses of Terraform have it: a literal of its language, in which `${` and `%{` would be sequences. */
function quoted(key: string): string {
  return JSON.stringify(key).replace(/[$%](?=\{)/g, "$&$&");
}

function keyIn(suffix: string): string {
  const key: unknown = JSON.parse(suffix.slice(1, -1).replace(/([$%])\1(?=\{)/g, "$1"));
  return String(key);
}

function unknownCopy(by: Repetition["by"], doubt: readonly Reason[]): Copy {
  return { suffix: unknownSuffix, names: [[by === "count" ? "count" : "each", unknownValue(doubt)]], doubt };
}

/** How many instances there would be where that is more than are looked at. */
export function tooMany({ by, value }: Repetition): number | undefined {
  if (by === "nothing") return undefined;
  const counts = worldsOf([value]).map(({ values: [each] }) => {
    if (each?.kind === "list") return each.items.length;
    if (each?.kind === "object") return each.entries.size;
    return each ? (numberOf(each) ?? 0) : 0;
  });
  const most = Math.max(...counts);
  return most > mostCopies ? most : undefined;
}
