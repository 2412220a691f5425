import { noAddress, type AddressSet } from "../model/addresses";
import type { Exposure } from "../model/exposure";
import { append } from "../model/grouped";
import { packets, packetsOf, type PacketSet } from "../model/packets";
import { unionOf } from "../model/sets";
import { noTraffic, traffic, withPorts, type Traffic } from "../model/traffic";
import { breadthOf, isWider } from "../model/zones";

/** Other exposures of what an exposure leads to, at the same kind of door, itself among them. */
export type Beside = (exposure: Exposure) => readonly Exposure[];

/** Answers by target and layer. */
export function besideIn(exposures: readonly Exposure[]): Beside {
  const groups = new Map<string, Exposure[]>();
  const keyOf = ({ layer, target, entry }: Exposure): string => JSON.stringify([layer, entry, target.id]);
  for (const exposure of exposures) append(groups, keyOf(exposure), exposure);
  return (exposure) => groups.get(keyOf(exposure)) ?? [exposure];
}

export interface Wider {
  readonly certainty: "exposed" | "unknown";
  readonly traffic: Traffic;
}

/**
 * The ports at which IPv6 lets in more people than IPv4 does, where IPv4 is spoken of at all: a target that is reached
 * over IPv6 alone keeps nobody out over IPv4. Only what both families carry is compared, so neither ICMP is.
 */
export function widerOverIPv6(exposure: Exposure, beside: Beside): Wider | undefined {
  const { must, may } = exposure.sources;
  if (may.v6.length === 0) return undefined;
  const overIPv4 = perhapsOverIPv4(beside(exposure));
  if (packets.isEmpty(overIPv4)) return undefined;
  const surely = whereWider(exposure, must, overIPv4);
  if (!traffic.isEmpty(surely)) return { certainty: "exposed", traffic: surely };
  const perhaps = whereWider(exposure, may, overIPv4);
  return traffic.isEmpty(perhaps) ? undefined : { certainty: "unknown", traffic: perhaps };
}

/** All that may come over IPv4: a doubt that both families share makes neither wider. */
function perhapsOverIPv4(exposures: readonly Exposure[]): PacketSet {
  return unionOf(
    packets,
    exposures.map(({ sources, traffic: to }) => packetsOf({ ...noAddress, v4: sources.may.v4 }, to)),
  );
}

function whereWider(exposure: Exposure, sources: AddressSet, overIPv4: PacketSet): Traffic {
  const breadth = breadthOf({ ...noAddress, v6: sources.v6 });
  const wide = overIPv4.filter((run) => !isWider(breadth, breadthOf(run.sources)));
  const asWide = wide.reduce<Traffic>((all, { first, last }) => traffic.union(all, [[first, last]]), noTraffic);
  const shared = traffic.intersection(exposure.traffic, withPorts);
  return breadth === "private" ? noTraffic : traffic.difference(shared, asWide);
}
