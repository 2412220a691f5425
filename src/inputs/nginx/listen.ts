import { everyIPv4, everyIPv6, noAddress, addresses, everyAddress, type AddressSet } from "../../model/addresses";
import { addressBounds, trafficBounds, type Bounds, type Reason } from "../../model/bounds";
import { parseCidr, parseIPv6, writeIPv6 } from "../../model/cidr";
import type { Interval } from "../../model/intervals";
import type { Place } from "../../model/source";
import { lastPort, noTraffic, portsOf, rangesOf, type Traffic } from "../../model/traffic";
import { loopback } from "../../model/zones";
import { isTemplate } from "./templates";

/** A socket address as `listen` writes it, its parameters left out. */
export interface ListenAddress {
  /** The same text for the same socket, however it was written: `*:80`, `[::]:443`, `192.0.2.1:8000-8010`. */
  readonly socket: string;
  readonly bind: Bounds<AddressSet>;
  readonly ports: Bounds<Traffic>;
  /** `one`: a single one of the ports, which is not known. */
  readonly opens: "all" | "one";
}

/** Which transport a socket is for, as its parameters say. */
export type Transport = "tcp" | "udp";

export type ReadListen =
  | { readonly kind: "socket"; readonly address: ListenAddress }
  /** A socket of the file system, which no network leads to. */
  | { readonly kind: "unix" }
  | { readonly kind: "invalid"; readonly message: string };

/**
 * Reads the address of a `listen` directive (nginx.org/en/docs/http/ngx_http_core_module.html#listen): an address with or
 * without a port, a port alone, a name, or a path of a unix socket. A port alone is every IPv4 address and no IPv6 one.
 *
 * `defaultPort` stands where only an address is written; the stream and mail modules have none.
 */
export function readListen(text: string, transport: Transport, at: Place, defaultPort: number | undefined): ReadListen {
  if (text === "") return { kind: "invalid", message: `no address in the "listen" directive` };
  if (text.startsWith("unix:")) return { kind: "unix" };
  if (isTemplate(text)) return decidedAtStart(text, transport, { kind: "construct", name: "a template", at });
  const variable = /\$\{?(\w+)/.exec(text);
  if (variable) return decidedAtStart(text, transport, { kind: "variable", name: `$${variable[1] ?? ""}`, at });
  const { host, port } = split(text);
  // Without a port nginx binds port 0, for which the system picks one (ip(7)).
  if (port === undefined && defaultPort === undefined)
    return decidedAtStart(text, transport, { kind: "value", name: `the port of listen ${text}`, at });
  const range = portRange(port ?? String(defaultPort));
  if (!range) return { kind: "invalid", message: `invalid port in "${text}" of the "listen" directive` };
  const bind = addressOf(host, at);
  if (!bind) return { kind: "invalid", message: `invalid address in "${text}" of the "listen" directive` };
  const ports = trafficBounds.certain(portsOf(transport, range));
  return {
    kind: "socket",
    address: { socket: `${spelt(host)}:${rangesOf([range])[0] ?? ""}`, bind, ports, opens: "all" },
  };
}

/** The address that nginx listens on where a server has no `listen`, when it is started by root. */
export function defaultListen(at: Place): ReadListen {
  return readListen("80", "tcp", at, 80);
}

/** What stands where a server leaves its `listen` to a template. */
export function templateListen(at: Place): ReadListen {
  return readListen("{{…}}", "tcp", at, 80);
}

/** With `ipv6only=off` an IPv6 wildcard takes IPv4 as well. */
export function alsoIPv4(bind: Bounds<AddressSet>): Bounds<AddressSet> {
  return addresses.equals(bind.must, everyIPv6) ? addressBounds.certain(everyAddress) : bind;
}

/** One spelling for each address. */
function spelt(host: string): string {
  if (host === "" || host === "0.0.0.0") return "*";
  const v6 = host.startsWith("[") ? parseIPv6(host.slice(1, -1)) : undefined;
  return v6 === undefined ? host : `[${writeIPv6(v6)}]`;
}

function split(text: string): { readonly host: string; readonly port: string | undefined } {
  const bracketed = /^(\[[^\]]*\])(?::(.*))?$/.exec(text);
  if (bracketed) return { host: bracketed[1] ?? "", port: bracketed[2] };
  const colon = text.lastIndexOf(":");
  if (colon !== -1) return { host: text.slice(0, colon), port: text.slice(colon + 1) };
  return /^\d+(-\d+)?$/.test(text) ? { host: "", port: text } : { host: text, port: undefined };
}

function portRange(text: string): Interval<number> | undefined {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  if (!match) return undefined;
  const first = Number(match[1]);
  const last = match[2] === undefined ? first : Number(match[2]);
  return first >= 1 && first <= last && last <= lastPort ? [first, last] : undefined;
}

/** A name is looked up when nginx starts, so only `localhost` tells where it leads (RFC 6761 section 6.3). */
function addressOf(host: string, at: Place): Bounds<AddressSet> | undefined {
  if (host === "" || host === "*") return addressBounds.certain(everyIPv4);
  if (host.startsWith("[") !== host.endsWith("]")) return undefined;
  const literal = host.startsWith("[") ? host.slice(1, -1) : host;
  const block = parseCidr(literal);
  if (block && !literal.includes("/")) return addressBounds.certain(wildcardOr(block));
  if (host.startsWith("[") || /[^\w.-]/.test(host)) return undefined;
  if (host === "localhost") return addressBounds.certain(loopback);
  return addressBounds.between(noAddress, everyAddress, [{ kind: "value", name: `the address of ${host}`, at }]);
}

/** `0.0.0.0` and `::` are every address of their family. */
function wildcardOr(block: AddressSet): AddressSet {
  if (block.v4[0]?.[1] === 0) return everyIPv4;
  return block.v6[0]?.[1] === 0n ? everyIPv6 : block;
}

function decidedAtStart(text: string, transport: Transport, reason: Reason): ReadListen {
  const port = /(?:^|:)(\d+)$/.exec(text)?.[1];
  const range = port === undefined ? undefined : portRange(port);
  const ports = range
    ? trafficBounds.certain(portsOf(transport, range))
    : trafficBounds.between(noTraffic, portsOf(transport), [reason]);
  const host = /^(\*|[\d.]+|\[[^\]$]*\])(?::|$)/.exec(text)?.[1];
  const bind =
    (host === undefined ? undefined : addressOf(host, reason.at)) ??
    addressBounds.between(noAddress, everyAddress, [reason]);
  return { kind: "socket", address: { socket: text, bind, ports, opens: range ? "all" : "one" } };
}
