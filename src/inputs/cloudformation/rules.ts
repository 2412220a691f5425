import { known, unknown, type Bounds, type Known, type Reason } from "../../model/bounds";
import type { AddressSet } from "../../model/addresses";
import type { Subject } from "../../model/facts";
import type { Place } from "../../model/source";
import { anyAddressBecause } from "../shared/cidr-list";
import type { Written, WrittenPermission } from "../shared/ec2-permission";
import { noRule, oneOfRules, readRule, unreadRule, type ReadRule } from "../shared/security-group";
import type { Evaluator } from "./expression";
import { prefixListAddresses } from "./prefix-lists";
import type { Presence } from "./presence";
import { elsewhere } from "./template";
import { textOf, writtenNumber, writtenText } from "./texts";
import { nameOf, worldsOf, type MappingValue, type SettledValue, type Value } from "./value";

export type Direction = "ingress" | "egress";

/** A rule as it is read, and the part of it that decides who gets in. */
export interface TemplateRule {
  readonly rule: ReadRule;
  readonly focus: Place;
  readonly presence: Presence;
  /** Whether it is there and does not say what it is for. */
  readonly undescribed: Presence;
}

const common = ["IpProtocol", "FromPort", "ToPort", "CidrIp", "CidrIpv6", "Description"] as const;
const peersOf = {
  ingress: {
    groups: ["SourceSecurityGroupId", "SourceSecurityGroupName"],
    prefixList: "SourcePrefixListId",
    other: ["SourceSecurityGroupOwnerId"],
  },
  egress: { groups: ["DestinationSecurityGroupId"], prefixList: "DestinationPrefixListId", other: [] },
} as const;

/** The properties that a rule may have, in a group or as a resource (CloudFormation Template Reference, `AWS::EC2::SecurityGroup`). */
function propertiesOfRules(direction: Direction): readonly string[] {
  const { groups, prefixList, other } = peersOf[direction];
  return [...common, ...groups, prefixList, ...other, "GroupId", "GroupName"];
}

/** What a rule lets through, however the conditions in it fall: certain is what it lets through either way. */
export function ruleIn(evaluator: Evaluator, value: Value, direction: Direction): TemplateRule {
  const worlds = worldsOf([value]).flatMap(({ values, because }) =>
    rulesInWorld(evaluator, values[0], direction).map((read) => ({ ...read, because: [...because, ...read.because] })),
  );
  const because = worlds.flatMap((world) => world.because);
  const presenceWhere = (holds: (world: RuleInWorld) => boolean): Presence => {
    const where = worlds.filter(holds);
    return { possible: where.length > 0, doubt: where.length === worlds.length ? [] : because };
  };
  return {
    rule: oneOfRules(
      worlds.map(({ rule }) => rule),
      because,
    ),
    focus: worlds.find(({ focus }) => focus)?.focus ?? evaluator.place(value.at),
    presence: presenceWhere(({ rule }) => rule !== noRule),
    undescribed: presenceWhere(({ described }) => !described),
  };
}

/** A rule once every condition in it has fallen one way, and what made them open. */
interface RuleInWorld {
  readonly rule: ReadRule;
  readonly focus: Place | undefined;
  readonly described: boolean;
  readonly because: readonly Reason[];
}

function rulesInWorld(
  evaluator: Evaluator,
  value: SettledValue | undefined,
  direction: Direction,
): readonly RuleInWorld[] {
  const shapeless = { focus: undefined, described: true, because: [] } as const;
  switch (value?.kind) {
    case undefined:
    case "absent":
      return [{ ...shapeless, rule: noRule }];
    case "unknown":
      return [{ ...shapeless, rule: unreadRule(value.because) }];
    case "mapping":
      return rulesInMapping(evaluator, value, direction);
    case "text":
    case "list":
    case "resource": {
      evaluator.report("a rule must be a mapping of IpProtocol, FromPort, ToPort and who may pass", value.at);
      const because = [evaluator.reason("value", "a rule that is no mapping", value.at)];
      return [{ ...shapeless, rule: unreadRule(because) }];
    }
  }
}

