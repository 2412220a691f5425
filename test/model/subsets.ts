import type { Interval } from "../../src/model/intervals";

/** Every subset of {0 … size-1} as a number whose bit i says whether i is in it. */
export function everySubset(size: number): readonly number[] {
  return Array.from({ length: 2 ** size }, (_, bits) => bits);
}

export function has(bits: number, element: number): boolean {
  return ((bits >> element) & 1) === 1;
}

export function isWithin(inner: number, outer: number): boolean {
  return (inner & ~outer) === 0;
}

/** The only canonical way to write a subset as intervals, made without the algebra that it is held against. */
export function intervalsOf(bits: number): Interval<number>[] {
  const out: Interval<number>[] = [];
  for (let i = 0; bits >> i > 0; i++) {
    if (!has(bits, i)) continue;
    const first = i;
    while (has(bits, i + 1)) i++;
    out.push([first, i]);
  }
  return out;
}
