import { addresses, everyAddress, noAddress } from "../../model/addresses";
import { addressBounds, trafficBounds, unknown, type Reason } from "../../model/bounds";
import type { Fact, Listener, Route, Statement } from "../../model/facts";
import { unionOf } from "../../model/sets";
import type { FilePlace } from "../../model/source";
import { everyTraffic, noTraffic, traffic } from "../../model/traffic";
import type { HostMode, UnknownMode } from "./network-mode";
import type { OwnAddress } from "./joined";
import { arrivingOf, publishedFacts } from "./publish";
import type { Running } from "./running";
import { placeIn, textOf, valueIn, type Value } from "./value";

/** What a service opens: the ports that the host publishes for it, or what it listens on where no host stands before it. */
export function doorFacts(running: Running): readonly Fact[] {
  const { subject, host, mode, connection, ports, evidence, profiles, swarm } = running;
  if (mode.kind === "host") return [hostListener(running, mode)];
  if (mode.kind === "shared") return [];
  const { defaultBind, hostAddresses, publishes, own } = connection;
  const publishing = { host, service: subject, defaultBind, hostAddresses, swarm, evidence, profiles };
  return [
    ...(mode.kind === "unknown" ? [hostListener(running, mode)] : []),
    ...(publishes && !addresses.isEmpty(hostAddresses.may)
      ? ports.flatMap((port, i) => publishedFacts(port, i, publishing))
      : []),
    ...own.map((address) => ownListener(running, address)),
  ];
}

/** Whatever the process listens on, on the host itself: which ports those are, the file does not say. */
function hostListener({ subject, host, evidence }: Running, mode: HostMode | UnknownMode): Listener {
  const { key, at } = mode;
  const because: readonly Reason[] =
    mode.kind === "unknown"
      ? mode.because
      : [{ kind: "construct", name: `${key}: host: what ${subject.name} listens on`, at }];
  return {
    kind: "listener",
    endpoint: host,
    layer: "host",
    bind: addressBounds.certain(everyAddress),
    traffic: trafficBounds.between(noTraffic, everyTraffic, because),
    cleartext: unknown(),
    evidence,
    statement: { what: "host network", name: `services.${subject.name}.${key}`, at, focus: at },
  };
}

/**
 * A container with an address of its own answers there on every port that it listens on, published or not, where nothing
 * keeps back what is not; on those that the file publishes it does surely.
 */
function ownListener({ subject, ports, evidence }: Running, { bind, opens, statement }: OwnAddress): Listener {
  const { what, name, at } = statement;
  const reason: Reason = { kind: "construct", name: `${what}: what ${subject.name} listens on`, at };
  const told = unionOf(
    traffic,
    ports.map((port) => arrivingOf(port).must),
  );
  return {
    kind: "listener",
    endpoint: subject,
    layer: "listener",
    bind,
    traffic: opens === "all" ? trafficBounds.between(told, everyTraffic, [reason]) : trafficBounds.certain(told),
    cleartext: unknown(),
    evidence,
    statement: { ...statement, name: `services.${subject.name}.${name}` },
  };
}

/** Why no way leads to a service whose doors stand open all the same: each reason as a route that leads nowhere. */
export function routeFacts({ subject, body, mode, connection }: Running): readonly Route[] {
  const closed = connection.closed && mode.kind === "own" ? [connection.closed] : [];
  const statements: Statement[] = [];
  if (mode.kind === "none")
    statements.push(said("network_mode: none", `services.${subject.name}.network_mode`, mode.at));
  for (const [scale, key] of [
    [valueIn(body, "scale"), "scale"],
    [valueIn(valueIn(body, "deploy"), "replicas"), "deploy.replicas"],
  ] as const)
    if (scale && isZero(scale)) statements.push(said("no replicas", `services.${subject.name}.${key}`, placeIn(scale)));
  const nowhere = (from: Route["from"], statement: Statement): Route => ({
    kind: "route",
    endpoint: subject,
    from,
    leads: addressBounds.certain(noAddress),
    along: [statement],
  });
  return [
    // Containers of an internal network reach each other all the same (06-networks.md, "internal").
    ...closed.map((statement) => nowhere("internet", statement)),
    ...statements.map((statement) => nowhere("everywhere", statement)),
  ];
}

function said(what: string, name: string, at: FilePlace): Statement {
  return { what, name, at, focus: at };
}

function isZero(value: Value): boolean {
  return /^0+$/.test(textOf(value) ?? "");
}
