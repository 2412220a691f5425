import { addresses, everyAddress, noAddress, type AddressSet } from "./addresses";
import type { SetAlgebra } from "./sets";
import { everyTraffic, type Traffic } from "./traffic";

/**
 * A set of packets by source address, transport and destination port: for each destination, who may send to it.
 *
 * Canonical: runs are sorted, never empty, and two that touch have different sources. Equal sets are equal values.
 */
export type PacketSet = readonly Run[];

/** The destinations from first to last, both included, as `Traffic` numbers them, and the sources that reach all of them. */
export interface Run {
  readonly first: number;
  readonly last: number;
  readonly sources: AddressSet;
}

export const packets: SetAlgebra<PacketSet> = {
  empty: [],
  union: (a, b) => (a.length === 0 ? b : b.length === 0 ? a : combined(a, b, addresses.union)),
  intersection: (a, b) => (a.length === 0 || b.length === 0 ? [] : combined(a, b, addresses.intersection)),
  difference: (a, b) => (a === b ? [] : b.length === 0 ? a : combined(a, b, addresses.difference)),
  equals: (a, b) =>
    a.length === b.length &&
    a.every((run, i) => {
      const other = b[i];
      return (
        other && run.first === other.first && run.last === other.last && addresses.equals(run.sources, other.sources)
      );
    }),
  isEmpty: (set) => set.length === 0,
};

export const noPacket: PacketSet = packets.empty;
export const everyPacket: PacketSet = packetsOf(everyAddress, everyTraffic);

/** Every packet from one of the sources to one of the destinations. */
export function packetsOf(sources: AddressSet, destinations: Traffic): PacketSet {
  if (addresses.isEmpty(sources)) return [];
  return destinations.map(([first, last]) => ({ first, last, sources }));
}

/** Everyone who can send to any of these destinations. */
export function sourcesOf(set: PacketSet): AddressSet {
  return set.reduce((all, run) => addresses.union(all, run.sources), noAddress);
}

export function destinationsOf(set: PacketSet): Traffic {
  const out: [number, number][] = [];
  for (const { first, last } of set) {
    const before = out.at(-1);
    if (before && before[1] + 1 === first) before[1] = last;
    else out.push([first, last]);
  }
  return out;
}

/** Walks the destinations at which one of two sets changes and asks, between each two, who may send in both. */
function combined(a: PacketSet, b: PacketSet, sources: (x: AddressSet, y: AddressSet) => AddressSet): PacketSet {
  const out: Run[] = [];
  for (const { first, last, inA, inB } of overlaid(a, b)) {
    const both = sources(inA, inB);
    if (addresses.isEmpty(both)) continue;
    const before = out.at(-1);
    if (before && before.last + 1 === first && addresses.equals(before.sources, both))
      out[out.length - 1] = { first: before.first, last, sources: both };
    else out.push({ first, last, sources: both });
  }
  return out;
}

/** A stretch of destinations on which neither of two sets changes. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
  readonly inA: AddressSet;
  readonly inB: AddressSet;
}

/** The stretches on which at least one of two sets has something, in order. */
export function overlaid(a: PacketSet, b: PacketSet): readonly Stretch[] {
  const out: Stretch[] = [];
  let i = 0;
  let j = 0;
  let at = 0;
  for (;;) {
    const x = a[i];
    const y = b[j];
    if (!x && !y) return out;
    const startOfA = x ? Math.max(x.first, at) : Infinity;
    const startOfB = y ? Math.max(y.first, at) : Infinity;
    const first = Math.min(startOfA, startOfB);
    const hasA = startOfA === first;
    const hasB = startOfB === first;
    const last = Math.min(hasA && x ? x.last : startOfA - 1, hasB && y ? y.last : startOfB - 1);
    out.push({ first, last, inA: hasA && x ? x.sources : noAddress, inB: hasB && y ? y.sources : noAddress });
    if (x?.last === last) i++;
    if (y?.last === last) j++;
    at = last + 1;
  }
}
