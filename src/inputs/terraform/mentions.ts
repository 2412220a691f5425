import type { Reason } from "../../model/bounds";
import type { Subject, Trait } from "../../model/facts";
import type { Written } from "../shared/ec2-permission";
import type { Endpoint } from "../shared/network";
import { unusedGroups } from "../shared/unused-groups";
import { groupNamed, isGroupHere } from "./groups";
import { listedIn } from "./references";
import { argumentIn, namesIn, sectionOf, sectionsIn, type Section } from "./sections";
import type { Site } from "./site";
import { nothing, type Value } from "./value";

/** Types whose groups are peers of rules, or that put a group before another endpoint. */
const others =
  /^aws_(default_)?security_group|^aws_vpc_security_group|^aws_network_interface_sg_attachment|^aws_vpc_endpoint_security_group_association/;

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
  // What is published of a module says itself what has the groups that it is given.
  const calls = site.unreadCalls.flatMap(({ subject, section, isDocumented }) =>
    isDocumented ? [] : placed(subject, section, groupsIn(site, section)),
  );
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

/** Groups of this input that stand before nothing, and that nothing else speaks of. */
export function unusedIn(site: Site, endpoints: readonly Endpoint[]): readonly Trait[] {
  const groups = site.resources
    .filter(({ type, doubt }) => type === "aws_security_group" && doubt.length === 0)
    .filter(({ subject }) => !isOfDocumented(site, subject))
    .map(({ subject, header }) => ({ subject, at: header }));
  const unused = unusedGroups(groups, endpoints, () => false);
  const outputs = unused.length > 0 ? site.outputs() : undefined;
  if (!outputs) return [];
  const spokenOf = new Set([
    ...[
      ...outputs.flatMap(ownersIn),
      ...site.resources.flatMap((each) => ownersSpokenOf(sectionOf(each))),
      ...site.unreadCalls.flatMap(({ section }) => ownersSpokenOf(section)),
    ].map(({ subject }) => subject.id),
    ...site.declared.flatMap((each) => ownersSpokenOf(sectionOf(each))).map(({ subject }) => blockOf(subject.id)),
  ]);
  const isSpokenOf = ({ id }: Subject): boolean =>
    spokenOf.has(id) || (site.declared.length > 0 && spokenOf.has(blockOf(id)));
  return unused.filter(({ subject }) => !isSpokenOf(subject));
}

/** Not all that may have the groups of a module is published. */
function isOfDocumented({ unreadCalls }: Site, { name }: Subject): boolean {
  return unreadCalls.some((call) => call.isDocumented && blockOf(name).startsWith(`${blockOf(call.subject.name)}.`));
}

/** The same for all instances of one block. */
function blockOf(id: string): string {
  return id.replace(/\[(?:"(?:[^"\\]|\\.)*"|[\d*]+)\]/g, "");
}

const networkTypes = /^aws_(default_)?(vpc|subnet|route_table|internet_gateway|instance|network_interface)$/;

/** Why there may be routes and associations beside those that are read: modules that are not read and that know the network. */
export function unreadRoutes({ unreadCalls }: Site): readonly Reason[] {
  return unreadCalls
    .filter(({ section }) => ownersSpokenOf(section).some(({ type }) => networkTypes.test(type)))
    .map(({ subject, section }) => ({ kind: "construct", name: subject.name, at: section.header }));
}

interface Owner {
  readonly subject: Subject;
  readonly type: string;
}

/** The resources of which a section or its blocks hold something, but for the group that a rule is added to. */
function ownersSpokenOf(section: Section): readonly Owner[] {
  const { arguments: names, blocks } = namesIn(section);
  return [
    ...names
      .filter((name) => name !== "security_group_id")
      .flatMap((name) => ownersIn(argumentIn(section, name)?.value ?? nothing)),
    ...blocks.flatMap((type) => sectionsIn(section, type).flatMap(ownersSpokenOf)),
  ];
}

function ownersIn(value: Value): readonly Owner[] {
  switch (value.kind) {
    case "unknown":
      return value.of ? [value.of] : [];
    case "instance":
      return [value];
    case "list":
      return value.items.flatMap(ownersIn);
    case "object":
      return [...value.entries.values()].flatMap(ownersIn);
    case "choice":
      return [value.whenTrue, value.whenFalse].flatMap(ownersIn);
    case "primitive":
    case "error":
      return [];
  }
}
