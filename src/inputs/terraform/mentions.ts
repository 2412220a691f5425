import type { Reason } from "../../model/bounds";
import type { Subject } from "../../model/facts";
import type { Written } from "../shared/ec2-permission";
import type { Endpoint } from "../shared/network";
import { groupNamed, isGroupHere } from "./groups";
import { listedIn } from "./references";
import { argumentIn, namesIn, sectionOf, sectionsIn, type Section } from "./sections";
import type { Site } from "./site";
import type { Value } from "./value";

/** Types whose groups are peers of rules, or that put a group before another endpoint. */
const others = /^aws_(default_)?security_group|^aws_vpc_security_group|^aws_network_interface_sg_attachment/;

/**
 * Resources that name groups of this input and of which no more is known than that: they may stand anywhere, so what
 * strangers reach there is assumed.
 */
export function mentioningIn(site: Site, known: readonly Endpoint[]): readonly Endpoint[] {
  const modelled = new Set(known.map(({ subject }) => subject.id));
  const resources = site.resources.flatMap((resource) => {
    if (modelled.has(resource.subject.id) || others.test(resource.type)) return [];
    return placed(
      resource.subject,
      { ...sectionOf(resource), doubt: resource.doubt },
      groupsIn(site, sectionOf(resource)),
    );
  });
  const calls = site.unreadCalls.flatMap(({ subject, section }) => placed(subject, section, groupsIn(site, section)));
  return [...resources, ...calls];
}

function placed(
  subject: Subject,
  { header, doubt }: Section,
  groups: readonly Written<Subject>[],
): readonly Endpoint[] {
  if (groups.length === 0) return [];
  const nowhere = { items: [], open: [] };
  const address = { ipv4: "as-subnet", ipv6: "as-subnet" } as const;
  return [{ subject, at: header, groups: { items: groups, open: [] }, subnets: nowhere, address, doubt }];
}

/** Every group of this input among the arguments of a section and of its blocks, but for those that are called sources. */
function groupsIn(site: Site, section: Section): readonly Written<Subject>[] {
  const names = namesIn(section);
  const own = names.arguments.flatMap((name) => {
    if (!/security_?groups?|(^|_)sgs?(_|$)/.test(name) || name.startsWith("source_")) return [];
    const list = listedIn(section, name, ({ value, at }) => groupNamed(site, value, at));
    return (list?.items ?? []).filter(({ value }) => value.known && isGroupHere(site, value.value));
  });
  const inner = names.blocks.flatMap((type) => sectionsIn(section, type).flatMap((each) => groupsIn(site, each)));
  return [...own, ...inner];
}

const networkTypes = /^aws_(default_)?(vpc|subnet|route_table|internet_gateway|instance|network_interface)$/;

/** Why there may be routes and associations beside those that are read: modules that are not read and that know the network. */
export function unreadRoutes({ unreadCalls }: Site): readonly Reason[] {
  return unreadCalls
    .filter(({ section }) => namesIn(section).arguments.some((name) => knowsNetwork(argumentIn(section, name)?.value)))
    .map(({ subject, section }) => ({ kind: "construct", name: subject.name, at: section.header }));
}

function knowsNetwork(value: Value | undefined): boolean {
  switch (value?.kind) {
    case "unknown":
      return value.of !== undefined && networkTypes.test(value.of.type);
    case "instance":
      return networkTypes.test(value.type);
    case "list":
      return value.items.some(knowsNetwork);
    case "object":
      return [...value.entries.values()].some(knowsNetwork);
    case "choice":
      return knowsNetwork(value.whenTrue) || knowsNetwork(value.whenFalse);
    default:
      return false;
  }
}
