import fc from "fast-check";
import { numbers, type Interval } from "../../src/model/intervals";
import {
  byTransport,
  destinationOf,
  everyTraffic,
  icmpOf,
  noTraffic,
  portsIn,
  portsOf,
  protocolNumbers,
  protocolOf,
  rangesOf,
  traffic,
  writeRanges,
  type Traffic,
  type TransportTraffic,
} from "../../src/model/traffic";
import { isSubset, unionOf } from "../../src/model/sets";
import { destinations } from "./arbitraries";

const sets = fc
  .array(fc.tuple(destinations, fc.constantFrom("union" as const, "difference" as const)), { maxLength: 8 })
  .map((steps) => steps.reduce<Traffic>((set, [one, step]) => traffic[step](set, one), noTraffic));

test("the parts of traffic are disjoint, none is empty, and together they are the whole", () => {
  fc.assert(
    fc.property(sets, (set) => {
      const parts = byTransport(set).map((part) => part.traffic);
      expect(unionOf(traffic, parts)).toEqual(set);
      parts.forEach((part, i) => {
        expect(part).not.toEqual(noTraffic);
        for (const other of parts.slice(i + 1)) expect(traffic.intersection(part, other)).toEqual(noTraffic);
      });
      expect(new Set(byTransport(set).map(({ transport }) => transport)).size).toBe(parts.length);
    }),
  );
});

test("the name and the ports of a part say it wholly", () => {
  fc.assert(
    fc.property(sets, (set) => {
      for (const part of byTransport(set)) expect(writtenBack(part)).toEqual(part.traffic);
    }),
  );
});

test.each<[string, Traffic, readonly Omit<TransportTraffic, "traffic">[]]>([
  ["nothing", noTraffic, []],
  ["everything", everyTraffic, [{ transport: "any", ports: [[0, 65535]] }]],
  ["one port", portsOf("tcp", [22, 22]), [{ transport: "tcp", ports: [[22, 22]] }]],
  ["every port", portsOf("sctp"), [{ transport: "sctp", ports: [[0, 65535]] }]],
  [
    "the same port of two transports, as two",
    traffic.union(portsOf("udp", [53, 53]), portsOf("tcp", [53, 53])),
    [
      { transport: "tcp", ports: [[53, 53]] },
      { transport: "udp", ports: [[53, 53]] },
    ],
  ],
  [
    "protocols without a name, together and after those with one",
    unionOf(traffic, [0, 2, 3, 4, 5, 6].map(protocolOf)),
    [
      { transport: "tcp", ports: [[0, 65535]] },
      { transport: "0,2-5", ports: [[0, 65535]] },
    ],
  ],
  ["a type of ICMP", icmpOf("icmp", 8), [{ transport: "icmp", ports: [[8 * 256, 8 * 256 + 255]] }]],
  ["a type and a code", icmpOf("icmpv6", 128, 0), [{ transport: "icmpv6", ports: [[128 * 256, 128 * 256]] }]],
  [
    "everything but one port",
    traffic.difference(everyTraffic, portsOf("tcp", [25, 25])),
    [
      { transport: "icmp", ports: [[0, 65535]] },
      {
        transport: "tcp",
        ports: [
          [0, 24],
          [26, 65535],
        ],
      },
      { transport: "udp", ports: [[0, 65535]] },
      { transport: "icmpv6", ports: [[0, 65535]] },
      { transport: "sctp", ports: [[0, 65535]] },
      { transport: "0,2-5,7-16,18-57,59-131,133-255", ports: [[0, 65535]] },
    ],
  ],
])("%s by transport", (_, set, parts) => {
  expect(byTransport(set).map(({ transport, ports }) => ({ transport, ports }))).toEqual(parts);
});

test("every protocol together is everything, and each is apart from the next", () => {
  const all = Array.from({ length: 256 }, (_, number) => protocolOf(number));
  expect(unionOf(traffic, all)).toEqual(everyTraffic);
  all.forEach((protocol, i) => {
    expect(traffic.intersection(protocol, all[i + 1] ?? noTraffic)).toEqual(noTraffic);
  });
});

test("a transport is its protocol, and every type of ICMP with every code is all of ICMP", () => {
  for (const transport of ["tcp", "udp", "sctp"] as const)
    expect(portsOf(transport)).toEqual(protocolOf(protocolNumbers[transport]));
  const types = Array.from({ length: 256 }, (_, type) => type);
  for (const transport of ["icmp", "icmpv6"] as const) {
    expect(
      unionOf(
        traffic,
        types.map((type) => icmpOf(transport, type)),
      ),
    ).toEqual(protocolOf(protocolNumbers[transport]));
    expect(
      unionOf(
        traffic,
        types.map((code) => icmpOf(transport, 8, code)),
      ),
    ).toEqual(icmpOf(transport, 8));
  }
});

test("ICMP never answers for a port", () => {
  const ping = icmpOf("icmp", 8, 0);
  for (const transport of ["tcp", "udp", "sctp"] as const) expect(portsIn(ping, transport)).toEqual([]);
  expect(numbers.includes(ping, destinationOf("tcp", 8 * 256))).toBe(false);
});

test.each<[string, Traffic, Traffic]>([
  ["ports", portsOf("tcp", [20, 22]), [[20, 22]]],
  ["those of everything", everyTraffic, [[0, 65535]]],
  ["none of another transport", portsOf("udp"), []],
  ["a port that a destination names", [[destinationOf("tcp", 443), destinationOf("tcp", 443)]], [[443, 443]]],
])("the TCP ports in some traffic: %s", (_, set, ports) => {
  expect(portsIn(set, "tcp")).toEqual(ports);
});

test("an empty range is no traffic", () => {
  expect(portsOf("tcp", [5, 4])).toEqual(noTraffic);
  expect(isSubset(traffic, portsOf("tcp", [5, 5]), portsOf("tcp", [0, 5]))).toBe(true);
});

test.each<[Traffic, string]>([
  [[], ""],
  [[[22, 22]], "22"],
  [[[0, 65535]], "0-65535"],
  [
    [
      [22, 22],
      [8000, 8010],
    ],
    "22,8000-8010",
  ],
])("%j is written %j", (set, text) => {
  expect(writeRanges(set)).toBe(text);
  expect(rangesOf(set).join(",")).toBe(text);
});

/** The traffic again, from nothing but what a report shows of a part. */
function writtenBack({ transport, ports }: Omit<TransportTraffic, "traffic">): Traffic {
  if (transport === "any") return everyTraffic;
  const named = Object.entries(protocolNumbers).find(([name]) => name === transport)?.[1];
  if (named !== undefined)
    return ports.map(([first, last]): Interval<number> => [named * 65536 + first, named * 65536 + last]);
  return numbers.from(
    transport.split(",").map((range): Interval<number> => {
      const [first, last = first] = range.split("-").map(Number);
      return [first! * 65536, last! * 65536 + 65535];
    }),
  );
}
