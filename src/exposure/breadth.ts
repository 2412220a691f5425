import { everyAddress } from "../model/addresses";
import { packets, packetsOf, type PacketSet } from "../model/packets";
import { unionOf } from "../model/sets";
import { breadthOf, isWider, type Breadth } from "../model/zones";
import type { Portion } from "./portions";

/**
 * How wide each portion is together with the others of its boundary: two rules that admit half of the internet each
 * admit everyone, although neither does. A portion that admits no public address stays private.
 */
export function breadthsTogether(portions: readonly Portion[]): (portion: Portion) => Breadth {
  const partly = portions.filter(({ sources }) => ["many", "few"].includes(breadthOf(sources.must)));
  const together =
    partly.length < 2
      ? packets.empty
      : unionOf(
          packets,
          partly.map((p) => packetsOf(p.sources.must, p.traffic)),
        );
  const widest = widestOf(together);
  return (portion) => {
    const own = breadthOf(portion.sources.must);
    if (own === "private" || !isWider(widest, own)) return own;
    const shared = packets.intersection(together, packetsOf(everyAddress, portion.traffic));
    const wider = widestOf(shared);
    return isWider(wider, own) ? wider : own;
  };
}

function widestOf(set: PacketSet): Breadth {
  return set.map(({ sources }) => breadthOf(sources)).reduce((a, b) => (isWider(b, a) ? b : a), "private");
}
