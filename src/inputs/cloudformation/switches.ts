import { breadthOf } from "../../model/zones";
import type { Reason } from "../../model/bounds";
import type { Trait, TraitName } from "../../model/facts";
import type { Place } from "../../model/source";
import { addressesOf } from "../shared/cidr-list";
import type { Evaluator } from "./expression";
import type { Item } from "./items";
import { leavesOf } from "./paths";
import { presenceOf } from "./presence";
import type { Resource } from "./template";
import { isTrue, writtenText } from "./texts";
import { worldsOf, type Value } from "./value";

type State = "on" | "off" | "unknown";

/** A property that makes a resource public, by its path; `*` stands for every item of a list. */
interface Switch {
  readonly type: string;
  readonly trait: TraitName;
  readonly path: readonly string[];
  /** The value that switches it on, in lower case. */
  readonly on: string;
  /** What the service does where the property is not written. */
  readonly unwritten: State;
  /** A list of CIDR blocks that may keep all but a few out again. */
  readonly narrowedBy?: readonly string[];
}

/**
 * What a resource declares about its own way to the internet. Defaults: CloudFormation Template Reference, the page of each
 * type; for RDS it depends on the network that the database is put into.
 */
const switches: readonly Switch[] = [
  accessible("AWS::RDS::DBInstance", "unknown"),
  accessible("AWS::RDS::DBCluster", "off"),
  accessible("AWS::DMS::ReplicationInstance", "on"),
  accessible("AWS::Redshift::Cluster", "off"),
  accessible("AWS::RedshiftServerless::Workgroup", "off"),
  accessible("AWS::AmazonMQ::Broker", "off"),
  accessible("AWS::Neptune::DBInstance", "off"),
  accessible("AWS::Timestream::InfluxDBInstance", "off"),
  {
    type: "AWS::EKS::Cluster",
    trait: "publicly-accessible",
    path: ["ResourcesVpcConfig", "EndpointPublicAccess"],
    on: "true",
    unwritten: "on",
    narrowedBy: ["ResourcesVpcConfig", "PublicAccessCidrs"],
  },
  {
    type: "AWS::MSK::Cluster",
    trait: "publicly-accessible",
    path: ["BrokerNodeGroupInfo", "ConnectivityInfo", "PublicAccess", "Type"],
    on: "service_provided_eips",
    unwritten: "off",
  },
  withoutNetwork("AWS::OpenSearchService::Domain"),
  withoutNetwork("AWS::Elasticsearch::Domain"),
  addressOf("AWS::EC2::Instance", ["NetworkInterfaces", "*", "AssociatePublicIpAddress"]),
  addressOf("AWS::EC2::LaunchTemplate", ["LaunchTemplateData", "NetworkInterfaces", "*", "AssociatePublicIpAddress"]),
  addressOf("AWS::AutoScaling::LaunchConfiguration", ["AssociatePublicIpAddress"]),
  {
    type: "AWS::ECS::Service",
    trait: "takes-public-address",
    path: ["NetworkConfiguration", "AwsvpcConfiguration", "AssignPublicIp"],
    on: "enabled",
    unwritten: "off",
  },
  {
    type: "AWS::EC2::Subnet",
    trait: "assigns-public-addresses",
    path: ["MapPublicIpOnLaunch"],
    on: "true",
    unwritten: "off",
  },
  balancer("AWS::ElasticLoadBalancingV2::LoadBalancer"),
  balancer("AWS::ElasticLoadBalancing::LoadBalancer"),
];

function accessible(type: string, unwritten: Switch["unwritten"]): Switch {
  return { type, trait: "publicly-accessible", path: ["PubliclyAccessible"], on: "true", unwritten };
}

/** A search domain that is put into no VPC answers on the internet; whom it lets in is then up to its policy. */
function withoutNetwork(type: string): Switch {
  return { type, trait: "publicly-accessible", path: ["VPCOptions"], on: "no VPC", unwritten: "on" };
}

function addressOf(type: string, path: readonly string[]): Switch {
  return { type, trait: "takes-public-address", path, on: "true", unwritten: "off" };
}

