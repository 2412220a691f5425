import { addresses, everyAddress, noAddress, type AddressSet } from "../../model/addresses";
import { addressBounds, type Bounds, type Reason } from "../../model/bounds";
import type { Statement } from "../../model/facts";
import type { Problem } from "../../model/source";
import { networkKeys, treatmentOf } from "./constructs";
import { gatewayOf, type Gateway } from "./gateways";
import type { Joined, OwnAddress } from "./joined";
import { asMapping } from "./merge";
import type { HostMode } from "./network-mode";
import { addressesOf } from "./port-spec";
import { isNull, isTrue, placeIn, problemAt, shown, textOf, valueIn, type Mapping, type Value } from "./value";

/** What the networks of a service mean for who reaches it. */
export interface Connection {
  /** None: the service is in the project's network `default`, of which nothing is said. */
  readonly joined: readonly Joined[];
  /** Where ports without an address of their own are bound. */
  readonly defaultBind: Bounds<AddressSet>;
  /** The addresses of the host on which its networks can publish. */
  readonly hostAddresses: Bounds<AddressSet>;
  /** Whether any network of the service publishes ports on the host: a bridge or an overlay does. */
  readonly publishes: boolean;
  /** The addresses that are the service's own in a network outside of the host, and what gives them. */
  readonly own: readonly OwnAddress[];
  /** Why nothing comes in from outside, where that is so. */
  readonly closed: Statement | undefined;
  /** The network that is the host's own, where the service joins it. */
  readonly hosts: HostMode | undefined;
  readonly opaque: readonly Reason[];
  readonly problems: readonly Problem[];
}

/** A service without `networks` is in the project's network `default` (compose-spec 06-networks.md). */
export function connectionOf(service: Mapping, name: string, networks: Value | undefined): Connection {
  const problems: Problem[] = [];
  const joined = joinedNetworks(service, name, networks, problems);
  const bridged = joined.filter((network) => !hasOwnAddress(network) && !isInternal(network));
  const internal = joined.filter(isInternal);
  const [first] = internal;
  const gateways = bridged.map(gatewayOf);
  return {
    joined,
    defaultBind: defaultBindOf(bridged, problems),
    hostAddresses: hostAddressesOf(gateways),
    publishes: joined.length === 0 || joined.some((network) => !hasOwnAddress(network)),
    own: [
      ...joined.filter((network) => hasOwnAddress(network) && !isInternal(network)).map(ownAddress),
      ...gateways.flatMap(({ direct }) => direct),
    ],
    hosts: joined.flatMap(hostModeOf)[0],
    closed: first && internal.length === joined.length ? internalStatement(first) : undefined,
    opaque: gateways.flatMap(({ opaque }) => opaque),
    problems,
  };
}

function joinedNetworks(
  service: Mapping,
  name: string,
  networks: Value | undefined,
  problems: Problem[],
): readonly Joined[] {
  const entry = service.entries.get("networks");
  const listed = entry && asMapping(entry.value);
  if (entry && listed?.kind !== "mapping" && !isNull(entry.value))
    problems.push(
      problemAt("invalid-value", `services.${name}.networks is a list or a mapping of networks`, entry.value),
    );
  const names = listed?.kind === "mapping" ? [...listed.entries] : [];
  if (names.length === 0) {
    const standard = networks?.kind === "mapping" ? networks.entries.get("default") : undefined;
    return standard ? [{ name: "default", entry: standard, implicit: true, definition: standard.value }] : [];
  }
  return names.map(([network, joining]) => {
    const definition = networks?.kind === "mapping" ? networks.entries.get(network) : undefined;
    return { name: network, entry: joining, implicit: false, definition: definition?.value };
  });
}

/** The engine's predefined network `host`, by its name or by its driver (docker/docs network/drivers/host.md). */
function hostModeOf({ name, entry, definition }: Joined): readonly HostMode[] {
  const external = valueIn(definition, "external");
  const called = textOf(valueIn(external, "name") ?? valueIn(definition, "name")) ?? (isTrue(external) ? name : "");
  if (called !== "host" && textOf(valueIn(definition, "driver")) !== "host") return [];
  return [{ kind: "host", key: `networks.${name}`, at: placeIn(entry.key) }];
}

function isInternal({ definition }: Joined): boolean {
  return isTrue(valueIn(definition, "internal"));
}

/** macvlan and ipvlan give containers addresses of the network that the host is in (docker/docs network/drivers). */
function hasOwnAddress({ definition }: Joined): boolean {
  return /^(?:macvlan|ipvlan)$/.test(textOf(valueIn(definition, "driver")) ?? "");
}

