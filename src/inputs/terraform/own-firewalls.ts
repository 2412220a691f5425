import { everyAddress, everyIPv4, everyIPv6, type AddressSet } from "../../model/addresses";
import { addressBounds, known, trafficBounds } from "../../model/bounds";
import type { Admission, Boundary, Fact, Statement, Subject } from "../../model/facts";
import { numbers } from "../../model/intervals";
import { portsOf, type Traffic } from "../../model/traffic";
import { anyAddressBecause } from "../shared/cidr-list";
import type { Written } from "../shared/ec2-permission";
import {
  admissionsOf,
  perhapsRule,
  readRule,
  securityGroup,
  unreadRule,
  type ReadRule,
} from "../shared/security-group";
import { groupNamed } from "./groups";
import { textOf } from "./plain";
import { listedIn, settledIn } from "./references";
import type { ResourceInstance } from "./resources";
import { argumentIn, sectionOf, sectionsIn, type Section } from "./sections";
import { resourcesOfType, type Site } from "./site";
import { nothing } from "./value";
import { statementAt } from "./vpcs";
import { itemsOf, knownText, writtenNumber, writtenText, type Item } from "./written";

/** Firewalls that services have of their own, beside security groups: that of Lightsail, and what EKS opens to its nodes. */
export function ownFirewallsIn(site: Site): readonly Fact[] {
  return [
    ...resourcesOfType(site, "aws_lightsail_instance_public_ports").map(publicPorts),
    ...resourcesOfType(site, "aws_lightsail_instance").flatMap((resource) => lightsailInstance(site, resource)),
    ...resourcesOfType(site, "aws_eks_node_group").flatMap((resource) => remoteAccess(site, resource)),
  ];
}

/** The ports of an instance replace those that it is made with (Lightsail API Reference, PutInstancePublicPorts). */
function publicPorts(resource: ResourceInstance): Fact {
  const { subject, at } = resource;
  const admissions = sectionsIn(sectionOf(resource), "port_info").flatMap((section): readonly Admission[] => {
    const rule = perhapsRule(portsIn(section), [...resource.doubt, ...section.doubt]);
    const focus = argumentIn(section, "cidrs")?.at ?? section.at;
    return admissionsOf(rule, { what: "public ports", name: `${subject.name}.${section.name}`, at: section.at, focus });
  });
  return securityGroup({ subject, direction: "ingress", admissions, at });
}

/** Ports that name nobody are open to everyone (Lightsail API Reference, PortInfo). */
function portsIn(section: Section): ReadRule {
  if (section.content.kind === "unread") return unreadRule(section.doubt);
  const written = (name: string): Item => settledIn(section, name) ?? { value: nothing, at: section.header };
  const [protocol, from, to] = [written("protocol"), written("from_port"), written("to_port")];
  const texts = (name: string): readonly Written<string>[] => {
    const item = written(name);
    const places = argumentIn(section, name) ?? { at: item.at, items: [] };
    return itemsOf(item.value, places).map((each) => ({ value: knownText(each), at: each.at }));
  };
  const [ipv4, ipv6, aliases] = [texts("cidrs"), texts("ipv6_cidrs"), texts("cidr_list_aliases")];
  const isOpen = ipv4.length + ipv6.length + aliases.length === 0;
  const ofLists = aliases.map(({ value, at }) =>
    anyAddressBecause(
      value.known ? [{ kind: "prefix-list", name: `the addresses of ${value.value}`, at }] : value.because,
    ),
  );
  const permission = {
    protocol: writtenText(protocol.value, protocol.at),
    from: writtenNumber(from.value, from.at),
    to: writtenNumber(to.value, to.at),
  };
  const everyone = isOpen ? [addressBounds.certain(everyAddress)] : [];
  return readRule({ permission, ipv4, ipv6, addresses: [...ofLists, ...everyone], groups: [] }, section.header);
}

