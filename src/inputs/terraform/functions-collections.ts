import type { Reason } from "../../model/bounds";
import { doubt, failed, pure, refusal, type CallSite, type Fn } from "./function";
import { equality } from "./operators";
import { graphemesOf, keyOf, numberOf, plainOf, textOf, type Plain } from "./plain";
import { itemOf } from "./traversals";
import {
  listOf,
  nothing,
  objectOf,
  primitive,
  reasonsIn,
  unknownValue,
  type ListValue,
  type ObjectValue,
  type SettledValue,
  type Value,
} from "./value";

/** Functions that take collections of which parts are not known, and keep what is. */
export const collectionFunctions: readonly (readonly [string, Fn])[] = [
  ["concat", concat],
  ["flatten", onList((list) => flattened(list))],
  ["merge", merge],
  ["lookup", lookup],
  ["element", element],
  ["length", length],
  [
    "keys",
    onObject((map) =>
      listOf(
        inOrder(map).map(([key]) => primitive(key)),
        { open: map.open },
      ),
    ),
  ],
  [
    "values",
    onObject((map) =>
      listOf(
        inOrder(map).map(([, value]) => value),
        { open: map.open },
      ),
    ),
  ],
  ["contains", contains],
  ["distinct", onList(({ items, open }) => listOf(distinct(items), { open }))],
  [
    "compact",
    onList(({ items, open }) =>
      listOf(
        items.filter((item) => !isBlank(item)),
        { open },
      ),
    ),
  ],
  [
    "coalesce",
    (args, call) =>
      firstFilled(
        args.filter((arg) => !isBlank(arg)),
        call,
      ),
  ],
  [
    "coalescelist",
    (args, call) =>
      firstFilled(
        args.filter((arg) => !isEmptyList(arg)),
        call,
      ),
  ],
  ["reverse", onList((list) => ({ ...list, items: list.items.toReversed() }))],
  ["slice", slice],
  ["one", onList(one)],
  ["zipmap", zipmap],
  ["index", pure((a) => positionOf(a.list(0).map(keyOf), keyOf(a.any(1))))],
  [
    "matchkeys",
    pure((a) => a.list(0).filter((_, i) => a.list(2).some((key) => keyOf(key) === keyOf(a.list(1)[i] ?? null)))),
  ],
  ["chunklist", pure((a) => chunks(a.list(0), a.number(1)))],
  ["alltrue", pure((a) => a.list(0).every(isTrue))],
  ["anytrue", pure((a) => a.list(0).some(isTrue))],
];

/** A function of one list, which may be known in part. */
export function onList(apply: (list: ListValue, call: CallSite) => Value): Fn {
  return (args, call) => {
    const [list] = args;
    if (list?.kind === "list") return apply(list, call);
    return list?.kind === "unknown" || list?.kind === "instance" ? doubt(args, call) : refusal(call);
  };
}

function onObject(apply: (map: ObjectValue) => Value): Fn {
  return (args, call) => {
    const [map] = args;
    if (map?.kind === "object") return apply(map);
    return map?.kind === "unknown" || map?.kind === "instance" ? doubt(args, call) : refusal(call);
  };
}

