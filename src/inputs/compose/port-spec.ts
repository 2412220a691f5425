import type { AddressSet } from "../../model/addresses";
import { everyIPv4, everyIPv6 } from "../../model/addresses";
import { known, unknown, type Known, type Reason } from "../../model/bounds";
import { parseCidr } from "../../model/cidr";
import type { Interval } from "../../model/intervals";
import { lastPort, type PortTransport } from "../../model/traffic";
import { hole } from "./value";

/** One entry of `ports`, whichever way it is written. */
export interface PortSpec {
  /** The host address as written; nothing where the network's default holds. */
  readonly hostIp: Known<string | undefined>;
  readonly published: Known<Published>;
  /** The ports of the container. */
  readonly target: Known<Interval<number>>;
  readonly protocol: Known<PortTransport>;
}

/** On which ports of the host: each container port on its own, one for a single container port, or one that the runtime picks. */
export type Published =
  | { readonly kind: "each"; readonly ports: Interval<number> }
  | { readonly kind: "one-of"; readonly ports: Interval<number> }
  | { readonly kind: "random" };

/**
 * A port mapping, or what is wrong with it, in words that repeat no part of it: a part may be a secret that a variable
 * holds. Where only the address is wrong, `rest` is what else is said and `address` what stands in its place.
 */
export type ReadSpec =
  | { readonly spec: PortSpec; readonly wrong?: undefined }
  | {
      readonly spec?: undefined;
      readonly wrong: string;
      readonly rest?: Omit<PortSpec, "hostIp">;
      readonly address?: string;
    };

/**
 * Reads `[[IP:][HOST]:]CONTAINER[/PROTOCOL]` as the engine does (compose-spec 05-services.md, "ports", short syntax;
 * go-connections nat.ParsePortSpec). A part with a hole is unknown because of `because`; of
 * an entry that is all hole, TCP is taken to be the protocol, as where none is written. IPv6 needs its brackets.
 */
export function parseShortPort(text: string, because: readonly Reason[]): ReadSpec {
  if (text === hole) {
    const nothing = unknown(...because);
    return { spec: { hostIp: nothing, published: nothing, target: nothing, protocol: known("tcp") } };
  }
  const parts = text.split(":");
  const last = parts.at(-1) ?? "";
  const host = parts.length > 1 ? (parts.at(-2) ?? "") : "";
  const address = parts.slice(0, -2).join(":");
  const [container = "", protocolName = ""] = last.split("/");
  if (container === "") return { wrong: "it has no container port" };

  const target = orUnknown(container, because, parseRange);
  const hostPorts = host === "" ? known(undefined) : orUnknown(host, because, parseRange);
  const protocol = orUnknown(protocolName === "" ? "tcp" : protocolName.toLowerCase(), because, parseProtocol);
  const hostIp = address === "" || address === "[]" ? known(undefined) : orUnknown(address, because, hostAddress);
  if (!target) return { wrong: `the container port is none from 1 to ${lastPort}` };
  if (target.known && target.value[0] === 0) return { wrong: "a container port is from 1 on" };
  if (!hostPorts) return { wrong: `the host port is none from 0 to ${lastPort}` };
  if (!protocol) return { wrong: "the protocol is none of tcp, udp and sctp" };
  const published = publishedOn(hostPorts, target, because);
  if (!published) return { wrong: "the two ranges differ in length" };
  if (!hostIp) {
    const wrong = isBare(address)
      ? "an IPv6 address stands in brackets"
      : "what stands before the ports is no IP address";
    return { wrong, address, rest: { published, target, protocol } };
  }
  return { spec: { hostIp, published, target, protocol } };
}

/** A range on the host for a single container port is a choice; else both ranges have the same length. */
export function publishedOn(
  host: Known<Interval<number> | undefined>,
  target: Known<Interval<number>>,
  because: readonly Reason[],
): Known<Published> | undefined {
  if (!host.known) return unknown(...because);
  if (host.value === undefined) return known({ kind: "random" });
  const [first, last] = host.value;
  if (first === 0 && last === 0) return known({ kind: "random" });
  if (!target.known) return known({ kind: first === last ? "each" : "one-of", ports: [first, last] });
  const width = target.value[1] - target.value[0];
  if (last - first === width) return known({ kind: "each", ports: [first, last] });
  return width === 0 ? known({ kind: "one-of", ports: [first, last] }) : undefined;
}

function orUnknown<T>(
  text: string,
  because: readonly Reason[],
  parse: (text: string) => T | undefined,
): Known<T> | undefined {
  if (text.includes(hole)) return unknown(...because);
  const value = parse(text);
  return value === undefined ? undefined : known(value);
}

/** `80` or `80-90`; a third number is ignored, as the engine does. */
export function parseRange(text: string): Interval<number> | undefined {
  const [from = "", to = from] = text.split("-");
  const first = portNumber(from);
  const last = portNumber(to);
  return first === undefined || last === undefined || last < first ? undefined : [first, last];
}

function portNumber(text: string): number | undefined {
  return /^\d{1,20}$/.test(text) && Number(text) <= lastPort ? Number(text) : undefined;
}

export function parseProtocol(text: string): PortTransport | undefined {
  switch (text) {
    case "tcp":
    case "udp":
    case "sctp":
      return text;
    default:
      return undefined;
  }
}

/** The address in or without brackets, where it is one. Octets have no leading zeros, as Go reads addresses. */
function hostAddress(text: string): string | undefined {
  const inner = /^\[(.*)\]$/.exec(text)?.[1];
  if (inner === undefined && text.includes(":")) return undefined;
  const address = inner ?? text;
  return addressesOf(address) ? address : undefined;
}

/** An IPv6 address without its brackets. */
export function isBare(address: string): boolean {
  return address.includes(":") && addressesOf(address) !== undefined;
}

/** What a socket on a host address answers on: a wildcard is all of its family (docker/docs network/drivers/bridge.md). */
export function addressesOf(address: string): AddressSet | undefined {
  if (address.includes("/") || /(?:^|[.:])0\d+(?=\.|$)/.test(address) || address !== address.trim()) return undefined;
  const one = parseCidr(address);
  if (!one) return undefined;
  if (one.v4[0]?.[0] === 0) return everyIPv4;
  return one.v6[0]?.[0] === 0n ? everyIPv6 : one;
}
