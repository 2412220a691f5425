import { known, unknown, type Known, type Reason } from "../../model/bounds";
import type { Boundary, Fact, Subject } from "../../model/facts";
import type { Place } from "../../model/source";
import { addressesOf } from "../shared/cidr-list";
import { trafficOf, type Written } from "../shared/ec2-permission";
import { aclBoundary, aclEntry, actionNamed, unreadEntry, type AclEntry } from "../shared/network-acl";
import { unreachableRules } from "../shared/unreachable-rules";
import { worldsOf } from "./choices";
import { ownersElsewhere } from "./elsewhere";
import { truthOf } from "./plain";
import type { ResourceInstance } from "./resources";
import { argumentIn, sectionOf, sectionsIn, type Section } from "./sections";
import { resourcesOfType, type Site } from "./site";
import { nothing, reasonsIn, type SettledValue } from "./value";
import { firstArgument, textIn, writtenNumber, writtenTexts } from "./written";

type Direction = Boundary["direction"];
const directions = ["ingress", "egress"] as const;

interface Draft {
  readonly subject: Subject;
  readonly at: Place;
  readonly origin: "acl" | "rule";
  readonly entries: Readonly<Record<Direction, AclEntry[]>>;
}

/** Network ACLs, from their own blocks and from the rules that are resources of their own, in order of rule number. */
export function networkAclsIn(site: Site): readonly Fact[] {
  const drafts = new Map<string, Draft>();
  for (const resource of resourcesOfType(site, "aws_network_acl", "aws_default_network_acl")) {
    const draft = draftOf(resource.subject, resource.at, "acl");
    drafts.set(resource.subject.id, draft);
    for (const direction of directions)
      for (const section of sectionsIn(sectionOf(resource), direction)) {
        const doubt = [...resource.doubt, ...section.doubt];
        const name = `${resource.subject.name}.${section.name}`;
        draft.entries[direction].push(entryOf(site, { section: { ...section, doubt }, direction, name }));
      }
  }
  const rules = resourcesOfType(site, "aws_network_acl_rule");
  const elsewhere = ownersElsewhere(rules, "network_acl_id");
  for (const resource of rules) {
    const draft = draftFor(drafts, resource, elsewhere);
    for (const { direction, doubt } of directionsOf(resource)) {
      const section = { ...sectionOf(resource), doubt: [...resource.doubt, ...doubt] };
      draft.entries[direction].push(entryOf(site, { section, direction, name: resource.subject.name }));
    }
  }
  return [...drafts.values()].flatMap((draft) => directions.flatMap((direction) => boundaryOf(draft, direction)));
}

function draftOf(subject: Subject, at: Place, origin: Draft["origin"]): Draft {
  return { subject, at, origin, entries: { ingress: [], egress: [] } };
}

function draftFor(
  drafts: Map<string, Draft>,
  resource: ResourceInstance,
  elsewhere: ReturnType<typeof ownersElsewhere>,
): Draft {
  const value = argumentIn(sectionOf(resource), "network_acl_id")?.value;
  const owners = worldsOf([value ?? nothing]).flatMap(({ values: [each] }) => ownerOf(each) ?? []);
  const [owner] = owners;
  const found = owner && owners.every(({ id }) => id === owner.id) ? drafts.get(owner.id) : undefined;
  if (found) return found;
  const subject = elsewhere(resource);
  const draft = drafts.get(subject.id) ?? draftOf(subject, resource.at, "rule");
  drafts.set(subject.id, draft);
  return draft;
}

function ownerOf(value: SettledValue | undefined): Subject | undefined {
  return value?.kind === "unknown" && value.of?.name === "id" ? value.of.subject : undefined;
}

