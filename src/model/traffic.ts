import { numbers, type Interval, type IntervalSet } from "./intervals";
import type { SetAlgebra } from "./sets";

/**
 * What packets are addressed to, sources aside: a set of (IP protocol, destination port).
 *
 * Each pair is one number, protocol × 65536 + port, so that a set of them is a set of intervals. ICMP and ICMPv6 carry
 * type × 256 + code where the others carry a port. A protocol without ports is there with all 65536 of them, or not at all.
 * Protocol numbers: IANA Assigned Internet Protocol Numbers.
 */
export type Traffic = IntervalSet<number>;

export const traffic: SetAlgebra<Traffic> = numbers;

export const perProtocol = 65536;
const lastProtocol = 255;
export const lastPort = 65535;

export const noTraffic: Traffic = [];
export const everyTraffic: Traffic = [[0, (lastProtocol + 1) * perProtocol - 1]];

/** The transports that have a name in reports; any other protocol is called by its number. */
export const protocolNumbers = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58, sctp: 132 } as const;
export type NamedTransport = keyof typeof protocolNumbers;
export type PortTransport = "tcp" | "udp" | "sctp";

/** Ports from first to last, both included. */
export function portsOf(transport: PortTransport, [first, last]: Interval<number> = [0, lastPort]): Traffic {
  return within(protocolNumbers[transport], [first, last]);
}

/** All that has ports, and that both IPv4 and IPv6 carry. */
export const withPorts: Traffic = [portsOf("tcp"), portsOf("udp"), portsOf("sctp")].reduce(numbers.union);

/** The number that stands for one port of a transport in `Traffic`. */
export function destinationOf(transport: PortTransport, port: number): number {
  return protocolNumbers[transport] * perProtocol + port;
}

/** Everything of one protocol: every port, every ICMP type, or just the protocol where it has neither. */
export function protocolOf(number: number): Traffic {
  return within(number, [0, perProtocol - 1]);
}

/** One ICMP type with one code, or with all of its codes (RFC 792, RFC 4443). */
export function icmpOf(transport: "icmp" | "icmpv6", type: number, code?: number): Traffic {
  const first = type * 256;
  return within(protocolNumbers[transport], code === undefined ? [first, first + 255] : [first + code, first + code]);
}

function within(protocol: number, [first, last]: Interval<number>): Traffic {
  return first <= last ? [[protocol * perProtocol + first, protocol * perProtocol + last]] : noTraffic;
}

/** The traffic of one transport, its numbers counted from 0: ports, or ICMP type × 256 + code. */
export interface TransportTraffic {
  /** `any` is every protocol; otherwise a name, a protocol number, or ranges of numbers such as `0,2-5`. */
  readonly transport: string;
  readonly ports: IntervalSet<number>;
  readonly traffic: Traffic;
}

/** The same traffic by transport: what has a name first, in order of number, then all other protocols together. */
export function byTransport(set: Traffic): readonly TransportTraffic[] {
  const [first] = set;
  const last = set.at(-1);
  if (!first || !last) return [];
  const [one, name] = transportAt(first[0]);
  // Nearly all that is asked about is of one transport.
  if (name !== undefined && last[1] < (one + 1) * perProtocol)
    return [{ transport: name, ports: portsOfEach(set), traffic: set }];
  if (numbers.equals(set, everyTraffic)) return [{ transport: "any", ports: [[0, lastPort]], traffic: set }];
  const out: TransportTraffic[] = [];
  let rest = set;
  for (const [transport, number] of Object.entries(protocolNumbers)) {
    const all = protocolOf(number);
    const part = numbers.intersection(set, all);
    rest = numbers.difference(rest, all);
    if (part.length === 0) continue;
    out.push({ transport, ports: portsOfEach(part), traffic: part });
  }
  if (rest.length > 0) out.push({ transport: writeRanges(protocolsOf(rest)), ports: [[0, lastPort]], traffic: rest });
  return out;
}

const transportNames = new Map<number, string>(Object.entries(protocolNumbers).map(([name, number]) => [number, name]));

function transportAt(destination: number): readonly [number: number, name: string | undefined] {
  const number = Math.floor(destination / perProtocol);
  return [number, transportNames.get(number)];
}

function portsOfEach(part: Traffic): IntervalSet<number> {
  return part.map(([first, last]) => [first % perProtocol, last % perProtocol]);
}

/** Ports of one transport that the set has, as intervals of port numbers. */
export function portsIn(set: Traffic, transport: PortTransport): IntervalSet<number> {
  return byTransport(set).find((part) => part.transport === transport || part.transport === "any")?.ports ?? [];
}

/** `["22", "8000-8010"]` joined by commas: how reports write intervals. */
export function writeRanges(set: IntervalSet<number>): string {
  return rangesOf(set).join(",");
}

export function rangesOf(set: IntervalSet<number>): readonly string[] {
  return set.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`));
}

function protocolsOf(set: Traffic): IntervalSet<number> {
  return numbers.from(
    set.map(([first, last]): Interval<number> => [Math.floor(first / perProtocol), Math.floor(last / perProtocol)]),
  );
}
