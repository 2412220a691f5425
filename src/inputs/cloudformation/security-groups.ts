import type { Reason } from "../../model/bounds";
import type { Admission, Fact, Statement, Subject } from "../../model/facts";
import type { Place, Problem } from "../../model/source";
import {
  admissionsOf,
  defaultAdmits,
  defaultEgress,
  everythingLeaves,
  perhapsRule,
  securityGroup,
  withoutDescription,
} from "../shared/security-group";
import type { Evaluator, Owned } from "./expression";
import { itemsOf } from "./items";
import { presenceOf } from "./presence";
import { propertiesIn, resourceProperty } from "./properties";
import { ruleIn, type Direction } from "./rules";
import { elsewhere, type Resource } from "./template";
import { worldsOf, type SettledValue, type Value } from "./value";
import { ownedOfType } from "./vpcs";

/** A boundary while its rules are being gathered from the group itself and from resources that add to it. */
interface Draft {
  readonly subject: Subject;
  readonly at: Place;
  readonly admissions: Readonly<Record<Direction, Admission[]>>;
  /** Why each of its egress rules may not be there; a rule that is there takes the default's place. */
  readonly egressDoubts: (readonly Reason[])[];
  /** The group itself, with why it may not be there; nothing for a group that stands elsewhere. */
  readonly group: { readonly doubt: readonly Reason[] } | undefined;
}

/** Boundaries of the security groups of a template, and what its groups and rules are declared to be. */
export function securityGroupsIn(stacks: readonly Evaluator[]): {
  readonly facts: readonly Fact[];
  readonly problems: readonly Problem[];
} {
  const drafts = new Map<string, Draft>();
  const traits: Fact[] = [];
  const defaults: DefaultRule[] = [];
  const problems: Problem[] = [];
  const groups = ownedOfType(stacks, "AWS::EC2::SecurityGroup");
  const names = groupNames(groups);

  const add = (draft: Draft, direction: Direction, { evaluator, ...written }: WrittenIn): void => {
    const { rule, focus, presence, undescribed } = ruleIn(evaluator, written.value, direction);
    problems.push(...rule.problems);
    if (!presence.possible) return;
    const statement: Statement = { what: `${direction} rule`, name: written.name, at: written.at, focus };
    draft.admissions[direction].push(...admissionsOf(perhapsRule(rule, written.doubt), statement));
    if (direction === "egress") draft.egressDoubts.push([...written.doubt, ...presence.doubt]);
    if (undescribed.possible)
      traits.push(withoutDescription(draft.subject, statement, [...written.doubt, ...undescribed.doubt]));
  };

  for (const { evaluator, resource } of groups) {
    const presence = presenceOf(evaluator, resource);
    const { subject, at } = resource;
    const draft = draftOf(subject, at, { doubt: presence.doubt });
    drafts.set(subject.id, draft);
    const description = resourceProperty(evaluator, resource, "GroupDescription");
    if (description.kind === "absent" || (description.kind === "text" && description.text.trim() === ""))
      traits.push(withoutDescription(subject, { name: resource.id, at }, presence.doubt));
    for (const [direction, property] of embedded) {
      const name = `${resource.id}.${property}`;
      for (const item of itemsOf(evaluator, resourceProperty(evaluator, resource, property), name)) {
        const doubt = [...presence.doubt, ...item.doubt];
        add(draft, direction, { evaluator, ...item, at: evaluator.place(item.value.at), doubt });
      }
    }
  }

  for (const [direction, { evaluator, resource }] of standing(stacks)) {
    const presence = presenceOf(evaluator, resource);
    const value = propertiesIn(evaluator, resource);
    const { id: name, at } = resource;
    const targets = targetsOf(evaluator, resource, names);
    for (const target of targets) {
      const subject = target.group ?? resource.subject;
      const draft = drafts.get(subject.id) ?? draftOf(subject, at, undefined);
      drafts.set(subject.id, draft);
      const doubt = [...presence.doubt, ...target.doubt];
      add(draft, direction, { evaluator, value, name, at, doubt });
      if (subject.id.endsWith(".DefaultSecurityGroup")) defaults.push({ subject: draft.subject, name, at, doubt });
    }
  }
  return { facts: [...[...drafts.values()].flatMap(boundariesOf), ...traits, ...defaultTraits(defaults)], problems };
}

interface WrittenIn {
  readonly evaluator: Evaluator;
  readonly value: Value;
  readonly name: string;
  readonly at: Place;
  readonly doubt: readonly Reason[];
}

