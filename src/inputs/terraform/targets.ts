import { known, unknown, type Known } from "../../model/bounds";
import type { Forward, Subject } from "../../model/facts";
import { forwardsOf, type Balancing, type BalancerType, type Target, type TargetGroup } from "../shared/balancing";
import type { Written } from "../shared/ec2-permission";
import { sectionsAt } from "./endpoints";
import { templateOfGroup } from "./interfaces";
import type { ListenerRead } from "./load-balancers";
import { textOf, truthOf } from "./plain";
import { listedIn, notKnown, resourceIn, resourceNamed, settledIn } from "./references";
import type { ResourceInstance } from "./resources";
import { sectionOf, type Section } from "./sections";
import { resourcesOfType, type Site } from "./site";
import { statementAt } from "./vpcs";
import { textIn, unreadable, writtenNumber, type Item } from "./written";

const groupTypes = ["aws_lb_target_group", "aws_alb_target_group"];
const balancerTypes = ["aws_lb", "aws_alb", "aws_elb"];
const listenerTypes = ["aws_lb_listener", "aws_alb_listener"];
const scalingTypes = ["aws_autoscaling_group"];

/** What load balancers hand on to targets of this input. */
export function forwardsIn(site: Site, listeners: readonly ListenerRead[]): readonly Forward[] {
  const targets = targetsIn(site);
  const classic = listeners.filter(({ resource }) => resource.type === "aws_elb");
  const modern = listeners.filter(({ resource }) => resource.type !== "aws_elb");
  return [
    ...forwardsOf(
      [...modern.map((each) => balancingOf(site, each, each.section)), ...rulesOf(site, modern)],
      resourcesOfType(site, ...groupTypes).map((resource) => groupOf(resource, targets)),
    ),
    ...classic.flatMap((each) => classicForwards(each, targets)),
  ];
}

function balancingOf(site: Site, { listener }: ListenerRead, section: Section): Balancing {
  const { endpoint, traffic, cleartext, statement } = listener;
  const balancer = site.bySubject.get(endpoint.id);
  const to = ["default_action", "action"]
    .flatMap((block) => sectionsAt(section, [block]))
    .flatMap((action) => [
      ...namedIn(site, action, "target_group_arn"),
      ...sectionsAt(action, ["forward", "target_group"]).flatMap((each) => namedIn(site, each, "arn")),
    ]);
  return { balancer: endpoint, type: typeOf(balancer), traffic, cleartext, to, statement };
}

function namedIn(site: Site, section: Section, name: string): readonly Known<Subject>[] {
  const found = resourceIn(site, section, { name, types: groupTypes });
  return found ? [found.value] : [];
}

/** A rule of a listener hands on to groups of its own, whatever requests it takes. */
function rulesOf(site: Site, listeners: readonly ListenerRead[]): readonly Balancing[] {
  return resourcesOfType(site, "aws_lb_listener_rule", "aws_alb_listener_rule").flatMap((resource) => {
    const section = sectionOf(resource);
    const named = resourceIn(site, section, { name: "listener_arn", types: listenerTypes })?.value;
    const owner = listeners.find((each) => named?.known && each.resource.subject.id === named.value.id);
    if (!owner) return [];
    const statement = statementAt("listener rule", resource.subject.name, resource.header);
    return [{ ...balancingOf(site, owner, section), statement }];
  });
}

function typeOf(balancer: ResourceInstance | undefined): Known<BalancerType> {
  if (!balancer) return unknown();
  const type = textIn(sectionOf(balancer), "load_balancer_type");
  if (!type.known) return type;
  return known(type.value === "network" || type.value === "gateway" ? type.value : "application");
}

function groupOf(resource: ResourceInstance, targets: Targets): TargetGroup {
  const section = sectionOf(resource);
  const { subject, header } = resource;
  const type = textIn(section, "target_type");
  const protocol = textIn(section, "protocol");
  const name = type.known ? (type.value ?? "instance") : undefined;
  return {
    subject,
    at: header,
    type: type.known
      ? name === "instance" || name === "ip" || name === "lambda" || name === "alb"
        ? known(name)
        : notKnown("target_type", header)
      : type,
    protocol: protocol.known
      ? protocol.value === undefined
        ? notKnown("protocol", header)
        : known(protocol.value)
      : protocol,
    port: numberIn(section, "port"),
    keepsClient: truthIn(section, "preserve_client_ip"),
    targets: { items: targets.get(subject.id) ?? [], open: [] },
  };
}

function numberIn(section: Section, name: string): Known<number | undefined> {
  const item = settledIn(section, name);
  return item ? writtenNumber(item.value, item.at).value : known(undefined);
}

function truthIn(section: Section, name: string): Known<boolean | undefined> {
  const item = settledIn(section, name);
  const truth = item && truthOf(item.value);
  return item && truth === undefined ? unreadable(item.value, item.at) : known(truth);
}

/** Who stands behind a target group or a classic load balancer, by its id. */
type Targets = ReadonlyMap<string, readonly Written<Target>[]>;

interface Registered {
  readonly in: Known<Subject>;
  readonly target: Written<Target>;
}

