import { unknown, type Known } from "../../model/bounds";
import type { Subject } from "../../model/facts";
import type { Written } from "../shared/ec2-permission";
import type { AddressAssociation, Endpoint, WrittenList } from "../shared/network";
import { endpointsIn, sectionsAt, subnetsAt } from "./endpoints";
import { groupNamed } from "./groups";
import { joined, resourceIn, settledIn, type Types } from "./references";
import type { ResourceInstance } from "./resources";
import { argumentIn, sectionOf, type Section } from "./sections";
import { resourcesOfType, type Site } from "./site";
import { statementAt } from "./vpcs";

const templateTypes = ["aws_launch_template", "aws_launch_configuration"];
const instanceTypes = ["aws_instance", "aws_spot_instance_request"];
const interfaceTypes = ["aws_network_interface"];

/** What has network interfaces, with what others say of it: its launch template, its interfaces, the group that starts it. */
export function completedEndpoints(site: Site): readonly Endpoint[] {
  const endpoints = endpointsIn(site);
  const byId = new Map(endpoints.map((endpoint) => [endpoint.subject.id, endpoint]));
  const started = startedIn(site);
  const added = addedGroups(site);
  return endpoints.map((endpoint) => {
    const resource = site.bySubject.get(endpoint.subject.id);
    if (!resource) return endpoint;
    const own = withGroups(endpoint, added.get(endpoint.subject.id) ?? []);
    if (instanceTypes.includes(resource.type))
      return fromInterfaces(site, resource, { own: fromTemplate(site, resource, { own, byId }), byId });
    const places = templateTypes.includes(resource.type) ? started.get(endpoint.subject.id) : undefined;
    return places && own.subnets !== "default" && own.subnets.items.length + own.subnets.open.length === 0
      ? { ...own, subnets: places }
      : own;
  });
}

interface Completing {
  readonly own: Endpoint;
  readonly byId: ReadonlyMap<string, Endpoint>;
}

/** What an instance does not write itself it has from its launch template. */
function fromTemplate(site: Site, resource: ResourceInstance, { own, byId }: Completing): Endpoint {
  const section = sectionOf(resource);
  const named = templateOf(site, section, [["launch_template"]]);
  if (!named) return own;
  const template = named.value.known ? byId.get(named.value.value.id) : undefined;
  const because = named.value.known
    ? ([{ kind: "reference", name: named.value.value.name, at: named.at }] as const)
    : named.value.because;
  const unread = { items: [], open: because };
  const groups = own.groups === "default" ? (template?.groups ?? unread) : own.groups;
  const subnets = own.subnets === "default" ? (template?.subnets ?? unread) : own.subnets;
  const isWritten = own.address.ipv4 !== "as-subnet";
  const statement = statementAt("public IPv4 address by the launch template", own.subject.name, resource.header);
  const ipv4 = template?.address.ipv4 ?? { value: { known: false, because } as const, statement };
  return { ...own, groups, subnets, address: { ...own.address, ipv4: isWritten ? own.address.ipv4 : ipv4 } };
}

function templateOf(site: Site, section: Section, paths: readonly (readonly string[])[]): Written<Subject> | undefined {
  for (const inner of paths.flatMap((path) => sectionsAt(section, path))) {
    for (const name of ["id", "name", "launch_template_id", "launch_template_name"]) {
      const found = resourceIn(site, inner, { name, types: templateTypes });
      if (found) return found;
    }
  }
  return undefined;
}

/** Interfaces that are attached at launch bring their groups and their subnet. */
function fromInterfaces(site: Site, resource: ResourceInstance, { own, byId }: Completing): Endpoint {
  const named = interfacesOf(site, resource);
  if (named.length === 0) return own;
  const known = named.map(({ value }) => (value.known ? byId.get(value.value.id) : undefined));
  const open = named.flatMap(({ value, at }, i) => {
    if (known[i]) return [];
    return value.known ? [{ kind: "reference" as const, name: value.value.name, at }] : value.because;
  });
  const lists = (of: "groups" | "subnets"): WrittenList<Subject> => {
    const written = known.flatMap((each) => (each && each[of] !== "default" ? [each[of]] : []));
    return joined([...written, { items: [], open }]) ?? { items: [], open };
  };
  const [first] = known;
  return { ...own, groups: lists("groups"), subnets: lists("subnets"), address: first?.address ?? own.address };
}

