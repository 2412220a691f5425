import fc from "fast-check";
import type { AddressSet } from "../../src/model/addresses";
import {
  addressBounds,
  boundsAlgebra,
  distinctReasons,
  packetBounds,
  packetsBetween,
  trafficBounds,
  type BoundsAlgebra,
  type Reason,
} from "../../src/model/bounds";
import { numbers, type IntervalSet } from "../../src/model/intervals";
import { packets, packetsOf, type PacketSet } from "../../src/model/packets";
import { portsOf, type Traffic } from "../../src/model/traffic";
import { everySubset, has, intervalsOf, isWithin } from "./subsets";

const reason: Reason = {
  kind: "variable",
  name: "var.a",
  at: { kind: "file", file: "main.tf", line: 1, column: 1, endLine: 1, endColumn: 6 },
};
const other: Reason = { ...reason, name: "var.b" };

/** What is known of a subset, and each subset that it may be in truth. */
interface Doubt {
  readonly must: number;
  readonly may: number;
  readonly real: readonly number[];
}

function doubtsOver(size: number): readonly Doubt[] {
  const subsets = everySubset(size);
  return subsets.flatMap((must) =>
    subsets
      .filter((may) => isWithin(must, may))
      .map((may) => ({ must, may, real: subsets.filter((real) => isWithin(must, real) && isWithin(real, may)) })),
  );
}

const operations = {
  union: (a: number, b: number) => a | b,
  intersection: (a: number, b: number) => a & b,
  difference: (a: number, b: number) => a & ~b,
} as const;

/**
 * For every two doubts and every real set that each allows: what the operation gives on the real sets lies between the
 * bounds of its result, and the bounds are attained, since what the two really are is independent.
 */
function expectExactBounds<S>(size: number, algebra: BoundsAlgebra<S>, write: (bits: number) => S): void {
  const doubts = doubtsOver(size);
  const boundsOf = ({ must, may }: Doubt, why: Reason) => algebra.between(write(must), write(may), [why]);
  for (const a of doubts) {
    const left = boundsOf(a, reason);
    for (const b of doubts) {
      const right = boundsOf(b, other);
      for (const name of ["union", "intersection", "difference"] as const) {
        const results = a.real.flatMap((x) => b.real.map((y) => operations[name](x, y)));
        const must = results.reduce((all, one) => all & one);
        const may = results.reduce((all, one) => all | one);
        const result = algebra[name](left, right);
        if (
          same(result.must, write(must)) &&
          same(result.may, write(may)) &&
          result.because.length > 0 === (must !== may)
        )
          continue;
        throw new Error(`${name} of ${JSON.stringify(a)} and ${JSON.stringify(b)} is not ${must} to ${may}`);
      }
    }
  }
}

describe("every pair of bounds, and every real set between them", () => {
  test("of three numbers", () => {
    expect(doubtsOver(3)).toHaveLength(27);
    expectExactBounds(3, boundsAlgebra<IntervalSet<number>>(numbers), intervalsOf);
  });

  test("of three ports", () => {
    expectExactBounds(3, trafficBounds, (bits) => intervalsOf(bits).flatMap((range) => portsOf("tcp", range)));
  });

  test("of addresses of both families", () => {
    expectExactBounds(3, addressBounds, sourcesIn);
  });

  test("of packets from two addresses to two ports", () => {
    const write = (bits: number): PacketSet =>
      packets.union(
        packetsOf(sourcesIn(bits & 3), portsOf("tcp", [0, 0])),
        packetsOf(sourcesIn(bits >> 2), portsOf("tcp", [1, 1])),
      );
    expectExactBounds(4, packetBounds, write);
  });

  test("of packets between doubtful sources and doubtful ports", () => {
    const ports = (bits: number): Traffic => intervalsOf(bits).flatMap((range) => portsOf("udp", range));
    for (const sources of doubtsOver(3)) {
      for (const destinations of doubtsOver(2)) {
        const result = packetsBetween(
          addressBounds.between(sourcesIn(sources.must), sourcesIn(sources.may), [reason]),
          trafficBounds.between(ports(destinations.must), ports(destinations.may), [other]),
        );
        const results = sources.real.flatMap((who) =>
          destinations.real.map((where) => packetsOf(sourcesIn(who), ports(where))),
        );
        expect(result.must).toEqual(results.reduce(packets.intersection));
        expect(result.may).toEqual(results.reduce(packets.union));
      }
    }
  });
});