/** An instance has a public address, and the ports of its system are open where nothing else is said (Lightsail User Guide, "Firewall and port mappings"). */
function lightsailInstance(site: Site, resource: ResourceInstance): readonly Fact[] {
  const { subject, header, doubt } = resource;
  const own = resourcesOfType(site, "aws_lightsail_instance_public_ports").filter((ports) => isOf(resource, ports));
  const [made] = own.length > 0 ? [] : [madeWith(resource)];
  const boundaries = [...own.map((ports) => ports.subject), ...(made ? [made.subject] : [])];
  const type = settledIn(sectionOf(resource), "ip_address_type");
  const families = { ipv4: everyIPv4, ipv6: everyIPv6, dualstack: everyAddress };
  const leads = Object.entries(families).find(([name]) => type && textOf(type.value) === name)?.[1] ?? everyAddress;
  const address = statementAt("public address of a Lightsail instance", subject.name, header);
  return [
    ...(made ? [made] : []),
    ...boundaries.map((boundary): Fact => ({
      kind: "attachment",
      boundary: known(boundary),
      layer: "security-group",
      endpoint: subject,
      doubt,
      at: header,
    })),
    { kind: "route", endpoint: subject, from: "internet", leads: addressBounds.certain(leads), along: [address] },
  ];
}

/** Ports name their instance by its name. */
function isOf(instance: ResourceInstance, ports: ResourceInstance): boolean {
  const named = settledIn(sectionOf(ports), "instance_name")?.value;
  if (named?.kind === "unknown") return named.of?.subject.id === instance.subject.id;
  const name = settledIn(sectionOf(instance), "name");
  return named !== undefined && name !== undefined && textOf(named) === textOf(name.value);
}

const madeOpen = { linux: [22, 80], windows: [3389, 80] } as const;

function madeWith(resource: ResourceInstance): Boundary {
  const { subject, header, doubt } = resource;
  const blueprint = settledIn(sectionOf(resource), "blueprint_id");
  const system = (blueprint && textOf(blueprint.value))?.startsWith("windows") === true ? "windows" : "linux";
  const firewall: Subject = { id: `${subject.id}.firewall`, name: `${subject.name}.firewall` };
  const rule = perhapsRule(openTo(everyAddress, madeOpen[system]), doubt);
  const statement = statementAt("firewall that it is made with", firewall.name, header);
  return securityGroup({
    subject: firewall,
    direction: "ingress",
    admissions: admissionsOf(rule, statement),
    at: header,
  });
}

function openTo(set: AddressSet, ports: readonly number[]): ReadRule {
  const traffic = ports.reduce<Traffic>((all, port) => numbers.union(all, portsOf("tcp", [port, port])), []);
  return { addresses: addressBounds.certain(set), members: [], traffic: trafficBounds.certain(traffic), problems: [] };
}

/**
 * With a key for SSH and without groups that may use it, port 22 of the nodes is open to everyone (Terraform Registry, AWS
 * provider, `aws_eks_node_group`, "remote_access").
 */
function remoteAccess(site: Site, resource: ResourceInstance): readonly Fact[] {
  const { subject, at } = resource;
  return sectionsIn(sectionOf(resource), "remote_access").flatMap((section): readonly Fact[] => {
    const key = settledIn(section, "ec2_ssh_key");
    if (section.content.kind !== "unread" && (!key || textOf(key.value) === "")) return [];
    const groups = listedIn(section, "source_security_group_ids", ({ value, at: place }) =>
      groupNamed(site, value, place),
    );
    const members = groups?.items.map(({ value }) => value) ?? [];
    const open = groups?.open ?? [];
    const everyone = members.length > 0 ? undefined : openTo(everyIPv4, [22]);
    const rule = everyone ?? { ...openTo(everyAddress, [22]), addresses: undefined, members };
    const doubt = [...resource.doubt, ...section.doubt, ...(everyone ? open : [])];
    const name = `${subject.name}.remote_access`;
    const statement: Statement = { what: "remote access", name, at: section.at, focus: section.at };
    const boundary: Subject = { id: `${subject.id}.remote_access`, name };
    const admissions = admissionsOf(perhapsRule(rule, doubt), statement);
    return [securityGroup({ subject: boundary, direction: "ingress", admissions, at })];
  });
}
