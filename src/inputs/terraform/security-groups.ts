import { unknown, type Known, type Reason } from "../../model/bounds";
import type { Admission, Fact, Statement, Subject } from "../../model/facts";
import type { Place } from "../../model/source";
import { admissionsOf, defaultAdmits, noRule, securityGroup, withoutDescription } from "../shared/security-group";
import { worldsOf } from "./choices";
import { ownersElsewhere } from "./elsewhere";
import { groupNamed, isDefaultGroup } from "./groups";
import { textOf } from "./plain";
import type { ResourceInstance } from "./resources";
import { ruleIn } from "./rules";
import { argumentIn, sectionOf, sectionsIn, type Section } from "./sections";
import { resourcesOfType, type Site } from "./site";
import { textIn } from "./written";

type Direction = "ingress" | "egress";
const directions = ["ingress", "egress"] as const;

/** A boundary while its rules are being gathered from the group itself and from resources of their own. */
interface Draft {
  readonly subject: Subject;
  readonly at: Place;
  readonly origin: "group" | "rule";
  readonly admissions: Readonly<Record<Direction, Admission[]>>;
}

/**
 * Boundaries of security groups: one for each direction, from blocks in the group and from the resources that add rules to
 * it. A group without egress rules lets nothing out, as Terraform takes the default one away.
 */
export function securityGroupsIn(site: Site): readonly Fact[] {
  const drafts = new Map<string, Draft>();
  const traits: Fact[] = [];
  for (const resource of resourcesOfType(site, "aws_security_group", "aws_default_security_group")) {
    const draft = draftOf(resource.subject, resource.at, "group");
    drafts.set(resource.subject.id, draft);
    traits.push(...groupTraits(resource), ...inlineRules(site, resource, draft));
  }
  const rules = standing(site);
  const ownerElsewhere = ownersElsewhere(
    rules.map(({ resource }) => resource),
    "security_group_id",
  );
  for (const { resource, direction, doubt } of rules) {
    for (const target of targetsOf(site, resource)) {
      const subject = ownerOf(drafts, target.group) ?? ownerElsewhere(resource);
      const draft = drafts.get(subject.id) ?? draftOf(subject, resource.at, "rule");
      drafts.set(subject.id, draft);
      const section = { ...sectionOf(resource), doubt: [...resource.doubt, ...doubt, ...target.doubt] };
      const statement = addRule(site, draft, { section, direction, name: resource.subject.name });
      if (isDefaultGroup(draft.subject)) traits.push(defaultAdmits(draft.subject, statement, section.doubt));
    }
    traits.push(...withoutPurpose(sectionOf(resource), resource.subject, resource.header));
  }
  return [...[...drafts.values()].flatMap(boundariesOf), ...traits];
}

function draftOf(subject: Subject, at: Place, origin: Draft["origin"]): Draft {
  return { subject, at, origin, admissions: { ingress: [], egress: [] } };
}

/** The group of this input that a rule is for. */
function ownerOf(drafts: ReadonlyMap<string, Draft>, group: Known<Subject>): Subject | undefined {
  if (!group.known) return undefined;
  return drafts.get(group.value.id)?.subject ?? (isDefaultGroup(group.value) ? group.value : undefined);
}

function groupTraits(resource: ResourceInstance): readonly Fact[] {
  if (resource.type === "aws_default_security_group") return [];
  return withoutPurpose(sectionOf(resource), resource.subject, resource.header);
}

function withoutPurpose(section: Section, subject: Subject, at: Place): readonly Fact[] {
  const name = section.name === "" ? "itself" : section.name;
  return saysNothing(section) ? [withoutDescription(subject, { name, at }, section.doubt)] : [];
}

/** What the provider writes where nothing is written says nothing, either. */
function saysNothing(section: Section): boolean {
  const text = textIn(section, "description");
  return text.known && (text.value === undefined || ["", "Managed by Terraform"].includes(text.value.trim()));
}

