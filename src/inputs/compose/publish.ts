import { everyAddress, noAddress, type AddressSet } from "../../model/addresses";
import { addressBounds, trafficBounds, unknown, type Bounds, type Known, type Reason } from "../../model/bounds";
import type { Evidence, Forward, Subject, Trait } from "../../model/facts";
import type { Interval, IntervalSet } from "../../model/intervals";
import { unionOf } from "../../model/sets";
import { byTransport, noTraffic, portsOf, traffic, type PortTransport, type Traffic } from "../../model/traffic";
import { addressesOf } from "./port-spec";
import type { EffectivePort } from "./unique-ports";
import { placeIn, type Value } from "./value";

/** Who publishes, and how where an entry does not say. */
export interface Publishing {
  readonly host: Subject;
  readonly service: Subject;
  /** Where ports without an address of their own are bound. */
  readonly defaultBind: Bounds<AddressSet>;
  /** The addresses of the host on which anything can be published for it. */
  readonly hostAddresses: Bounds<AddressSet>;
  /** Why an address may not be minded. */
  readonly swarm: Reason | undefined;
  readonly evidence: readonly Evidence[];
  readonly profiles: readonly string[];
}

/** From which the engine takes a host port where none is asked for: Linux's `net.ipv4.ip_local_port_range`. */
const ephemeral: Interval<number> = [32768, 60999];
const wellKnown: Interval<number> = [1, 1023];

/**
 * The facts of one published port: what the host hands on, and whether it binds a well-known port. Whether it is clear text
 * is for the service to tell, so `cleartext` is not known, for no reason that anybody could mend here.
 */
export function publishedFacts(
  port: EffectivePort,
  index: number,
  publishing: Publishing,
): readonly (Forward | Trait)[] {
  const { entry } = port;
  const { host, service, evidence, profiles } = publishing;
  const { passing, opens } = passingOf(port);
  const arriving = arrivingOf(port);
  const at = placeIn(entry.node);
  const name = `services.${service.name}.ports[${index}]`;
  const forward: Forward = {
    kind: "forward",
    how: "publish",
    from: host,
    bind: addressBounds.intersection(bindOf(port, publishing), publishing.hostAddresses),
    traffic: passing,
    opens,
    to: service,
    arriving,
    sender: "client",
    cleartext: unknown(),
    evidence: [...evidence, ...containerPort(arriving)],
    ...(profiles.length > 0 ? { during: profiles.map((profile) => `the profile ${profile}`) } : {}),
    statement: {
      what: inProfiles(`published port${settled(entry.node)}`, profiles),
      name,
      at,
      focus: placeIn(entry.focus),
    },
  };
  const privileged = privilegedOf(port);
  if (privileged === undefined) return [forward];
  return [
    forward,
    { kind: "trait", subject: service, trait: "binds-privileged-port", holds: { known: true }, detail: privileged, at },
  ];
}

/** By which variables a port may turn out otherwise than it is read: those left to their defaults, and those left empty. */
function settled(node: Value): string {
  const fields = node.kind === "mapping" ? [...node.entries.values()].map(({ value }) => value) : [node];
  const scalars = fields.filter((field) => field.kind === "scalar");
  const defaulted = scalars.flatMap((scalar) => scalar.defaulted);
  const unset = scalars.flatMap((scalar) => scalar.unset.map(({ name }) => name));
  const told = [
    ...(defaulted.length > 0 ? [`by default, which ${defaulted.join(" and ")} can override`] : []),
    ...(unset.length > 0 ? [`while ${unset.join(" and ")} ${unset.length > 1 ? "are" : "is"} not set`] : []),
  ];
  return told.map((part) => ` ${part}`).join(" and");
}

/** What a statement is called, with the profiles without which it does nothing. */
export function inProfiles(what: string, profiles: readonly string[]): string {
  return profiles.length === 0 ? what : `${what} of the profile ${profiles.join(" or ")}`;
}

