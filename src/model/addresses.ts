import { bigNumbers, numbers, type IntervalSet } from "./intervals";
import type { SetAlgebra } from "./sets";

/**
 * A set of addresses, IPv4 and IPv6 apart: an IPv4 address is a number below 2^32, an IPv6 address a bigint below 2^128.
 * IPv4-mapped IPv6 addresses (`::ffff:0:0/96`, RFC 4291 section 2.5.5.2) are written as the IPv4 addresses that they are.
 */
export interface AddressSet {
  readonly v4: IntervalSet<number>;
  readonly v6: IntervalSet<bigint>;
}

export const addresses: SetAlgebra<AddressSet> = {
  empty: { v4: [], v6: [] },
  union: eachFamily(numbers.union, bigNumbers.union),
  intersection: eachFamily(numbers.intersection, bigNumbers.intersection),
  difference: eachFamily(numbers.difference, bigNumbers.difference),
  equals: (a, b) => a === b || (numbers.equals(a.v4, b.v4) && bigNumbers.equals(a.v6, b.v6)),
  isEmpty: ({ v4, v6 }) => v4.length === 0 && v6.length === 0,
};

function eachFamily(
  ofIPv4: (a: IntervalSet<number>, b: IntervalSet<number>) => IntervalSet<number>,
  ofIPv6: (a: IntervalSet<bigint>, b: IntervalSet<bigint>) => IntervalSet<bigint>,
): (a: AddressSet, b: AddressSet) => AddressSet {
  return (a, b) => {
    const v4 = ofIPv4(a.v4, b.v4);
    const v6 = ofIPv6(a.v6, b.v6);
    // What is equal to what it was made of is that, as with intervals.
    return [a, b].find((set) => set.v4 === v4 && set.v6 === v6) ?? { v4, v6 };
  };
}

/** Whether two sets have an address in common. */
export function meet(a: AddressSet, b: AddressSet): boolean {
  return numbers.meet(a.v4, b.v4) || bigNumbers.meet(a.v6, b.v6);
}

export const noAddress = addresses.empty;
export const everyIPv4: AddressSet = { v4: [[0, 2 ** 32 - 1]], v6: [] };
export const everyIPv6: AddressSet = { v4: [], v6: [[0n, 2n ** 128n - 1n]] };
export const everyAddress: AddressSet = { v4: everyIPv4.v4, v6: everyIPv6.v6 };

/** How many addresses there are, IPv4 and IPv6 apart. */
export function sizeOf({ v4, v6 }: AddressSet): { readonly v4: number; readonly v6: bigint } {
  return {
    v4: v4.reduce((sum, [first, last]) => sum + last - first + 1, 0),
    v6: v6.reduce((sum, [first, last]) => sum + last - first + 1n, 0n),
  };
}
