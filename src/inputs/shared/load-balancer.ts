import { trafficBounds, type Bounds, type Known, type Reason } from "../../model/bounds";
import type { Place } from "../../model/source";
import { lastPort, noTraffic, portsOf, traffic, type PortTransport, type Traffic } from "../../model/traffic";

/** What each protocol of a listener arrives by (Elastic Load Balancing v2 API, CreateListener; classic load balancers' SSL). */
const transports: ReadonlyMap<string, readonly PortTransport[]> = new Map([
  ["HTTP", ["tcp"]],
  ["HTTPS", ["tcp"]],
  ["TCP", ["tcp"]],
  ["TLS", ["tcp"]],
  ["SSL", ["tcp"]],
  ["UDP", ["udp"]],
  ["QUIC", ["udp"]],
  ["TCP_UDP", ["tcp", "udp"]],
  ["TCP_QUIC", ["tcp", "udp"]],
  ["GENEVE", ["udp"]],
]);

/** The ports that a web address means where it names none (RFC 9110 section 4.2), for listeners that name none. */
const portsByDefault: ReadonlyMap<string, number> = new Map([
  ["HTTP", 80],
  ["HTTPS", 443],
]);

/** What a listener takes in. A port of `undefined` says that none is written. */
export function listenerTraffic(protocol: Known<string>, port: Known<number | undefined>, at: Place): Bounds<Traffic> {
  const name = protocol.known ? protocol.value.toUpperCase() : undefined;
  const names = name === undefined ? undefined : transports.get(name);
  const written = port.known ? (port.value ?? portsByDefault.get(name ?? "")) : undefined;
  const number = written !== undefined && isPort(written) ? written : undefined;
  const all = (names ?? ["tcp", "udp"]).map((each) =>
    portsOf(each, number === undefined ? undefined : [number, number]),
  );
  const may = all.reduce(traffic.union, noTraffic);
  if (names && number !== undefined) return trafficBounds.certain(may);
  const unread = [...(protocol.known ? [] : protocol.because), ...(port.known ? [] : port.because)];
  const because: readonly Reason[] =
    unread.length > 0 ? unread : [{ kind: "value", name: "a listener that is not understood", at }];
  return trafficBounds.between(noTraffic, may, because);
}

function isPort(n: number): boolean {
  return Number.isInteger(n) && n >= 0 && n <= lastPort;
}