function bindOf({ entry: { hostIp } }: EffectivePort, { defaultBind, swarm }: Publishing): Bounds<AddressSet> {
  if (!hostIp.known) return addressBounds.between(noAddress, everyAddress, hostIp.because);
  if (hostIp.value === undefined) return defaultBind;
  const own = addressesOf(hostIp.value) ?? noAddress;
  return swarm ? addressBounds.between(own, everyAddress, [swarm]) : addressBounds.certain(own);
}

function passingOf({ entry, published }: EffectivePort): {
  readonly passing: Bounds<Traffic>;
  readonly opens: "all" | "one";
} {
  const { protocol, target } = entry;
  if (!entry.published.known) {
    // Behind a single container port is a single host port, whichever it is.
    const single = !target.known || target.value[0] === target.value[1];
    return { passing: trafficWithin(protocol, entry.published), opens: single ? "one" : "all" };
  }
  const { value } = entry.published;
  switch (value.kind) {
    case "random":
      return { passing: trafficOf(protocol, [ephemeral]), opens: "one" };
    case "one-of":
      return { passing: trafficOf(protocol, [value.ports]), opens: "one" };
    case "each":
      return { passing: trafficOf(protocol, published ?? [value.ports]), opens: "all" };
  }
}

export function arrivingOf({ entry, target }: EffectivePort): Bounds<Traffic> {
  if (target) return trafficOf(entry.protocol, target);
  return entry.target.known
    ? trafficOf(entry.protocol, [entry.target.value])
    : trafficWithin(entry.protocol, entry.target);
}

const transports: readonly PortTransport[] = ["tcp", "udp", "sctp"];

/** These ports, on whichever transport it is. */
function trafficOf(protocol: Known<PortTransport>, ports: IntervalSet<number>): Bounds<Traffic> {
  const on = (transport: PortTransport): Traffic =>
    unionOf(
      traffic,
      ports.map((range) => portsOf(transport, range)),
    );
  if (protocol.known) return trafficBounds.certain(on(protocol.value));
  return trafficBounds.between(noTraffic, unionOf(traffic, transports.map(on)), protocol.because);
}

/** Any port at all, for the reason that none is known. */
function trafficWithin(
  protocol: Known<PortTransport>,
  { because }: { readonly because: readonly Reason[] },
): Bounds<Traffic> {
  const among = protocol.known ? [protocol.value] : transports;
  const may = unionOf(
    traffic,
    among.map((transport) => portsOf(transport)),
  );
  return trafficBounds.between(noTraffic, may, protocol.known ? because : [...because, ...protocol.because]);
}

/** `5432/tcp`, where a single port is certain. */
function containerPort({ must }: Bounds<Traffic>): readonly Evidence[] {
  return byTransport(must).flatMap(({ transport, ports }): readonly Evidence[] => {
    const [only, ...others] = ports;
    if (!only || others.length > 0 || only[0] !== only[1]) return [];
    return [{ by: "container-port", value: `${only[0]}/${transport}` }];
  });
}

/** The well-known port that is bound: on the host, or else in the container. */
function privilegedOf({ entry, published }: EffectivePort): string | undefined {
  if (!entry.protocol.known) return undefined;
  const { value: protocol } = entry.protocol;
  const onHost = entry.published.known && entry.published.value.kind !== "random" ? [entry.published.value.ports] : [];
  const host = wellKnownIn(published ?? onHost);
  if (host !== undefined) return `${host}/${protocol}`;
  const container = entry.target.known ? wellKnownIn([entry.target.value]) : undefined;
  return container === undefined ? undefined : `${container}/${protocol} in the container`;
}

function wellKnownIn(ranges: readonly Interval<number>[]): string | undefined {
  const found = ranges.find(([first, last]) => first <= wellKnown[1] && last >= wellKnown[0]);
  return found && (found[0] === found[1] ? String(found[0]) : `${found[0]}-${found[1]}`);
}
