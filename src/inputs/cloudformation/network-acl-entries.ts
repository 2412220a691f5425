import { addresses as addressSets } from "../../model/addresses";
import { addressBounds, known, trafficBounds, unknown, type Known, type Reason } from "../../model/bounds";
import type { Boundary } from "../../model/facts";
import type { Place, Problem } from "../../model/source";
import { traffic as trafficSets } from "../../model/traffic";
import { oneOf } from "../shared/alternatives";
import { addressesOf, anyAddressBecause, type ReadAddresses } from "../shared/cidr-list";
import { trafficOf, type PermissionTraffic, type Written } from "../shared/ec2-permission";
import { aclEntry, actionNamed, type AclEntry } from "../shared/network-acl";
import type { Evaluator } from "./expression";
import { propertyOf, resourceProperty } from "./properties";
import type { Resource } from "./template";
import { isTrue, textOf, writtenNumber, writtenText } from "./texts";
import { worldsOf, type SettledValue, type Value } from "./value";

export type Direction = Boundary["direction"];

/** A rule of a network ACL for each direction that it may be for. */
export interface ReadEntry {
  readonly direction: Direction;
  readonly entry: AclEntry;
}

/** Each property of a rule, and the mapping that it stands in where that is not the rule itself (Template Reference, `AWS::EC2::NetworkAclEntry`). */
const properties = {
  Protocol: undefined,
  CidrBlock: undefined,
  Ipv6CidrBlock: undefined,
  RuleAction: undefined,
  RuleNumber: undefined,
  Egress: undefined,
  From: "PortRange",
  To: "PortRange",
  Type: "Icmp",
  Code: "Icmp",
} as const satisfies Readonly<Record<string, string | undefined>>;
type Property = keyof typeof properties;
const names: readonly Property[] = [
  "Protocol",
  "CidrBlock",
  "Ipv6CidrBlock",
  "RuleAction",
  "RuleNumber",
  "Egress",
  "From",
  "To",
  "Type",
  "Code",
];

/** What a rule says once every condition in it has fallen one way. */
interface EntryInWorld {
  readonly direction: Known<Direction>;
  readonly action: Known<"allow" | "deny">;
  readonly number: Known<number>;
  readonly addresses: ReadAddresses;
  readonly traffic: PermissionTraffic;
  readonly because: readonly Reason[];
}

export function entriesIn(
  evaluator: Evaluator,
  resource: Resource,
  doubt: readonly Reason[],
): { readonly entries: readonly ReadEntry[]; readonly problems: readonly Problem[] } {
  const values = names.map((name) => writtenProperty(evaluator, resource, name));
  const worlds = worldsOf(values).map(({ values: settled, because }): EntryInWorld => {
    const written = new Map(names.map((name, i) => [name, settled[i]]));
    return { ...entryInWorld(evaluator, resource, written), because };
  });
  const because = worlds.flatMap((world) => world.because);
  const decides = values[1]?.kind === "absent" ? values[2] : values[1];
  const focus = decides && decides.kind !== "absent" ? evaluator.place(decides.at) : resource.at;
  const directions = agreed(
    worlds.map(({ direction }) => direction),
    because,
  );
  const made = (direction: Direction, more: readonly Reason[]): ReadEntry => ({
    direction,
    entry: aclEntry({
      action: agreed(
        worlds.map(({ action }) => action),
        because,
      ),
      number: agreed(
        worlds.map(({ number }) => number),
        because,
      ),
      addresses: oneOf(
        { sets: addressSets, bounds: addressBounds },
        worlds.map(({ addresses }) => addresses.addresses),
        because,
      ),
      traffic: oneOf(
        { sets: trafficSets, bounds: trafficBounds },
        worlds.map(({ traffic }) => traffic.traffic),
        because,
      ),
      statement: { what: `${direction} rule`, name: resource.id, at: resource.at, focus },
      doubt: [...doubt, ...more],
    }),
  });
  return {
    entries: directions.known
      ? [made(directions.value, [])]
      : (["ingress", "egress"] as const).map((direction) => made(direction, directions.because)),
    problems: worlds.flatMap(({ addresses, traffic }) => [...addresses.problems, ...traffic.problems]),
  };
}