/** A rule that is put into the default group of a VPC. */
interface DefaultRule {
  readonly subject: Subject;
  readonly name: string;
  readonly at: Place;
  readonly doubt: readonly Reason[];
}

/** Once for each default group, at its first rule; in doubt only where every rule is. */
function defaultTraits(rules: readonly DefaultRule[]): readonly Fact[] {
  const byGroup = new Map<string, DefaultRule[]>();
  for (const rule of rules) {
    const own = byGroup.get(rule.subject.id);
    if (own) own.push(rule);
    else byGroup.set(rule.subject.id, [rule]);
  }
  return [...byGroup.values()].flatMap((own) => {
    const first = own.find(({ doubt }) => doubt.length === 0) ?? own[0];
    if (!first) return [];
    const because = first.doubt.length === 0 ? [] : own.flatMap(({ doubt }) => doubt);
    return [defaultAdmits(first.subject, first, because)];
  });
}

const embedded = [
  ["ingress", "SecurityGroupIngress"],
  ["egress", "SecurityGroupEgress"],
] as const;

/** Rules that are resources of their own, in the order of the template. */
function standing(stacks: readonly Evaluator[]): readonly (readonly [Direction, Owned])[] {
  const types = ["AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress"];
  return ownedOfType(stacks, ...types).map((owned) => [owned.resource.type === types[0] ? "ingress" : "egress", owned]);
}

function draftOf(subject: Subject, at: Place, group: Draft["group"]): Draft {
  return { subject, at, admissions: { ingress: [], egress: [] }, egressDoubts: [], group };
}

function boundariesOf({ subject, at, admissions, egressDoubts, group }: Draft): readonly Fact[] {
  const { ingress, egress } = admissions;
  const statement = defaultEgress(subject, at);
  const certainlyReplaced = egressDoubts.some((doubt) => doubt.length === 0);
  const leaves =
    group && !certainlyReplaced
      ? admissionsOf(perhapsRule(everythingLeaves, [...group.doubt, ...egressDoubts.flat()]), statement)
      : [];
  const out = [...leaves, ...egress];
  return [
    ...(group || ingress.length > 0 ? [securityGroup({ subject, direction: "ingress", admissions: ingress, at })] : []),
    ...(out.length > 0 ? [securityGroup({ subject, direction: "egress", admissions: out, at })] : []),
  ];
}

/** A group that a rule is added to; nothing where it stands elsewhere or is not known. */
interface Target {
  readonly group: Subject | undefined;
  readonly doubt: readonly Reason[];
}

function targetsOf(evaluator: Evaluator, resource: Resource, names: GroupNames): readonly Target[] {
  const byId = resourceProperty(evaluator, resource, "GroupId");
  const value = byId.kind === "absent" ? resourceProperty(evaluator, resource, "GroupName") : byId;
  const worlds = worldsOf([value]);
  const targets = worlds.map(({ values: [settled], because }): Target => {
    const group = settled && groupIn(evaluator, settled, names);
    return { group, doubt: worlds.length > 1 ? because : [] };
  });
  const [first] = targets;
  return first && targets.every(({ group }) => group?.id === first.group?.id)
    ? [{ group: first.group, doubt: [] }]
    : targets;
}

function groupIn(evaluator: Evaluator, value: SettledValue, names: GroupNames): Subject | undefined {
  if (value.kind === "text") return names.get(elsewhere(evaluator.template, value.text).id);
  if (value.kind !== "resource") return undefined;
  const { subject, attribute } = value;
  const type = evaluator.around.owners.get(subject.id)?.resource.type;
  if (type === "AWS::EC2::SecurityGroup") return subject;
  return type === "AWS::EC2::VPC" && attribute === "DefaultSecurityGroup"
    ? { id: `${subject.id}.${attribute}`, name: `${subject.name}.${attribute}` }
    : undefined;
}

/** Groups by the names that they give themselves, as far as those are known. */
type GroupNames = ReadonlyMap<string, Subject>;

function groupNames(groups: readonly Owned[]): GroupNames {
  return new Map(
    groups.flatMap(({ evaluator, resource }): readonly (readonly [string, Subject])[] => {
      const name = resourceProperty(evaluator, resource, "GroupName");
      return name.kind === "text" ? [[elsewhere(evaluator.template, name.text).id, resource.subject]] : [];
    }),
  );
}
