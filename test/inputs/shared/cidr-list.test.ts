import { addressesOf, anyAddressBecause } from "../../../src/inputs/shared/cidr-list";
import type { Written } from "../../../src/inputs/shared/ec2-permission";
import {
  addresses,
  everyAddress,
  everyIPv4,
  everyIPv6,
  noAddress,
  type AddressSet,
} from "../../../src/model/addresses";
import { known, unknown, type Reason } from "../../../src/model/bounds";
import { parseCidr } from "../../../src/model/cidr";
import { unionOf } from "../../../src/model/sets";
import type { FilePlace } from "../../../src/model/source";

/** Stands for a block that nothing in the input tells. */
const hole = undefined;

describe("blocks that are read", () => {
  test.each<[string, readonly string[], AddressSet]>([
    ["none", [], noAddress],
    ["one", ["10.0.0.0/8"], blocks("10.0.0.0/8")],
    ["everything", ["0.0.0.0/0"], everyIPv4],
    ["everything by halves", ["128.0.0.0/1", "0.0.0.0/1"], everyIPv4],
    ["everything with bits below the prefix", ["0.0.2.0/0"], everyIPv4],
    ["everything, mapped", ["::ffff:0.0.0.0/96"], everyIPv4],
    ["one twice", ["10.0.0.0/8", "10.0.0.0/8"], blocks("10.0.0.0/8")],
    ["one within another", ["10.1.0.0/16", "10.0.0.0/8"], blocks("10.0.0.0/8")],
    ["both families", ["::/0", "10.0.0.0/8"], addresses.union(everyIPv6, blocks("10.0.0.0/8"))],
    ["an address without a prefix", ["10.0.0.1"], blocks("10.0.0.1/32")],
  ])("%s", (_, texts, set) => {
    for (const family of ["ipv4", "ipv6", "any"] as const) {
      expect(addressesOf(texts.map(written), family)).toEqual({
        addresses: { must: set, may: set, because: [] },
        problems: [],
      });
    }
  });
});

describe("a block that is not known may be any address of its family", () => {
  test.each([
    ["ipv4", everyIPv4],
    ["ipv6", everyIPv6],
    ["any", everyAddress],
  ] as const)("%s", (family, whole) => {
    expect(addressesOf([written(hole, 0)], family)).toEqual({
      addresses: { must: noAddress, may: whole, because: [reasonAt(0)] },
      problems: [],
    });
  });

  test("and the others are certain all the same", () => {
    const { addresses: read } = addressesOf(["10.0.0.0/8", hole, "8.8.8.8", hole].map(written), "ipv4");
    expect(read).toEqual({
      must: blocks("10.0.0.0/8", "8.8.8.8/32"),
      may: everyIPv4,
      because: [reasonAt(1), reasonAt(3)],
    });
  });

  test("even where they are of the other family", () => {
    const { addresses: read } = addressesOf(["2001:db8::/32", hole].map(written), "ipv4");
    expect(read.must).toEqual(blocks("2001:db8::/32"));
    expect(read.may).toEqual(addresses.union(everyIPv4, blocks("2001:db8::/32")));
  });

  test("and puts nothing in doubt beside a block that is everyone", () => {
    expect(addressesOf(["0.0.0.0/0", hole].map(written), "ipv4").addresses).toEqual({
      must: everyIPv4,
      may: everyIPv4,
      because: [],
    });
  });
});

describe("a text that is no block is a problem, and may be any address of its family", () => {
  test.each(["", "10.0.0.0/33", "::/129", "fe80::1%eth0", "any", "10.0.0.0 - 10.0.0.9", "sg-0123456789abcdef0"])(
    "%j",
    (text) => {
      const { addresses: read, problems } = addressesOf(["10.0.0.0/8", text].map(written), "ipv4");
      expect(problems.map(({ code, at }) => ({ code, at }))).toEqual([{ code: "invalid-value", at: placeAt(1) }]);
      expect(problems[0]!.message).toContain(`"${text}" is no CIDR block`);
      expect(read.must).toEqual(blocks("10.0.0.0/8"));
      expect(read.may).toEqual(everyIPv4);
      expect(read.because).toEqual([{ kind: "value", name: `"${text}" is no CIDR block`, at: placeAt(1) }]);
    },
  );

  test("each for itself", () => {
    const { addresses: read, problems } = addressesOf(["x", "y", hole].map(written), "any");
    expect(problems.map(({ at }) => at)).toEqual([placeAt(0), placeAt(1)]);
    expect(read.because.map(({ at }) => at)).toEqual([placeAt(0), placeAt(1), placeAt(2)]);
  });
});

test("any address at all has a reason", () => {
  expect(anyAddressBecause([reasonAt(0)])).toEqual({ must: noAddress, may: everyAddress, because: [reasonAt(0)] });
  expect(() => anyAddressBecause([])).toThrow("nothing says why");
});

function written(value: string | undefined, line: number): Written<string> {
  const at = placeAt(line);
  return { value: value === hole ? unknown(reasonAt(line)) : known(value), at };
}

function reasonAt(line: number): Reason {
  return { kind: "variable", name: "var.cidr", at: placeAt(line) };
}

function placeAt(line: number): FilePlace {
  return { kind: "file", file: "main.tf", line, column: 3, endLine: line, endColumn: 20 };
}

function blocks(...texts: readonly string[]): AddressSet {
  return unionOf(
    addresses,
    texts.map((text) => parseCidr(text)!),
  );
}