describe("a deny", () => {
  const bounds = boundsAlgebra<IntervalSet<number>>(numbers);
  const some = bounds.certain([[0, 9]]);
  const perhaps = bounds.between([[0, 3]], [[0, 6]], [reason]);

  test("certainly leaves what may not be denied, and perhaps leaves what need not be", () => {
    expect(bounds.difference(some, perhaps)).toEqual({ must: [[7, 9]], may: [[4, 9]], because: [reason] });
  });

  test("of nothing certain takes nothing for certain", () => {
    const nothingSure = bounds.between([], [[0, 9]], [reason]);
    expect(bounds.difference(some, nothingSure)).toEqual({ must: [], may: [[0, 9]], because: [reason] });
  });
});

describe("between", () => {
  const { between, certain } = boundsAlgebra<IntervalSet<number>>(numbers);

  test("fails where the bounds cross", () => {
    expect(() => between([[0, 1]], [[1, 2]], [reason])).toThrow("bounds cross");
    expect(() => between([[0, 1]], [], [reason])).toThrow("bounds cross");
  });

  test("fails where the bounds differ and nothing says why", () => {
    expect(() => between([], [[1, 2]], [])).toThrow("nothing says why");
  });

  test("drops reasons for what is certain", () => {
    expect(between([[1, 2]], [[1, 2]], [reason])).toEqual(certain([[1, 2]]));
    expect(certain([[1, 2]])).toEqual({ must: [[1, 2]], may: [[1, 2]], because: [] });
  });

  test("keeps each reason once", () => {
    expect(between([], [[1, 2]], [other, reason, other]).because).toEqual([reason, other]);
  });

  test("operations carry the reasons of both sides, and of neither where the doubt has gone", () => {
    const algebra = boundsAlgebra<IntervalSet<number>>(numbers);
    const a = between([], [[1, 1]], [other]);
    const b = between([], [[1, 2]], [reason]);
    expect(algebra.union(a, b).because).toEqual([reason, other]);
    expect(algebra.union(a, certain([[1, 5]])).because).toEqual([]);
    expect(algebra.intersection(a, certain([[7, 7]])).because).toEqual([]);
  });
});

describe("distinct reasons", () => {
  const place = { kind: "file", file: "a.tf", line: 1, column: 1, endLine: 1, endColumn: 2 } as const;
  const live = { kind: "live", call: "ec2:DescribeInstances", object: "i-1" } as const;

  test("are in order of place, then name, live objects last", () => {
    const inOrder: readonly Reason[] = [
      { kind: "variable", name: "var.b", at: place },
      { kind: "variable", name: "var.a", at: { ...place, column: 9 } },
      { kind: "variable", name: "var.c", at: { ...place, column: 9 } },
      { kind: "variable", name: "var.a", at: { ...place, line: 2 } },
      { kind: "variable", name: "var.a", at: { ...place, file: "b.tf" } },
      { kind: "denied", name: "ec2:DescribeInstances", at: live },
    ];
    expect(distinctReasons(inOrder.toReversed())).toEqual(inOrder);
    expect(distinctReasons([...inOrder, ...inOrder])).toEqual(inOrder);
  });

  test("are the same whatever the order in which they came", () => {
    const reasons: fc.Arbitrary<Reason> = fc.record({
      kind: fc.constantFrom("variable", "function", "value"),
      name: fc.constantFrom("a", "b"),
      at: fc.oneof(
        fc.constant(live),
        fc.record({
          kind: fc.constant("file"),
          file: fc.constantFrom("a.tf", "b.tf"),
          line: fc.constantFrom(1, 2),
          column: fc.constant(1),
          endLine: fc.constantFrom(2, 3),
          endColumn: fc.constantFrom(1, 2),
        }),
      ),
    });
    const twoOrders = fc
      .array(reasons, { maxLength: 6 })
      .chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
      );
    fc.assert(
      fc.property(twoOrders, ([one, another]) => {
        expect(distinctReasons(another)).toEqual(distinctReasons(one));
      }),
    );
  });
});

/** Two IPv4 addresses and one IPv6 address. */
function sourcesIn(bits: number): AddressSet {
  return { v4: intervalsOf(bits & 3), v6: has(bits, 2) ? [[0n, 0n]] : [] };
}

function same(a: unknown, b: unknown): boolean {
  const text = (_: string, value: unknown) => (typeof value === "bigint" ? `${value}n` : value);
  return JSON.stringify(a, text) === JSON.stringify(b, text);
}