function inOrder({ entries }: ObjectValue): readonly (readonly [string, Value])[] {
  return [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Lists that are not known leave the result open; the items of the others are certain. */
function concat(args: readonly SettledValue[], call: CallSite): Value {
  const open: Reason[] = [];
  const items: Value[] = [];
  for (const list of args) {
    if (list.kind === "list") {
      for (const item of list.items) items.push(item);
      open.push(...list.open);
    } else if (list.kind === "primitive" || list.kind === "object") return refusal(call);
    else open.push(...(list.kind === "instance" ? [call.itself] : list.because));
  }
  return listOf(items, {
    open,
    shape: args.every((list) => list.kind === "list" && list.shape !== "tuple") ? "list" : "tuple",
  });
}

function flattened({ items, open }: ListValue): Value {
  const flat: Value[] = [];
  const because: Reason[] = [...open];
  const add = (item: Value): void => {
    if (item.kind === "list") {
      because.push(...item.open);
      item.items.forEach(add);
    } else if (item.kind === "choice" || (item.kind === "unknown" && !item.of)) because.push(...reasonsIn(item));
    else flat.push(item);
  };
  items.forEach(add);
  return listOf(flat, { open: because });
}

/** What comes later wins, so what is not known puts every entry before it in doubt. */
function merge(args: readonly SettledValue[], call: CallSite): Value {
  const entries = new Map<string, Value>();
  const open: Reason[] = [];
  for (const map of args) {
    if (map.kind === "primitive" && map.value === null) continue;
    if (map.kind === "primitive" || map.kind === "list") return refusal(call);
    const doubts = map.kind === "object" ? map.open : map.kind === "instance" ? [call.itself] : reasonsIn(map);
    if (doubts.length > 0)
      for (const [key, value] of entries) entries.set(key, unknownValue([...doubts, ...reasonsIn(value)]));
    open.push(...doubts);
    if (map.kind === "object") for (const [key, value] of map.entries) entries.set(key, value);
  }
  return objectOf(entries, open);
}

function lookup(args: readonly SettledValue[], call: CallSite): Value {
  const [map, key, otherwise] = args;
  const name = key && textOf(key);
  if (map?.kind !== "object" || name === undefined)
    return map?.kind === "primitive" || map?.kind === "list" ? refusal(call) : doubt(args, call);
  const found = map.entries.get(name);
  if (found) return found;
  return map.open.length > 0 ? unknownValue(map.open) : (otherwise ?? refusal(call));
}

/** Positions go round: the item after the last is the first. */
function element(args: readonly SettledValue[], call: CallSite): Value {
  const [list, position] = args;
  if (!list || !position) return refusal(call);
  if (list.kind !== "list" || list.open.length > 0) return itemOf(list, position, call.at);
  const n = numberOf(position);
  const count = list.items.length;
  if (n === undefined) return doubt([position], call);
  return count === 0 ? refusal(call) : (list.items[((n % count) + count) % count] ?? refusal(call));
}

function length(args: readonly SettledValue[], call: CallSite): Value {
  const [of] = args;
  if (of?.kind === "list" || of?.kind === "object") {
    const isSettled = of.kind === "object" || of.shape !== "set" || plainOf(of) !== undefined || of.items.length < 2;
    if (of.open.length > 0 || !isSettled) return doubt(args, call);
    return primitive(of.kind === "list" ? of.items.length : of.entries.size);
  }
  if (of?.kind !== "primitive") return doubt(args, call);
  const text = textOf(of);
  return text === undefined ? refusal(call) : primitive(graphemesOf(text).length);
}

function contains(args: readonly SettledValue[], call: CallSite): Value {
  const [list, wanted] = args;
  if (list?.kind !== "list" || !wanted) return list?.kind === "primitive" ? refusal(call) : doubt(args, call);
  const equal = list.items.map((item) => (item.kind === "choice" ? undefined : equality(item, wanted)));
  if (equal.includes(true)) return primitive(true);
  return equal.includes(undefined) || list.open.length > 0 ? doubt(args, call) : primitive(false);
}

function distinct(items: readonly Value[]): readonly Value[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const plain = plainOf(item);
    if (plain === undefined) return true;
    const key = keyOf(plain);
    return seen.has(key) ? false : seen.add(key);
  });
}

function isBlank(value: Value): boolean {
  return value.kind === "primitive" && (value.value === null || value.value === "");
}

function isEmptyList(value: Value): boolean {
  return isBlank(value) || (value.kind === "list" && value.items.length === 0 && value.open.length === 0);
}

/** A value that is not known may yet be the empty one that is passed over; an attribute of a resource never is. */
function firstFilled(filled: readonly SettledValue[], call: CallSite): Value {
  const [first] = filled;
  if (!first) return refusal(call);
  if (first.kind === "unknown" && !first.of) return unknownValue(filled.flatMap(reasonsIn));
  if (first.kind === "list" && first.items.length === 0) return unknownValue(filled.flatMap(reasonsIn));
  return first;
}

function slice(args: readonly SettledValue[], call: CallSite): Value {
  const [list, from, to] = args;
  if (!list || !from || !to || list.kind === "object" || list.kind === "primitive") return doubt(args, call);
  const start = numberOf(from);
  const end = numberOf(to);
  if (start === undefined || end === undefined) return doubt([from, to], call);
  if (list.kind !== "list" || list.open.length > 0) return unknownItems(end - start, doubt([list], call), call);
  if (start < 0 || end < start || end > list.items.length) return refusal(call);
  return listOf(list.items.slice(start, end), { shape: list.shape });
}

const mostUnknownItems = 1000;

/** Items of a list that is not known are as many as are asked for, or Terraform refuses the call. */
function unknownItems(count: number, item: Value, call: CallSite): Value {
  if (!(count >= 0)) return refusal(call);
  if (count > mostUnknownItems) return item;
  return listOf(
    Array.from({ length: count }, () => item),
    { shape: "list" },
  );
}

function one(list: ListValue, call: CallSite): Value {
  const [only, ...others] = list.items;
  if (list.open.length > 0) return only && others.length === 0 ? only : unknownValue(list.open);
  return others.length > 0 ? refusal(call) : (only ?? nothing);
}

function zipmap(args: readonly SettledValue[], call: CallSite): Value {
  const [keys, values] = args;
  if (keys?.kind !== "list" || values?.kind !== "list" || keys.open.length + values.open.length > 0)
    return doubt(args, call);
  if (keys.items.length !== values.items.length) return refusal(call);
  const texts = keys.items.map(textOf);
  const names = texts.filter((text) => text !== undefined);
  if (names.length < texts.length) return doubt(args, call);
  return objectOf(new Map(names.map((name, i) => [name, values.items[i] ?? nothing])));
}

function positionOf(keys: readonly string[], wanted: string): number | typeof failed {
  const at = keys.indexOf(wanted);
  return at === -1 ? failed : at;
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] | typeof failed {
  if (!Number.isInteger(size) || size < 0) return failed;
  if (size === 0) return [items];
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

function isTrue(item: Plain): boolean {
  return item === true || item === "true";
}
