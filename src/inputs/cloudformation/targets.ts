import { known, unknown, type Known } from "../../model/bounds";
import type { Forward, Subject } from "../../model/facts";
import { forwardsOf, type Balancing, type BalancerType, type Target, type TargetGroup } from "../shared/balancing";
import type { Written } from "../shared/ec2-permission";
import type { Evaluator, Owned } from "./expression";
import { itemsOf, type Item } from "./items";
import { templateOfGroup } from "./launches";
import { linkAt, linksAt, resourceNamed, settledAt, settledOf } from "./links";
import type { ListenerRead } from "./load-balancers";
import { leavesOf } from "./paths";
import { propertyOf, resourceProperty } from "./properties";
import type { Resource } from "./template";
import { isTrue, textOf, writtenNumber } from "./texts";
import type { Value } from "./value";
import { ownedOfType, resourcesOfType } from "./vpcs";

/** What load balancers hand on to targets of this template. */
export function forwardsIn(stacks: readonly Evaluator[], listeners: readonly ListenerRead[]): readonly Forward[] {
  const targets = targetsIn(stacks);
  const isClassic = ({ resource }: ListenerRead): boolean => resource.type === classicType;
  const modern = listeners.filter((each) => !isClassic(each));
  const groups = ownedOfType(stacks, groupType).map((owned) => groupOf(owned, targets));
  return [
    ...forwardsOf([...modern.map(balancingOf), ...stacks.flatMap((stack) => rulesOf(stack, modern))], groups),
    ...listeners.filter(isClassic).flatMap((each) => classicForwards(each, targets)),
  ];
}

const groupType = "AWS::ElasticLoadBalancingV2::TargetGroup";
const classicType = "AWS::ElasticLoadBalancing::LoadBalancer";

function balancingOf(read: ListenerRead): Balancing {
  const { evaluator, listener, resource } = read;
  const { endpoint, traffic, cleartext, statement } = listener;
  const type = balancerType(read);
  return {
    balancer: endpoint,
    type,
    traffic,
    cleartext,
    to: groupsNamed(evaluator, resource, "DefaultActions"),
    statement,
  };
}

function groupsNamed(evaluator: Evaluator, resource: Resource, actions: string): readonly Known<Subject>[] {
  const paths = [
    [actions, "*", "TargetGroupArn"],
    [actions, "*", "ForwardConfig", "TargetGroups", "*", "TargetGroupArn"],
  ];
  const named = paths
    .flatMap((path) => leavesOf(evaluator, resource, path))
    .flatMap(({ value }) => settledOf(value) ?? [])
    .map((value) => resourceNamed(evaluator, value));
  return named.filter((each, i) => !each.known || named.findIndex((other) => isSame(each, other)) === i);
}

function isSame(a: Known<Subject>, b: Known<Subject>): boolean {
  return a.known && b.known && a.value.id === b.value.id;
}

/** A rule of a listener hands on to groups of its own, whatever requests it takes. */
function rulesOf(evaluator: Evaluator, listeners: readonly ListenerRead[]): readonly Balancing[] {
  return resourcesOfType(evaluator, "AWS::ElasticLoadBalancingV2::ListenerRule").flatMap((resource) => {
    const named = linkAt(evaluator, resource, "ListenerArn")?.value;
    const owner = listeners.find((each) => named?.known && each.resource.subject.id === named.value.id);
    if (!owner) return [];
    const { id, at } = resource;
    const statement = { what: "listener rule", name: id, at, focus: at };
    return [{ ...balancingOf(owner), to: groupsNamed(evaluator, resource, "Actions"), statement }];
  });
}

function balancerType({ evaluator, listener, resource }: ListenerRead): Known<BalancerType> {
  const balancer = evaluator.around.owners.get(listener.endpoint.id);
  if (balancer?.resource.type !== "AWS::ElasticLoadBalancingV2::LoadBalancer")
    return typeByProtocol(evaluator, resource);
  const value = settledAt(balancer.evaluator, balancer.resource, "Type");
  const text = value ? textOf(balancer.evaluator, value) : known("application");
  if (!text.known) return text;
  return known(text.value === "network" || text.value === "gateway" ? text.value : "application");
}

/** Of a load balancer that stands elsewhere: only application load balancers speak HTTP. */
function typeByProtocol(evaluator: Evaluator, listener: Resource): Known<BalancerType> {
  const value = settledAt(evaluator, listener, "Protocol");
  const text = value && textOf(evaluator, value);
  if (text?.known) return known(/^HTTPS?$/i.test(text.value) ? "application" : "network");
  return unknown(...(text?.because ?? []));
}

function groupOf({ evaluator, resource }: Owned, targets: Targets): TargetGroup {
  const { subject, at } = resource;
  const type = settledAt(evaluator, resource, "TargetType");
  const protocol = settledAt(evaluator, resource, "Protocol");
  const named = type ? textOf(evaluator, type) : known("instance");
  const missing = (name: string): Known<never> => unknown({ kind: "value", name: `${resource.id}.${name}`, at });
  return {
    subject,
    at,
    type: named.known ? (targetTypeOf(named.value) ?? missing("TargetType")) : named,
    protocol: protocol ? textOf(evaluator, protocol) : missing("Protocol"),
    port: portOf(evaluator, resourceProperty(evaluator, resource, "Port")),
    keepsClient: keepsClient(evaluator, resource),
    targets: { items: [...listedIn(evaluator, resource), ...(targets.get(subject.id) ?? [])], open: [] },
  };
}

