import type { Reason } from "../../model/bounds";
import { onList } from "./functions-collections";
import { beyond, doubt, failed, pure, refusal, type Arguments, type CallSite, type Fn, type Outcome } from "./function";
import { isPlainList, keyOf, numberOf, plainOf, plainText, setOf, textOf, truthOf, valueOf, type Plain } from "./plain";
import {
  listOf,
  nothing,
  objectOf,
  primitive,
  unknownValue,
  type ListValue,
  type SettledValue,
  type Value,
} from "./value";

/** Functions of types and of sets. */
export const setFunctions: readonly (readonly [string, Fn])[] = [
  ["toset", onList(({ items, open }) => setOf(alike(items), open))],
  ["tolist", onList(({ items, open }) => listOf(alike(items), { shape: "list", open }))],
  ["list", (args) => listOf(alike(args), { shape: "list" })],
  ["map", oldMap],
  ["tomap", toMap],
  ["tostring", simple(textOf)],
  ["tonumber", simple(numberOf)],
  ["tobool", simple(truthOf)],
  ["sensitive", itself],
  ["nonsensitive", itself],
  ["issensitive", pure(() => false)],
  ["setunion", setUnion],
  ["setintersection", pure((a) => ofSets(a.list(0), others(a), (key, sets) => sets.every((set) => set.has(key))))],
  ["setsubtract", pure((a) => ofSets(a.list(0), others(a), (key, sets) => !sets.some((set) => set.has(key))))],
  ["setproduct", pure((a) => product(Array.from({ length: a.count }, (_, i) => a.list(i))))],
  ["transpose", pure(transposed)],
];

/** Items of one collection have one type: beside a string, numbers and booleans become strings. */
function alike(items: readonly Value[]): readonly Value[] {
  const hasText = items.some((item) => item.kind === "primitive" && typeof item.value === "string");
  if (!hasText) return items;
  return items.map((item) => {
    const text = textOf(item);
    return text === undefined ? item : primitive(text);
  });
}

function itself(args: readonly SettledValue[], call: CallSite): Value {
  return args[0] ?? refusal(call);
}

function simple(convert: (value: SettledValue) => string | number | boolean | undefined): Fn {
  return ([value], call) => {
    if (!value || value.kind === "unknown") return value ?? refusal(call);
    if (value.kind === "primitive" && value.value === null) return nothing;
    const converted = convert(value);
    return converted === undefined ? refusal(call) : primitive(converted);
  };
}

function toMap(args: readonly SettledValue[], call: CallSite): Value {
  const [map] = args;
  if (map?.kind !== "object") return map?.kind === "unknown" ? map : doubt(args, call);
  const values = alike([...map.entries.values()]);
  return objectOf(new Map([...map.entries.keys()].map((key, i) => [key, values[i] ?? nothing])), map.open);
}

/** `map("a", 1)` of Terraform before 0.12. */
function oldMap(args: readonly SettledValue[], call: CallSite): Value {
  const entries = new Map<string, Value>();
  const open: Reason[] = [];
  for (let i = 0; i + 1 < args.length; i += 2) {
    const key = args[i];
    const name = key && textOf(key);
    if (name === undefined) open.push(call.itself);
    else entries.set(name, args[i + 1] ?? nothing);
  }
  return objectOf(entries, open);
}

function setUnion(args: readonly SettledValue[], call: CallSite): Value {
  const lists = args.filter((arg): arg is ListValue => arg.kind === "list");
  const open = args.flatMap((arg) =>
    arg.kind === "list" ? arg.open : arg.kind === "unknown" ? arg.because : [call.itself],
  );
  if (args.some(({ kind }) => kind === "primitive" || kind === "object")) return refusal(call);
  const items = alike(lists.flatMap((list) => list.items));
  return items.some((item) => plainOf(item) === undefined && item.kind === "choice")
    ? unknownValue([call.itself])
    : setOf(items, open);
}

function others(a: {
  readonly count: number;
  readonly list: (i: number) => readonly Plain[];
}): readonly ReadonlySet<string>[] {
  return Array.from({ length: Math.max(a.count - 1, 0) }, (_, i) => new Set(a.list(i + 1).map(keyOf)));
}

function ofSets(
  items: readonly Plain[],
  sets: readonly ReadonlySet<string>[],
  keeps: (key: string, sets: readonly ReadonlySet<string>[]) => boolean,
): Outcome {
  return setItems(items.filter((item) => keeps(keyOf(item), sets)));
}

/** In the order in which a set gives its items. */
function setItems(items: readonly Plain[]): readonly Plain[] {
  return setOf(items.map(valueOf)).items.map((item) => plainOf(item) ?? null);
}

const largestProduct = 10_000;

function product(lists: readonly (readonly Plain[])[]): Outcome {
  if (lists.length < 2) return failed;
  if (lists.reduce((size, list) => size * list.length, 1) > largestProduct) return beyond;
  return lists.reduce<readonly (readonly Plain[])[]>(
    (rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])),
    [[]],
  );
}

/** A map of lists turned over: which keys have each text in their list. */
function transposed(a: Arguments): Outcome {
  const turned = new Map<string, string[]>();
  for (const [key, list] of [...a.map(0)].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const texts = isPlainList(list) ? list.map(plainText) : [undefined];
    for (const text of texts) {
      if (text === undefined) return failed;
      const keys = turned.get(text) ?? [];
      turned.set(text, [...keys, key]);
    }
  }
  return { entries: new Map([...turned].toSorted(([one], [other]) => (one < other ? -1 : 1))) };
}