function targetsIn(site: Site): Targets {
  const all = [...attachedIn(site), ...scaledIn(site), ...servedIn(site), ...classicIn(site)];
  const byGroup = new Map<string, Written<Target>[]>();
  for (const { in: owner, target } of all) {
    if (!owner.known) continue;
    const list = byGroup.get(owner.value.id);
    if (list) list.push(target);
    else byGroup.set(owner.value.id, [target]);
  }
  return byGroup;
}

const portless = known(undefined);

function targetAt(endpoint: Known<Subject>, at: Item["at"], port: Target["port"] = portless): Written<Target> {
  return { value: endpoint.known ? known({ endpoint: endpoint.value, port }) : endpoint, at };
}

const targetTypes = [
  "aws_instance",
  "aws_spot_instance_request",
  "aws_lambda_function",
  "aws_lambda_alias",
  "aws_network_interface",
  "aws_lb",
  "aws_alb",
];

function attachedIn(site: Site): readonly Registered[] {
  return resourcesOfType(site, "aws_lb_target_group_attachment", "aws_alb_target_group_attachment").flatMap(
    (resource) => {
      const section = sectionOf(resource);
      const target = settledIn(section, "target_id");
      const port = numberIn(section, "port");
      return namedIn(site, section, "target_group_arn").flatMap((owner): readonly Registered[] =>
        target
          ? [{ in: owner, target: targetAt(resourceNamed(site, target, targetTypes), resource.header, port) }]
          : [],
      );
    },
  );
}

/** Auto Scaling groups register what they start, which is what their launch template describes. */
function scaledIn(site: Site): readonly Registered[] {
  const own = resourcesOfType(site, ...scalingTypes).flatMap((resource) => [
    ...ownersIn(site, resource, "target_group_arns").map((owner) => ({ owner, group: resource })),
    ...ownersIn(site, resource, "load_balancers").map((owner) => ({ owner, group: resource })),
  ]);
  const apart = resourcesOfType(site, "aws_autoscaling_attachment").flatMap((resource) => {
    const section = sectionOf(resource);
    const named = resourceIn(site, section, { name: "autoscaling_group_name", types: scalingTypes })?.value;
    const group = named?.known ? site.bySubject.get(named.value.id) : undefined;
    const owners = [
      ...["lb_target_group_arn", "alb_target_group_arn"].flatMap((name) => namedIn(site, section, name)),
      ...ownersIn(site, resource, "elb"),
    ];
    return group ? owners.map((owner) => ({ owner, group })) : [];
  });
  return [...own, ...apart].flatMap(({ owner, group }): readonly Registered[] => {
    const template = templateOfGroup(site, group);
    return template ? [{ in: owner, target: targetAt(template, group.header) }] : [];
  });
}

function ownersIn(site: Site, resource: ResourceInstance, name: string): readonly Known<Subject>[] {
  const list = listedIn(sectionOf(resource), name, (item) =>
    resourceNamed(site, item, [...groupTypes, ...balancerTypes]),
  );
  return list?.items.map(({ value }) => value) ?? [];
}

/** Tasks of a service are registered with the port of their container. */
function servedIn(site: Site): readonly Registered[] {
  return resourcesOfType(site, "aws_ecs_service").flatMap((resource) =>
    sectionsAt(sectionOf(resource), ["load_balancer"]).flatMap((section) =>
      namedIn(site, section, "target_group_arn").map((owner): Registered => ({
        in: owner,
        target: targetAt(known(resource.subject), section.header, numberIn(section, "container_port")),
      })),
    ),
  );
}

function classicIn(site: Site): readonly Registered[] {
  const listed = resourcesOfType(site, "aws_elb").flatMap((resource) => {
    const list = listedIn(sectionOf(resource), "instances", (item) => resourceNamed(site, item, targetTypes));
    return (list?.items ?? []).map(({ value }): Registered => ({
      in: known(resource.subject),
      target: targetAt(value, resource.header),
    }));
  });
  const apart = resourcesOfType(site, "aws_elb_attachment").flatMap((resource) => {
    const instance = settledIn(sectionOf(resource), "instance");
    return ownersIn(site, resource, "elb").flatMap((owner): readonly Registered[] =>
      instance ? [{ in: owner, target: targetAt(resourceNamed(site, instance, targetTypes), resource.header) }] : [],
    );
  });
  return [...listed, ...apart];
}

/** A listener of a classic load balancer hands on to all of its instances, at a port of its own. */
function classicForwards({ listener, resource, section }: ListenerRead, targets: Targets): readonly Forward[] {
  const { endpoint, traffic, cleartext, statement } = listener;
  const protocol = textIn(section, "instance_protocol");
  const text = protocol.known ? protocol.value : undefined;
  const group: TargetGroup = {
    subject: endpoint,
    at: section.header,
    type: known("instance"),
    protocol: protocol.known
      ? known(text === undefined || textOf({ kind: "primitive", value: text }) === "" ? "TCP" : text)
      : protocol,
    port: numberIn(section, "instance_port"),
    keepsClient: known(undefined),
    targets: { items: targets.get(resource.subject.id) ?? [], open: [] },
  };
  const balancing: Balancing = {
    balancer: endpoint,
    type: known("classic"),
    traffic,
    cleartext,
    to: [known(endpoint)],
    statement,
  };
  return forwardsOf([balancing], [group]);
}