function writtenProperty(evaluator: Evaluator, resource: Resource, name: Property): Value {
  const around = properties[name];
  return around === undefined
    ? resourceProperty(evaluator, resource, name)
    : propertyOf(evaluator, resourceProperty(evaluator, resource, around), name);
}

type Settled = ReadonlyMap<Property, SettledValue | undefined>;

function entryInWorld(evaluator: Evaluator, resource: Resource, written: Settled): Omit<EntryInWorld, "because"> {
  const { at } = resource;
  const present = (name: Property): SettledValue | undefined => {
    const value = written.get(name);
    return value?.kind === "absent" ? undefined : value;
  };
  const number = (name: Property): Written<number | undefined> => {
    const value = present(name);
    return value ? writtenNumber(evaluator, value) : { value: known(undefined), at };
  };
  return {
    direction: directionOf(evaluator, present("Egress")),
    action: actionOf(evaluator, present("RuleAction"), at),
    number: numberOf(number("RuleNumber")),
    addresses: addressesIn(evaluator, [present("CidrBlock"), present("Ipv6CidrBlock")], at),
    traffic: trafficIn(evaluator, { protocol: present("Protocol"), number, at }),
  };
}

/** A rule is for what comes in unless it says `Egress`. */
function directionOf(evaluator: Evaluator, value: SettledValue | undefined): Known<Direction> {
  if (!value) return known("ingress");
  const text = textOf(evaluator, value);
  return text.known ? known(isTrue(text.value) ? "egress" : "ingress") : text;
}

function actionOf(evaluator: Evaluator, value: SettledValue | undefined, at: Place): Known<"allow" | "deny"> {
  if (!value) return actionNamed("", at);
  const text = textOf(evaluator, value);
  return text.known ? actionNamed(text.value, evaluator.place(value.at)) : text;
}

function numberOf({ value, at }: Written<number | undefined>): Known<number> {
  if (!value.known) return value;
  if (value.value !== undefined) return known(value.value);
  return unknown({ kind: "value", name: "a rule number that is not written", at });
}

function addressesIn(evaluator: Evaluator, cidrs: readonly (SettledValue | undefined)[], at: Place): ReadAddresses {
  const written = cidrs.flatMap((value) => (value ? [writtenText(evaluator, value)] : []));
  if (written.length > 0) return addressesOf(written, "any");
  const message = "this rule names nobody; give it a CidrBlock or an Ipv6CidrBlock";
  return {
    addresses: anyAddressBecause([{ kind: "value", name: "a rule that names nobody", at }]),
    problems: [{ code: "invalid-value", message, at }],
  };
}

interface WrittenTraffic {
  readonly protocol: SettledValue | undefined;
  readonly number: (name: Property) => Written<number | undefined>;
  readonly at: Place;
}

/** For ICMP a type and a code stand where others have ports; both are of no matter to any other protocol. */
function trafficIn(evaluator: Evaluator, { protocol, number, at }: WrittenTraffic): PermissionTraffic {
  const missing = unknown({ kind: "value", name: "Protocol, which is not written", at });
  const written = protocol ? writtenText(evaluator, protocol) : { value: missing, at };
  const isIcmp =
    written.value.known && ["1", "58", "icmp", "icmpv6"].includes(written.value.value.trim().toLowerCase());
  return trafficOf({
    protocol: written,
    from: number(isIcmp ? "Type" : "From"),
    to: number(isIcmp ? "Code" : "To"),
  });
}

/** What all outcomes say alike; where they differ, why they may. */
function agreed<T>(outcomes: readonly Known<T>[], because: readonly Reason[]): Known<T> {
  const [first, ...others] = outcomes;
  if (first?.known && others.every((each) => each.known && each.value === first.value)) return first;
  return unknown(...because, ...outcomes.flatMap((each) => (each.known ? [] : each.because)));
}
