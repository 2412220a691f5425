import { unknown, type Known } from "../../model/bounds";
import type { Subject } from "../../model/facts";
import type { AddressAssociation, Endpoint, WrittenList } from "../shared/network";
import { endpointsIn } from "./endpoints";
import type { Evaluator } from "./expression";
import { joined, linksAt, linkAt, resourceNamed, settledOf } from "./links";
import { leavesOf } from "./paths";
import { presenceOf } from "./presence";
import type { Resource } from "./template";
import { ownedOfType } from "./vpcs";

const templates = ["AWS::EC2::LaunchTemplate", "AWS::AutoScaling::LaunchConfiguration"];

/** What has network interfaces, with what others say of it: its launch template, its interfaces, the group that starts it. */
export function completedEndpoints(stacks: readonly Evaluator[]): readonly Endpoint[] {
  const endpoints = stacks.flatMap(endpointsIn);
  const byId = new Map(endpoints.map((endpoint) => [endpoint.subject.id, endpoint]));
  const started = startedIn(stacks);
  const owners = stacks[0]?.around.owners;
  return endpoints.map((endpoint) => {
    const owned = owners?.get(endpoint.subject.id);
    if (owned?.resource.type === "AWS::EC2::Instance") {
      const { evaluator, resource } = owned;
      const own = fromTemplate(evaluator, resource, { own: endpoint, byId });
      return fromInterfaces(evaluator, resource, { own, byId });
    }
    const places = owned && templates.includes(owned.resource.type) ? started.get(endpoint.subject.id) : undefined;
    const hasNone =
      endpoint.subnets !== "default" && endpoint.subnets.items.length + endpoint.subnets.open.length === 0;
    return places && hasNone ? { ...endpoint, subnets: places } : endpoint;
  });
}

interface Completing {
  readonly own: Endpoint;
  readonly byId: ReadonlyMap<string, Endpoint>;
}

const ofTemplate = ["LaunchTemplateId", "LaunchTemplateName"];

/** The launch template that the mapping at a path names; nothing where there is none. */
function templateAt(evaluator: Evaluator, resource: Resource, path: readonly string[]): Known<Subject> | undefined {
  const named = ofTemplate.flatMap((name) =>
    leavesOf(evaluator, resource, [...path, name]).flatMap(({ value }) => settledOf(value) ?? []),
  );
  const [first] = named;
  return first && resourceNamed(evaluator, first);
}

/** What an instance does not write itself it has from its launch template. */
function fromTemplate(evaluator: Evaluator, resource: Resource, { own, byId }: Completing): Endpoint {
  const named = templateAt(evaluator, resource, ["LaunchTemplate"]);
  if (!named) return own;
  const { at } = resource;
  const template = named.known ? byId.get(named.value.id) : undefined;
  const because = named.known ? ([{ kind: "reference", name: named.value.name, at }] as const) : named.because;
  const unread = { items: [], open: because };
  const focus = at;
  const statement = { what: "public IPv4 address by the launch template", name: resource.id, at, focus };
  const given = template?.address.ipv4 ?? { value: unknown(...because), statement };
  return {
    ...own,
    groups: own.groups === "default" ? (template?.groups ?? unread) : own.groups,
    subnets: own.subnets === "default" ? (template?.subnets ?? unread) : own.subnets,
    address: { ...own.address, ipv4: own.address.ipv4 === "as-subnet" ? given : own.address.ipv4 },
  };
}

/** Interfaces that are attached at launch bring their groups, their subnet and their addresses. */
function fromInterfaces(evaluator: Evaluator, resource: Resource, { own, byId }: Completing): Endpoint {
  const named = linksAt(evaluator, resource, { paths: [["NetworkInterfaces", "*", "NetworkInterfaceId"]] });
  if (!named) return own;
  const known = named.items.flatMap(({ value }) => (value.known ? (byId.get(value.value.id) ?? []) : []));
  const open = [
    ...named.open,
    ...named.items.flatMap(({ value, at }) => {
      if (!value.known) return value.because;
      return byId.has(value.value.id) ? [] : [{ kind: "reference" as const, name: value.value.name, at }];
    }),
  ];
  const lists = (of: "groups" | "subnets"): WrittenList<Subject> =>
    joined([...known.flatMap((each) => (each[of] === "default" ? [] : [each[of]])), { items: [], open }]);
  const [first] = known;
  return { ...own, groups: lists("groups"), subnets: lists("subnets"), address: first?.address ?? own.address };
}

/** From what an Auto Scaling group starts its instances. */
export function templateOfGroup(evaluator: Evaluator, group: Resource): Known<Subject> | undefined {
  const configuration = linkAt(evaluator, group, "LaunchConfigurationName");
  const specification = ["MixedInstancesPolicy", "LaunchTemplate", "LaunchTemplateSpecification"];
  return (
    configuration?.value ??
    templateAt(evaluator, group, ["LaunchTemplate"]) ??
    templateAt(evaluator, group, specification)
  );
}

/** Where Auto Scaling groups start what a template describes. */
function startedIn(stacks: readonly Evaluator[]): ReadonlyMap<string, WrittenList<Subject>> {
  const found = new Map<string, WrittenList<Subject>>();
  for (const { evaluator, resource: group } of ownedOfType(stacks, "AWS::AutoScaling::AutoScalingGroup")) {
    const template = templateOfGroup(evaluator, group);
    if (!template?.known) continue;
    const here = linksAt(evaluator, group, { paths: [["VPCZoneIdentifier"]] }) ?? {
      items: [],
      open: [{ kind: "value" as const, name: `the subnets of ${group.id}`, at: group.at }],
    };
    const before = found.get(template.value.id);
    found.set(template.value.id, before ? joined([before, here]) : here);
  }
  return found;
}

/** Elastic IP addresses, with the instances behind the interfaces that have them. */
export function publicAddressesIn(stacks: readonly Evaluator[]): readonly AddressAssociation[] {
  const holders = ownedOfType(stacks, "AWS::EC2::Instance").flatMap(({ evaluator, resource }) => {
    const named = linksAt(evaluator, resource, { paths: [["NetworkInterfaces", "*", "NetworkInterfaceId"]] });
    return (named?.items ?? []).flatMap(({ value }) =>
      value.known ? [{ held: value.value.id, holder: resource.subject }] : [],
    );
  });
  return ownedOfType(stacks, "AWS::EC2::EIP", "AWS::EC2::EIPAssociation").flatMap(({ evaluator, resource }) =>
    ["InstanceId", "NetworkInterfaceId"].flatMap((name): readonly AddressAssociation[] => {
      const endpoint = linkAt(evaluator, resource, name)?.value;
      if (!endpoint) return [];
      const { at } = resource;
      const statement = { what: "Elastic IP address", name: resource.id, at, focus: at };
      const { doubt } = presenceOf(evaluator, resource);
      const behind = holders.filter(({ held }) => endpoint.known && endpoint.value.id === held);
      const all = [endpoint, ...behind.map(({ holder }) => ({ known: true, value: holder }) as const)];
      return all.map((each) => ({ endpoint: each, doubt, statement }));
    }),
  );
}