function interfacesOf(site: Site, resource: ResourceInstance): readonly Written<Subject>[] {
  return ["network_interface", "primary_network_interface"]
    .flatMap((block) => sectionsAt(sectionOf(resource), [block]))
    .flatMap((section): readonly Written<Subject>[] => {
      if (section.content.kind === "unread") return [{ value: unknown(...section.doubt), at: section.header }];
      const found = resourceIn(site, section, { name: "network_interface_id", types: interfaceTypes });
      return found ? [found] : [];
    });
}

/** The template or configuration from which each Auto Scaling group starts instances. */
export function templateOfGroup(site: Site, resource: ResourceInstance): Known<Subject> | undefined {
  const section = sectionOf(resource);
  const specification = ["mixed_instances_policy", "launch_template", "launch_template_specification"];
  const configuration = resourceIn(site, section, { name: "launch_configuration", types: templateTypes });
  return (configuration ?? templateOf(site, section, [["launch_template"], specification]))?.value;
}

/** Where Auto Scaling groups start what a template describes. */
function startedIn(site: Site): ReadonlyMap<string, WrittenList<Subject>> {
  const found = new Map<string, WrittenList<Subject>>();
  for (const resource of resourcesOfType(site, "aws_autoscaling_group")) {
    const template = templateOfGroup(site, resource);
    if (!template?.known) continue;
    const here = subnetsAt(site, sectionOf(resource), [["vpc_zone_identifier"]]) ?? {
      items: [],
      open: [{ kind: "value", name: `the subnets of ${resource.subject.name}`, at: resource.header }],
    };
    const { id } = template.value;
    found.set(id, joined([found.get(id), here]) ?? here);
  }
  return found;
}

/** By the type of what puts a group before something: the argument that names that, and its types. */
const groupAttachments: ReadonlyMap<string, readonly [argument: string, types: Types]> = new Map([
  ["aws_network_interface_sg_attachment", ["network_interface_id", [...interfaceTypes, ...instanceTypes]]],
  ["aws_vpc_endpoint_security_group_association", ["vpc_endpoint_id", ["aws_vpc_endpoint"]]],
]);

/** Groups that resources of their own put before an interface. */
function addedGroups(site: Site): ReadonlyMap<string, readonly Written<Subject>[]> {
  const added = new Map<string, Written<Subject>[]>();
  for (const resource of resourcesOfType(site, ...groupAttachments.keys())) {
    const [name = "", types = []] = groupAttachments.get(resource.type) ?? [];
    const section = sectionOf(resource);
    const to = resourceIn(site, section, { name, types });
    const group = settledIn(section, "security_group_id");
    if (!to?.value.known || !group) continue;
    const written = { value: groupNamed(site, group.value, group.at), at: group.at };
    added.set(to.value.value.id, [...(added.get(to.value.value.id) ?? []), written]);
  }
  return added;
}

function withGroups(endpoint: Endpoint, added: readonly Written<Subject>[]): Endpoint {
  if (added.length === 0) return endpoint;
  const { items, open } = endpoint.groups === "default" ? { items: [], open: [] } : endpoint.groups;
  return { ...endpoint, groups: { items: [...items, ...added], open } };
}

/** Elastic IP addresses, with the instances behind the interfaces that have them. */
export function publicAddressesIn(site: Site): readonly AddressAssociation[] {
  const holders = resourcesOfType(site, ...instanceTypes).flatMap((resource) =>
    interfacesOf(site, resource).flatMap(({ value }) =>
      value.known ? [{ held: value.value.id, holder: resource.subject }] : [],
    ),
  );
  return resourcesOfType(site, "aws_eip", "aws_eip_association").flatMap((resource) => {
    const section = sectionOf(resource);
    const written: readonly (readonly [string, Types])[] = [
      ["instance", instanceTypes],
      ["instance_id", instanceTypes],
      ["network_interface", [...interfaceTypes, ...instanceTypes]],
      ["network_interface_id", [...interfaceTypes, ...instanceTypes]],
    ];
    return written.flatMap(([name, types]): readonly AddressAssociation[] => {
      const found = resourceIn(site, section, { name, types });
      if (!found || isOther(section, name, types)) return [];
      const endpoint = found.value;
      const statement = statementAt("Elastic IP address", resource.subject.name, resource.header);
      const behind = holders.filter(({ held }) => endpoint.known && endpoint.value.id === held);
      const all = [endpoint, ...behind.map(({ holder }) => ({ known: true, value: holder }) as const)];
      return all.map((each) => ({ endpoint: each, doubt: resource.doubt, statement }));
    });
  });
}

/** What another kind of resource has, such as a NAT gateway, is given to no interface that is written here. */
function isOther(section: Section, name: string, types: Types): boolean {
  const value = argumentIn(section, name)?.value;
  return value?.kind === "unknown" && value.of !== undefined && !types.includes(value.of.type);
}
