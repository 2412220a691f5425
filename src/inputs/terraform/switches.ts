import { breadthOf } from "../../model/zones";
import type { Reason } from "../../model/bounds";
import type { Fact, Trait, TraitName } from "../../model/facts";
import { addressesOf } from "../shared/cidr-list";
import { worldsOf } from "./choices";
import { textOf } from "./plain";
import type { ResourceInstance } from "./resources";
import { argumentIn, sectionOf, sectionsIn, type Section } from "./sections";
import type { Site } from "./site";
import { nothing, reasonsIn } from "./value";
import { isNull, writtenTexts } from "./written";

/** An argument that makes a resource public. */
interface Switch {
  readonly trait: TraitName;
  /** The blocks around the argument, and its own name. */
  readonly path: readonly string[];
  /** The value that switches it on. */
  readonly on: string;
  /** What the provider does where the argument is not written. */
  readonly unwritten: "on" | "off";
  /** A list of CIDR blocks, beside the argument, that may keep out all but a few. */
  readonly narrowedBy?: string;
}

/** By type. Defaults: Terraform Registry, AWS provider 5.100, the page of each resource. */
export const switches: ReadonlyMap<string, Switch> = new Map([
  ["aws_db_instance", accessible("off")],
  ["aws_rds_cluster_instance", accessible("off")],
  ["aws_redshift_cluster", accessible("on")],
  ["aws_redshiftserverless_workgroup", accessible("off")],
  ["aws_dms_replication_instance", accessible("off")],
  ["aws_mq_broker", accessible("off")],
  ["aws_neptune_cluster_instance", accessible("off")],
  ["aws_timestreaminfluxdb_db_instance", accessible("off")],
  ["aws_rds_shard_group", accessible("off")],
  ["aws_lightsail_database", accessible("off")],
  ["aws_m2_environment", accessible("off")],
  ["aws_neptunegraph_graph", reachable(["public_connectivity"], "true", "off")],
  ["aws_mwaa_environment", reachable(["webserver_access_mode"], "PUBLIC_ONLY", "off")],
  ["aws_transfer_server", reachable(["endpoint_type"], "PUBLIC", "on")],
  ["aws_lambda_function_url", reachable(["authorization_type"], "NONE", "off")],
  ["aws_emr_block_public_access_configuration", reachable(["block_public_security_group_rules"], "false", "off")],
  [
    "aws_eks_cluster",
    {
      trait: "publicly-accessible",
      path: ["vpc_config", "endpoint_public_access"],
      on: "true",
      unwritten: "on",
      narrowedBy: "public_access_cidrs",
    },
  ],
  [
    "aws_msk_cluster",
    reachable(["broker_node_group_info", "connectivity_info", "public_access", "type"], "SERVICE_PROVIDED_EIPS", "off"),
  ],
  ["aws_instance", address(["associate_public_ip_address"])],
  ["aws_spot_instance_request", address(["associate_public_ip_address"])],
  ["aws_launch_configuration", address(["associate_public_ip_address"])],
  ["aws_launch_template", address(["network_interfaces", "associate_public_ip_address"])],
  ["aws_spot_fleet_request", address(["launch_specification", "associate_public_ip_address"])],
  ["aws_ecs_service", address(["network_configuration", "assign_public_ip"])],
  ["aws_ecs_task_set", address(["network_configuration", "assign_public_ip"])],
  ["aws_cloudwatch_event_target", address(["ecs_target", "network_configuration", "assign_public_ip"])],
  ["aws_scheduler_schedule", address(["target", "ecs_parameters", "network_configuration", "assign_public_ip"])],
  ["aws_drs_replication_configuration_template", address(["create_public_ip"])],
  [
    "aws_subnet",
    { trait: "assigns-public-addresses", path: ["map_public_ip_on_launch"], on: "true", unwritten: "off" },
  ],
  [
    "aws_default_subnet",
    { trait: "assigns-public-addresses", path: ["map_public_ip_on_launch"], on: "true", unwritten: "on" },
  ],
  ["aws_lb", balancer()],
  ["aws_alb", balancer()],
  ["aws_elb", balancer()],
]);

/** A search domain that is put into no VPC answers on the internet; whom it lets in is then up to its policy. */
const withoutVpc: ReadonlySet<string> = new Set(["aws_opensearch_domain", "aws_elasticsearch_domain"]);

function outsideOfVpc(resource: ResourceInstance): readonly Trait[] {
  const blocks = sectionsIn(sectionOf(resource), "vpc_options");
  const doubts = [...resource.doubt, ...blocks.flatMap(({ doubt }) => doubt)];
  if (blocks.some(({ doubt }) => doubt.length === 0)) return [];
  const { subject, header } = resource;
  const holds = doubts.length > 0 ? ({ known: false, because: doubts } as const) : ({ known: true } as const);
  const detail = "vpc_options are not written";
  return [{ kind: "trait", subject, trait: "publicly-accessible", holds, detail, at: header }];
}

