import { known, unknown, type Known, type Reason } from "../../model/bounds";
import type { Interval } from "../../model/intervals";
import type { Problem } from "../../model/source";
import { lastPort, type PortTransport } from "../../model/traffic";
import { portKeys, treatmentOf } from "./constructs";
import {
  addressesOf,
  isBare,
  parseProtocol,
  parseRange,
  parseShortPort,
  publishedOn,
  type PortSpec,
  type ReadSpec,
} from "./port-spec";
import { goInteger } from "./go-integer";
import { placeIn, problemAt, shown, textOf, valueIn, type Mapping, type Scalar, type Value } from "./value";

/** One entry of `ports` with where it is written. */
export interface PortEntry extends PortSpec {
  readonly node: Value;
  /** The part that decides who gets in: the host address of the long syntax, else the whole. */
  readonly focus: Value;
  /** Tells entries apart as compose does before it reads them (compose-go override/uncity.go, portIndexer). */
  readonly rawKey: string;
  /** How `published` is written: compose takes neither a number for an equal text nor an empty text for none. */
  readonly publishedAs: "text" | "number" | "empty" | "absent";
}

export interface ReadPorts {
  readonly entries: readonly PortEntry[];
  readonly problems: readonly Problem[];
}

/** The entries of `ports` of one service, whole as they are written; what is wrong with one hides no other. */
export function readPorts(ports: Value | undefined, service: string): ReadPorts {
  if (ports === undefined) return { entries: [], problems: [] };
  if (ports.kind !== "sequence") {
    const message = `services.${service}.ports is a list; write each port on a line of its own, as - "127.0.0.1:8080:80"`;
    return { entries: [], problems: [problemAt("invalid-value", message, ports)] };
  }
  const read = ports.items.map((item) => readPort(item));
  return { entries: read.flatMap(({ entries }) => entries), problems: read.flatMap(({ problems }) => problems) };
}

function readPort(item: Value): ReadPorts {
  switch (item.kind) {
    case "scalar":
      return typeof item.value === "string" || typeof item.value === "number"
        ? shortPort(item)
        : refused(item, "it is no text");
    case "mapping":
      return longPort(item);
    case "sequence":
      return refused(item, "it is a list");
  }
}

/**
 * A plain number is read as YAML 1.1 does, so 017 is 15, while `22:22` is a text: compose differs from both versions.
 * What only an unset variable makes unreadable is read again with that variable as unknown. Where only the address is
 * wrong, the port stays a door, to nobody knows whom.
 */
function shortPort(item: Scalar): ReadPorts {
  const number = item.style === "plain" && !item.written.includes("$") ? goInteger(item.text) : undefined;
  const text = number === undefined ? item.text : String(number);
  if (number === undefined && typeof item.value === "number") return refused(item, "it is no whole number");
  const read = parseShortPort(text, item.required);
  const { spec, wrong } = read;
  if (spec) return { entries: [entryOf(item, spec, text)], problems: [] };
  if (read.rest) {
    const hostIp = unknown({ kind: "value", name: shown(item.written), at: placeIn(item) });
    const entries = [entryOf(item, { ...read.rest, hostIp }, text)];
    return { entries, problems: refused(item, wrong, remedyFor(item, read)).problems };
  }
  const again = item.unset.length > 0 ? parseShortPort(item.open, [...item.required, ...item.unset]) : undefined;
  const unset = item.unset.map(({ name }) => name).join(", ");
  const why = again?.spec ? `${unset} is not set, and without it ${wrong}` : wrong;
  const { problems } = refused(item, why);
  return { entries: again?.spec ? [entryOf(item, again.spec, item.open)] : [], problems };
}

function entryOf(item: Scalar, spec: PortSpec, rawKey: string): PortEntry {
  const { hostIp, published, target, protocol } = spec;
  const publishedAs = isRandom(spec, rawKey) ? "absent" : "text";
  return { hostIp, published, target, protocol, node: item, focus: item, rawKey, publishedAs };
}

/** The same with its brackets, where no variable is a part of it. */
function remedyFor(
  { written }: Scalar,
  { address = "" }: ReadSpec & { readonly address?: string },
): string | undefined {
  if (!isBare(address)) return undefined;
  return written.startsWith(address) ? `"[${address}]${written.slice(address.length)}"` : '"[::1]:8080:80"';
}