function internalStatement({ name, definition }: Joined): Statement {
  const node = valueIn(definition, "internal") ?? definition;
  return statementAt("internal network", `networks.${name}.internal`, node);
}

function statementAt(what: string, name: string, node: Value | undefined): Statement {
  if (!node) throw new Error(`${name} is nowhere`);
  const at = placeIn(node);
  return { what, name, at, focus: at };
}

function ownAddress({ name, entry, definition }: Joined): OwnAddress {
  const driver = textOf(valueIn(definition, "driver")) ?? "macvlan";
  const at = placeIn(entry.key);
  const fixed = ["ipv4_address", "ipv6_address"].map((key) => addressesOf(textOf(valueIn(entry.value, key)) ?? ""));
  const given = fixed.reduce<AddressSet>((all, one) => (one ? addresses.union(all, one) : all), noAddress);
  const reason: Reason = { kind: "value", name: `the address that ${driver} gives on networks.${name}`, at };
  return {
    bind: addresses.isEmpty(given)
      ? addressBounds.between(noAddress, everyAddress, [reason])
      : addressBounds.certain(given),
    opens: "all",
    statement: { what: `${driver} network`, name: `networks.${name}`, at, focus: at },
  };
}

const hostBinding = "com.docker.network.bridge.host_binding_ipv4";

/**
 * Ports are bound on every address unless a network says otherwise (06-networks.md, `driver_opts`): on an address of one
 * family alone, or with 0.0.0.0 on those of both (docker/docs network/port-publishing.md, "Setting the default bind
 * address"; moby bridge/port_mapping_linux.go). Which of several networks publishes, the engine decides: where they differ,
 * each may be the one.
 */
function defaultBindOf(networks: readonly Joined[], problems: Problem[]): Bounds<AddressSet> {
  const binds = networks.map(({ name, definition }) => {
    const option = valueIn(valueIn(definition, "driver_opts"), hostBinding);
    if (!option) return { bind: everyAddress, option };
    const written = textOf(option) ?? "";
    const bind = written === "0.0.0.0" ? everyAddress : addressesOf(written);
    if (!bind && option.kind === "scalar" && option.required.length === 0) {
      const message = `"${shown(option.written)}", the host binding of networks.${name}, is no IP address`;
      problems.push(problemAt("invalid-value", message, option));
    }
    return { bind, option };
  });
  const all = binds.map(({ bind }) => bind);
  const certain = all.reduce<AddressSet>((both, bind) => addresses.intersection(both, bind ?? noAddress), everyAddress);
  const possible = all.reduce<AddressSet>((any, bind) => addresses.union(any, bind ?? everyAddress), noAddress);
  if (all.length === 0) return addressBounds.certain(everyAddress);
  const reasons = binds.flatMap(({ option }): readonly Reason[] =>
    option ? [{ kind: "construct", name: hostBinding, at: placeIn(option) }] : [],
  );
  return addressBounds.between(certain, possible, reasons);
}

/** Which of several networks publishes, the engine decides. */
function hostAddressesOf(gateways: readonly Gateway[]): Bounds<AddressSet> {
  const [first, ...others] = gateways.map(({ hosts }) => hosts);
  if (!first) return addressBounds.certain(everyAddress);
  return others.reduce(
    (all, one) =>
      addressBounds.between(addresses.intersection(all.must, one.must), addresses.union(all.may, one.may), [
        ...all.because,
        ...one.because,
        ...gateways.flatMap(({ direct }) => direct.map(modeReason)),
      ]),
    first,
  );
}

function modeReason({ statement }: OwnAddress): Reason {
  return { kind: "construct", name: `${statement.what} ${statement.name}`, at: statement.at };
}

/** A problem for each network that is no mapping and for each key of one that compose does not know. */
export function networkProblems(networks: Value | undefined): readonly Problem[] {
  if (networks === undefined || isNull(networks)) return [];
  if (networks.kind !== "mapping")
    return [problemAt("invalid-value", "networks is a mapping of names to networks", networks)];
  return [...networks.entries].flatMap(([name, { value }]) => {
    if (isNull(value)) return [];
    if (value.kind !== "mapping") return [problemAt("invalid-value", `networks.${name} is a mapping`, value)];
    return [...value.entries].flatMap(([key, entry]) =>
      treatmentOf(networkKeys, key)
        ? []
        : [problemAt("unrecognised", `networks.${name} has no key ${key} in compose`, entry.key)],
    );
  });
}
