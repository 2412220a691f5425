import fc from "fast-check";
import { bigNumbers, numbers, type Interval, type IntervalSet } from "../../src/model/intervals";
import { isSubset, unionOf, type SetAlgebra } from "../../src/model/sets";
import { everySubset, has, intervalsOf, isWithin } from "./subsets";

const size = 6;
const subsets = everySubset(size);

type Algebra<N> = SetAlgebra<IntervalSet<N>> & { readonly includes: (set: IntervalSet<N>, n: N) => boolean };

describe("every pair of subsets of six numbers, as numbers", () => {
  agreesWithSets(numbers, (n) => n);
});

describe("every pair of subsets of six numbers, as big numbers", () => {
  agreesWithSets(bigNumbers, BigInt);
});

function agreesWithSets<N>(sets: Algebra<N>, number: (n: number) => N): void {
  const write = (bits: number) => intervalsOf(bits).map(([first, last]): Interval<N> => [number(first), number(last)]);

  test("union, intersection, difference, equality and inclusion are those of sets", () => {
    const wrong: string[] = [];
    for (const a of subsets) {
      for (const b of subsets) {
        const x = write(a);
        const y = write(b);
        if (!same(sets.union(x, y), write(a | b))) wrong.push(`${a} ∪ ${b}`);
        if (!same(sets.intersection(x, y), write(a & b))) wrong.push(`${a} ∩ ${b}`);
        if (!same(sets.difference(x, y), write(a & ~b))) wrong.push(`${a} - ${b}`);
        if (sets.equals(x, y) !== (a === b)) wrong.push(`${a} = ${b}`);
        if (isSubset(sets, x, y) !== isWithin(a, b)) wrong.push(`${a} ⊆ ${b}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("what is left of a set where nothing is taken, and the part of it that is all of another, are those very sets", () => {
    for (const a of subsets) {
      for (const b of subsets) {
        const [x, y] = [write(a), write(b)];
        if (isWithin(a, b) && a > 0) expect([x, y]).toContain(sets.intersection(x, y));
        if ((a & b) === 0 && a > 0) expect(sets.difference(x, y)).toBe(x);
      }
    }
  });

  test("membership and emptiness are those of sets", () => {
    for (const bits of subsets) {
      const set = write(bits);
      expect(sets.isEmpty(set)).toBe(bits === 0);
      for (let n = -1; n <= size; n++) expect(sets.includes(set, number(n))).toBe(n >= 0 && has(bits, n));
    }
  });
}

test("every list of up to three intervals over four numbers is made canonical, reversed ones being empty", () => {
  const ends = [0, 1, 2, 3];
  const intervals = ends.flatMap((first) => ends.map((last): Interval<number> => [first, last]));
  const lists = [
    [],
    ...intervals.map((a) => [a]),
    ...intervals.flatMap((a) => intervals.map((b) => [a, b])),
    ...intervals.flatMap((a) => intervals.flatMap((b) => intervals.map((c) => [a, b, c]))),
  ];
  const wrong = lists.filter((list) => !same(numbers.from(list), intervalsOf(bitsOf(list))));
  expect(wrong).toEqual([]);
  expect(lists).toHaveLength(1 + 16 + 256 + 4096);
});

test("many random intervals keep to brute force", () => {
  const interval = fc.tuple(fc.nat(40), fc.nat(8)).map(([first, length]): Interval<number> => [first, first + length]);
  const lists = fc.array(interval, { maxLength: 12 });
  const contents = (list: readonly Interval<number>[]) =>
    new Set(list.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i)));
  fc.assert(
    fc.property(lists, lists, (a, b) => {
      const inA = contents(a);
      const inB = contents(b);
      const union = numbers.union(numbers.from(a), numbers.from(b));
      const intersection = numbers.intersection(numbers.from(a), numbers.from(b));
      const difference = numbers.difference(numbers.from(a), numbers.from(b));
      for (let n = 0; n <= 50; n++) {
        expect(numbers.includes(union, n)).toBe(inA.has(n) || inB.has(n));
        expect(numbers.includes(intersection, n)).toBe(inA.has(n) && inB.has(n));
        expect(numbers.includes(difference, n)).toBe(inA.has(n) && !inB.has(n));
      }
      for (const set of [union, intersection, difference]) expect(set).toEqual(numbers.from(set.toReversed()));
    }),
  );
});

describe("at the edges", () => {
  const lastIPv4 = 2 ** 32 - 1;
  const lastIPv6 = 2n ** 128n - 1n;

  test("the last IPv4 address joins and parts", () => {
    expect(numbers.union([[0, lastIPv4 - 1]], [[lastIPv4, lastIPv4]])).toEqual([[0, lastIPv4]]);
    expect(numbers.difference([[0, lastIPv4]], [[lastIPv4, lastIPv4]])).toEqual([[0, lastIPv4 - 1]]);
    expect(numbers.difference([[0, lastIPv4]], [[0, 0]])).toEqual([[1, lastIPv4]]);
    expect(numbers.includes([[0, lastIPv4]], lastIPv4)).toBe(true);
    expect(numbers.includes([[0, lastIPv4]], lastIPv4 + 1)).toBe(false);
  });

  test("the last IPv6 address joins and parts, where a double would have lost it", () => {
    expect(bigNumbers.union([[0n, lastIPv6 - 1n]], [[lastIPv6, lastIPv6]])).toEqual([[0n, lastIPv6]]);
    expect(bigNumbers.difference([[0n, lastIPv6]], [[lastIPv6, lastIPv6]])).toEqual([[0n, lastIPv6 - 1n]]);
    expect(bigNumbers.difference([[0n, lastIPv6]], [[0n, 0n]])).toEqual([[1n, lastIPv6]]);
    expect(bigNumbers.includes([[0n, lastIPv6 - 1n]], lastIPv6)).toBe(false);
    expect(bigNumbers.equals([[0n, lastIPv6]], [[0n, lastIPv6 - 1n]])).toBe(false);
  });

  test("neighbours that do not touch stay apart", () => {
    expect(numbers.union([[0, 1]], [[3, 4]])).toEqual([
      [0, 1],
      [3, 4],
    ]);
  });
});

test("the union of many sets is the union one by one, for any number of them", () => {
  for (let count = 0; count < 9; count++) {
    const sets = Array.from({ length: count }, (_, i): Interval<number>[] => [[i * 3, i * 3 + (i % 4)]]);
    expect(unionOf(numbers, sets)).toEqual(sets.reduce<readonly Interval<number>[]>(numbers.union, []));
  }
});

function bitsOf(list: readonly Interval<number>[]): number {
  let bits = 0;
  for (const [first, last] of list) for (let n = first; n <= last; n++) bits |= 1 << n;
  return bits;
}

function same<N>(a: IntervalSet<N>, b: IntervalSet<N>): boolean {
  return a.length === b.length && a.every(([first, last], i) => first === b[i]![0] && last === b[i]![1]);
}
