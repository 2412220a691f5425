import type { Reason } from "../../model/bounds";
import type { Subject } from "../../model/facts";
import type { Span } from "../../model/source";

/**
 * What an expression of a template comes to. A part that is not known is unknown by itself, so that lists and mappings stay
 * known in part. `at` is where the expression stands, even where its value is written elsewhere (a parameter's default).
 */
export type Value = TextValue | ListValue | MappingValue | ResourceValue | UnknownValue | ChoiceValue | AbsentValue;

/** Numbers and booleans are text, too: CloudFormation takes one for the other. */
export interface TextValue {
  readonly kind: "text";
  readonly text: string;
  readonly at: Span;
}

export interface ListValue {
  readonly kind: "list";
  readonly items: readonly Value[];
  readonly at: Span;
}

export interface MappingValue {
  readonly kind: "mapping";
  readonly entries: ReadonlyMap<string, Value>;
  /** Why there may be more entries than these; empty where there are none. */
  readonly open: readonly Reason[];
  readonly at: Span;
}

/** A resource of this template or of a stack that it is joined with, or what one of its attributes says once it is made. */
export interface ResourceValue {
  readonly kind: "resource";
  /** Its logical id in its own template. */
  readonly id: string;
  readonly subject: Subject;
  readonly attribute: string | undefined;
  readonly at: Span;
}

export interface UnknownValue {
  readonly kind: "unknown";
  readonly because: readonly Reason[];
  /** The parts of a text that is not known as a whole, and what stands between them: a list that is handed on as text. */
  readonly joined?: { readonly delimiter: string; readonly items: readonly Value[] };
  readonly at: Span;
}

/** One of several values, and what decides which. Choices that the same thing decides fall together: see `resolved`. */
export interface ChoiceValue {
  readonly kind: "choice";
  readonly by: string;
  readonly because: readonly Reason[];
  readonly options: ReadonlyMap<string, Value>;
  readonly at: Span;
}

/** `AWS::NoValue`, or a key that is not there. */
export interface AbsentValue {
  readonly kind: "absent";
  readonly at: Span;
}

/** A value in which nothing is left to choose at its top. */
export type SettledValue = Exclude<Value, ChoiceValue>;

/** What was chosen, by what decides it. */
export type Assignment = ReadonlyMap<string, string>;

/** Beyond as many outcomes, a choice is not followed and its value is unknown. */
const maxOutcomes = 64;

export function unknownValue(at: Span, because: readonly Reason[]): UnknownValue {
  return { kind: "unknown", because, at };
}

/** The value of a choice that has these options, or an unknown value where they are too many to follow. */
export function choice(written: Omit<ChoiceValue, "kind">): Value {
  const value: ChoiceValue = { kind: "choice", ...written };
  const [only, ...others] = written.options.values();
  if (!only) return unknownValue(written.at, written.because);
  if (others.length === 0) return only;
  return outcomesOf(value) > maxOutcomes ? unknownValue(written.at, reasonsIn(value)) : value;
}

/** Applies a function to every combination of outcomes that its arguments can have together. */
export function overChoices(
  at: Span,
  values: readonly Value[],
  apply: (settled: readonly SettledValue[]) => Value,
): Value {
  const outcomes = values.reduce((product, value) => Math.min(product * outcomesOf(value), Infinity), 1);
  if (outcomes > maxOutcomes) return unknownValue(at, values.flatMap(reasonsIn));
  const open = values.find((value) => value.kind === "choice");
  if (!open) return apply(values.filter((value) => value.kind !== "choice"));
  const options = new Map(
    [...open.options.keys()].map((key) => {
      const chosen = new Map([[open.by, key]]);
      return [
        key,
        overChoices(
          at,
          values.map((value) => resolved(value, chosen)),
          apply,
        ),
      ];
    }),
  );
  return choice({ by: open.by, because: open.because, options, at });
}

/** The value where these things are decided. */
export function resolved(value: Value, chosen: Assignment): Value {
  if (value.kind !== "choice") return value;
  const key = chosen.get(value.by);
  const option = key === undefined ? undefined : value.options.get(key);
  if (option) return resolved(option, chosen);
  const options = new Map([...value.options].map(([name, inner]) => [name, resolved(inner, chosen)]));
  return { ...value, options };
}

/**
 * The value as it is seen from another template: it stands where it is asked for there, and `rename` tells what decides its
 * choices from what decides others by the same name.
 */
export function seenFrom(value: Value, at: Span, rename: (by: string) => string): Value {
  const inner = (each: Value): Value => seenFrom(each, at, rename);
  const entriesOf = (entries: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> =>
    new Map([...entries].map(([key, each]) => [key, inner(each)]));
  switch (value.kind) {
    case "text":
    case "resource":
    case "absent":
      return { ...value, at };
    case "unknown":
      return value.joined
        ? { ...value, joined: { ...value.joined, items: value.joined.items.map(inner) }, at }
        : { ...value, at };
    case "list":
      return { ...value, items: value.items.map(inner), at };
    case "mapping":
      return { ...value, entries: entriesOf(value.entries), at };
    case "choice":
      return { ...value, by: rename(value.by), options: entriesOf(value.options), at };
  }
}

/** One way in which everything that values leave open may be decided, and why it is not certain. */
export interface World {
  readonly values: readonly SettledValue[];
  readonly because: readonly Reason[];
}

/** Every combination of outcomes of values that stand together; where they are too many, one in which the open ones are unknown. */
export function worldsOf(values: readonly Value[]): readonly World[] {
  const outcomes = values.reduce((product, value) => product * outcomesOf(value), 1);
  if (outcomes > maxOutcomes) {
    const settled = values.map((value) => (value.kind === "choice" ? unknownValue(value.at, reasonsIn(value)) : value));
    return [{ values: settled, because: [] }];
  }
  const open = values.find((value) => value.kind === "choice");
  if (!open) return [{ values: values.filter((value) => value.kind !== "choice"), because: [] }];
  return [...open.options.keys()].flatMap((key) => {
    const chosen = new Map([[open.by, key]]);
    return worldsOf(values.map((value) => resolved(value, chosen))).map((world) => ({
      values: world.values,
      because: [...open.because, ...world.because],
    }));
  });
}

/** A resource or its attribute as a template writes it. */
export function nameOf({ subject: { name }, attribute }: ResourceValue): string {
  return attribute === undefined ? name : `${name}.${attribute}`;
}

/** Why a value is not known, at its top or in any of its outcomes. */
export function reasonsIn(value: Value): readonly Reason[] {
  if (value.kind === "unknown") return value.because;
  if (value.kind !== "choice") return [];
  return [...value.because, ...[...value.options.values()].flatMap(reasonsIn)];
}

function outcomesOf(value: Value): number {
  if (value.kind !== "choice") return 1;
  return [...value.options.values()].reduce((sum, option) => sum + outcomesOf(option), 0);
}
