import { known, unknown, type Known } from "../../model/bounds";
import type { FilePlace } from "../../model/source";
import type { Subject } from "../../model/facts";
import type { Endpoint, Family, Said, WrittenList } from "../shared/network";
import { endpointTypes, type AddressRule, type EndpointType } from "./endpoint-types";
import { groupNamed } from "./groups";
import { numberOf, textOf } from "./plain";
import { joined, listedIn, notKnown, resourceIn, resourceNamed, settledIn, unreadList } from "./references";
import type { ResourceInstance } from "./resources";
import { sectionOf, sectionsIn, type Section } from "./sections";
import { resourcesOfType, type Site } from "./site";
import { statementAt, subnetTypes } from "./vpcs";
import { unreadable, type Item } from "./written";

/** What has network interfaces, by the table of types. */
export function endpointsIn(site: Site): readonly Endpoint[] {
  return site.resources.flatMap((resource) => {
    const type = endpointTypes.get(resource.type);
    return type && hasInterface(resource, type) ? [endpointOf(site, resource, type)] : [];
  });
}

function hasInterface(resource: ResourceInstance, { needs }: EndpointType): boolean {
  if (needs === undefined) return true;
  return sectionsIn(sectionOf(resource), needs).length > 0;
}

function endpointOf(site: Site, resource: ResourceInstance, type: EndpointType): Endpoint {
  const { subject, header, doubt } = resource;
  const section = sectionOf(resource);
  const groups = listsAt(section, type.groups, (item) => groupNamed(site, item.value, item.at));
  return {
    subject,
    at: header,
    groups: groups ?? groupsUnwritten(resource, type),
    subnets:
      subnetsOf(site, resource, type) ?? (type.withoutSubnets === "default" ? "default" : { items: [], open: [] }),
    address: {
      ipv4: addressOf({ site, resource, family: "ipv4" }, type.ipv4),
      ipv6: addressOf({ site, resource, family: "ipv6" }, type.ipv6),
    },
    doubt,
  };
}

function groupsUnwritten(resource: ResourceInstance, { withoutGroups }: EndpointType): Endpoint["groups"] {
  if (withoutGroups === "unknown") {
    const name = `the security groups of ${resource.subject.name}`;
    return { items: [], open: [{ kind: "value", name, at: resource.header }] };
  }
  return withoutGroups === "none" || isNetworkBalancer(resource) ? { items: [], open: [] } : "default";
}

/** A network load balancer may have no group, and then lets everything in (Network Load Balancers User Guide, "Security groups"). */
function isNetworkBalancer(resource: ResourceInstance): boolean {
  const type = settledIn(sectionOf(resource), "load_balancer_type");
  return type !== undefined && textOf(type.value) !== "application";
}

/** The lists at several paths together; nothing where none of them is written. */
export function listsAt<T>(
  section: Section,
  paths: readonly (readonly string[])[],
  nameOf: (item: Item) => Known<T>,
): WrittenList<T> | undefined {
  return joined(
    paths.flatMap((path) =>
      sectionsAt(section, path.slice(0, -1)).map((inner) => {
        if (inner.content.kind === "unread") return unreadList(inner);
        return listedIn(inner, path.at(-1) ?? "", nameOf);
      }),
    ),
  );
}

export function sectionsAt(section: Section, blocks: readonly string[]): readonly Section[] {
  return blocks.reduce<readonly Section[]>((all, block) => all.flatMap((each) => sectionsIn(each, block)), [section]);
}

export function subnetsAt(
  site: Site,
  section: Section,
  paths: EndpointType["subnets"],
): WrittenList<Subject> | undefined {
  return listsAt(section, paths, (item) => resourceNamed(site, item, subnetTypes));
}

function subnetsOf(site: Site, resource: ResourceInstance, type: EndpointType): WrittenList<Subject> | undefined {
  const own = subnetsAt(site, sectionOf(resource), type.subnets);
  if (own || !type.subnetGroup) return own;
  const [name, groupType] = type.subnetGroup;
  const named = resourceIn(site, sectionOf(resource), { name, types: [groupType] });
  if (!named) return undefined;
  const { value, at } = named;
  const group = value.known ? groupBy(site, groupType, value.value) : undefined;
  if (group) return subnetsAt(site, sectionOf(group), [["subnet_ids"]]);
  return { items: [], open: value.known ? [{ kind: "reference", name: value.value.name, at }] : value.because };
}

