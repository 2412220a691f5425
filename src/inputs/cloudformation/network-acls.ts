import { addressBounds, known, trafficBounds, type Reason } from "../../model/bounds";
import { everyIPv4, everyIPv6, type AddressSet } from "../../model/addresses";
import type { Fact, Subject } from "../../model/facts";
import type { Place, Problem } from "../../model/source";
import { everyTraffic } from "../../model/traffic";
import { aclBoundary, aclEntry, numberProblems, type AclEntry } from "../shared/network-acl";
import { unreachableRules } from "../shared/unreachable-rules";
import type { Evaluator, Owned } from "./expression";
import { entriesIn, type Direction } from "./network-acl-entries";
import { presenceOf } from "./presence";
import { resourceProperty } from "./properties";
import { elsewhere, type Resource } from "./template";
import { reasonsIn, worldsOf, type SettledValue } from "./value";
import { ownedOfType } from "./vpcs";

const directions = ["ingress", "egress"] as const;

/** A network ACL while its rules are gathered from the resources that add to it. */
interface Draft {
  readonly subject: Subject;
  readonly at: Place;
  /** Whether all of its rules are in the template, so that a direction without any lets nothing pass. */
  readonly isWhole: boolean;
  readonly entries: Readonly<Record<Direction, AclEntry[]>>;
}

/** The network ACLs of a template, and those that stand elsewhere as far as it adds rules to them. */
export function networkAclsIn(stacks: readonly Evaluator[]): {
  readonly facts: readonly Fact[];
  readonly problems: readonly Problem[];
} {
  const drafts = new Map<string, Draft>();
  const problems: Problem[] = [];
  for (const { resource } of ownedOfType(stacks, "AWS::EC2::NetworkAcl"))
    drafts.set(resource.subject.id, draftOf(resource.subject, resource.at, true));
  const rules = ownedOfType(stacks, "AWS::EC2::NetworkAclEntry");
  const owners = ownersOf(rules);
  for (const owned of rules)
    for (const { subject, doubt } of owners(owned)) {
      const { evaluator, resource } = owned;
      const draft = drafts.get(subject.id) ?? draftElsewhere(owned, subject, stacks);
      drafts.set(subject.id, draft);
      const read = entriesIn(evaluator, resource, [...presenceOf(evaluator, resource).doubt, ...doubt]);
      problems.push(...read.problems);
      for (const { direction, entry } of read.entries) draft.entries[direction].push(entry);
    }
  const facts = [...drafts.values()].flatMap(({ subject, at, isWhole, entries }) =>
    directions.flatMap((direction) => {
      const own = entries[direction];
      problems.push(...numberProblems(subject, own));
      if (!isWhole && own.length === 0) return [];
      const boundary = aclBoundary({ subject, direction, at, entries: own });
      return [boundary, ...unreachableRules(boundary)];
    }),
  );
  return { facts, problems };
}

function draftOf(subject: Subject, at: Place, isWhole: boolean): Draft {
  return { subject, at, isWhole, entries: { ingress: [], egress: [] } };
}

function draftElsewhere({ evaluator, resource }: Owned, subject: Subject, stacks: readonly Evaluator[]): Draft {
  const { id } = subject;
  const vpc = id.endsWith(byDefault) ? evaluator.around.owners.get(id.slice(0, -byDefault.length)) : undefined;
  if (vpc?.resource.type !== "AWS::EC2::VPC") return draftOf(subject, resource.at, false);
  const draft = draftOf(subject, vpc.resource.at, true);
  for (const direction of directions)
    draft.entries[direction].push(...defaultEntries(vpc.resource, subject, ipv6Of(stacks, vpc.resource.subject)));
  return draft;
}

const byDefault = ".DefaultNetworkAcl";

/** The rules of a default network ACL: 100 lets in all of IPv4, 101 all of IPv6 once the VPC has a block of it (VPC User Guide). */
function defaultEntries({ at }: Resource, { name }: Subject, families6: readonly AddressSet[]): readonly AclEntry[] {
  const families = [[100, everyIPv4] as const, ...families6.map((family) => [101, family] as const)];
  return families.map(([number, family]) =>
    aclEntry({
      action: known("allow"),
      number: known(number),
      addresses: addressBounds.certain(family),
      traffic: trafficBounds.certain(everyTraffic),
      statement: { what: "default rule", name: `${name} rule ${number}`, at, focus: at },
      doubt: [],
    }),
  );
}

/** All of IPv6 where a VPC has a block of it. */
function ipv6Of(stacks: readonly Evaluator[], vpc: Subject): readonly AddressSet[] {
  const has = ownedOfType(stacks, "AWS::EC2::VPCCidrBlock").some(({ evaluator, resource }) => {
    const of = resourceProperty(evaluator, resource, "VpcId");
    const isIPv4 = resourceProperty(evaluator, resource, "CidrBlock").kind !== "absent";
    return !isIPv4 && of.kind === "resource" && of.subject.id === vpc.id;
  });
  return has ? [everyIPv6] : [];
}

/** A network ACL that a rule may be of. */
interface Owner {
  readonly subject: Subject;
  readonly doubt: readonly Reason[];
}

/**
 * What rules belong to: an ACL of a template, the default one of its VPC, or one that stands elsewhere. Rules that name
 * that one alike belong together, as their order matters; a rule that is alone in it stands for itself.
 */
function ownersOf(rules: readonly Owned[]): (rule: Owned) => readonly Owner[] {
  const named = new Map(rules.map((rule) => [rule, namedOwners(rule)]));
  const times = new Map<string, number>();
  for (const owners of named.values())
    for (const { subject } of owners) times.set(subject.id, (times.get(subject.id) ?? 0) + 1);
  return (rule) =>
    (named.get(rule) ?? []).map(({ subject, doubt }) => {
      const isKnown = rule.evaluator.around.owners.has(subject.id) || subject.id.endsWith(byDefault);
      const isShared = (times.get(subject.id) ?? 0) > 1;
      return isKnown || isShared ? { subject, doubt } : { subject: rule.resource.subject, doubt };
    });
}

function namedOwners({ evaluator, resource }: Owned): readonly Owner[] {
  const worlds = worldsOf([resourceProperty(evaluator, resource, "NetworkAclId")]);
  const owners = worlds.map(({ values: [value], because }) => ({
    subject: ownerNamed(evaluator, value) ?? resource.subject,
    doubt: because,
  }));
  const [first] = owners;
  return first && owners.every(({ subject }) => subject.id === first.subject.id)
    ? [{ subject: first.subject, doubt: [] }]
    : owners;
}

function ownerNamed({ template }: Evaluator, value: SettledValue | undefined): Subject | undefined {
  switch (value?.kind) {
    case "text":
      return elsewhere(template, value.text);
    case "resource": {
      const { id, name } = value.subject;
      return value.attribute === "DefaultNetworkAcl" ? { id: id + byDefault, name: name + byDefault } : value.subject;
    }
    case "unknown":
      return elsewhere(
        template,
        reasonsIn(value)
          .map(({ name }) => name)
          .join(" or "),
      );
    case undefined:
    case "absent":
    case "list":
    case "mapping":
      return undefined;
  }
}
