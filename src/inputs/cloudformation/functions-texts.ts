import { addresses } from "../../model/addresses";
import { parseCidr, writeCidrs } from "../../model/cidr";
import type { DocumentNode } from "../../syntax/tree";
import { callOf, misused, notFollowed, type Call, type Evaluator, type Intrinsic } from "./expression";
import { overChoices, type Value } from "./value";

/** Functions that make texts and lists of other texts and lists, some of them by the language extensions. */
export const textFunctions: readonly (readonly [string, Intrinsic])[] = [
  ["Fn::Cidr", cidr],
  ["Fn::Base64", base64],
  ["Fn::Length", length],
  ["Fn::ToJsonString", toJsonString],
];

/** As many blocks of one size as are asked for, from the first of a larger block on (User Guide, "Fn::Cidr"). */
function cidr(evaluator: Evaluator, { argument, at }: Call): Value {
  const operands = argument.kind === "sequence" ? argument.items : [];
  if (operands.length < 2 || operands.length > 3)
    return misused(evaluator, "Fn::Cidr", "a CIDR block, a count and a number of bits", at);
  return overChoices(at, operands.map(evaluator.evaluate), (settled) => {
    const [block, count, bits] = settled.map((value) => (value.kind === "text" ? value.text : undefined));
    // How large the blocks are where no number of bits is written is documented nowhere.
    if (block === undefined || count === undefined || bits === undefined)
      return notFollowed(evaluator, "Fn::Cidr", at, settled);
    const blocks = blocksWithin(block, Number(count), Number(bits));
    if (blocks) return { kind: "list", items: blocks.map((text) => ({ kind: "text", text, at })), at };
    evaluator.report(`Fn::Cidr cannot cut ${count} blocks of ${bits} bits out of ${block}`, at);
    return notFollowed(evaluator, "Fn::Cidr", at, []);
  });
}

const mostBlocks = 256;

function blocksWithin(block: string, count: number, bits: number): readonly string[] | undefined {
  const set = parseCidr(block);
  if (!set || !Number.isInteger(count) || count < 1 || count > mostBlocks || !Number.isInteger(bits)) return undefined;
  const [[first, last] = [0, -1]] = set.v4;
  const [[first6, last6] = [0n, -1n]] = set.v6;
  const isIPv4 = addresses.isEmpty({ v4: [], v6: set.v6 });
  if (bits < 0 || bits > (isIPv4 ? 32 : 128)) return undefined;
  const [from, to] = isIPv4 ? [BigInt(first), BigInt(last)] : [first6, last6];
  const size = 1n << BigInt(bits);
  if (from + size * BigInt(count) - 1n > to) return undefined;
  return Array.from({ length: count }, (_, i) => {
    const start = from + size * BigInt(i);
    const end = start + size - 1n;
    return writeCidrs(isIPv4 ? { v4: [[Number(start), Number(end)]], v6: [] } : { v4: [], v6: [[start, end]] }).join();
  });
}

function base64(evaluator: Evaluator, { argument, at }: Call): Value {
  return overChoices(at, [evaluator.evaluate(argument)], ([text]) =>
    text?.kind === "text"
      ? { kind: "text", text: Buffer.from(text.text).toString("base64"), at }
      : notFollowed(evaluator, "Fn::Base64", at, [text]),
  );
}

function length(evaluator: Evaluator, { argument, at }: Call): Value {
  return overChoices(at, [evaluator.evaluate(argument)], ([list]) =>
    list?.kind === "list"
      ? { kind: "text", text: String(list.items.length), at }
      : notFollowed(evaluator, "Fn::Length", at, [list]),
  );
}

/** Followed where nothing in it has to be evaluated first: a value no longer tells a number from its text. */
function toJsonString(evaluator: Evaluator, { argument, at }: Call): Value {
  const plain = plainOf(argument);
  return plain === undefined
    ? notFollowed(evaluator, "Fn::ToJsonString", at, [])
    : { kind: "text", text: JSON.stringify(plain), at };
}

/** What a node without functions is in JSON; nothing where it has one. */
function plainOf(node: DocumentNode): unknown {
  if (callOf(node)) return undefined;
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "sequence": {
      const items = node.items.map(plainOf);
      return items.includes(undefined) ? undefined : items;
    }
    case "mapping": {
      const entries = node.entries.map(({ key, value }) => [key.text, plainOf(value)] as const);
      return entries.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(entries);
    }
  }
}
