import { valueOf, type DocumentNode, type MappingEntry, type ScalarNode } from "../../syntax/tree";
import { itemsOf, textOf, type FormerResource, type PlannedResource } from "./plan-resources";

/**
 * The provider reads all rules of a group back into the group, those included that are resources of their own. Each is
 * looked at once, where it is written: what a rule of its own says is taken out of the block that repeats it.
 */
export interface Repeats {
  /** What is left of a block, or nothing where rules of their own say all of it. */
  readonly ownPart: (resource: PlannedResource, block: Block) => DocumentNode | undefined;
}

interface Block {
  readonly type: string;
  readonly node: DocumentNode;
  /** Terraform before 0.14 does not say which blocks are configured. */
  readonly origin: "configured" | "perhaps read back";
}

/** Peers by the group, the direction and the traffic of a rule; entries of network ACLs have a number in place of all that. */
type Said = ReadonlyMap<string, ReadonlySet<string>>;

export function repeatsIn(resources: readonly PlannedResource[], former: readonly FormerResource[]): Repeats {
  const present = saidBy(resources);
  const gone = saidBy(former);
  return {
    ownPart: (resource, { type, node, origin }) => {
      const id = textOf(valueOf(resource.values, "id"));
      if (id === undefined) return node;
      // A group that the plan changes may be given in itself what was a rule of its own before.
      const mayStandForGone = resource.fate === "kept" && origin !== "configured";
      const said = mayStandForGone ? [present, gone] : [present];
      if (resource.type.endsWith("network_acl")) {
        const key = entryKey(id, type, valueOf(node, "rule_no"));
        return said.some((each) => each.has(key)) ? undefined : node;
      }
      const peers = new Set(said.flatMap((each) => [...(each.get(trafficKey(id, type, node)) ?? [])]));
      return peers.size === 0 ? node : withoutPeers(node, peers, id);
    },
  };
}

function saidBy(resources: readonly Pick<PlannedResource, "type" | "values">[]): Said {
  const said = new Map<string, Set<string>>();
  for (const { type, values } of resources) {
    const key = keyOf(type, values);
    if (key === undefined) continue;
    const peers = said.get(key) ?? new Set();
    for (const peer of peersIn(values, textOf(valueOf(values, "security_group_id")) ?? "")) peers.add(peer);
    said.set(key, peers);
  }
  return said;
}

function keyOf(type: string, values: DocumentNode | undefined): string | undefined {
  const text = (name: string): string | undefined => textOf(valueOf(values, name));
  switch (type) {
    case "aws_security_group_rule":
      return trafficKey(text("security_group_id"), text("type"), values);
    case "aws_vpc_security_group_ingress_rule":
    case "aws_vpc_security_group_egress_rule":
      return trafficKey(text("security_group_id"), type.includes("ingress") ? "ingress" : "egress", values);
    case "aws_network_acl_rule":
      return entryKey(
        text("network_acl_id"),
        text("egress") === "true" ? "egress" : "ingress",
        valueOf(values, "rule_number"),
      );
    default:
      return undefined;
  }
}

function entryKey(id: string | undefined, direction: string, number: DocumentNode | undefined): string {
  return [id, direction, textOf(number)].join(" ");
}

/** Where every protocol is let in, ports are of no matter and are written in several ways. */
function trafficKey(id: string | undefined, direction: string | undefined, rule: DocumentNode | undefined): string {
  const written = textOf(valueOf(rule, "protocol")) ?? textOf(valueOf(rule, "ip_protocol")) ?? "";
  const protocol = written.toLowerCase() === "all" ? "-1" : written.toLowerCase();
  const ports = protocol === "-1" ? [] : ["from_port", "to_port"].map((name) => textOf(valueOf(rule, name)));
  return [id, direction, protocol, ...ports].join(" ");
}

const listsOfPeers = ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups"];
const singlePeers = [
  "cidr_ipv4",
  "cidr_ipv6",
  "prefix_list_id",
  "source_security_group_id",
  "referenced_security_group_id",
];

function peersIn(rule: DocumentNode | undefined, group: string): readonly string[] {
  const inLists = listsOfPeers.flatMap((name) => itemsOf(valueOf(rule, name)));
  const alone = singlePeers.flatMap((name) => valueOf(rule, name) ?? []);
  const texts = [...inLists, ...alone].flatMap((node) => textOf(node) ?? []);
  return textOf(valueOf(rule, "self")) === "true" ? [...texts, group] : texts;
}

/** Items are taken out by null, so that the others keep their places. */
function withoutPeers(block: DocumentNode, said: ReadonlySet<string>, group: string): DocumentNode | undefined {
  if (block.kind !== "mapping") return block;
  const entries = block.entries.map((entry): MappingEntry => {
    const { key, value } = entry;
    if (key.text === "self" && said.has(group)) return { key, value: nullFor(value) };
    if (value.kind !== "sequence" || !listsOfPeers.includes(key.text)) return entry;
    const items = value.items.map((item) => (said.has(textOf(item) ?? "") ? nullFor(item) : item));
    return { key, value: { ...value, items } };
  });
  const left = { ...block, entries };
  return peersIn(left, group).length > 0 ? left : undefined;
}

function nullFor({ start, end }: DocumentNode): ScalarNode {
  return { kind: "scalar", value: null, text: "null", style: "plain", start, end };
}
