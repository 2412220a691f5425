import type { Reason } from "../../model/bounds";
import { isSame, reasonsIn, unknownValue, weightOf, type ChoiceValue, type SettledValue, type Value } from "./value";

/** Beyond as many outcomes a choice is not followed, and its value is unknown. */
const mostOutcomes = 64;

/** The value of a choice; the value itself where both ways come to the same. */
export function choice(written: Omit<ChoiceValue, "kind" | "weight">): Value {
  const { by, because } = written;
  const whenTrue = decided(written.whenTrue, by, true);
  const whenFalse = decided(written.whenFalse, by, false);
  if (isSame(whenTrue, whenFalse)) return whenTrue;
  const weight = 1 + weightOf(whenTrue) + weightOf(whenFalse);
  const value: ChoiceValue = { kind: "choice", by, because, whenTrue, whenFalse, weight };
  return outcomesOf(value) > mostOutcomes ? unknownValue(reasonsIn(value)) : value;
}

/** Applies a function to every combination of outcomes that its arguments can have together. */
export function overChoices(values: readonly Value[], apply: (settled: readonly SettledValue[]) => Value): Value {
  const settled = values.filter((value) => value.kind !== "choice");
  const open = values.find((value) => value.kind === "choice");
  if (!open) return apply(settled);
  if (outcomesTogether(values) > mostOutcomes) return unknownValue(values.flatMap(reasonsIn));
  const { by, because } = open;
  const follow = (way: boolean): Value =>
    overChoices(
      values.map((value) => decided(value, by, way)),
      apply,
    );
  return choice({ by, because, whenTrue: follow(true), whenFalse: follow(false) });
}

/** Applies a function to every outcome of one value. */
export function overChoice(value: Value, apply: (settled: SettledValue) => Value): Value {
  return overChoices([value], ([settled]) => (settled ? apply(settled) : value));
}

/** One way in which everything that values leave open may be decided, and why it is not certain. */
export interface World {
  readonly values: readonly SettledValue[];
  readonly because: readonly Reason[];
}

/**
 * Every combination of outcomes of values that stand together, those left out that Terraform refuses where another is
 * left; where there are too many, one in which the open values are unknown.
 */
export function worldsOf(values: readonly Value[]): readonly World[] {
  if (outcomesTogether(values) > mostOutcomes) {
    const settled = values.map((value) => (value.kind === "choice" ? unknownValue(reasonsIn(value)) : value));
    return [{ values: settled, because: [] }];
  }
  const worlds = everyWorld(values, []);
  const accepted = worlds.filter((world) => world.values.every(({ kind }) => kind !== "error"));
  return accepted.length > 0 ? accepted : worlds;
}

function everyWorld(values: readonly Value[], because: readonly Reason[]): readonly World[] {
  const open = values.find((value) => value.kind === "choice");
  if (!open) return [{ values: values.filter((value) => value.kind !== "choice"), because }];
  return [true, false].flatMap((way) =>
    everyWorld(
      values.map((value) => decided(value, open.by, way)),
      [...because, ...open.because],
    ),
  );
}

function decided(value: Value, by: string, way: boolean): Value {
  if (value.kind !== "choice") return value;
  if (value.by === by) return decided(way ? value.whenTrue : value.whenFalse, by, way);
  const whenTrue = decided(value.whenTrue, by, way);
  const whenFalse = decided(value.whenFalse, by, way);
  return { ...value, whenTrue, whenFalse, weight: 1 + weightOf(whenTrue) + weightOf(whenFalse) };
}

function outcomesTogether(values: readonly Value[]): number {
  return values.reduce((product, value) => Math.min(product * outcomesOf(value), mostOutcomes + 1), 1);
}

function outcomesOf(value: Value): number {
  return value.kind === "choice" ? outcomesOf(value.whenTrue) + outcomesOf(value.whenFalse) : 1;
}