function inlineRules(site: Site, resource: ResourceInstance, draft: Draft): readonly Fact[] {
  return directions.flatMap((direction) =>
    sectionsIn(sectionOf(resource), direction).flatMap((found): readonly Fact[] => {
      const section = { ...found, doubt: [...resource.doubt, ...found.doubt] };
      const statement = addRule(site, draft, { section, direction, name: `${resource.subject.name}.${found.name}` });
      const isDefault = resource.type === "aws_default_security_group";
      return [
        ...(isDefault ? [defaultAdmits(resource.subject, statement, section.doubt)] : []),
        ...(section.content.kind === "unread" ? [] : withoutPurpose(section, resource.subject, section.header)),
      ];
    }),
  );
}

interface Rule {
  readonly section: Section;
  readonly direction: Direction;
  readonly name: string;
}

function addRule(site: Site, draft: Draft, { section, direction, name }: Rule): Statement {
  const { rule, focus } = ruleIn(site, section, draft.subject);
  site.problems.push(...rule.problems);
  const statement: Statement = { what: `${direction} rule`, name, at: section.at, focus };
  if (rule !== noRule) draft.admissions[direction].push(...admissionsOf(rule, statement));
  return statement;
}

interface Standing {
  readonly resource: ResourceInstance;
  readonly direction: Direction;
  readonly doubt: readonly Reason[];
}

/** Rules that are resources of their own. One whose direction is not known may be of either. */
function standing(site: Site): readonly Standing[] {
  return site.resources.flatMap((resource): readonly Standing[] => {
    switch (resource.type) {
      case "aws_vpc_security_group_ingress_rule":
        return [{ resource, direction: "ingress", doubt: [] }];
      case "aws_vpc_security_group_egress_rule":
        return [{ resource, direction: "egress", doubt: [] }];
      case "aws_security_group_rule": {
        const type = textIn(sectionOf(resource), "type");
        const direction = directions.find((each) => type.known && each === type.value);
        if (direction) return [{ resource, direction, doubt: [] }];
        const unread = {
          kind: "value",
          name: "a type that is neither ingress nor egress",
          at: resource.header,
        } as const;
        const doubt = type.known ? [unread] : type.because;
        return directions.map((each) => ({ resource, direction: each, doubt }));
      }
      default:
        return [];
    }
  });
}

interface Target {
  readonly group: Known<Subject>;
  readonly doubt: readonly Reason[];
}

/** The group that a rule is added to; several where that depends on what is not known. An empty id names none. */
function targetsOf(site: Site, resource: ResourceInstance): readonly Target[] {
  const section = sectionOf(resource);
  const argument = argumentIn(section, "security_group_id");
  if (!argument) return [{ group: elsewhere(resource), doubt: [] }];
  const worlds = worldsOf([argument.value]).filter(({ values: [value] }) => value && textOf(value) !== "");
  const targets = worlds.map(({ values: [value], because }): Target => {
    const group = value ? groupNamed(site, value, argument.at) : elsewhere(resource);
    return { group, doubt: because };
  });
  const [first] = targets;
  if (!first) return [{ group: elsewhere(resource), doubt: [] }];
  const isSame = targets.every(({ group }) => idOf(group) === idOf(first.group));
  return isSame ? [{ group: first.group, doubt: [] }] : targets;
}

function elsewhere({ header }: ResourceInstance): Known<never> {
  return unknown({ kind: "value", name: "security_group_id, which is not written", at: header });
}

function idOf(group: Known<Subject>): string | undefined {
  return group.known ? group.value.id : undefined;
}

function boundariesOf({ subject, at, origin, admissions }: Draft): readonly Fact[] {
  const { ingress, egress } = admissions;
  return [
    ...(origin === "group" || ingress.length > 0
      ? [securityGroup({ subject, direction: "ingress", admissions: ingress, at })]
      : []),
    ...(egress.length > 0 ? [securityGroup({ subject, direction: "egress", admissions: egress, at })] : []),
  ];
}
