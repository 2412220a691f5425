/** What every kind of set in the model can do. Values are canonical: equal sets are equal values. */
export interface SetAlgebra<S> {
  readonly empty: S;
  readonly union: (a: S, b: S) => S;
  readonly intersection: (a: S, b: S) => S;
  readonly difference: (a: S, b: S) => S;
  readonly equals: (a: S, b: S) => boolean;
  readonly isEmpty: (set: S) => boolean;
}

export function unionOf<S>(algebra: SetAlgebra<S>, sets: readonly S[]): S {
  // By halves, so that many small sets cost n log n and not n².
  if (sets.length <= 2) return sets.reduce(algebra.union, algebra.empty);
  const middle = sets.length >> 1;
  return algebra.union(unionOf(algebra, sets.slice(0, middle)), unionOf(algebra, sets.slice(middle)));
}

export function isSubset<S>(algebra: SetAlgebra<S>, inner: S, outer: S): boolean {
  return algebra.isEmpty(algebra.difference(inner, outer));
}
