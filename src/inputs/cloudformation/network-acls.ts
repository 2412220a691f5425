import { addressBounds, known, trafficBounds, type Reason } from "../../model/bounds";
import { everyIPv4, everyIPv6, type AddressSet } from "../../model/addresses";
import type { Fact, Subject } from "../../model/facts";
import type { Place, Problem } from "../../model/source";
import { everyTraffic } from "../../model/traffic";
import { aclBoundary, aclEntry, numberProblems, type AclEntry } from "../shared/network-acl";
import { unreachableRules } from "../shared/unreachable-rules";
import type { Evaluator } from "./expression";
import { entriesIn, type Direction } from "./network-acl-entries";
import { presenceOf } from "./presence";
import { resourceProperty } from "./properties";
import { subjectOf, type Resource } from "./template";
import { reasonsIn, worldsOf, type SettledValue } from "./value";

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
export function networkAclsIn(evaluator: Evaluator): {
  readonly facts: readonly Fact[];
  readonly problems: readonly Problem[];
} {
  const drafts = new Map<string, Draft>();
  const problems: Problem[] = [];
  const resources = [...evaluator.template.resources.values()].filter(
    (resource) => presenceOf(evaluator, resource).possible,
  );
  for (const { id, type, subject, at } of resources)
    if (type === "AWS::EC2::NetworkAcl") drafts.set(id, draftOf(subject, at, true));
  const rules = resources.filter(({ type }) => type === "AWS::EC2::NetworkAclEntry");
  const owners = ownersOf(evaluator, rules);
  for (const rule of rules)
    for (const { id, doubt } of owners(rule)) {
      const draft = drafts.get(id) ?? draftElsewhere(evaluator, id, rule);
      drafts.set(id, draft);
      const read = entriesIn(evaluator, rule, [...presenceOf(evaluator, rule).doubt, ...doubt]);
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

function draftElsewhere(evaluator: Evaluator, id: string, rule: Resource): Draft {
  const subject = subjectOf(evaluator.template.source, id);
  const vpc = id.endsWith(byDefault) ? evaluator.template.resources.get(id.slice(0, -byDefault.length)) : undefined;
  if (vpc?.type !== "AWS::EC2::VPC") return draftOf(subject, rule.at, false);
  const draft = draftOf(subject, vpc.at, true);
  for (const direction of directions) draft.entries[direction].push(...defaultEntries(evaluator, vpc, subject));
  return draft;
}

const byDefault = ".DefaultNetworkAcl";

/** The rules of a default network ACL: 100 lets in all of IPv4, 101 all of IPv6 once the VPC has a block of it (VPC User Guide). */
function defaultEntries(evaluator: Evaluator, { id, at }: Resource, { name }: Subject): readonly AclEntry[] {
  const families: readonly (readonly [number, AddressSet])[] = [
    [100, everyIPv4],
    ...(hasIPv6(evaluator, id) ? [[101, everyIPv6] as const] : []),
  ];
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

function hasIPv6(evaluator: Evaluator, vpc: string): boolean {
  return [...evaluator.template.resources.values()].some((resource) => {
    if (resource.type !== "AWS::EC2::VPCCidrBlock") return false;
    const of = resourceProperty(evaluator, resource, "VpcId");
    const isIPv4 = resourceProperty(evaluator, resource, "CidrBlock").kind !== "absent";
    return !isIPv4 && of.kind === "resource" && of.id === vpc;
  });
}

/** A network ACL that a rule may be of. */
interface Owner {
  readonly id: string;
  readonly doubt: readonly Reason[];
}

/**
 * What rules belong to: an ACL of the template, the default one of its VPC, or one that stands elsewhere. Rules that name
 * that one alike belong together, as their order matters; a rule that is alone in it stands for itself.
 */
function ownersOf(evaluator: Evaluator, rules: readonly Resource[]): (rule: Resource) => readonly Owner[] {
  const named = new Map(rules.map((rule) => [rule.id, namedOwners(evaluator, rule)]));
  const times = new Map<string, number>();
  for (const owners of named.values()) for (const { id } of owners) times.set(id, (times.get(id) ?? 0) + 1);
  const { resources } = evaluator.template;
  return (rule) =>
    (named.get(rule.id) ?? []).map(({ id, doubt }) => {
      const isKnown = resources.has(id) || id.endsWith(byDefault);
      return isKnown || (times.get(id) ?? 0) > 1 ? { id, doubt } : { id: rule.id, doubt };
    });
}

function namedOwners(evaluator: Evaluator, rule: Resource): readonly Owner[] {
  const worlds = worldsOf([resourceProperty(evaluator, rule, "NetworkAclId")]);
  const owners = worlds.map(({ values: [value], because }) => ({ id: ownerNamed(value) ?? rule.id, doubt: because }));
  const [first] = owners;
  return first && owners.every(({ id }) => id === first.id) ? [{ id: first.id, doubt: [] }] : owners;
}

function ownerNamed(value: SettledValue | undefined): string | undefined {
  switch (value?.kind) {
    case "text":
      return value.text;
    case "resource":
      return value.attribute === "DefaultNetworkAcl" ? value.id + byDefault : value.id;
    case "unknown":
      return reasonsIn(value)
        .map(({ name }) => name)
        .join(" or ");
    case undefined:
    case "absent":
    case "list":
    case "mapping":
      return undefined;
  }
}