function refused(item: Value, why: string, remedy = '"127.0.0.1:8080:80" or a mapping with target'): ReadPorts {
  const written = item.kind === "scalar" ? `"${shown(item.written)}"` : "this";
  const message = `${written} is no port mapping: ${why}; write ${remedy}`;
  return { entries: [], problems: [problemAt("invalid-value", message, item)] };
}

/** The long syntax (compose-spec 05-services.md, "ports"). Values that the engine refuses are reported, though `config` lets some pass. */
function longPort(item: Mapping): ReadPorts {
  const problems: Problem[] = [];
  for (const [name, { key }] of item.entries)
    if (!treatmentOf(portKeys, name)) problems.push(problemAt("unrecognised", `a port has no key ${name}`, key));
  const wrong = (node: Value, message: string): Known<never> => {
    problems.push(problemAt("invalid-value", message, node));
    return unknown({ kind: "value", name: message, at: placeIn(node) });
  };
  const field = <T>(key: string, read: (text: string, node: Scalar) => T | undefined, otherwise: T): Known<T> => {
    const node = valueIn(item, key);
    if (node === undefined) return known(otherwise);
    if (node.kind !== "scalar" || node.value === null || typeof node.value === "boolean")
      return wrong(node, `${key} of a port is a text or a number`);
    if (node.required.length > 0) return unknown(...node.required);
    const value = read(node.text, node);
    if (value !== undefined) return known(value);
    if (node.unset.length > 0) return unknown(...node.unset);
    return wrong(node, `"${shown(node.written)}" is no ${key} of a port; write ${expected[key] ?? "another"}`);
  };
  for (const key of ["mode", "name", "app_protocol"]) {
    const node = valueIn(item, key);
    if (node && (node.kind !== "scalar" || typeof node.value !== "string")) wrong(node, `${key} of a port is a text`);
  }
  const target = field<Interval<number> | undefined>("target", targetPort, undefined);
  if (target.known && target.value === undefined) {
    const { entries, problems: missing } = refused(item, "it has no target");
    return { entries, problems: [...problems, ...missing] };
  }
  const single: Known<Interval<number>> = target.known ? known(target.value ?? [1, lastPort]) : target;
  const host = field<Interval<number> | null>("published", publishedPorts, null);
  const hostPorts: Known<Interval<number> | undefined> = host.known ? known(host.value ?? undefined) : host;
  const hostIp = field<string | undefined>("host_ip", (text) => (addressesOf(text) ? text : undefined), undefined);
  const protocol = field<PortTransport>("protocol", (text) => parseProtocol(text.toLowerCase()), "tcp");
  const because: readonly Reason[] = host.known ? [] : host.because;
  const published = publishedOn(hostPorts, single, because) ?? known({ kind: "random" as const });
  const written = valueIn(item, "published");
  const publishedAs = notationOf(written);
  const rawKey = [
    textOf(valueIn(item, "host_ip")) ?? "0.0.0.0",
    publishedAs,
    textOf(written) ?? "",
    textOf(valueIn(item, "target")),
    textOf(valueIn(item, "protocol")) ?? "tcp",
  ].join(" ");
  const focus = valueIn(item, "host_ip") ?? item;
  return {
    entries: [{ hostIp, published, target: single, protocol, node: item, focus, rawKey, publishedAs }],
    problems,
  };
}

function notationOf(published: Value | undefined): PortEntry["publishedAs"] {
  if (published?.kind !== "scalar") return "absent";
  if (typeof published.value === "number") return "number";
  return published.text === "" ? "empty" : "text";
}

/** `80` and `:80` name no host port; `0:80` names one that means any, and is told apart from them. */
function isRandom({ published }: PortSpec, text: string): boolean {
  return published.known && published.value.kind === "random" && !/(?:^|:)0+:[^:]*$/.test(text);
}

const expected: Readonly<Record<string, string>> = {
  target: `a port from 1 to ${lastPort}`,
  published: '"8080" or "8000-9000"',
  host_ip: "an IP address without brackets",
  protocol: "tcp, udp or sctp",
};

function targetPort(text: string, node: Scalar): Interval<number> | undefined {
  const port = node.style === "plain" ? (goInteger(text) ?? NaN) : /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  return port >= 1 && port <= lastPort ? [port, port] : undefined;
}

/** An empty text is as if nothing were written. */
function publishedPorts(text: string, node: Scalar): Interval<number> | null | undefined {
  if (text === "") return null;
  const number = node.style === "plain" ? goInteger(text) : undefined;
  return parseRange(number === undefined ? text : String(number));
}
