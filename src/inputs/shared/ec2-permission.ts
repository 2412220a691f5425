import { trafficBounds, type Bounds, type Known, type Reason } from "../../model/bounds";
import {
  everyTraffic,
  icmpOf,
  lastPort,
  noTraffic,
  portsOf,
  protocolOf,
  traffic,
  type Traffic,
} from "../../model/traffic";
import type { Place, Problem } from "../../model/source";

/** One permission of EC2 as an input writes it, each part with the place where it stands. */
export interface WrittenPermission {
  /** A value of `undefined` says that it is not written, here and for the ports. */
  readonly protocol: Written<string | undefined>;
  /** The first port, or the ICMP type. */
  readonly from: Written<number | undefined>;
  /** The last port, or the ICMP code. */
  readonly to: Written<number | undefined>;
}

export interface Written<T> {
  readonly value: Known<T>;
  readonly at: Place;
}

export interface PermissionTraffic {
  readonly traffic: Bounds<Traffic>;
  readonly problems: readonly Problem[];
}

/**
 * What a permission lets through. All of EC2's sentinels end here: protocol "-1", and any protocol but TCP, UDP, ICMP and
 * ICMPv6, lets in every port whatever range is given; for ICMP the range is a type and a code, and -1 is all of them
 * (EC2 API Reference, IpPermission). What is not written limits nothing, although EC2 wants it written.
 */
export function trafficOf(permission: WrittenPermission): PermissionTraffic {
  const { protocol } = permission;
  if (!protocol.value.known) return doubt(everyTraffic, protocol.value.because);
  if (protocol.value.value === undefined)
    return unlimited(everyTraffic, 'no protocol is written, so none is left out; write one, "-1" for all', protocol.at);
  const name = protocol.value.value.trim().toLowerCase();
  const number = name === "-1" || name === "all" ? "all" : protocolNumber(name);
  switch (number) {
    case "all":
      return sure(everyTraffic);
    case undefined:
      return invalid(everyTraffic, `"${protocol.value.value}" is no protocol`, protocol.at);
    case 6:
      return portTraffic("tcp", permission);
    case 17:
      return portTraffic("udp", permission);
    case 1:
      return icmpTraffic("icmp", permission);
    case 58:
      return icmpTraffic("icmpv6", permission);
    default:
      return sure(protocolOf(number));
  }
}

/** Names that AWS, Terraform and CloudFormation take beside numbers (IANA Assigned Internet Protocol Numbers). */
const namedProtocols: ReadonlyMap<string, number> = new Map([
  ["icmp", 1],
  ["igmp", 2],
  ["ipv4", 4],
  ["tcp", 6],
  ["udp", 17],
  ["gre", 47],
  ["esp", 50],
  ["ah", 51],
  ["icmpv6", 58],
  ["ipv6-icmp", 58],
  ["ospf", 89],
  ["sctp", 132],
]);

function protocolNumber(name: string): number | undefined {
  const named = namedProtocols.get(name);
  if (named !== undefined) return named;
  return /^\d{1,3}$/.test(name) && Number(name) <= 255 ? Number(name) : undefined;
}

function portTraffic(transport: "tcp" | "udp", { from, to }: WrittenPermission): PermissionTraffic {
  const every = portsOf(transport);
  if (!from.value.known || !to.value.known) return oneEndKnown(transport, from, to);
  const first = from.value.value;
  const last = to.value.value;
  if (first === -1 && (last === -1 || last === undefined)) return sure(every);
  if (first === undefined || last === undefined) {
    const message = `a ${transport} rule needs a first and a last port; without them no port is left out`;
    return unlimited(withinKnownEnd(transport, from, to), message, from.at);
  }
  if (![first, last].every((port) => Number.isInteger(port) && port >= -1 && port <= lastPort))
    return invalid(every, `${first}-${last} is no port range: ports are 0 to ${lastPort}`, from.at);
  if (first === -1)
    return invalid(
      portsOf(transport, [0, last]),
      `port range -1-${last} begins before the first port; write -1 to -1 for all`,
      from.at,
    );
  if (first > last)
    return invalid(
      portsOf(transport, [Math.max(0, last), first]),
      `port range ${first}-${last} ends before it begins`,
      from.at,
    );
  return sure(portsOf(transport, [first, last]));
}

/** Where one end of a range is known, the range cannot reach past it, and it has that port: EC2 refuses an empty range. */
function oneEndKnown(
  transport: "tcp" | "udp",
  from: Written<number | undefined>,
  to: Written<number | undefined>,
): PermissionTraffic {
  const [end] = [from, to].flatMap(({ value }) => (value.known && value.value !== undefined ? [value.value] : []));
  const must = end !== undefined && isPort(end) ? portsOf(transport, [end, end]) : noTraffic;
  const may = withinKnownEnd(transport, from, to);
  return { traffic: trafficBounds.between(must, may, reasonsOf(from, to)), problems: [] };
}

function withinKnownEnd(
  transport: "tcp" | "udp",
  from: Written<number | undefined>,
  to: Written<number | undefined>,
): Traffic {
  const first = from.value.known ? (from.value.value ?? 0) : 0;
  const last = to.value.known ? (to.value.value ?? lastPort) : lastPort;
  return isPort(first) && isPort(last) ? portsOf(transport, [first, last]) : portsOf(transport);
}

function isPort(n: number): boolean {
  return Number.isInteger(n) && n >= 0 && n <= lastPort;
}

function icmpTraffic(transport: "icmp" | "icmpv6", { from, to }: WrittenPermission): PermissionTraffic {
  const every = protocolOf(transport === "icmp" ? 1 : 58);
  if (!from.value.known) return doubt(every, from.value.because);
  const type = from.value.value;
  if (type === undefined || type === -1) return sure(every);
  if (!isOctet(type)) return invalid(every, `${type} is no ICMP type: types are 0 to 255, or -1 for all`, from.at);
  if (!to.value.known) return doubt(icmpOf(transport, type), to.value.because);
  const code = to.value.value;
  if (code === undefined || code === -1) return sure(icmpOf(transport, type));
  if (!isOctet(code))
    return invalid(icmpOf(transport, type), `${code} is no ICMP code: codes are 0 to 255, or -1 for all`, to.at);
  return sure(icmpOf(transport, type, code));
}

function isOctet(n: number): boolean {
  return Number.isInteger(n) && n >= 0 && n <= 255;
}

function reasonsOf(...written: readonly Written<unknown>[]): readonly Reason[] {
  return written.flatMap(({ value }) => (value.known ? [] : value.because));
}

function sure(set: Traffic): PermissionTraffic {
  return { traffic: trafficBounds.certain(set), problems: [] };
}

function doubt(may: Traffic, because: readonly Reason[]): PermissionTraffic {
  return { traffic: trafficBounds.between(noTraffic, may, because), problems: [] };
}

/** What EC2 refuses to take without the missing limit, read as it stands: without a limit. */
function unlimited(set: Traffic, message: string, at: Place): PermissionTraffic {
  return { traffic: trafficBounds.certain(set), problems: [{ code: "invalid-value", message, at }] };
}

/** A value that EC2 refuses: what it would do is not known, so everything that it could mean may pass. */
function invalid(may: Traffic, message: string, at: Place): PermissionTraffic {
  const bounds = trafficBounds.between(
    noTraffic,
    may,
    traffic.isEmpty(may) ? [] : [{ kind: "value", name: message, at }],
  );
  return { traffic: bounds, problems: [{ code: "invalid-value", message, at }] };
}
