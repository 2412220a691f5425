import { addresses, noAddress, sizeOf, type AddressSet } from "./addresses";
import { parseCidr } from "./cidr";
import { remembered } from "./remembered";
import { isSubset, unionOf } from "./sets";

/**
 * Blocks that are not globally reachable, so that no stranger's packet comes from them.
 * Source: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, RFC 8190; registries of 2025-10), the rows whose
 * "Globally Reachable" is not True, and multicast (RFC 5771, RFC 4291 section 2.7), which is never a source.
 */
const specialPurpose = [
  "0.0.0.0/8", // "this network", RFC 791
  "10.0.0.0/8", // private use, RFC 1918
  "100.64.0.0/10", // shared address space, RFC 6598
  "127.0.0.0/8", // loopback, RFC 1122
  "169.254.0.0/16", // link local, RFC 3927
  "172.16.0.0/12", // private use, RFC 1918
  "192.0.0.0/24", // IETF protocol assignments, RFC 6890
  "192.0.2.0/24", // documentation, RFC 5737
  "192.88.99.0/24", // deprecated 6to4 relay anycast, RFC 7526
  "192.168.0.0/16", // private use, RFC 1918
  "198.18.0.0/15", // benchmarking, RFC 2544
  "198.51.100.0/24", // documentation, RFC 5737
  "203.0.113.0/24", // documentation, RFC 5737
  "224.0.0.0/4", // multicast, RFC 5771
  "240.0.0.0/4", // reserved and limited broadcast, RFC 1112
  "2001::/23", // IETF protocol assignments, RFC 2928
  "2001:db8::/32", // documentation, RFC 3849
  "2002::/16", // 6to4, RFC 3056
  "3fff::/20", // documentation, RFC 9637
] as const;

/** Smaller blocks of the same registries that are globally reachable although they lie in one that is not. */
const reachableWithin = [
  "192.0.0.9/32", // Port Control Protocol anycast, RFC 7723
  "192.0.0.10/32", // TURN anycast, RFC 8155
  "2001:1::1/128", // Port Control Protocol anycast, RFC 7723
  "2001:1::2/128", // TURN anycast, RFC 8155
  "2001:1::3/128", // DNS-SD service registration anycast, RFC 9665
  "2001:3::/32", // AMT, RFC 7450
  "2001:4:112::/48", // AS112-v6, RFC 7535
  "2001:20::/28", // ORCHIDv2, RFC 7343
  "2001:30::/28", // drone remote ID, RFC 9374
] as const;

/** Where global unicast addresses come from: all of IPv4, and of IPv6 `2000::/3` (RFC 4291 section 2.4) and NAT64 (RFC 6052). */
const allocated = ["0.0.0.0/0", "2000::/3", "64:ff9b::/96"] as const;

/** The sources that strangers have: every globally reachable unicast address. */
export const internet: AddressSet = addresses.union(
  addresses.difference(blocks(allocated), blocks(specialPurpose)),
  blocks(reachableWithin),
);

export const loopback: AddressSet = blocks(["127.0.0.0/8", "::1/128"]);

/** How wide a set of sources is, in public addresses and not in prefix spelling, from the widest to the narrowest. */
export const breadths = ["everyone", "many", "few", "private"] as const;
export type Breadth = (typeof breadths)[number];

const publicAddresses = sizeOf(internet);
const manyIPv4 = 2 ** 16;
const manyIPv6 = 2n ** 96n;

/**
 * `everyone`: at least half of the public IPv4 or IPv6 space; `many`: at least 2^16 public IPv4 addresses or a /32 of IPv6;
 * `few`: any other public address; `private`: none.
 */
export const breadthOf = remembered((sources: AddressSet): Breadth => {
  const { v4, v6 } = sizeOf(addresses.intersection(sources, internet));
  if (v4 * 2 >= publicAddresses.v4 || v6 * 2n >= publicAddresses.v6) return "everyone";
  if (v4 >= manyIPv4 || v6 >= manyIPv6) return "many";
  return v4 > 0 || v6 > 0n ? "few" : "private";
});

export function isWider(a: Breadth, b: Breadth): boolean {
  return breadths.indexOf(a) < breadths.indexOf(b);
}

/** Sources that users name: an office, a partner, a network of edge servers. */
export type Zones = ReadonlyMap<string, AddressSet>;

/** The first zone that holds all of the sources. */
export function zoneAround(zones: Zones, sources: AddressSet): string | undefined {
  if (addresses.isEmpty(sources)) return undefined;
  return [...zones].find(([, zone]) => isSubset(addresses, sources, zone))?.[0];
}

/** Whether every public address among the sources is in some zone. */
export function areDeclared(zones: Zones, sources: AddressSet): boolean {
  return isSubset(addresses, addresses.intersection(sources, internet), unionOf(addresses, [...zones.values()]));
}

function blocks(texts: readonly string[]): AddressSet {
  return unionOf(
    addresses,
    texts.map((text) => parseCidr(text) ?? noAddress),
  );
}
