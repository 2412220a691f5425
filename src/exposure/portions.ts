import { addresses, noAddress, type AddressSet } from "../model/addresses";
import { addressBounds, type Bounds } from "../model/bounds";
import type { Interval } from "../model/intervals";
import { overlaid, type PacketSet } from "../model/packets";
import type { Passage } from "./passage";
import { byTransport, type Traffic } from "../model/traffic";

/** A product within a packet set: each of the sources reaches each of the destinations, all of one transport. */
export interface Portion {
  readonly transport: string;
  readonly traffic: Traffic;
  readonly sources: Bounds<AddressSet>;
}

/** Cuts what passes into the fewest products: destinations with the same certain and possible sources go together. */
export function portionsOf({ must, may, because }: Bounds<PacketSet>): readonly Portion[] {
  const groups: { readonly must: AddressSet; readonly may: AddressSet; readonly traffic: Interval<number>[] }[] = [];
  for (const { first, last, inA, inB } of overlaid(must, may)) {
    const same = groups.find((group) => addresses.equals(group.must, inA) && addresses.equals(group.may, inB));
    if (same) extend(same.traffic, [first, last]);
    else groups.push({ must: inA, may: inB, traffic: [[first, last]] });
  }
  return groups.flatMap((group) => {
    const sources = addressBounds.between(group.must, group.may, because);
    return byTransport(group.traffic).map(({ transport, traffic }) => ({ transport, traffic, sources }));
  });
}

function extend(traffic: Interval<number>[], [first, last]: Interval<number>): void {
  const before = traffic.at(-1);
  if (before && before[1] + 1 === first) traffic[traffic.length - 1] = [before[0], last];
  else traffic.push([first, last]);
}

/** Members come from no address that a stranger has, so what only they may send has no sources. */
export function portionsThrough(packets: Bounds<PacketSet>, members: Passage["members"]): readonly Portion[] {
  if (!members) return portionsOf(packets);
  const nobody = addressBounds.certain(noAddress);
  return byTransport(members.traffic.may).map(({ transport, traffic }) => ({ transport, traffic, sources: nobody }));
}
