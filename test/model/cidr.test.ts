import fc from "fast-check";
import { addresses, everyAddress, everyIPv4, everyIPv6, noAddress, type AddressSet } from "../../src/model/addresses";
import { parseCidr, parseIPv4, parseIPv6, writeCidrs } from "../../src/model/cidr";
import { bigNumbers, numbers, type Interval } from "../../src/model/intervals";
import { unionOf } from "../../src/model/sets";
import { block } from "./arbitraries";

const lastIPv4 = 2 ** 32 - 1;
const lastIPv6 = 2n ** 128n - 1n;

describe("spellings of the same addresses", () => {
  test.each<[string, string, AddressSet]>([
    ["all of IPv4", "0.0.0.0/0", everyIPv4],
    ["all of IPv4 with bits below the prefix", "0.0.2.0/0", everyIPv4],
    ["all of IPv4 from its last address", "255.255.255.255/0", everyIPv4],
    ["all of IPv4 with leading zeros", "000.000.000.000/0", everyIPv4],
    ["all of IPv4 with a leading zero in the prefix", "0.0.0.0/00", everyIPv4],
    ["all of IPv4, mapped", "::ffff:0.0.0.0/96", everyIPv4],
    ["all of IPv4, mapped in hexadecimal", "::ffff:0:0/96", everyIPv4],
    ["all of IPv4, mapped in capitals", "::FFFF:0.0.0.0/96", everyIPv4],
    ["all of IPv4, mapped with every group", "0:0:0:0:0:ffff:0:0/96", everyIPv4],
    ["all of IPv4, mapped with bits below the prefix", "::ffff:1.2.3.4/96", everyIPv4],
    ["all of IPv6", "::/0", everyIPv6],
    ["all of IPv6 with a zero before", "0::/0", everyIPv6],
    ["all of IPv6 with a zero on both sides", "0::0/0", everyIPv6],
    ["all of IPv6 with every group", "0:0:0:0:0:0:0:0/0", everyIPv6],
    ["all of IPv6 with every digit", "0000:0000:0000:0000:0000:0000:0000:0000/0", everyIPv6],
    ["all of IPv6 with bits below the prefix", "2001:db8::1/0", everyIPv6],
    ["all of IPv6 with an embedded IPv4 address", "::1.2.3.4/0", everyIPv6],
    ["a private block", "10.0.0.0/8", v4(0x0a000000, 0x0affffff)],
    ["a private block with an octet that looks octal", "010.0.0.0/8", v4(0x0a000000, 0x0affffff)],
    ["a private block with host bits", "10.1.2.3/8", v4(0x0a000000, 0x0affffff)],
    ["a private block within blanks", " 10.0.0.0/8\t\n", v4(0x0a000000, 0x0affffff)],
    ["a private block, mapped", "::ffff:10.0.0.0/104", v4(0x0a000000, 0x0affffff)],
    ["the lower half", "0.0.0.0/1", v4(0, 2 ** 31 - 1)],
    ["the upper half", "128.0.0.0/1", v4(2 ** 31, lastIPv4)],
    ["the upper half with host bits", "192.168.0.1/1", v4(2 ** 31, lastIPv4)],
    ["a bare IPv4 address", "10.0.0.1", v4(0x0a000001, 0x0a000001)],
    ["an IPv4 address with its prefix", "10.0.0.1/32", v4(0x0a000001, 0x0a000001)],
    ["an IPv4 address, mapped and bare", "::ffff:10.0.0.1", v4(0x0a000001, 0x0a000001)],
    ["an IPv4 address, mapped in hexadecimal", "::ffff:a00:1/128", v4(0x0a000001, 0x0a000001)],
    ["the last IPv4 address", "255.255.255.255", v4(lastIPv4, lastIPv4)],
    ["the last IPv4 address, mapped", "::ffff:255.255.255.255", v4(lastIPv4, lastIPv4)],
    ["a pair of IPv4 addresses", "10.0.0.1/31", v4(0x0a000000, 0x0a000001)],
    ["a bare IPv6 address", "2001:db8::1", v6((0x20010db8n << 96n) | 1n)],
    ["an IPv6 address in capitals", "2001:DB8::1/128", v6((0x20010db8n << 96n) | 1n)],
    ["an IPv6 address with every digit", "2001:0db8:0000:0000:0000:0000:0000:0001", v6((0x20010db8n << 96n) | 1n)],
    ["an IPv6 address with zeros cut in the middle", "2001:db8:0:0::0:1", v6((0x20010db8n << 96n) | 1n)],
    ["an IPv6 address with an embedded IPv4 address", "2001:db8::0.0.0.1", v6((0x20010db8n << 96n) | 1n)],
    ["an IPv6 block with host bits", "2001:db8::1/32", v6(0x20010db8n << 96n, (0x20010db9n << 96n) - 1n)],
    ["one group cut at the end", "1:2:3:4:5:6:7::", v6(0x00010002000300040005000600070000n)],
    ["one group cut at the start", "::2:3:4:5:6:7:8", v6(0x00000002000300040005000600070008n)],
    ["the loopback address", "::1", v6(1n)],
    ["the unspecified address", "::", v6(0n)],
    ["the last IPv6 address", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", v6(lastIPv6)],
    ["NAT64, which is not mapped", "64:ff9b::1.2.3.4", v6((0x0064ff9bn << 96n) | 0x01020304n)],
    ["IPv4-compatible, which is not mapped", "::1.2.3.4", v6(0x01020304n)],
    ["a neighbour of the mapped block", "::fffe:ffff:ffff", v6(0xfffe_ffff_ffffn)],
    ["a block wider than the mapped one", "::ffff:1.2.3.4/80", v6(0n, 2n ** 48n - 1n)],
  ])("%s: %s", (_, text, expected) => {
    expect(parseCidr(text)).toEqual(expected);
  });
});

describe("texts that are no addresses", () => {
  test.each([
    ["nothing", ""],
    ["blanks", " \t"],
    ["a prefix alone", "/8"],
    ["a slash alone", "/"],
    ["a name", "internet"],
    ["an IPv4 prefix past 32", "0.0.0.0/33"],
    ["an IPv6 prefix past 128", "::/129"],
    ["a mapped prefix past 128", "::ffff:10.0.0.1/129"],
    ["an empty prefix", "10.0.0.0/"],
    ["a negative prefix", "10.0.0.0/-1"],
    ["a signed prefix", "10.0.0.0/+8"],
    ["a prefix in hexadecimal", "10.0.0.0/0x8"],
    ["a prefix with a fraction", "10.0.0.0/8.0"],
    ["a prefix of four digits", "10.0.0.0/0008"],
    ["a netmask", "10.0.0.0/255.0.0.0"],
    ["two prefixes", "10.0.0.0/8/8"],
    ["blanks before the prefix", "10.0.0.0 /8"],
    ["blanks in the prefix", "10.0.0.0/ 8"],
    ["blanks in the address", "10. 0.0.0/8"],
    ["three octets", "10.0.0/8"],
    ["five octets", "10.0.0.0.0/8"],
    ["an octet past 255", "10.0.0.256/32"],
    ["an empty octet", "10..0.0/8"],
    ["an octet of four digits", "10.0.0.0001"],
    ["an octet in hexadecimal", "0xa.0.0.0/8"],
    ["a negative octet", "-1.0.0.0/8"],
    ["digits of another script", "١٠.0.0.0/8"],
    ["a port", "10.0.0.1:22"],
    ["brackets", "[::1]"],
    ["a colon", ":"],
    ["three colons", ":::"],
    ["two cuts", "1::2::3"],
    ["two cuts that touch", "1::::2"],
    ["two cuts among eight groups", "1:2:3:4::5:6:7:8::9"],
    ["seven groups", "1:2:3:4:5:6:7"],
    ["nine groups", "1:2:3:4:5:6:7:8:9"],
    ["a cut that stands for nothing", "1:2:3:4::5:6:7:8"],
    ["a colon at the start", ":1:2:3:4:5:6:7"],
    ["a colon at the end", "1:2:3:4:5:6:7:"],
    ["a group of five digits", "12345::"],
    ["a group that is no number", "g::"],
    ["a sign in a group", "-1::"],
    ["a zone identifier", "fe80::1%eth0"],
    ["a zone identifier before the prefix", "fe80::%1/10"],
    ["an embedded address past 255", "::ffff:1.2.3.256"],
    ["an embedded address of three octets", "::ffff:1.2.3"],
    ["an embedded address at the start", "1.2.3.4::"],
    ["an embedded address after too many groups", "1:2:3:4:5:6:7:1.2.3.4"],
    ["an embedded address after too few groups", "1:2:3:4:5:1.2.3.4"],
    ["two embedded addresses", "::1.2.3.4:1.2.3.4"],
  ])("%s: %j", (_, text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  test("nor is anything else read, or thrown at", () => {
    const hostile = fc.oneof(
      fc.string(),
      fc
        .array(fc.constantFrom(":", "::", ".", "/", "0", "1", "ff", "255", "32", " ", "%"), { maxLength: 24 })
        .map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        const read = parseCidr(text);
        if (!read) return;
        expect(writeCidrs(read)).toHaveLength(1);
      }),
      { numRuns: 2000 },
    );
  });

  test("long ones are refused in time", () => {
    for (const text of [
      ":".repeat(1e6),
      "1".repeat(1e6),
      "1:".repeat(5e5),
      "1.".repeat(5e5),
      `${":1".repeat(5e5)}.1`,
      "/".repeat(1e6),
    ])
      expect(parseCidr(text)).toBeUndefined();
  });
});

test("one address is a number", () => {
  expect(parseIPv4("1.2.3.4")).toBe(0x01020304);
  expect(parseIPv4("1.2.3.4/32")).toBeUndefined();
  expect(parseIPv6("::ffff:1.2.3.4")).toBe(0xffff_0102_0304n);
  expect(parseIPv6("::1/128")).toBeUndefined();
});

describe("written", () => {
  test.each<[string, AddressSet, readonly string[]]>([
    ["nothing", noAddress, []],
    ["everything", everyAddress, ["0.0.0.0/0", "::/0"]],
    [
      "the first and the last address",
      addresses.union(v4(0, 0), v4(lastIPv4, lastIPv4)),
      ["0.0.0.0/32", "255.255.255.255/32"],
    ],
    ["all but the first address of a /30", v4(1, 3), ["0.0.0.1/32", "0.0.0.2/31"]],
    ["a range that no block is", v4(0x0a000003, 0x0a000008), ["10.0.0.3/32", "10.0.0.4/30", "10.0.0.8/32"]],
    ["the last IPv6 address", v6(lastIPv6), ["ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128"]],
    ["zeros at the start", v6(1n), ["::1/128"]],
    ["zeros everywhere", v6(0n), ["::/128"]],
    ["the longest run of zeros", v6(0x00010000000000020000000000000003n), ["1:0:0:2::3/128"]],
    ["the first of two equal runs", v6(0x00010000000000020003000000000004n), ["1::2:3:0:0:4/128"]],
    ["a lone zero, which is not cut", v6(0x00010000000200030004000500060007n), ["1:0:2:3:4:5:6:7/128"]],
    ["zeros at the end", v6(0x20010db8n << 96n, (0x20010db9n << 96n) - 1n), ["2001:db8::/32"]],
    ["lower case without leading zeros", v6(0xabcd00efn << 96n), ["abcd:ef::/128"]],
  ])("%s", (_, set, texts) => {
    expect(writeCidrs(set)).toEqual(texts);
  });

  const sets = fc.oneof(
    fc
      .array(fc.tuple(block, fc.boolean()), { maxLength: 8 })
      .map((steps) =>
        steps.reduce<AddressSet>(
          (set, [one, add]) => (add ? addresses.union(set, one) : addresses.difference(set, one)),
          noAddress,
        ),
      ),
    fc
      .array(rangeOf(fc.integer({ min: 0, max: lastIPv4 })), { maxLength: 5 })
      .map((ranges): AddressSet => ({ v4: numbers.from(ranges), v6: [] })),
    fc
      .array(rangeOf(fc.bigInt({ min: 2n ** 48n, max: lastIPv6 })), { maxLength: 3 })
      .map((ranges): AddressSet => ({ v4: [], v6: bigNumbers.from(ranges) })),
    fc
      .array(rangeOf(fc.bigInt({ min: 0n, max: 40n })), { maxLength: 3 })
      .map((ranges): AddressSet => ({ v4: [], v6: bigNumbers.from(ranges) })),
  );

  test("and read again, a set is itself", () => {
    fc.assert(
      fc.property(sets, (set) => {
        expect(
          unionOf(
            addresses,
            writeCidrs(set).map((text) => parseCidr(text)!),
          ),
        ).toEqual(set);
      }),
      { numRuns: 200 },
    );
  });

  test("a set has the fewest blocks: no two make one, none is in another, in order of address", () => {
    fc.assert(
      fc.property(sets, (set) => {
        const texts = writeCidrs(set);
        const blocks = texts.map((text) => parseCidr(text)!);
        const wrong = blocks.slice(1).filter((next, i) => {
          const one = blocks[i]!;
          const inOrder = one.v4[0]
            ? !next.v4[0] || one.v4[0][1] < next.v4[0][0]
            : one.v6[0] && next.v6[0] && one.v6[0][1] < next.v6[0][0];
          return !inOrder || makeOneBlock(one, next);
        });
        expect(wrong).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test("every range within a /28 has as few blocks as the best cover there is", () => {
    for (let first = 0; first < 16; first++)
      for (let last = first; last < 16; last++)
        expect(writeCidrs(v4(first, last))).toHaveLength(fewestBlocks(first, last));
  });
});

/** Whether two blocks are the halves of one: of the same size, and the first of them aligned to twice that size. */
function makeOneBlock(one: AddressSet, next: AddressSet): boolean {
  const [first, last] = extentOf(one);
  const [nextFirst, nextLast] = extentOf(next);
  const size = last - first + 1n;
  const alike = one.v4.length === next.v4.length && nextLast - nextFirst + 1n === size;
  return alike && last + 1n === nextFirst && first % (2n * size) === 0n;
}

function extentOf({ v4, v6 }: AddressSet): readonly [bigint, bigint] {
  const [first, last] = v4[0] ?? v6[0]!;
  return [BigInt(first), BigInt(last)];
}

/** The fewest aligned blocks that make up a range, found by trying every first block. */
function fewestBlocks(first: number, last: number): number {
  if (first > last) return 0;
  const sizes = [1, 2, 4, 8, 16].filter((size) => first % size === 0 && first + size - 1 <= last);
  return Math.min(...sizes.map((size) => 1 + fewestBlocks(first + size, last)));
}

function rangeOf<N extends number | bigint>(ends: fc.Arbitrary<N>): fc.Arbitrary<Interval<N>> {
  return fc.tuple(ends, ends).map(([a, b]): Interval<N> => (a < b ? [a, b] : [b, a]));
}

function v4(first: number, last: number): AddressSet {
  return { v4: [[first, last]], v6: [] };
}

function v6(first: bigint, last = first): AddressSet {
  return { v4: [], v6: [[first, last]] };
}
