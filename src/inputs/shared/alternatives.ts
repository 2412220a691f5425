import type { Bounds, BoundsAlgebra, Reason } from "../../model/bounds";
import type { SetAlgebra } from "../../model/sets";

/** A kind of set, with the bounds of that kind. */
export interface BoundedSets<S> {
  readonly sets: SetAlgebra<S>;
  readonly bounds: BoundsAlgebra<S>;
}

/** Bounds of a set that one of these bounds holds for, and nothing tells which: certain is what all of them have. */
export function oneOf<S>(
  { sets, bounds }: BoundedSets<S>,
  options: readonly Bounds<S>[],
  because: readonly Reason[],
): Bounds<S> {
  const [first, ...others] = options;
  if (!first) return bounds.certain(sets.empty);
  const must = others.reduce((all, { must: each }) => sets.intersection(all, each), first.must);
  const may = others.reduce((all, { may: each }) => sets.union(all, each), first.may);
  return bounds.between(must, may, [...because, ...options.flatMap((option) => option.because)]);
}

/** Bounds of a set that may be empty instead, for these reasons. */
export function perhaps<S>({ sets, bounds }: BoundedSets<S>, set: Bounds<S>, because: readonly Reason[]): Bounds<S> {
  return bounds.between(sets.empty, set.may, [...because, ...set.because]);
}
