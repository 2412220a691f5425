import { distinctReasons, type Reason } from "../../model/bounds";
import type { Subject } from "../../model/facts";
import type { FilePlace } from "../../model/source";

/**
 * What an expression comes to. A part that is not known is unknown by itself, so that collections stay known in part, and
 * the reasons flow with it through every expression that uses it.
 */
export type Value = SettledValue | ChoiceValue;

/** A value in which nothing is left to choose at its top. */
export type SettledValue = PrimitiveValue | ListValue | ObjectValue | InstanceValue | UnknownValue | ErrorValue;

export interface PrimitiveValue {
  readonly kind: "primitive";
  readonly value: string | number | boolean | null;
}

export interface ListValue {
  readonly kind: "list";
  readonly shape: "tuple" | "list" | "set";
  readonly items: readonly Value[];
  /** Why there may be more items, at any place among these; empty where there are none. */
  readonly open: readonly Reason[];
  readonly weight: number;
}

export interface ObjectValue {
  readonly kind: "object";
  readonly entries: ReadonlyMap<string, Value>;
  /** Why there may be more entries; empty where there are none. */
  readonly open: readonly Reason[];
  readonly weight: number;
}

/** An instance of a resource or of a module, whose attributes are worked out when they are asked for. */
export interface InstanceValue {
  readonly kind: "instance";
  readonly type: string;
  readonly subject: Subject;
  /** The value of an attribute, and the place that asks for it. */
  readonly attribute: (name: string, at: FilePlace) => Value;
}

export interface UnknownValue {
  readonly kind: "unknown";
  readonly because: readonly Reason[];
  /** The resource of this input that gives the value once it is made, such as the one whose `id` it is. */
  readonly of: Attribute | undefined;
}

export interface Attribute {
  readonly subject: Subject;
  readonly type: string;
  readonly name: string;
}

/** Terraform refuses the expression; `try` and `can` take notice. */
export interface ErrorValue {
  readonly kind: "error";
  readonly because: readonly Reason[];
}

/** One of two values, and what decides: conditions with the same text in the same instance of a module decide together. */
export interface ChoiceValue {
  readonly kind: "choice";
  readonly by: string;
  readonly because: readonly Reason[];
  readonly whenTrue: Value;
  readonly whenFalse: Value;
  readonly weight: number;
}

/** A value heavier than this is given up, so that no doubling of values by values gets out of hand. */
export const heaviest = 100_000;

export function primitive(value: PrimitiveValue["value"]): PrimitiveValue {
  return { kind: "primitive", value };
}

export const nothing = primitive(null);

export function listOf(
  items: readonly Value[],
  { shape = "tuple", open = [] }: Partial<Pick<ListValue, "shape" | "open">> = {},
): ListValue {
  const weight = items.reduce((sum, item) => sum + weightOf(item), 1);
  return { kind: "list", shape, items, open: distinctReasons(open), weight };
}

export function objectOf(entries: ReadonlyMap<string, Value>, open: readonly Reason[] = []): ObjectValue {
  let weight = 1;
  for (const value of entries.values()) weight += weightOf(value);
  return { kind: "object", entries, open: distinctReasons(open), weight };
}

export function unknownValue(because: readonly Reason[], of?: Attribute): UnknownValue {
  return { kind: "unknown", because: distinctReasons(because), of };
}

export function errorValue(name: string, at: FilePlace): ErrorValue {
  return { kind: "error", because: [{ kind: "value", name, at }] };
}

export function weightOf(value: Value): number {
  switch (value.kind) {
    case "list":
    case "object":
    case "choice":
      return value.weight;
    case "primitive":
      return typeof value.value === "string" ? 1 + (value.value.length >> 3) : 1;
    default:
      return 1;
  }
}

/** Every reason in a value why it, or a part of it, is not known. */
export function reasonsIn(value: Value): readonly Reason[] {
  switch (value.kind) {
    case "unknown":
    case "error":
      return value.because;
    case "list":
      return distinctReasons([...value.open, ...value.items.flatMap(reasonsIn)]);
    case "object":
      return distinctReasons([...value.open, ...[...value.entries.values()].flatMap(reasonsIn)]);
    case "choice":
      return distinctReasons([...value.because, ...reasonsIn(value.whenTrue), ...reasonsIn(value.whenFalse)]);
    case "primitive":
    case "instance":
      return [];
  }
}

/** Whether two values are known to be the same one. */
export function isSame(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind === "primitive") return b.kind === "primitive" && a.value === b.value;
  if (a.kind === "list")
    return (
      b.kind === "list" &&
      a.open.length + b.open.length === 0 &&
      a.items.length === b.items.length &&
      a.items.every((item, i) => isSame(item, b.items[i] ?? nothing))
    );
  if (a.kind === "object")
    return (
      b.kind === "object" &&
      a.open.length + b.open.length === 0 &&
      a.entries.size === b.entries.size &&
      [...a.entries].every(([key, value]) => {
        const other = b.entries.get(key);
        return other !== undefined && isSame(value, other);
      })
    );
  if (a.kind === "unknown")
    return (
      b.kind === "unknown" && a.of !== undefined && a.of.subject.id === b.of?.subject.id && a.of.name === b.of.name
    );
  return a.kind === "instance" && b.kind === "instance" && a.subject.id === b.subject.id;
}
