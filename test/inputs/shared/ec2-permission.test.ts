import { trafficOf, type PermissionTraffic, type Written } from "../../../src/inputs/shared/ec2-permission";
import { known, unknown, type Bounds, type Reason } from "../../../src/model/bounds";
import type { FilePlace } from "../../../src/model/source";
import { everyTraffic, icmpOf, noTraffic, portsOf, protocolOf, type Traffic } from "../../../src/model/traffic";

const protocolAt = placeAt(1);
const fromAt = placeAt(2);
const toAt = placeAt(3);

/** Stands for a value that nothing in the input tells. */
const hole = "?";
type Port = number | undefined | typeof hole;
/** Protocol, first port or type, last port or code. */
type Parts = readonly [protocol: string, from?: Port, to?: Port];

describe("what is let in for certain", () => {
  test.each<[string, Parts, Traffic]>([
    ["every protocol by -1", ["-1"], everyTraffic],
    ["every protocol by -1 with 0-0, as Terraform writes it", ["-1", 0, 0], everyTraffic],
    ["every protocol by -1 whatever the range", ["-1", 22, 22], everyTraffic],
    ["every protocol by -1 with -1 to -1", ["-1", -1, -1], everyTraffic],
    ["every protocol by name", ["all", 0, 0], everyTraffic],
    ["every protocol by name in capitals", ["ALL"], everyTraffic],
    ["one port", ["tcp", 22, 22], portsOf("tcp", [22, 22])],
    ["one port in capitals and blanks", [" TCP ", 22, 22], portsOf("tcp", [22, 22])],
    ["one port by number", ["6", 22, 22], portsOf("tcp", [22, 22])],
    ["one port by number with leading zeros", ["006", 22, 22], portsOf("tcp", [22, 22])],
    ["a range", ["tcp", 8000, 8010], portsOf("tcp", [8000, 8010])],
    ["port zero alone by 0-0", ["tcp", 0, 0], portsOf("tcp", [0, 0])],
    ["the last port", ["tcp", 65535, 65535], portsOf("tcp", [65535, 65535])],
    ["every port", ["tcp", 0, 65535], portsOf("tcp")],
    ["every port by -1 to -1", ["tcp", -1, -1], portsOf("tcp")],
    ["every port by -1 alone", ["udp", -1], portsOf("udp")],
    ["one port of UDP", ["udp", 53, 53], portsOf("udp", [53, 53])],
    ["one port of UDP by number", ["17", 53, 53], portsOf("udp", [53, 53])],
    ["ping", ["icmp", 8, 0], icmpOf("icmp", 8, 0)],
    ["ping by number", ["1", 8, 0], icmpOf("icmp", 8, 0)],
    ["type zero and code zero, and not all of ICMP", ["icmp", 0, 0], icmpOf("icmp", 0, 0)],
    ["one type with every code", ["icmp", 3, -1], icmpOf("icmp", 3)],
    ["one type without a code", ["icmp", 8], icmpOf("icmp", 8)],
    ["the last type and code", ["icmp", 255, 255], icmpOf("icmp", 255, 255)],
    ["all of ICMP by -1 and -1", ["icmp", -1, -1], protocolOf(1)],
    ["all of ICMP by type -1 with any code", ["icmp", -1, 4], protocolOf(1)],
    ["all of ICMP without type and code", ["icmp"], protocolOf(1)],
    ["all of ICMPv6 without ports", ["icmpv6"], protocolOf(58)],
    ["all of ICMPv6 by number", ["58"], protocolOf(58)],
    ["all of ICMPv6 by -1 and -1", ["58", -1, -1], protocolOf(58)],
    ["all of ICMPv6 by its other name", ["ipv6-icmp"], protocolOf(58)],
    ["ping of IPv6", ["58", 128, 0], icmpOf("icmpv6", 128, 0)],
    ["all of ESP by number whatever ports are given", ["50", 22, 22], protocolOf(50)],
    ["all of ESP by name", ["esp"], protocolOf(50)],
    ["all of AH", ["ah", 0, 0], protocolOf(51)],
    ["all of GRE", ["gre", -1, -1], protocolOf(47)],
    ["all of SCTP, whose ports EC2 does not look at", ["sctp", 22, 22], protocolOf(132)],
    ["all of SCTP by number", ["132", 22, 22], protocolOf(132)],
    ["protocol zero alone", ["0", 0, 0], protocolOf(0)],
    ["the last protocol", ["255"], protocolOf(255)],
    ["ports that make no sense, where ports do not count", ["47", 70000, -5], protocolOf(47)],
  ])("%s: %j", (_, parts, traffic) => {
    expect(read(parts)).toEqual({ traffic: { must: traffic, may: traffic, because: [] }, problems: [] });
  });
});

