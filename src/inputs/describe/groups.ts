import { valueOf, type DocumentNode } from "../../syntax/tree";
import type { AnswerFile } from "./answers";
import { readAccountRule, unreadAccountRule, type AccountRule, type RuleToRead, type Snapshot } from "./rules";

export interface GroupToRead {
  readonly file: AnswerFile;
  readonly snapshot: Snapshot;
  readonly id: string;
  readonly node: DocumentNode;
  /** Whether other answers list the rules of this group, so that it need not. */
  readonly listedElsewhere: (id: string) => boolean;
}

/** The rules of one group as `describe-security-groups` lists them; what it leaves out may be anything. */
export function rulesOfGroup({
  file,
  snapshot,
  id,
  node: group,
  listedElsewhere,
}: GroupToRead): readonly AccountRule[] {
  return directions.flatMap(([direction, key]) => {
    const about = { source: file.source, snapshot, group: id, direction, name: `${id}.${key}`, holder: group };
    const permissions = valueOf(group, key);
    if (!permissions) return listedElsewhere(id) ? [] : [unreadAccountRule(about, `${id} without ${key}`)];
    if (permissions.kind !== "sequence")
      return [unreadAccountRule({ ...about, holder: permissions }, `${key} that is no list`)];
    return permissions.items.flatMap((permission, i) =>
      rulesOfPermission({ ...about, name: `${id}.${key}[${i}]`, holder: permission }),
    );
  });
}

const directions = [
  ["ingress", "IpPermissions"],
  ["egress", "IpPermissionsEgress"],
] as const;

/** Lists of peers in a permission, and the field of each item that names the peer. */
const peerLists = [
  ["IpRanges", "CidrIp", "ipv4"],
  ["Ipv6Ranges", "CidrIpv6", "ipv6"],
  ["PrefixListIds", "PrefixListId", "prefixList"],
  ["UserIdGroupPairs", "GroupId", "group"],
] as const;

function rulesOfPermission(about: Omit<RuleToRead, "permission" | "peer">): readonly AccountRule[] {
  const permission = about.holder;
  if (permission.kind !== "mapping") return [unreadAccountRule(about, "a permission that is no object")];
  return peerLists.flatMap(([list, field, kind]) => {
    const peers = valueOf(permission, list);
    if (!peers) return [];
    const named = { ...about, name: `${about.name}.${list}`, holder: peers };
    if (peers.kind !== "sequence") return [unreadAccountRule(named, `${list} that is no list`)];
    return peers.items.map((holder, i) => {
      const one = { ...about, name: `${about.name}.${list}[${i}]`, holder };
      const node = valueOf(holder, field);
      if (!node) return unreadAccountRule(one, `an item of ${list} without ${field}`);
      return readAccountRule({ ...one, permission, peer: { kind, node } });
    });
  });
}

/** Fields of a rule of `describe-security-group-rules` that name its peer. */
const peerFields = [
  ["CidrIpv4", "ipv4"],
  ["CidrIpv6", "ipv6"],
  ["PrefixListId", "prefixList"],
] as const;

/** A rule as `describe-security-group-rules` lists it. */
export function ruleOfAnswer(file: AnswerFile, snapshot: Snapshot, rule: DocumentNode): AccountRule {
  const group = textOf(valueOf(rule, "GroupId")) ?? file.source.file;
  const id = textOf(valueOf(rule, "SecurityGroupRuleId")) ?? "";
  const direction = textOf(valueOf(rule, "IsEgress")) === "true" ? "egress" : "ingress";
  const about = { source: file.source, snapshot, group, direction, name: `${group}.${id}`, holder: rule } as const;
  if (rule.kind !== "mapping") return unreadAccountRule(about, "a rule that is no object");
  for (const [field, kind] of peerFields) {
    const node = valueOf(rule, field);
    if (node) return readAccountRule({ ...about, permission: rule, peer: { kind, node } });
  }
  const node = valueOf(valueOf(rule, "ReferencedGroupInfo"), "GroupId");
  if (node) return readAccountRule({ ...about, permission: rule, peer: { kind: "group", node } });
  return unreadAccountRule(about, "a rule that names nobody");
}

export function textOf(node: DocumentNode | undefined): string | undefined {
  return node?.kind === "scalar" && node.value !== null ? node.text : undefined;
}
