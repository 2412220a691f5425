import { addresses, everyAddress, everyIPv4, everyIPv6, noAddress, type AddressSet } from "../../model/addresses";
import { addressBounds, type Bounds, type Reason } from "../../model/bounds";
import { parseCidr } from "../../model/cidr";
import { unionOf } from "../../model/sets";
import type { Joined, OwnAddress } from "./joined";
import { addressesOf } from "./port-spec";
import { isTrue, placeIn, shown, textOf, valueIn, writtenOf, type Value } from "./value";

/** What a bridge does with what comes from outside of its host (docker/docs network/port-publishing.md, "Gateway modes"). */
export interface Gateway {
  /** The addresses of the host on which it can publish: where it routes, the host has no part in it. */
  readonly hosts: Bounds<AddressSet>;
  /** Where containers are reached on addresses of their own. */
  readonly direct: readonly OwnAddress[];
  /** A mode that nobody knows. */
  readonly opaque: readonly Reason[];
}

const families = [
  { key: "ipv4", every: everyIPv4, pools: pool("172.16.0.0/12", "192.168.0.0/16") },
  { key: "ipv6", every: everyIPv6, pools: pool("fd00::/8") },
] as const;

/** From where the engine takes the subnets of networks that name none (moby libnetwork/ipamutils; RFC 4193). */
function pool(...blocks: readonly string[]): AddressSet {
  return unionOf(
    addresses,
    blocks.flatMap((block) => parseCidr(block) ?? []),
  );
}

export function gatewayOf(joined: Joined): Gateway {
  const modes = families.map((family) => ({ family, mode: modeOf(joined, family.key) }));
  const routed = modes.filter(({ mode }) => mode?.name === "routed");
  const taken = routed.map(({ family }) => family.every).reduce(addresses.union, noAddress);
  const hosts = addresses.difference(everyAddress, taken);
  return {
    hosts: proxied(hosts, joined, routed[0]?.mode),
    direct: modes.flatMap(({ family, mode }) => {
      if (mode?.name !== "routed" && mode?.name !== "nat-unprotected") return [];
      const opens = mode.name === "routed" ? ("published" as const) : ("all" as const);
      return [{ ...ownAddressIn(joined, family), opens, statement: statementOf(joined, mode) }];
    }),
    opaque: modes.flatMap(({ mode }): readonly Reason[] =>
      mode && !["nat", "nat-unprotected", "routed", "isolated"].includes(mode.name)
        ? [{ kind: "construct", name: `${mode.option}: ${shown(writtenOf(mode.node))}`, at: placeIn(mode.node) }]
        : [],
    ),
  };
}

interface Mode {
  readonly name: string;
  readonly option: string;
  readonly node: Value;
}

function modeOf({ definition }: Joined, family: string): Mode | undefined {
  const option = `com.docker.network.bridge.gateway_mode_${family}`;
  const node = valueIn(valueIn(definition, "driver_opts"), option);
  const name = textOf(node);
  return node && name !== undefined ? { name, option, node } : undefined;
}

/** Without IPv6 of its own a network may still get what comes over the host's, by the engine's proxy. */
function proxied(hosts: AddressSet, { definition }: Joined, mode: Mode | undefined): Bounds<AddressSet> {
  if (!mode || isTrue(valueIn(definition, "enable_ipv6"))) return addressBounds.certain(hosts);
  const reason: Reason = { kind: "construct", name: `${mode.option}: routed`, at: placeIn(mode.node) };
  return addressBounds.between(addresses.intersection(hosts, everyIPv4), hosts, [reason]);
}

function statementOf({ name, entry }: Joined, { name: mode, node }: Mode): OwnAddress["statement"] {
  return { what: `network in mode ${mode}`, name: `networks.${name}`, at: placeIn(node), focus: placeIn(entry.key) };
}

function ownAddressIn(
  { name, entry, definition }: Joined,
  { key, every, pools }: (typeof families)[number],
): Pick<OwnAddress, "bind"> {
  const fixed = addressesOf(textOf(valueIn(entry.value, `${key}_address`)) ?? "");
  if (fixed) return { bind: addressBounds.certain(fixed) };
  const listed = valueIn(valueIn(definition, "ipam"), "config");
  const subnets = (listed?.kind === "sequence" ? listed.items : [])
    .flatMap((item) => parseCidr(textOf(valueIn(item, "subnet")) ?? "") ?? [])
    .map((subnet) => addresses.intersection(subnet, every))
    .filter((subnet) => !addresses.isEmpty(subnet));
  const within = subnets.length > 0 ? unionOf(addresses, subnets) : pools;
  const reason: Reason = { kind: "value", name: `the address on networks.${name}`, at: placeIn(entry.key) };
  return { bind: addressBounds.between(noAddress, within, [reason]) };
}