function rulesInMapping(evaluator: Evaluator, mapping: MappingValue, direction: Direction): readonly RuleInWorld[] {
  const all = propertiesOfRules(direction);
  for (const [name, value] of mapping.entries)
    if (!all.includes(name)) evaluator.unrecognised(`property ${name} of an ${direction} rule`, value.at);
  // `{}` in a branch of Fn::If is how templates say that there is no rule.
  if (mapping.entries.size === 0 && mapping.open.length === 0)
    return [{ rule: noRule, focus: undefined, described: true, because: [] }];
  const names = all.filter((name) => mapping.entries.has(name));
  const values = names.map((name): Value => mapping.entries.get(name) ?? { kind: "absent", at: mapping.at });
  return worldsOf(values).map((world) => {
    const properties = new Map(names.map((name, i) => [name, world.values[i]]));
    return { ...writtenIn(evaluator, { mapping, properties, direction }), because: world.because };
  });
}

interface SettledMapping {
  readonly mapping: MappingValue;
  readonly properties: ReadonlyMap<string, SettledValue | undefined>;
  readonly direction: Direction;
}

function writtenIn(
  evaluator: Evaluator,
  { mapping, properties, direction }: SettledMapping,
): Omit<RuleInWorld, "because"> {
  const present = (name: string): readonly SettledValue[] => {
    const value = properties.get(name);
    return value && value.kind !== "absent" ? [value] : [];
  };
  const { groups, prefixList } = peersOf[direction];
  const addresses: Bounds<AddressSet>[] = present(prefixList).map((value) => prefixListAddresses(evaluator, value));
  // What a macro adds to a rule may be one more peer.
  if (mapping.open.length > 0) addresses.push(anyAddressBecause(mapping.open));
  const ipv4 = present("CidrIp");
  const ipv6 = present("CidrIpv6");
  const at = evaluator.place(mapping.at);
  const rule = readRule(
    {
      permission: permissionIn(evaluator, mapping, present),
      ipv4: ipv4.map((value) => writtenText(evaluator, value)),
      ipv6: ipv6.map((value) => writtenText(evaluator, value)),
      addresses,
      groups: groups.flatMap(present).map((value) => groupNamed(evaluator, value)),
    },
    at,
  );
  const decides = [...ipv4, ...ipv6, ...present(prefixList), ...groups.flatMap(present)][0];
  const focus = decides && evaluator.place(decides.at);
  return { rule, focus, described: present("Description").length > 0 };
}

function permissionIn(
  evaluator: Evaluator,
  mapping: MappingValue,
  present: (name: string) => readonly SettledValue[],
): WrittenPermission {
  const place = evaluator.place(mapping.at);
  const [protocol] = present("IpProtocol");
  const [open] = mapping.open;
  const absent = { value: open ? unknown(open) : known(undefined), at: place };
  const port = (name: string): Written<number | undefined> => {
    const [value] = present(name);
    return value ? writtenNumber(evaluator, value) : absent;
  };
  return {
    protocol: protocol ? writtenText(evaluator, protocol) : absent,
    from: port("FromPort"),
    to: port("ToPort"),
  };
}

/** The group whose members are let in: one of this template, or one that stands elsewhere and is known by its id or name. */
export function groupNamed(evaluator: Evaluator, value: SettledValue): Known<Subject> {
  if (value.kind === "resource") {
    const { attribute, subject } = value;
    if (attribute === undefined || attribute === "GroupId" || attribute === "Id") return known(subject);
    return known({ id: `${subject.id}.${attribute}`, name: nameOf(value) });
  }
  const text = textOf(evaluator, value);
  return text.known ? known(elsewhere(evaluator.template, text.value)) : text;
}
