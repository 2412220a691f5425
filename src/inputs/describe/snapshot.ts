import type { Fact, Opaque, Statement } from "../../model/facts";
import type { Reading } from "../../model/reading";
import { placeOf, type Place, type Problem } from "../../model/source";
import { valueOf, type DocumentNode } from "../../syntax/tree";
import { admissionsOf, defaultAdmits, securityGroup, withoutDescription } from "../shared/security-group";
import { accountNetwork } from "./account-network";
import type { AnswerFile } from "./answers";
import { answerKeys } from "./constructs";
import { ruleOfAnswer, rulesOfGroup, textOf } from "./groups";
import { prefixListsIn } from "./prefix-lists";
import { groupSubject, type AccountRule, type Direction, type Snapshot } from "./rules";

/** A group while its rules are gathered from every answer that speaks of it. */
interface AccountGroup {
  readonly id: string;
  readonly at: Place;
  readonly isDefault: boolean;
  /** By what they say, so that a rule that two answers list is one rule. */
  readonly rules: Map<string, AccountRule>;
}

/** The security groups of one account, from all the answers that one folder holds. */
export function readSnapshot(files: readonly AnswerFile[]): Reading {
  const prefixLists = prefixListsIn(files);
  const problems: Problem[] = [...files.flatMap((file) => file.problems), ...prefixLists.problems];
  const report = (problem: Problem): void => void problems.push(problem);
  const snapshot: Snapshot = { folder: files[0]?.folder ?? ".", prefixLists: prefixLists.byId, report };

  const groups = new Map<string, AccountGroup>();
  const ruleIds = new Set(files.flatMap((file) => (file.answers.get("SecurityGroupRules") ?? []).map(groupIdOf)));
  for (const file of files)
    for (const [i, node] of (file.answers.get("SecurityGroups") ?? []).entries()) {
      const id = groupIdOf(node) ?? `${file.source.file}:SecurityGroups[${i}]`;
      const at = placeOf(file.source, node);
      if (groupIdOf(node) === undefined) report(withoutId("a security group", at));
      const group = groups.get(id) ?? { id, at, isDefault: isDefaultGroup(node), rules: new Map() };
      groups.set(id, group);
      const listedElsewhere = (group: string): boolean => ruleIds.has(group);
      for (const rule of rulesOfGroup({ file, snapshot, id, node, listedElsewhere })) addOnce(group, rule);
    }
  for (const file of files)
    for (const node of file.answers.get("SecurityGroupRules") ?? []) {
      const at = placeOf(file.source, node);
      if (groupIdOf(node) === undefined) report(withoutId("a rule", at));
      const rule = ruleOfAnswer(file, snapshot, node);
      const group = groups.get(rule.group) ?? { id: rule.group, at, isDefault: false, rules: new Map() };
      groups.set(rule.group, group);
      addOnce(group, rule);
    }

  const network = accountNetwork(files, prefixLists);
  const facts = [...[...groups.values()].flatMap((group) => factsOf(group, snapshot)), ...network.facts];
  const unrecognised = files.flatMap(unrecognisedIn);
  return {
    facts: [...facts, ...files.flatMap(opaqueIn)],
    problems: [...problems, ...network.problems, ...unrecognised],
    sources: files.map(({ source }) => source),
  };
}

function groupIdOf(node: DocumentNode): string | undefined {
  return textOf(valueOf(node, "GroupId"));
}

function isDefaultGroup(node: DocumentNode): boolean {
  return textOf(valueOf(node, "GroupName")) === "default";
}

function withoutId(what: string, at: Place): Problem {
  return { code: "invalid-value", message: `${what} without GroupId; save the answer of the AWS CLI as it is`, at };
}

function addOnce({ rules }: AccountGroup, rule: AccountRule): void {
  if (!rules.has(rule.key)) rules.set(rule.key, rule);
}

function factsOf({ id, at, isDefault, rules }: AccountGroup, snapshot: Snapshot): readonly Fact[] {
  const subject = groupSubject(snapshot, id);
  const all = [...rules.values()];
  const boundary = (direction: Direction): Fact => {
    const admissions = all
      .filter((rule) => rule.direction === direction)
      .flatMap((rule) => admissionsOf(rule.read, statementOf(rule)));
    return securityGroup({ subject, direction, admissions, at });
  };
  const undescribed = all.filter(({ described }) => !described);
  const [first] = all;
  return [
    boundary("ingress"),
    boundary("egress"),
    ...(isDefault && first ? [defaultAdmits(subject, { name: `${all.length} rules`, at })] : []),
    ...undescribed.map((rule) => withoutDescription(subject, rule)),
  ];
}

function statementOf({ direction, name, at, focus }: AccountRule): Statement {
  return { what: `${direction} rule`, name, at, focus };
}

/** Answers that are not modelled yet put the whole account in doubt, by the command's key. */
function opaqueIn(file: AnswerFile): readonly Opaque[] {
  return file.entries.flatMap(({ key }): readonly Opaque[] => {
    if (answerKeys[key.text]?.treatment !== "opaque") return [];
    const touches = { id: `${file.folder}#`, name: file.source.file };
    return [{ kind: "opaque", touches, reason: { kind: "construct", name: key.text, at: placeOf(file.source, key) } }];
  });
}

function unrecognisedIn({ source, unrecognised }: AnswerFile): readonly Problem[] {
  return unrecognised.map(({ key }) => ({
    code: "unrecognised",
    message: `${key.text} is no answer of the AWS CLI that Portcullis knows: what it opens or closes is not known`,
    at: placeOf(source, key),
  }));
}