/** Whether a switch of this type is looked at, and so a part of what it opens. */
export function hasSwitch(type: string): boolean {
  return switches.has(type);
}

function accessible(unwritten: Switch["unwritten"]): Switch {
  return reachable(["publicly_accessible"], "true", unwritten);
}

function reachable(path: readonly string[], on: string, unwritten: Switch["unwritten"]): Switch {
  return { trait: "publicly-accessible", path, on, unwritten };
}

function address(path: readonly string[]): Switch {
  return { trait: "takes-public-address", path, on: "true", unwritten: "off" };
}

function balancer(): Switch {
  return { trait: "faces-internet", path: ["internal"], on: "false", unwritten: "on" };
}

/** What resources declare about their own way to the internet. */
export function traitsIn(site: Site): readonly Fact[] {
  return site.resources.flatMap((resource) => {
    if (withoutVpc.has(resource.type)) return outsideOfVpc(resource);
    const written = switches.get(resource.type);
    return written && !isGateway(resource) ? traitsOf(resource, written) : [];
  });
}

/** A Gateway Load Balancer is reached through its endpoints and by no address of its own. */
function isGateway(resource: ResourceInstance): boolean {
  const type = argumentIn(sectionOf(resource), "load_balancer_type")?.value;
  return type?.kind === "primitive" && type.value === "gateway";
}

function traitsOf(resource: ResourceInstance, written: Switch): readonly Trait[] {
  const blocks = written.path.slice(0, -1);
  const name = written.path.at(-1) ?? "";
  const sections = blocks.reduce<readonly Section[]>(
    (all, block) => all.flatMap((section) => nested(section, block)),
    [sectionOf(resource)],
  );
  const owner = blocks.length > 0 && sections.length === 0 ? [sectionOf(resource)] : sections;
  const states = owner.map((section) => stateOf(section, name, written));
  const state = states.find((each) => each.kind === "on") ?? states.find((each) => each.kind === "unknown");
  if (!state) return [];
  const { kind, because, at } = state;
  const doubts = [...resource.doubt, ...because];
  const holds =
    kind === "on" && doubts.length === 0 ? ({ known: true } as const) : ({ known: false, because: doubts } as const);
  return [{ kind: "trait", subject: resource.subject, trait: written.trait, holds, detail: state.detail, at }];
}

function nested(section: Section, block: string): readonly Section[] {
  return sectionsIn(section, block).map((inner) => ({ ...inner, doubt: [...section.doubt, ...inner.doubt] }));
}

interface State {
  readonly kind: "on" | "off" | "unknown";
  readonly because: readonly Reason[];
  readonly detail: string;
  readonly at: Trait["at"];
}

function stateOf(section: Section, name: string, written: Switch): State {
  const argument = argumentIn(section, name);
  const at = argument?.at ?? section.header;
  if (section.content.kind === "unread") return { kind: "unknown", because: section.doubt, detail: name, at };
  const worlds = worldsOf([argument?.value ?? nothing]).map(({ values: [value = nothing], because }) => {
    if (isNull(value)) return { kind: written.unwritten, because };
    const text = textOf(value);
    if (text !== undefined) return { kind: text === written.on ? ("on" as const) : ("off" as const), because };
    const reasons = reasonsIn(value);
    const unread: Reason = { kind: "value", name: `${name}, which is of another kind`, at };
    return { kind: "unknown" as const, because: [...because, ...(reasons.length > 0 ? reasons : [unread])] };
  });
  const [first] = worlds;
  const isDecided = first !== undefined && worlds.every(({ kind }) => kind === first.kind);
  const kind = isDecided ? first.kind : "unknown";
  const detail = detailOf(name, argument && textOf(argument.value));
  if (kind === "off") return { kind, because: [], detail, at };
  const narrowed = narrowing(section, written);
  if (narrowed === "few") return { kind: "off", because: [], detail, at };
  const because = kind === "on" ? [] : worlds.flatMap((world) => world.because);
  const doubts = [...section.doubt, ...because, ...narrowed];
  return { kind: doubts.length > 0 ? "unknown" : kind, because: doubts, detail, at };
}

function detailOf(name: string, text: string | undefined): string {
  return text === undefined ? name : `${name} = ${text}`;
}

/** `few` where a list lets in but a few addresses; otherwise why it may. A list that is not written lets in everyone. */
function narrowing(section: Section, { narrowedBy }: Switch): "few" | readonly Reason[] {
  const argument = narrowedBy === undefined ? undefined : argumentIn(section, narrowedBy);
  if (!argument) return [];
  const worlds = worldsOf([argument.value]);
  const texts = worlds.flatMap(({ values: [value = nothing] }) => writtenTexts(value, argument));
  const { addresses } = addressesOf(texts, "any");
  const isWide = (set: typeof addresses.must): boolean => ["everyone", "many"].includes(breadthOf(set));
  if (isWide(addresses.must) && worlds.length === 1) return [];
  return isWide(addresses.may) ? [...addresses.because, ...worlds.flatMap(({ because }) => because)] : "few";
}