function balancer(type: string): Switch {
  return { type, trait: "faces-internet", path: ["Scheme"], on: "internet-facing", unwritten: "on" };
}

/** Whether traits of a type are modelled. */
export function hasSwitches(type: string): boolean {
  return switches.some((one) => one.type === type);
}

/** The traits that switches of a resource give it. */
export function traitsOf(evaluator: Evaluator, resource: Resource): readonly Trait[] {
  const applying = switches.filter(({ type }) => type === resource.type);
  if (applying.length === 0) return [];
  const presence = presenceOf(evaluator, resource);
  if (!presence.possible) return [];
  return applying.flatMap((one): readonly Trait[] => {
    const leaves = leavesOf(evaluator, resource, one.path).map((leaf) => leafState(evaluator, leaf, one));
    const leaf = leaves.find(({ state }) => state === "on") ?? leaves.find(({ state }) => state === "unknown");
    if (!leaf) return [];
    const narrowed = one.narrowedBy ? narrowing(evaluator, resource, one.narrowedBy) : [];
    if (narrowed === "few") return [];
    const because = [...presence.doubt, ...leaf.because, ...narrowed];
    const holds = because.length > 0 ? ({ known: false, because } as const) : ({ known: true } as const);
    const { subject } = resource;
    return [{ kind: "trait", subject, trait: one.trait, holds, detail: leaf.detail, at: leaf.at }];
  });
}

interface LeafState {
  readonly state: State;
  readonly because: readonly Reason[];
  readonly detail: string;
  readonly at: Place;
}

function leafState(evaluator: Evaluator, { value, name, doubt }: Item, one: Switch): LeafState {
  const at = evaluator.place(value.at);
  const worlds = worldsOf([value]).map(({ values: [settled], because }): Pick<LeafState, "state" | "because"> => {
    switch (settled?.kind) {
      case undefined:
      case "absent":
        return { state: one.unwritten, because: [...because, ...unwrittenReasons(one, name, at)] };
      case "text":
        return { state: isSwitchedOn(settled.text, one) ? "on" : "off", because };
      case "unknown":
        return { state: "unknown", because: [...because, ...settled.because] };
      case "resource":
      case "list":
      case "mapping":
        return { state: "off", because };
    }
  });
  const [first] = worlds;
  const same = first && worlds.every(({ state }) => state === first.state);
  const state = same ? first.state : "unknown";
  const because = state === "on" ? doubt : [...doubt, ...worlds.flatMap((world) => world.because)];
  const property = one.path.at(-1) ?? "";
  const detail = detailOf(property, value);
  return { state, because: state === "off" ? [] : because, detail, at };
}

function isSwitchedOn(text: string, { on }: Switch): boolean {
  return text.trim().toLowerCase() === on || (on === "true" && isTrue(text));
}

function detailOf(property: string, value: Value): string {
  if (value.kind === "absent") return `${property} is not written`;
  return value.kind === "text" ? `${property}: ${value.text}` : property;
}

function unwrittenReasons({ unwritten }: Switch, name: string, at: Place): readonly Reason[] {
  return unwritten === "unknown" ? [{ kind: "value", name: `${name}, which is not written`, at }] : [];
}

/** `few` where a list lets in but a few addresses; otherwise why it may. A list that is not written lets in everyone. */
function narrowing(evaluator: Evaluator, resource: Resource, path: readonly string[]): "few" | readonly Reason[] {
  const leaves = leavesOf(evaluator, resource, [...path, "*"]);
  const written = leaves.flatMap(({ value }) => worldsOf([value]).flatMap(({ values }) => values));
  if (written.length === 0) return [];
  const { addresses } = addressesOf(
    written.map((value) => writtenText(evaluator, value)),
    "any",
  );
  const wide = (set: typeof addresses.must): boolean => ["everyone", "many"].includes(breadthOf(set));
  if (wide(addresses.must)) return [];
  return wide(addresses.may) ? addresses.because : "few";
}
