import fc from "fast-check";
import { addresses, everyAddress, noAddress, sizeOf, type AddressSet } from "../../src/model/addresses";
import { bigNumbers, numbers } from "../../src/model/intervals";
import {
  destinationsOf,
  everyPacket,
  noPacket,
  overlaid,
  packets,
  packetsOf,
  sourcesOf,
  type PacketSet,
  type Run,
} from "../../src/model/packets";
import { isSubset, unionOf } from "../../src/model/sets";
import { destinationOf, everyTraffic, lastPort, noTraffic, type Traffic } from "../../src/model/traffic";
import { box, packetSet, type Box } from "./arbitraries";
import { everySubset, has } from "./subsets";

/** Two addresses, one of each family, before three destinations: bit 2 × destination + address. */
const cells: readonly AddressSet[] = [
  { v4: [[7, 7]], v6: [] },
  { v4: [], v6: [[7n, 7n]] },
];
const subsets = everySubset(6);

const tcp80 = destinationOf("tcp", 80);
const lastDestination = 256 * 65536 - 1;

describe.each([
  ["that touch", [tcp80 - 1, tcp80, tcp80 + 1]],
  ["with a gap", [tcp80 - 1, tcp80, tcp80 + 2]],
  ["over the edge of a protocol", [destinationOf("tcp", lastPort), 7 * 65536, 7 * 65536 + 1]],
  ["at the ends of everything", [0, 1, lastDestination]],
])("every pair of subsets of two addresses × three destinations %s", (_, at) => {
  test("union, intersection, difference and equality are those of sets, and canonical", () => {
    const wrong: string[] = [];
    for (const a of subsets) {
      for (const b of subsets) {
        const x = write(a, at);
        const y = write(b, at);
        if (!same(packets.union(x, y), write(a | b, at))) wrong.push(`${a} ∪ ${b}`);
        if (!same(packets.intersection(x, y), write(a & b, at))) wrong.push(`${a} ∩ ${b}`);
        if (!same(packets.difference(x, y), write(a & ~b, at))) wrong.push(`${a} - ${b}`);
        if (packets.equals(x, y) !== (a === b)) wrong.push(`${a} = ${b}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("the sources and the destinations of a set are those that it has", () => {
    for (const bits of subsets) {
      const set = write(bits, at);
      const sources = unionOf(
        addresses,
        cells.filter((_, cell) => at.some((_, i) => has(bits, 2 * i + cell))),
      );
      const destinations = numbers.from(at.filter((_, i) => (bits >> (2 * i)) & 3).map((n) => [n, n]));
      expect(sourcesOf(set)).toEqual(sources);
      expect(destinationsOf(set)).toEqual(destinations);
      expect(packets.isEmpty(set)).toBe(bits === 0);
    }
  });

  test("boxes are the sources before each destination", () => {
    for (const who of everySubset(2)) {
      for (const where of everySubset(3)) {
        const sources = unionOf(
          addresses,
          cells.filter((_, cell) => has(who, cell)),
        );
        const destinations = numbers.from(at.filter((_, i) => has(where, i)).map((n) => [n, n]));
        const bits = at.reduce((all, _, i) => (has(where, i) ? all | (who << (2 * i)) : all), 0);
        expect(packetsOf(sources, destinations)).toEqual(write(bits, at));
      }
    }
  });
});

describe("random sets of rules", () => {
  const steps = fc.array(
    fc.tuple(fc.constantFrom("union" as const, "intersection" as const, "difference" as const), box),
    {
      minLength: 1,
      maxLength: 7,
    },
  );

  test("hold the packets that brute force counts, and are canonical", () => {
    fc.assert(
      fc.property(steps, (steps) => {
        const set = steps.reduce<PacketSet>(
          (all, [step, { sources, destinations }]) => packets[step](all, packetsOf(sources, destinations)),
          noPacket,
        );
        expectCanonical(set);
        for (const point of pointsOf(steps.map(([, box]) => box))) {
          const expected = steps.reduce((inside, [step, box]) => {
            const inBox = isIn(packetsOf(box.sources, box.destinations), point);
            switch (step) {
              case "union":
                return inside || inBox;
              case "intersection":
                return inside && inBox;
              case "difference":
                return inside && !inBox;
            }
          }, false);
          if (isIn(set, point) !== expected) throw new Error(`wrong at ${JSON.stringify(point, text)}`);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("are the same value in whatever order and however often their rules are added", () => {
    const shuffled = fc
      .array(box, { maxLength: 8 })
      .chain((boxes) =>
        fc.tuple(
          fc.constant(boxes),
          fc.shuffledSubarray([...boxes, ...boxes], { minLength: 2 * boxes.length, maxLength: 2 * boxes.length }),
        ),
      );
    const setOf = (boxes: readonly Box[]) =>
      unionOf(
        packets,
        boxes.map(({ sources, destinations }) => packetsOf(sources, destinations)),
      );
    fc.assert(
      fc.property(shuffled, ([boxes, others]) => {
        expect(setOf(others)).toEqual(setOf(boxes));
        expect(setOf(others).reduce<PacketSet>((all, run) => packets.union(all, [run]), noPacket)).toEqual(
          setOf(boxes),
        );
      }),
    );
  });

  test("come apart into what each pair of stretches says", () => {
    fc.assert(
      fc.property(packetSet, packetSet, (a, b) => {
        const stretches = overlaid(a, b);
        const side = (of: "inA" | "inB") =>
          stretches.reduce<PacketSet>(
            (all, stretch) => packets.union(all, packetsOf(stretch[of], [[stretch.first, stretch.last]])),
            noPacket,
          );
        expect(side("inA")).toEqual(a);
        expect(side("inB")).toEqual(b);
        stretches.forEach(({ first }, i) => {
          expect(first).toBeGreaterThan(stretches[i - 1]?.last ?? -1);
        });
      }),
    );
  });
});

describe("laws", () => {
  const not = (set: PacketSet) => packets.difference(everyPacket, set);
  const { union, intersection, difference } = packets;

  test.each<[string, (a: PacketSet, b: PacketSet, c: PacketSet) => readonly [PacketSet, PacketSet]]>([
    ["not (a ∪ b) = not a ∩ not b", (a, b) => [not(union(a, b)), intersection(not(a), not(b))]],
    ["not (a ∩ b) = not a ∪ not b", (a, b) => [not(intersection(a, b)), union(not(a), not(b))]],
    ["not not a = a", (a) => [not(not(a)), a]],
    ["a ∪ not a = everything", (a) => [union(a, not(a)), everyPacket]],
    ["a ∩ not a = nothing", (a) => [intersection(a, not(a)), noPacket]],
    ["a - b = a ∩ not b", (a, b) => [difference(a, b), intersection(a, not(b))]],
    ["a ∪ (a ∩ b) = a", (a, b) => [union(a, intersection(a, b)), a]],
    ["a ∩ (a ∪ b) = a", (a, b) => [intersection(a, union(a, b)), a]],
    [
      "a ∩ (b ∪ c) = (a ∩ b) ∪ (a ∩ c)",
      (a, b, c) => [intersection(a, union(b, c)), union(intersection(a, b), intersection(a, c))],
    ],
    [
      "a ∪ (b ∩ c) = (a ∪ b) ∩ (a ∪ c)",
      (a, b, c) => [union(a, intersection(b, c)), intersection(union(a, b), union(a, c))],
    ],
    ["a ∪ b = b ∪ a", (a, b) => [union(a, b), union(b, a)]],
    ["a ∩ b = b ∩ a", (a, b) => [intersection(a, b), intersection(b, a)]],
    ["(a ∪ b) ∪ c = a ∪ (b ∪ c)", (a, b, c) => [union(union(a, b), c), union(a, union(b, c))]],
    [
      "(a ∩ b) ∩ c = a ∩ (b ∩ c)",
      (a, b, c) => [intersection(intersection(a, b), c), intersection(a, intersection(b, c))],
    ],
    ["(a - b) - c = a - (b ∪ c)", (a, b, c) => [difference(difference(a, b), c), difference(a, union(b, c))]],
    ["a = (a ∩ b) ∪ (a - b)", (a, b) => [union(intersection(a, b), difference(a, b)), a]],
  ])("%s", (_, law) => {
    fc.assert(
      fc.property(packetSet, packetSet, packetSet, (a, b, c) => {
        const [left, right] = law(a, b, c);
        expect(left).toEqual(right);
        expect(packets.equals(left, right)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test("equality and inclusion say what values say", () => {
    fc.assert(
      fc.property(packetSet, packetSet, (a, b) => {
        const sameValue = JSON.stringify(a, text) === JSON.stringify(b, text);
        expect(packets.equals(a, b)).toBe(sameValue);
        expect(isSubset(packets, a, union(a, b))).toBe(true);
        expect(isSubset(packets, union(a, b), a)).toBe(packets.isEmpty(difference(b, a)));
      }),
    );
  });
});

test("no source and no destination make no packet", () => {
  expect(packetsOf(noAddress, everyTraffic)).toEqual(noPacket);
  expect(packetsOf(everyAddress, noTraffic)).toEqual(noPacket);
  expect(sourcesOf(noPacket)).toEqual(noAddress);
  expect(destinationsOf(noPacket)).toEqual(noTraffic);
  expect(sourcesOf(everyPacket)).toEqual(everyAddress);
  expect(destinationsOf(everyPacket)).toEqual(everyTraffic);
});

test("there are 2^32 and 2^128 addresses", () => {
  expect(sizeOf(everyAddress)).toEqual({ v4: 2 ** 32, v6: 2n ** 128n });
  expect(sizeOf(noAddress)).toEqual({ v4: 0, v6: 0n });
});

/** The only canonical way to write a subset, made without the algebra that it is held against. */
function write(bits: number, at: readonly number[]): PacketSet {
  const out: Run[] = [];
  at.forEach((destination, i) => {
    const who = (bits >> (2 * i)) & 3;
    if (who === 0) return;
    const sources = { v4: has(who, 0) ? cells[0]!.v4 : [], v6: has(who, 1) ? cells[1]!.v6 : [] };
    const before = out.at(-1);
    const touches = before?.last === destination - 1 && ((bits >> (2 * (i - 1))) & 3) === who;
    if (before && touches) out[out.length - 1] = { ...before, last: destination };
    else out.push({ first: destination, last: destination, sources });
  });
  return out;
}

function same(a: PacketSet, b: PacketSet): boolean {
  return JSON.stringify(a, text) === JSON.stringify(b, text);
}

function text(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}n` : value;
}

interface Point {
  readonly destination: number;
  readonly v4?: number;
  readonly v6?: bigint;
}

/** Membership by looking at every interval, so that no search and no algebra is trusted. */
function isIn(set: PacketSet, { destination, v4, v6 }: Point): boolean {
  return set.some(
    ({ first, last, sources }) =>
      first <= destination &&
      destination <= last &&
      (sources.v4.some(([from, to]) => v4 !== undefined && from <= v4 && v4 <= to) ||
        sources.v6.some(([from, to]) => v6 !== undefined && from <= v6 && v6 <= to)),
  );
}

/** Points on both sides of every edge of some boxes: a set made of them is the same between two neighbouring ones. */
function pointsOf(boxes: readonly Box[]): readonly Point[] {
  const destinations = new Set(boxes.flatMap(({ destinations }) => edgesOf(destinations)));
  const v4 = new Set(boxes.flatMap(({ sources }) => edgesOf(sources.v4)));
  const v6 = new Set(boxes.flatMap(({ sources }) => sources.v6.flatMap(([a, b]) => [a - 1n, a, b, b + 1n])));
  return [...destinations].flatMap((destination) => [
    ...[...v4].map((v4) => ({ destination, v4 })),
    ...[...v6].map((v6) => ({ destination, v6 })),
  ]);
}

function edgesOf(set: Traffic): readonly number[] {
  return set.flatMap(([first, last]) => [first - 1, first, last, last + 1]);
}

function expectCanonical(set: PacketSet): void {
  set.forEach(({ first, last, sources }, i) => {
    const before = set[i - 1];
    expect(first).toBeLessThanOrEqual(last);
    expect(addresses.isEmpty(sources)).toBe(false);
    expect(sources).toEqual({ v4: numbers.from(sources.v4), v6: bigNumbers.from(sources.v6) });
    if (!before) return;
    expect(first).toBeGreaterThan(before.last);
    if (first === before.last + 1) expect(sources).not.toEqual(before.sources);
  });
  expect(numbers.from(destinationsOf(set))).toEqual(destinationsOf(set));
}