describe("what may be let in, where EC2 would refuse the value", () => {
  test.each<[string, Parts, Traffic, FilePlace]>([
    ["a protocol past 255", ["256", 22, 22], everyTraffic, protocolAt],
    ["a protocol that is none", ["tpc", 22, 22], everyTraffic, protocolAt],
    ["no protocol", ["", 22, 22], everyTraffic, protocolAt],
    ["a protocol below -1", ["-2", 22, 22], everyTraffic, protocolAt],
    ["a protocol with a fraction", ["6.0", 22, 22], everyTraffic, protocolAt],
    ["a port past the last", ["tcp", 70000, 70000], portsOf("tcp"), fromAt],
    ["a range past the last port", ["tcp", 22, 70000], portsOf("tcp"), fromAt],
    ["a port below -1", ["tcp", -5, 22], portsOf("tcp"), fromAt],
    ["a port with a fraction", ["tcp", 22.5, 23], portsOf("tcp"), fromAt],
    ["a port that is no number", ["tcp", NaN, 23], portsOf("tcp"), fromAt],
    ["an infinite port", ["tcp", 0, Infinity], portsOf("tcp"), fromAt],
    ["a range that ends before it begins", ["tcp", 443, 80], portsOf("tcp", [80, 443]), fromAt],
    ["a range that begins at -1", ["tcp", -1, 22], portsOf("tcp", [0, 22]), fromAt],
    ["a range that ends at -1", ["tcp", 80, -1], portsOf("tcp", [0, 80]), fromAt],
    ["an ICMP type past 255", ["icmp", 256, 0], protocolOf(1), fromAt],
    ["an ICMP type below -1", ["icmp", -2, -1], protocolOf(1), fromAt],
    ["an ICMP code past 255", ["icmp", 8, 256], icmpOf("icmp", 8), toAt],
    ["an ICMPv6 code below -1", ["58", 128, -2], icmpOf("icmpv6", 128), toAt],
  ])("%s: %j", (_, parts, may, at) => {
    const { traffic, problems } = read(parts);
    expect(problems.map(({ code, at }) => ({ code, at }))).toEqual([{ code: "invalid-value", at }]);
    expect(traffic.must).toEqual(noTraffic);
    expect(traffic.may).toEqual(may);
    expect(traffic.because).toEqual([{ kind: "value", name: problems[0]!.message, at }]);
  });
});

describe("what is let in, where a limit is not written that EC2 wants", () => {
  test.each<[string, Parts, Traffic, FilePlace]>([
    ["no ports", ["tcp"], portsOf("tcp"), fromAt],
    ["no first port", ["tcp", undefined, 22], portsOf("tcp", [0, 22]), fromAt],
    ["no last port", ["udp", 53], portsOf("udp", [53, 65535]), fromAt],
  ])("%s: %j", (_, parts, all, at) => {
    const { traffic, problems } = read(parts);
    expect(traffic).toEqual({ must: all, may: all, because: [] });
    expect(problems.map((problem) => ({ code: problem.code, at: problem.at }))).toEqual([
      { code: "invalid-value", at },
    ]);
  });
});

describe("what is let in, where one end of a range is not known", () => {
  const tcp = (first: number, last: number): Traffic => portsOf("tcp", [first, last]);

  test.each<[string, Parts, Omit<Bounds<Traffic>, "because">, FilePlace]>([
    ["the first port is", ["tcp", 443, hole], { must: tcp(443, 443), may: tcp(443, 65535) }, toAt],
    ["the last port is", ["tcp", hole, 1024], { must: tcp(1024, 1024), may: tcp(0, 1024) }, fromAt],
    ["port 0 of UDP is", ["udp", 0, hole], { must: portsOf("udp", [0, 0]), may: portsOf("udp") }, toAt],
  ])("%s certain", (_, parts, bounds, at) => {
    expect(read(parts)).toEqual({ traffic: { ...bounds, because: [reasonAt(at)] }, problems: [] });
  });
});

describe("what may be let in, where a value is not known", () => {
  const protocolHole = reasonAt(protocolAt);
  const fromHole = reasonAt(fromAt);
  const toHole = reasonAt(toAt);

  test.each<[string, Parts, Traffic, readonly Reason[]]>([
    ["any protocol", [hole, 22, 22], everyTraffic, [protocolHole]],
    ["any protocol and port", [hole, hole, hole], everyTraffic, [protocolHole]],
    ["any port", ["tcp", hole, hole], portsOf("tcp"), [fromHole, toHole]],
    ["any port, where the known end is -1", ["tcp", -1, hole], portsOf("tcp"), [toHole]],
    ["any port, where the known end is none", ["tcp", hole, 70000], portsOf("tcp"), [fromHole]],
    ["any port, where the other end is not written", ["tcp", undefined, hole], portsOf("tcp"), [toHole]],
    ["any type of ICMP", ["icmp", hole, 0], protocolOf(1), [fromHole]],
    ["any type and code of ICMP", ["icmp", hole, hole], protocolOf(1), [fromHole]],
    ["any code of one type", ["icmp", 8, hole], icmpOf("icmp", 8), [toHole]],
    ["any type of ICMPv6", ["58", hole], protocolOf(58), [fromHole]],
  ])("%s", (_, parts, may, because) => {
    expect(read(parts)).toEqual({ traffic: { must: noTraffic, may, because }, problems: [] });
  });

  test.each<[string, Parts, Traffic]>([
    ["every protocol lets in everything", ["-1", hole, hole], everyTraffic],
    ["a protocol without ports lets in all of it", ["50", hole, hole], protocolOf(50)],
    ["all of ICMP has every code", ["icmp", -1, hole], protocolOf(1)],
  ])("nothing is in doubt where the value does not count: %s", (_, parts, traffic) => {
    expect(read(parts)).toEqual({ traffic: { must: traffic, may: traffic, because: [] }, problems: [] });
  });
});

function read([protocol, from, to]: Parts): PermissionTraffic {
  return trafficOf({ protocol: written(protocol, protocolAt), from: written(from, fromAt), to: written(to, toAt) });
}

function written<T>(value: T | typeof hole, at: FilePlace): Written<Exclude<T, typeof hole>> {
  return { value: value === hole ? unknown(reasonAt(at)) : known(value as Exclude<T, typeof hole>), at };
}

function reasonAt(at: FilePlace): Reason {
  return { kind: "variable", name: `var.line${at.line}`, at };
}

function placeAt(line: number): FilePlace {
  return { kind: "file", file: "main.tf", line, column: 1, endLine: line, endColumn: 10 };
}
