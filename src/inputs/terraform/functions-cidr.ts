import { parseIPv4, parseIPv6, writeCidrs } from "../../model/cidr";
import { failed, pure, type Arguments, type Fn } from "./function";

export const cidrFunctions: readonly (readonly [string, Fn])[] = [
  [
    "cidrsubnet",
    pure((a) => withBlock(a.text(0), (block) => subnet(block, a.number(1), BigInt(Math.trunc(a.number(2)))))),
  ],
  ["cidrsubnets", pure((a) => withBlock(a.text(0), (block) => subnets(block, a)))],
  ["cidrhost", pure((a) => withBlock(a.text(0), (block) => host(block, BigInt(Math.trunc(a.number(1))))))],
  ["cidrnetmask", pure((a) => withBlock(a.text(0), netmask))],
];

interface Block {
  readonly first: bigint;
  readonly prefix: number;
  readonly width: 32 | 128;
}

type Made<T> = T | typeof failed;

function withBlock<T>(text: string, make: (block: Block) => Made<T>): Made<T> {
  const [address = "", length = ""] = text.split("/");
  if (!/^\d{1,3}$/.test(length)) return failed;
  const prefix = Number(length);
  const v4 = parseIPv4(address);
  const first = v4 === undefined ? parseIPv6(address) : BigInt(v4);
  const width = v4 === undefined ? 128 : 32;
  if (first === undefined || prefix > width) return failed;
  const size = 1n << BigInt(width - prefix);
  return make({ first: first - (first % size), prefix, width });
}

function subnet({ first, prefix, width }: Block, newBits: number, number: bigint): Made<string> {
  const length = prefix + newBits;
  if (!Number.isInteger(newBits) || newBits < 0 || length > width) return failed;
  if (number < 0n || number >= 1n << BigInt(newBits)) return failed;
  return `${written(first + (number << BigInt(width - length)), width)}/${length}`;
}

/** One block after the other, each aligned to its own size. */
function subnets({ first, prefix, width }: Block, a: Arguments): Made<readonly string[]> {
  const made: string[] = [];
  let next = first;
  const end = first + (1n << BigInt(width - prefix));
  for (let i = 1; i < a.count; i++) {
    const length = prefix + a.number(i);
    if (!Number.isInteger(length) || length <= prefix || length > width) return failed;
    const size = 1n << BigInt(width - length);
    const start = ((next + size - 1n) / size) * size;
    if (start + size > end) return failed;
    made.push(`${written(start, width)}/${length}`);
    next = start + size;
  }
  return made;
}

/** A number below zero counts from the end. */
function host({ first, prefix, width }: Block, number: bigint): Made<string> {
  const size = 1n << BigInt(width - prefix);
  if (number >= size || -number > size) return failed;
  return written(first + (number < 0n ? size + number : number), width);
}

function netmask({ prefix, width }: Block): Made<string> {
  return width === 32 ? written(((1n << BigInt(prefix)) - 1n) << BigInt(32 - prefix), 32) : failed;
}

function written(address: bigint, width: 32 | 128): string {
  const set =
    width === 32
      ? { v4: [[Number(address), Number(address)] as const], v6: [] }
      : { v4: [], v6: [[address, address] as const] };
  return writeCidrs(set)[0]?.replace(/\/\d+$/, "") ?? "";
}
