import { addresses, type AddressSet } from "./addresses";
import { packets, packetsOf, type PacketSet } from "./packets";
import { isSubset, type SetAlgebra } from "./sets";
import { comparePlaces, compareText, type Place } from "./source";
import { traffic, type Traffic } from "./traffic";

/** Why something is not known: what is missing, by the name that the input gives it, and where it is asked for. */
export interface Reason {
  readonly kind: "variable" | "reference" | "function" | "prefix-list" | "construct" | "value" | "denied";
  readonly name: string;
  readonly at: Place;
}

/** A value that was read, or the reasons why it could not be. */
export type Known<T> =
  { readonly known: true; readonly value: T } | { readonly known: false; readonly because: readonly Reason[] };

export function known<T>(value: T): Known<T> {
  return { known: true, value };
}

export function unknown(...because: readonly Reason[]): Known<never> {
  return { known: false, because };
}

/**
 * A set that is known in part: `must` ⊆ the real set ⊆ `may`. Where they differ, `because` says why; where they are equal
 * it is empty. All doubt in the product lives in this gap.
 */
export interface Bounds<S> {
  readonly must: S;
  readonly may: S;
  readonly because: readonly Reason[];
}

/** What bounds of one kind of set can do. */
export interface BoundsAlgebra<S> {
  readonly certain: (set: S) => Bounds<S>;
  /** Fails where `must` is not in `may`, or where they differ for no reason: both are bugs of the caller. */
  readonly between: (must: S, may: S, because: readonly Reason[]) => Bounds<S>;
  readonly union: (a: Bounds<S>, b: Bounds<S>) => Bounds<S>;
  readonly intersection: (a: Bounds<S>, b: Bounds<S>) => Bounds<S>;
  /** The bounds of what is taken away cross: certainly left is what must be there and may not be taken. */
  readonly difference: (a: Bounds<S>, b: Bounds<S>) => Bounds<S>;
}

export const addressBounds = boundsAlgebra<AddressSet>(addresses);
export const trafficBounds = boundsAlgebra<Traffic>(traffic);
export const packetBounds = boundsAlgebra<PacketSet>(packets);

export function boundsAlgebra<S>(sets: SetAlgebra<S>): BoundsAlgebra<S> {
  const between = (must: S, may: S, because: readonly Reason[]): Bounds<S> => {
    if (must === may) return { must, may, because: [] };
    if (!isSubset(sets, must, may)) throw new Error("bounds cross: what must be there may not be");
    if (sets.equals(must, may)) return { must, may: must, because: [] };
    if (because.length === 0) throw new Error("bounds differ and nothing says why");
    return { must, may, because: distinctReasons(because) };
  };
  const certain = (set: S): Bounds<S> => ({ must: set, may: set, because: [] });
  const both = (a: Bounds<S>, b: Bounds<S>): readonly Reason[] => [...a.because, ...b.because];
  // Nearly all that is known is known exactly, and then half of the work is the other half.
  const areExact = (a: Bounds<S>, b: Bounds<S>): boolean => a.must === a.may && b.must === b.may;
  const each =
    (combine: (x: S, y: S) => S): BoundsAlgebra<S>["union"] =>
    (a, b) =>
      areExact(a, b)
        ? certain(combine(a.must, b.must))
        : between(combine(a.must, b.must), combine(a.may, b.may), both(a, b));
  return {
    certain,
    between,
    union: each(sets.union),
    intersection: each(sets.intersection),
    difference: (a, b) =>
      areExact(a, b)
        ? certain(sets.difference(a.must, b.must))
        : between(sets.difference(a.must, b.may), sets.difference(a.may, b.must), both(a, b)),
  };
}

/** Every packet from one of the sources to one of the destinations, doubt in either carried over. */
export function packetsBetween(sources: Bounds<AddressSet>, destinations: Bounds<Traffic>): Bounds<PacketSet> {
  const must = packetsOf(sources.must, destinations.must);
  if (sources.must === sources.may && destinations.must === destinations.may) return packetBounds.certain(must);
  return packetBounds.between(must, packetsOf(sources.may, destinations.may), [
    ...sources.because,
    ...destinations.because,
  ]);
}

/** Each reason once, in order of place and name, so that equal doubts are equal values however they came together. */
export function distinctReasons(because: readonly Reason[]): readonly Reason[] {
  if (because.length < 2) return because;
  const sorted = because.toSorted(compareReasons);
  return sorted.filter((reason, i) => {
    const before = sorted[i - 1];
    return !before || before.name !== reason.name || comparePlaces(before.at, reason.at) !== 0;
  });
}

/** Tells apart what shows alike, too: the one that is kept must not depend on which came first. */
function compareReasons(a: Reason, b: Reason): number {
  return (
    comparePlaces(a.at, b.at) || compareText(a.name, b.name) || compareText(a.kind, b.kind) || compareEnds(a.at, b.at)
  );
}

function compareEnds(a: Place, b: Place): number {
  return a.kind === "file" && b.kind === "file" ? a.endLine - b.endLine || a.endColumn - b.endColumn : 0;
}
