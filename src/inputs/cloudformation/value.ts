import type { Reason } from "../../model/bounds";
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

/** A resource of the template by its logical id, or what one of its attributes says once it is made. */
export interface ResourceValue {
  readonly kind: "resource";
  readonly id: string;
  readonly attribute: string | undefined;
  readonly at: Span;
}

export interface UnknownValue {
  readonly kind: "unknown";
  readonly because: readonly Reason[];
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
export function nameOf({ id, attribute }: ResourceValue): string {
  return attribute === undefined ? id : `${id}.${attribute}`;
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
