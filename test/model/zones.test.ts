import { addresses, everyAddress, everyIPv4, noAddress, sizeOf, type AddressSet } from "../../src/model/addresses";
import { parseCidr } from "../../src/model/cidr";
import { isSubset, unionOf } from "../../src/model/sets";
import { breadthOf, breadths, internet, isWider, loopback, type Breadth } from "../../src/model/zones";

describe("breadth", () => {
  test.each<[Breadth, string, readonly string[]]>([
    ["everyone", "all of IPv4", ["0.0.0.0/0"]],
    ["everyone", "all of IPv6", ["::/0"]],
    ["everyone", "all of both", ["0.0.0.0/0", "::/0"]],
    ["everyone", "all global unicast of IPv6", ["2000::/3"]],
    ["everyone", "all of IPv4, mapped", ["::ffff:0.0.0.0/96"]],
    ["everyone", "the lower half of IPv4, with most of the public addresses", ["0.0.0.0/1"]],
    ["many", "the upper half of IPv4, with multicast and reserved blocks", ["128.0.0.0/1"]],
    ["everyone", "both halves of IPv4", ["0.0.0.0/1", "128.0.0.0/1"]],
    ["everyone", "the quarters of IPv4", ["0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/2", "192.0.0.0/2"]],
    ["many", "a quarter of IPv4", ["64.0.0.0/2"]],
    ["many", "the lower half of IPv6 global unicast, with the special blocks", ["2000::/4"]],
    ["everyone", "the upper half of IPv6 global unicast", ["3000::/4"]],
    ["everyone", "both halves of IPv6 global unicast", ["2000::/4", "3000::/4"]],
    ["everyone", "the half of IPv6 that global unicast is in", ["::/1"]],
    ["private", "the half of IPv6 that it is not in", ["8000::/1"]],
    ["many", "a public /8", ["8.0.0.0/8"]],
    ["many", "a public /16", ["8.8.0.0/16"]],
    ["few", "a public /17", ["8.8.0.0/17"]],
    ["many", "two public /17 apart", ["8.8.0.0/17", "9.9.0.0/17"]],
    ["few", "a public /16 but for one address", ["8.8.0.0/16", "-8.8.8.8"]],
    ["few", "one public address", ["8.8.8.8/32"]],
    ["few", "one public address among private ones", ["8.8.8.8", "10.0.0.0/8", "192.168.0.0/16"]],
    ["many", "a /32 of IPv6", ["2600::/32"]],
    ["few", "a /33 of IPv6", ["2600::/33"]],
    ["many", "two /33 of IPv6 apart", ["2600::/33", "2a00::/33"]],
    ["few", "one IPv6 address", ["2600::1"]],
    ["few", "NAT64 for all of IPv4", ["64:ff9b::/96"]],
    ["many", "a /32 of IPv6 beside a few IPv4 addresses", ["2600::/32", "8.8.8.8"]],
    ["private", "no address", []],
    ["private", "RFC 1918", ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]],
    ["few", "a block that begins private and ends public", ["172.16.0.0/12", "172.32.0.0/24"]],
    ["private", "shared address space", ["100.64.0.0/10"]],
    ["private", "unique local addresses", ["fc00::/7"]],
    ["private", "link local addresses", ["169.254.0.0/16", "fe80::/10"]],
    ["private", "loopback", ["127.0.0.0/8", "::1"]],
    ["private", "documentation of IPv4", ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"]],
    ["private", "documentation of IPv6", ["2001:db8::/32", "3fff::/20"]],
    ["private", "multicast", ["224.0.0.0/4", "ff00::/8"]],
    ["private", "reserved for later", ["240.0.0.0/4"]],
    ["private", "this network", ["0.0.0.0/8"]],
    ["private", "the widest private spelling there is", ["8000::/1", "10.0.0.0/8", "224.0.0.0/3"]],
    ["everyone", "all of IPv4 but one address", ["0.0.0.0/0", "-203.0.113.7"]],
    ["everyone", "all of IPv4 but a /8", ["0.0.0.0/0", "-8.0.0.0/8"]],
    ["everyone", "all of IPv4 but what is private", ["0.0.0.0/0", "-10.0.0.0/8", "-172.16.0.0/12", "-192.168.0.0/16"]],
    ["many", "all of IPv4 but its lower half", ["0.0.0.0/0", "-0.0.0.0/1"]],
    ["everyone", "all of both but all of IPv4", ["0.0.0.0/0", "::/0", "-0.0.0.0/0"]],
  ])("%s: %s", (breadth, _, blocks) => {
    expect(breadthOf(setOf(blocks))).toBe(breadth);
  });

  test("is half of the public addresses to the very address", () => {
    const half = Math.ceil(sizeOf(internet).v4 / 2);
    const cut = firstIPv4s(internet, half);
    const justUnder = firstIPv4s(internet, half - 1);
    expect(sizeOf(cut).v4).toBe(half);
    expect(breadthOf(cut)).toBe("everyone");
    expect(breadthOf(justUnder)).toBe("many");
  });

  test("is ordered from the widest to the narrowest", () => {
    breadths.forEach((wide, i) => {
      breadths.forEach((narrow, j) => {
        expect(isWider(wide, narrow)).toBe(i < j);
      });
    });
  });
});