/** A group of subnets by its reference, or by the name that it is written with. */
function groupBy(site: Site, type: string, subject: Subject): ResourceInstance | undefined {
  return resourcesOfType(site, type).find((each) => {
    if (each.subject.id === subject.id) return true;
    const name = settledIn(sectionOf(each), "name");
    return name !== undefined && textOf(name.value) === subject.name;
  });
}

interface Asking {
  readonly site: Site;
  readonly resource: ResourceInstance;
  readonly family: Family;
}

function addressOf({ site, resource, family }: Asking, rule: AddressRule): Said<boolean> | "as-subnet" {
  const { subject, header } = resource;
  switch (rule.by) {
    case "subnet":
      return "as-subnet";
    case "never":
      return { value: known(false), statement: statementAt(rule.why, subject.name, header) };
    case "addresses":
      return ownAddresses(resource, rule.paths);
    case "switch":
      return switchOf(resource, family, rule);
    case "members":
      return membersOf({ site, resource, family }, rule);
  }
}

/** A cluster is as public as the most public of its instances. */
function membersOf(
  { site, resource, family }: Asking,
  { type, argument }: Extract<AddressRule, { readonly by: "members" }>,
): Said<boolean> {
  const own = resourcesOfType(site, type).filter((each) => {
    const cluster = resourceIn(site, sectionOf(each), { name: argument, types: [resource.type] })?.value;
    return cluster?.known && cluster.value.id === resource.subject.id;
  });
  const accessible = { by: "switch", path: ["publicly_accessible"], on: "true", unwritten: "no" } as const;
  const all = own.flatMap((each) => {
    const said = switchOf(each, family, accessible);
    return said === "as-subnet" ? [] : [said];
  });
  const best = all.find(({ value }) => value.known && value.value) ?? all.find(({ value }) => !value.known) ?? all[0];
  const name = `the instances of ${resource.subject.name}`;
  return best ?? { value: notKnown(name, resource.header), statement: statementAt("instances", name, resource.header) };
}

/** An interface that is given addresses or a number of them has some; any other as its subnet assigns them. */
function ownAddresses(resource: ResourceInstance, paths: readonly (readonly string[])[]): Said<boolean> | "as-subnet" {
  for (const path of paths) {
    const name = path.at(-1) ?? "";
    const items = sectionsAt(sectionOf(resource), path.slice(0, -1)).flatMap((each) => settledIn(each, name) ?? []);
    const given = items.find(({ value }) =>
      value.kind === "list" ? value.items.length > 0 : (numberOf(value) ?? 0) > 0,
    );
    if (given)
      return {
        value: known(true),
        statement: statementAt("IPv6 address", `${resource.subject.name}.${name}`, given.at),
      };
  }
  return "as-subnet";
}

type Switch = Extract<AddressRule, { readonly by: "switch" }>;

function switchOf(resource: ResourceInstance, family: Family, rule: Switch): Said<boolean> | "as-subnet" {
  const { subject, header } = resource;
  const name = `${subject.name}.${rule.path.at(-1) ?? ""}`;
  const said = (value: Known<boolean>, at: FilePlace): Said<boolean> => {
    const has = value.known && !value.value ? "no public" : "public";
    return { value, statement: statementAt(`${has} ${family === "ipv4" ? "IPv4" : "IPv6"} address`, name, at) };
  };
  const sections = sectionsAt(sectionOf(resource), rule.path.slice(0, -1));
  const written = sections.flatMap((section) => {
    const item = settledIn(section, rule.path.at(-1) ?? "");
    return item ? [item] : [];
  });
  const unread = sections.filter(({ content }) => content.kind === "unread").flatMap(({ doubt }) => doubt);
  const on = written.find(({ value }) => textOf(value) === rule.on);
  if (on) return said(known(true), on.at);
  const open = written.find(({ value }) => textOf(value) === undefined);
  if (open) return said(unreadable(open.value, open.at), open.at);
  if (unread.length > 0) return said(unknown(...unread), header);
  const [off] = written;
  if (off) return said(known(false), off.at);
  return rule.unwritten === "as-subnet" ? "as-subnet" : said(known(rule.unwritten === "yes"), header);
}
