import { known, unknown, type Bounds } from "../../model/bounds";
import type { AddressSet } from "../../model/addresses";
import type { Subject } from "../../model/facts";
import { placeOf, type Place, type Problem, type SourceText } from "../../model/source";
import { valueOf, type DocumentNode, type MappingNode } from "../../syntax/tree";
import { anyAddressBecause } from "../shared/cidr-list";
import type { Written, WrittenPermission } from "../shared/ec2-permission";
import { readRule, unreadRule, type ReadRule } from "../shared/security-group";

export type Direction = "ingress" | "egress";

/** One rule of an account: what EC2 gives a rule id of its own. */
export interface AccountRule {
  readonly group: string;
  readonly direction: Direction;
  /** Says the same for the same rule in every answer that lists it. */
  readonly key: string;
  readonly name: string;
  readonly at: Place;
  readonly focus: Place;
  /** EC2 makes a rule of its own accord in a new group, without a description. */
  readonly described: boolean;
  readonly read: ReadRule;
}

/** What the answers of one folder are read with. */
export interface Snapshot {
  readonly folder: string;
  readonly prefixLists: ReadonlyMap<string, Bounds<AddressSet>>;
  readonly report: (problem: Problem) => void;
}

/** EC2 gives an id to one group in all the world, so a report on it does not change with where its answers were saved. */
export function groupSubject({ folder }: Pick<Snapshot, "folder">, id: string): Subject {
  return { id: /^sg-[0-9a-f]+$/.test(id) ? id : `${folder}#${id}`, name: id };
}

/** Which part of a rule says who may pass, and how it is read. */
type Peer = {
  readonly kind: "ipv4" | "ipv6" | "prefixList" | "group";
  readonly node: DocumentNode;
};

export interface RuleToRead {
  readonly source: SourceText;
  readonly snapshot: Snapshot;
  readonly group: string;
  readonly direction: Direction;
  readonly name: string;
  /** Where protocol and ports stand. */
  readonly permission: MappingNode;
  /** Where the peer and its description stand. */
  readonly holder: DocumentNode;
  readonly peer: Peer;
}

export function readAccountRule(rule: RuleToRead): AccountRule {
  const { source, snapshot, group, direction, name, permission, holder, peer } = rule;
  const at = placeOf(source, holder);
  const text = textIn(rule, peer.node);
  const written = { ipv4: [], ipv6: [], addresses: [], groups: [] };
  const read = readRule({ ...written, permission: permissionIn(rule), ...peerIn(snapshot, peer.kind, text) }, at);
  read.problems.forEach(snapshot.report);
  const peerText = text.value.known ? text.value.value : `${source.file}:${peer.node.start}`;
  return {
    group,
    direction,
    key: `${direction} ${portsKey(permission)} ${peer.kind} ${peerText}`,
    name,
    at,
    focus: placeOf(source, peer.node),
    described: isDescribed(holder) || isOfEc2(rule, peerText),
    read,
  };
}

/** Stands for a part of an answer that is not as EC2 writes it: anything may pass there. */
export function unreadAccountRule(rule: Omit<RuleToRead, "permission" | "peer">, what: string): AccountRule {
  const { source, snapshot, group, direction, name, holder } = rule;
  const at = placeOf(source, holder);
  snapshot.report({ code: "invalid-value", message: `${what}; save the answer of the AWS CLI as it is`, at });
  const read = unreadRule([{ kind: "value", name: what, at }]);
  return {
    group,
    direction,
    key: `unread ${source.file} ${holder.start} ${name}`,
    name,
    at,
    focus: at,
    described: true,
    read,
  };
}

function peerIn({ folder, prefixLists }: Snapshot, kind: Peer["kind"], text: Written<string>) {
  switch (kind) {
    case "ipv4":
      return { ipv4: [text] };
    case "ipv6":
      return { ipv6: [text] };
    case "group": {
      const { value } = text;
      return { groups: [value.known ? known(groupSubject({ folder }, value.value)) : value] };
    }
    case "prefixList": {
      const { value, at } = text;
      if (!value.known) return { addresses: [anyAddressBecause(value.because)] };
      const name = value.value;
      return { addresses: [prefixLists.get(name) ?? anyAddressBecause([{ kind: "prefix-list", name, at }])] };
    }
  }
}

function permissionIn(rule: RuleToRead): WrittenPermission {
  const { permission, source } = rule;
  const at = placeOf(source, permission);
  const protocol = valueOf(permission, "IpProtocol");
  return {
    protocol: protocol ? textIn(rule, protocol) : { value: known(undefined), at },
    from: portIn(rule, "FromPort"),
    to: portIn(rule, "ToPort"),
  };
}

function portIn(rule: RuleToRead, name: string): Written<number | undefined> {
  const node = valueOf(rule.permission, name);
  if (!node) return { value: known(undefined), at: placeOf(rule.source, rule.permission) };
  const { value, at } = textIn(rule, node);
  if (!value.known) return { value, at };
  if (/^-?\d+$/.test(value.value)) return { value: known(Number(value.value)), at };
  return { value: misread(rule, `"${value.value}" is no port`, at), at };
}

function textIn(rule: RuleToRead, node: DocumentNode): Written<string> {
  const at = placeOf(rule.source, node);
  if (node.kind === "scalar" && node.value !== null) return { value: known(node.text), at };
  return {
    value: misread(rule, node.kind === "scalar" ? "null in place of text" : `a ${node.kind} in place of text`, at),
    at,
  };
}

function misread({ snapshot }: RuleToRead, name: string, at: Place) {
  snapshot.report({ code: "invalid-value", message: `${name}; save the answer of the AWS CLI as it is`, at });
  return unknown({ kind: "value", name, at });
}

/** Protocol "-1" has no ports in `describe-security-groups` and ports of -1 in `describe-security-group-rules`. */
function portsKey(permission: MappingNode): string {
  const [protocol, from, to] = ["IpProtocol", "FromPort", "ToPort"].map((name) => {
    const node = valueOf(permission, name);
    return node?.kind === "scalar" ? node.text : "";
  });
  return protocol === "-1" ? "-1" : `${protocol ?? ""} ${from ?? ""} ${to ?? ""}`;
}

function isDescribed(holder: DocumentNode): boolean {
  const description = valueOf(holder, "Description");
  return description?.kind === "scalar" && description.text.trim() !== "" && description.value !== null;
}

/** The rules that EC2 puts into a new group: everything may leave, and the members of a default group reach each other. */
function isOfEc2({ direction, permission, group }: RuleToRead, peer: string): boolean {
  if (portsKey(permission) !== "-1") return false;
  return direction === "egress" ? peer === "0.0.0.0/0" || peer === "::/0" : peer === group;
}