describe("the internet", () => {
  test.each([
    ["the first public address", "1.0.0.0"],
    ["the last public address", "223.255.255.255"],
    ["before RFC 1918", "9.255.255.255"],
    ["after RFC 1918", "11.0.0.0"],
    ["before the shared address space", "100.63.255.255"],
    ["after the shared address space", "100.128.0.0"],
    ["before 172.16.0.0/12", "172.15.255.255"],
    ["after 172.16.0.0/12", "172.32.0.0"],
    ["after benchmarking", "198.20.0.0"],
    ["before benchmarking", "198.17.255.255"],
    ["PCP anycast", "192.0.0.9"],
    ["TURN anycast", "192.0.0.10"],
    ["AS112, IPv4", "192.31.196.0/24"],
    ["AMT, IPv4", "192.52.193.0/24"],
    ["direct delegation AS112, IPv4", "192.175.48.0/24"],
    ["NAT64", "64:ff9b::/96"],
    ["PCP anycast, IPv6", "2001:1::1"],
    ["TURN anycast, IPv6", "2001:1::2"],
    ["DNS-SD anycast, IPv6", "2001:1::3"],
    ["AMT, IPv6", "2001:3::/32"],
    ["AS112, IPv6", "2001:4:112::/48"],
    ["ORCHIDv2", "2001:20::/28"],
    ["drone remote ID", "2001:30::/28"],
    ["after the IETF assignments", "2001:200::/23"],
    ["direct delegation AS112, IPv6", "2620:4f:8000::/48"],
    ["the first of global unicast", "2000::"],
    ["the last of global unicast", "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ])("has %s: %s", (_, text) => {
    expect(isSubset(addresses, setOf([text]), internet)).toBe(true);
  });

  test.each([
    ["this network", "0.0.0.0/8"],
    ["private use", "10.0.0.0/8"],
    ["shared address space", "100.64.0.0/10"],
    ["loopback", "127.0.0.0/8"],
    ["link local", "169.254.0.0/16"],
    ["private use", "172.16.0.0/12"],
    ["IPv4 service continuity", "192.0.0.0/29"],
    ["the dummy address", "192.0.0.8"],
    ["NAT64 discovery", "192.0.0.170/31"],
    ["the rest of the IETF assignments", "192.0.0.11"],
    ["documentation", "192.0.2.0/24"],
    ["6to4 relay anycast", "192.88.99.0/24"],
    ["private use", "192.168.0.0/16"],
    ["benchmarking", "198.18.0.0/15"],
    ["documentation", "198.51.100.0/24"],
    ["documentation", "203.0.113.0/24"],
    ["multicast", "224.0.0.0/4"],
    ["reserved", "240.0.0.0/4"],
    ["broadcast", "255.255.255.255"],
    ["the unspecified address", "::"],
    ["loopback, IPv6", "::1"],
    ["local-use NAT64", "64:ff9b:1::/48"],
    ["discard only", "100::/64"],
    ["the dummy prefix", "100:0:0:1::/64"],
    ["Teredo", "2001::/32"],
    ["the rest of the anycast block", "2001:1::4"],
    ["benchmarking, IPv6", "2001:2::/48"],
    ["ORCHID, deprecated", "2001:10::/28"],
    ["documentation, IPv6", "2001:db8::/32"],
    ["6to4", "2002::/16"],
    ["documentation, IPv6", "3fff::/20"],
    ["SRv6 SIDs", "5f00::/16"],
    ["not yet allocated", "4000::/3"],
    ["unique local", "fc00::/7"],
    ["link local, IPv6", "fe80::/10"],
    ["site local, deprecated", "fec0::/10"],
    ["multicast, IPv6", "ff00::/8"],
  ])("has nothing of %s: %s", (_, text) => {
    expect(addresses.intersection(setOf([text]), internet)).toEqual(noAddress);
  });

  test("has as many IPv4 addresses as the registries leave", () => {
    const per24 = 256;
    const special = 3 * 2 ** 24 + 2 ** 22 + 2 * 2 ** 16 + 2 ** 20 + 5 * per24 + 2 ** 17 + 2 * 2 ** 28;
    expect(sizeOf(internet).v4).toBe(2 ** 32 - special + 2);
  });

  test("has no loopback, and is not everything", () => {
    expect(addresses.intersection(internet, loopback)).toEqual(noAddress);
    expect(loopback).toEqual(setOf(["127.0.0.0/8", "::1"]));
    expect(addresses.equals(internet, everyAddress)).toBe(false);
    expect(addresses.isEmpty(addresses.difference(everyIPv4, internet))).toBe(false);
  });
});

/** Blocks together, those with a minus taken away again. */
function setOf(texts: readonly string[]): AddressSet {
  const read = (text: string) => {
    const block = parseCidr(text);
    if (!block) throw new Error(`${text} is no block`);
    return block;
  };
  const added = texts.filter((text) => !text.startsWith("-")).map(read);
  const taken = texts.filter((text) => text.startsWith("-")).map((text) => read(text.slice(1)));
  return addresses.difference(unionOf(addresses, added), unionOf(addresses, taken));
}

function firstIPv4s({ v4 }: AddressSet, count: number): AddressSet {
  let left = count;
  const out: [number, number][] = [];
  for (const [first, last] of v4) {
    const taken = Math.min(left, last - first + 1);
    if (taken > 0) out.push([first, first + taken - 1]);
    left -= taken;
  }
  return { v4: out, v6: [] };
}