/** A rule is for what comes in unless it says `egress`; where that is not known it may be of either direction. */
function directionsOf(
  resource: ResourceInstance,
): readonly { readonly direction: Direction; readonly doubt: readonly Reason[] }[] {
  const argument = argumentIn(sectionOf(resource), "egress");
  if (!argument) return [{ direction: "ingress", doubt: [] }];
  const truth = truthOf(argument.value);
  if (truth !== undefined) return [{ direction: truth ? "egress" : "ingress", doubt: [] }];
  const because = reasonsIn(argument.value);
  const doubt: readonly Reason[] =
    because.length > 0 ? because : [{ kind: "value", name: "egress, which is no boolean", at: argument.at }];
  return directions.map((direction) => ({ direction, doubt }));
}

interface Rule {
  readonly section: Section;
  readonly direction: Direction;
  readonly name: string;
}

function entryOf(site: Site, { section, direction, name }: Rule): AclEntry {
  const cidr = firstArgument(section, ["cidr_block", "ipv6_cidr_block"]);
  const statement = { what: `${direction} rule`, name, at: section.at, focus: cidr?.at ?? section.at };
  if (section.content.kind === "unread") return unreadEntry(statement, section.doubt);
  const addresses = addressesOf([...textsIn(section, "cidr_block"), ...textsIn(section, "ipv6_cidr_block")], "any");
  const { traffic, problems } = trafficIn(section);
  site.problems.push(...problems, ...addresses.problems);
  return aclEntry({
    action: actionOf(section),
    number: orderOf(section),
    addresses: addresses.addresses,
    traffic,
    statement,
    doubt: section.doubt,
  });
}

function orderOf(section: Section): Known<number> {
  const { value } = numberIn(section, ["rule_number", "rule_no"]);
  if (!value.known) return value;
  if (value.value !== undefined) return known(value.value);
  return unknown({ kind: "value", name: "a rule number that is not written", at: section.header });
}

function actionOf(section: Section): Known<"allow" | "deny"> {
  for (const name of ["action", "rule_action"]) {
    const text = textIn(section, name);
    if (!text.known) return text;
    if (text.value !== undefined) return actionNamed(text.value, section.header);
  }
  return unknown({ kind: "value", name: "an action that is neither allow nor deny", at: section.header });
}

/** For ICMP the type and the code stand where the ports stand otherwise; both are of no matter to any other protocol. */
function trafficIn(section: Section): ReturnType<typeof trafficOf> {
  const protocol = textIn(section, "protocol");
  const at = argumentIn(section, "protocol")?.at ?? section.header;
  const name = protocol.known ? protocol.value : undefined;
  const missing = unknown({ kind: "value", name: "protocol, which is not written", at: section.header });
  const isIcmp = name !== undefined && ["icmp", "1", "icmpv6", "ipv6-icmp", "58"].includes(name.trim().toLowerCase());
  return trafficOf({
    protocol: { value: name === undefined ? (protocol.known ? missing : protocol) : known(name), at },
    from: numberIn(section, [isIcmp ? "icmp_type" : "from_port"]),
    to: numberIn(section, [isIcmp ? "icmp_code" : "to_port"]),
  });
}

function numberIn(section: Section, names: readonly string[]): Written<number | undefined> {
  const argument = firstArgument(section, names);
  return argument
    ? writtenNumber(settled(argument.value), argument.at)
    : { value: known(undefined), at: section.header };
}

function textsIn(section: Section, name: string): readonly Written<string>[] {
  const argument = argumentIn(section, name);
  const texts = argument ? writtenTexts(settled(argument.value), argument) : [];
  return texts.filter(({ value }) => !value.known || value.value !== "");
}

function settled(value: Parameters<typeof reasonsIn>[0]): SettledValue {
  return value.kind === "choice" ? { kind: "unknown", because: reasonsIn(value), of: undefined } : value;
}

function boundaryOf({ subject, at, origin, entries }: Draft, direction: Direction): readonly Fact[] {
  const own = entries[direction];
  if (own.length === 0 && origin === "rule") return [];
  const boundary = aclBoundary({ subject, direction, at, entries: own });
  return [boundary, ...unreachableRules(boundary)];
}
