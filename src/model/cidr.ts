import type { AddressSet } from "./addresses";
import type { Interval } from "./intervals";
import { remembered } from "./remembered";

/**
 * The addresses of a CIDR block or of a single address (RFC 4632, RFC 4291 section 2.3), or nothing where the text is neither.
 *
 * Bits below the prefix are dropped, as routers and EC2 do: `10.0.0.7/8` is `10.0.0.0/8` and `0.0.2.0/0` is everything.
 * Octets are decimal even with leading zeros, as Terraform reads them.
 */
export const parseCidr = remembered((text: string): AddressSet | undefined => {
  const [address = "", prefix, ...rest] = text.trim().split("/");
  if (rest.length > 0 || (prefix !== undefined && !/^\d{1,3}$/.test(prefix))) return undefined;
  const v4 = parseIPv4(address);
  if (v4 !== undefined) return blockOfIPv4(v4, prefix === undefined ? 32 : Number(prefix));
  const v6 = parseIPv6(address);
  if (v6 !== undefined) return blockOfIPv6(v6, prefix === undefined ? 128 : Number(prefix));
  return undefined;
});

/** The minimal list of CIDR blocks that is this set: IPv4 first, both in order of address. */
export const writeCidrs = remembered(({ v4, v6 }: AddressSet): readonly string[] => [
  ...v4.flatMap(blocksOfIPv4).map(([n, bits]) => `${writeIPv4(n)}/${bits}`),
  ...v6.flatMap(blocksOfIPv6).map(([n, bits]) => `${writeIPv6(n)}/${bits}`),
]);

/** Dotted decimal, four octets, as a number below 2^32. */
export function parseIPv4(text: string): number | undefined {
  const octets = text.split(".");
  if (octets.length !== 4) return undefined;
  let value = 0;
  for (const octet of octets) {
    if (!/^\d{1,3}$/.test(octet) || Number(octet) > 255) return undefined;
    value = value * 256 + Number(octet);
  }
  return value;
}

/** Any spelling of RFC 4291 section 2.2, the last 32 bits in dotted decimal included; no zone identifier. */
export function parseIPv6(text: string): bigint | undefined {
  const tail = text.includes(".") ? /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text) : null;
  const embedded = tail?.[2] === undefined ? undefined : parseIPv4(tail[2]);
  if (tail && embedded === undefined) return undefined;
  const whole =
    embedded === undefined
      ? text
      : `${tail?.[1] ?? ""}${(embedded >>> 16).toString(16)}:${(embedded & 0xffff).toString(16)}`;
  const halves = whole.split("::");
  if (halves.length > 2) return undefined;
  const [head = [], rest = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - rest.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...rest];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((value, group) => value * 65536n + BigInt(parseInt(group, 16)), 0n);
}

const mapped = 0xffff_0000_0000n;

function blockOfIPv4(address: number, prefix: number): AddressSet | undefined {
  if (prefix > 32) return undefined;
  const size = 2 ** (32 - prefix);
  const first = address - (address % size);
  return { v4: [[first, first + size - 1]], v6: [] };
}

function blockOfIPv6(address: bigint, prefix: number): AddressSet | undefined {
  if (prefix > 128) return undefined;
  const size = 2n ** BigInt(128 - prefix);
  const first = address - (address % size);
  if (prefix >= 96 && first >= mapped && first < mapped + 2n ** 32n)
    return blockOfIPv4(Number(first - mapped), prefix - 96);
  return { v4: [], v6: [[first, first + size - 1n]] };
}

/** Cuts an interval into the fewest blocks, each as [first address, prefix length]. */
function blocksOfIPv4([first, last]: Interval<number>): readonly (readonly [number, number])[] {
  const out: (readonly [number, number])[] = [];
  for (let at = first, size = 1; at <= last; at += size) {
    let bits = 32;
    for (size = 1; bits > 0 && at % (size * 2) === 0 && at + size * 2 - 1 <= last; size *= 2) bits--;
    out.push([at, bits]);
  }
  return out;
}

function blocksOfIPv6([first, last]: Interval<bigint>): readonly (readonly [bigint, number])[] {
  const out: (readonly [bigint, number])[] = [];
  for (let at = first, size = 1n; at <= last; at += size) {
    const fitting = widthOf(last - at + 1n) - 1;
    const aligned = at === 0n ? 128 : widthOf(at & -at) - 1;
    const free = Math.min(fitting, aligned);
    size = 1n << BigInt(free);
    out.push([at, 128 - free]);
  }
  return out;
}

/** How many binary digits a positive number has. */
function widthOf(n: bigint): number {
  const digits = n.toString(16);
  return digits.length * 4 - Math.clz32(parseInt(digits.charAt(0), 16)) + 28;
}

function writeIPv4(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");
}

/** The canonical text of RFC 5952: lower case, the first of the longest runs of zeros shortened. */
export function writeIPv6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(112 - 16 * i)) & 0xffffn));
  let best = { start: 0, length: 0 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  const hex = groups.map((group) => group.toString(16));
  if (best.length < 2) return hex.join(":");
  return `${hex.slice(0, best.start).join(":")}::${hex.slice(best.start + best.length).join(":")}`;
}
