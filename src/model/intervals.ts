import type { SetAlgebra } from "./sets";

/** Closed on both ends: `[80, 80]` is one number. */
export type Interval<N> = readonly [first: N, last: N];

/** Whole numbers as intervals that are sorted, disjoint and not adjacent, so that equal sets are equal values. */
export type IntervalSet<N> = readonly Interval<N>[];

interface Neighbours<N> {
  readonly next: (n: N) => N;
  readonly previous: (n: N) => N;
}

interface IntervalAlgebra<N> extends SetAlgebra<IntervalSet<N>> {
  /** Any intervals, in any order, overlapping or not; those whose last is before their first are empty. */
  readonly from: (intervals: readonly Interval<N>[]) => IntervalSet<N>;
  readonly includes: (set: IntervalSet<N>, n: N) => boolean;
  /** Whether two sets have something in common; the same as a look at their intersection, without making it. */
  readonly meet: (a: IntervalSet<N>, b: IntervalSet<N>) => boolean;
}

/** Numbers up to 2^53: ports, protocols, IPv4 addresses. */
export const numbers = intervalAlgebra<number>({ next: (n) => n + 1, previous: (n) => n - 1 });

/** Numbers of any size: IPv6 addresses. */
export const bigNumbers = intervalAlgebra<bigint>({ next: (n) => n + 1n, previous: (n) => n - 1n });

/**
 * The one of two sets that a result is made of, in place of the result: what is worked out of a set a hundred times over
 * takes the memory of one, and to compare two such is to see that they are the same.
 */
function itself<N>(made: IntervalSet<N>, a: IntervalSet<N>, b: IntervalSet<N>): IntervalSet<N> {
  return areEqual(made, a) ? a : areEqual(made, b) ? b : made;
}

function areEqual<N>(a: IntervalSet<N>, b: IntervalSet<N>): boolean {
  return a === b || (a.length === b.length && a.every(([first, last], i) => first === b[i]?.[0] && last === b[i][1]));
}

function covers<N>([first, last]: Interval<N>, inner: Interval<N>): boolean {
  return first <= inner[0] && inner[1] <= last;
}

function intervalAlgebra<N extends number | bigint>({ next, previous }: Neighbours<N>): IntervalAlgebra<N> {
  const from = (intervals: readonly Interval<N>[]): IntervalSet<N> =>
    joined(intervals.filter(([first, last]) => first <= last).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

  /** Joins what overlaps or touches, of intervals that are sorted by their first. */
  const joined = (sorted: readonly Interval<N>[]): IntervalSet<N> => {
    const out: Interval<N>[] = [];
    for (const interval of sorted) {
      const before = out.at(-1);
      if (!before || interval[0] > next(before[1])) out.push(interval);
      else if (interval[1] > before[1]) out[out.length - 1] = [before[0], interval[1]];
    }
    return out;
  };

  const union = (a: IntervalSet<N>, b: IntervalSet<N>): IntervalSet<N> => {
    if (a.length === 0 || a === b) return b;
    if (b.length === 0) return a;
    return itself(from([...a, ...b]), a, b);
  };

  const intersection = (a: IntervalSet<N>, b: IntervalSet<N>): IntervalSet<N> => {
    const out: Interval<N>[] = [];
    for (let i = 0, j = 0; ;) {
      const x = a[i];
      const y = b[j];
      if (!x || !y) return itself(out, a, b);
      const first = x[0] > y[0] ? x[0] : y[0];
      const last = x[1] < y[1] ? x[1] : y[1];
      if (first <= last) out.push(covers(x, y) ? y : covers(y, x) ? x : [first, last]);
      if (x[1] < y[1]) i++;
      else j++;
    }
  };

  const meet = (a: IntervalSet<N>, b: IntervalSet<N>): boolean => {
    for (let i = 0, j = 0; ;) {
      const x = a[i];
      const y = b[j];
      if (!x || !y) return false;
      if (x[1] < y[0]) i++;
      else if (y[1] < x[0]) j++;
      else return true;
    }
  };

  const difference = (a: IntervalSet<N>, b: IntervalSet<N>): IntervalSet<N> => {
    const out: Interval<N>[] = [];
    let j = 0;
    for (const interval of a) {
      const [first, last] = interval;
      let rest = first;
      let used = false;
      for (let hole = b[j]; hole && hole[1] < rest; hole = b[j]) j++;
      for (let k = j; !used; k++) {
        const hole = b[k];
        if (!hole || hole[0] > last) break;
        if (hole[0] > rest) out.push([rest, previous(hole[0])]);
        if (hole[1] >= last) used = true;
        else rest = next(hole[1]);
      }
      if (!used) out.push(rest === first ? interval : [rest, last]);
    }
    return itself(out, a, b);
  };

  const includes = (set: IntervalSet<N>, n: N): boolean => {
    let low = 0;
    let high = set.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const interval = set[middle];
      if (!interval) return false;
      if (n < interval[0]) high = middle - 1;
      else if (n > interval[1]) low = middle + 1;
      else return true;
    }
    return false;
  };

  return {
    empty: [],
    from,
    union,
    intersection,
    difference,
    includes,
    meet,
    equals: areEqual,
    isEmpty: (set) => set.length === 0,
  };
}