function targetTypeOf(text: string): TargetGroup["type"] | undefined {
  return text === "instance" || text === "ip" || text === "lambda" || text === "alb" ? known(text) : undefined;
}

function keepsClient(evaluator: Evaluator, resource: Resource): TargetGroup["keepsClient"] {
  const attributes = itemsOf(evaluator, resourceProperty(evaluator, resource, "TargetGroupAttributes"), "");
  for (const { value } of attributes) {
    const key = settledOf(propertyOf(evaluator, value, "Key"));
    if (key?.kind !== "text" || key.text !== "preserve_client_ip.enabled") continue;
    const set = settledOf(propertyOf(evaluator, value, "Value"));
    const text = set && textOf(evaluator, set);
    if (text) return text.known ? known(isTrue(text.value)) : text;
  }
  return known(undefined);
}

function portOf(evaluator: Evaluator, value: Value): Target["port"] {
  const settled = settledOf(value);
  return settled ? writtenNumber(evaluator, settled).value : known(undefined);
}

function targetAt(evaluator: Evaluator, { value }: Item, port: Target["port"]): readonly Written<Target>[] {
  const settled = settledOf(value);
  if (!settled) return [];
  const named = resourceNamed(evaluator, settled);
  const at = evaluator.place(value.at);
  return [{ value: named.known ? known({ endpoint: named.value, port }) : named, at }];
}

/** Targets that a group lists itself. */
function listedIn(evaluator: Evaluator, resource: Resource): readonly Written<Target>[] {
  return itemsOf(evaluator, resourceProperty(evaluator, resource, "Targets"), "").flatMap((item) => {
    const port = portOf(evaluator, propertyOf(evaluator, item.value, "Port"));
    return targetAt(evaluator, { ...item, value: propertyOf(evaluator, item.value, "Id") }, port);
  });
}

/** Who stands behind a target group or a classic load balancer, by its id. */
type Targets = ReadonlyMap<string, readonly Written<Target>[]>;

interface Registered {
  readonly in: Known<Subject>;
  readonly target: Written<Target>;
}

function targetsIn(stacks: readonly Evaluator[]): Targets {
  const byGroup = new Map<string, Written<Target>[]>();
  for (const { in: owner, target } of [scaledIn, servedIn, classicIn].flatMap((read) => stacks.flatMap(read))) {
    if (!owner.known) continue;
    const list = byGroup.get(owner.value.id);
    if (list) list.push(target);
    else byGroup.set(owner.value.id, [target]);
  }
  return byGroup;
}

/** Auto Scaling groups register what they start, which is what their launch template describes. */
function scaledIn(evaluator: Evaluator): readonly Registered[] {
  return resourcesOfType(evaluator, "AWS::AutoScaling::AutoScalingGroup").flatMap((resource) => {
    const template = templateOfGroup(evaluator, resource);
    const owners = linksAt(evaluator, resource, { paths: [["TargetGroupARNs"], ["LoadBalancerNames"]] });
    if (!template || !owners) return [];
    const endpoint: Target["port"] = known(undefined);
    const value = template.known ? known({ endpoint: template.value, port: endpoint }) : template;
    return owners.items.map((owner) => ({ in: owner.value, target: { value, at: resource.at } }));
  });
}

/** Tasks of a service are registered with the port of their container. */
function servedIn(evaluator: Evaluator): readonly Registered[] {
  return resourcesOfType(evaluator, "AWS::ECS::Service").flatMap((resource) =>
    itemsOf(evaluator, resourceProperty(evaluator, resource, "LoadBalancers"), "").flatMap(({ value }) => {
      const group = settledOf(propertyOf(evaluator, value, "TargetGroupArn"));
      if (!group) return [];
      const port = portOf(evaluator, propertyOf(evaluator, value, "ContainerPort"));
      const target = { value: known({ endpoint: resource.subject, port }), at: evaluator.place(value.at) };
      return [{ in: resourceNamed(evaluator, group), target }];
    }),
  );
}

function classicIn(evaluator: Evaluator): readonly Registered[] {
  return resourcesOfType(evaluator, classicType).flatMap((resource) =>
    itemsOf(evaluator, resourceProperty(evaluator, resource, "Instances"), "").flatMap((item) =>
      targetAt(evaluator, item, known(undefined)).map((target) => ({ in: known(resource.subject), target })),
    ),
  );
}

/** A listener of a classic load balancer hands on to all of its instances, at a port of its own. */
function classicForwards({ evaluator, listener, resource, value }: ListenerRead, targets: Targets): readonly Forward[] {
  const { endpoint, traffic, cleartext, statement } = listener;
  const inside = settledOf(propertyOf(evaluator, value, "InstanceProtocol"));
  const group: TargetGroup = {
    subject: endpoint,
    at: statement.at,
    type: known("instance"),
    protocol: inside ? textOf(evaluator, inside) : known("TCP"),
    port: portOf(evaluator, propertyOf(evaluator, value, "InstancePort")),
    keepsClient: known(undefined),
    targets: { items: targets.get(resource.subject.id) ?? [], open: [] },
  };
  const type = known("classic" as const);
  return forwardsOf([{ balancer: endpoint, type, traffic, cleartext, to: [known(endpoint)], statement }], [group]);
}
