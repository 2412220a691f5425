import { known, unknown, type Known } from "../../model/bounds";
import type { Subject } from "../../model/facts";
import type { FilePlace } from "../../model/source";
import { breadthOf, isWider } from "../../model/zones";
import { addressesOf } from "../shared/cidr-list";
import { noRule, oneOfRules, perhapsRule, readRule, unreadRule, type ReadRule } from "../shared/security-group";
import { worldsOf } from "./choices";
import { groupNamed } from "./groups";
import { prefixListAddresses } from "./prefix-lists";
import { truthOf } from "./plain";
import type { Argument, Section } from "./sections";
import type { Site } from "./site";
import { nothing, reasonsIn, type SettledValue } from "./value";
import {
  firstArgument,
  isNull,
  itemsOf,
  withoutInnerChoices,
  writtenNumber,
  writtenText,
  writtenTexts,
} from "./written";

/** What the three kinds of rules call their parts: inline blocks, `aws_security_group_rule`, and the one-peer resources. */
const names = {
  protocol: ["protocol", "ip_protocol"],
  from: ["from_port"],
  to: ["to_port"],
  ipv4: ["cidr_blocks", "cidr_ipv4"],
  ipv6: ["ipv6_cidr_blocks", "cidr_ipv6"],
  prefixLists: ["prefix_list_ids", "prefix_list_id"],
  groups: ["security_groups", "source_security_group_id", "referenced_security_group_id"],
  self: ["self"],
} as const;

type Part = keyof typeof names;
const parts = ["protocol", "from", "to", "ipv4", "ipv6", "prefixLists", "groups", "self"] as const satisfies Part[];
const peers = ["ipv4", "ipv6", "prefixLists", "groups", "self"] as const satisfies Part[];

export interface RuleRead {
  readonly rule: ReadRule;
  /** The value that lets most in. */
  readonly focus: FilePlace;
}

/** What a section that is a rule of a security group lets through; `group` is the one whose members `self` stands for. */
export function ruleIn(site: Site, section: Section, group: Subject): RuleRead {
  const whole = section.at;
  if (section.content.kind === "unread") return { rule: unreadRule(section.doubt), focus: whole };
  const found = new Map(parts.map((part) => [part, firstArgument(section, names[part])]));
  const values = parts.map((part) => withoutInnerChoices(found.get(part)?.value ?? nothing));
  const worlds = worldsOf(values);
  const readings = worlds.map((world) => readIn({ site, section, group, found }, world.values));
  const because = worlds.flatMap((world) => world.because);
  const rule = perhapsRule(oneOfRules(readings, because), section.doubt);
  return { rule, focus: widest(found)?.at ?? whole };
}

interface Reading {
  readonly site: Site;
  readonly section: Section;
  readonly group: Subject;
  readonly found: ReadonlyMap<Part, Argument | undefined>;
}

function readIn({ site, section, group, found }: Reading, values: readonly SettledValue[]): ReadRule {
  const valueOf = (part: Part): SettledValue => values[parts.indexOf(part)] ?? nothing;
  const placeOf = (part: Part): FilePlace => found.get(part)?.at ?? section.header;
  const itemsIn = (part: Part): ReturnType<typeof itemsOf> => {
    const argument = found.get(part);
    return argument ? itemsOf(valueOf(part), argument) : [];
  };
  const named = [
    ...itemsIn("groups").map(({ value, at }) => groupNamed(site, value, at)),
    ...selfIn(valueOf("self"), group, placeOf("self")),
  ];
  const ipv4 = writtenTexts(valueOf("ipv4"), found.get("ipv4"));
  const ipv6 = writtenTexts(valueOf("ipv6"), found.get("ipv6"));
  const prefixLists = itemsIn("prefixLists").map((item) => prefixListAddresses(site, item));
  const isWritten = peers.some((part) => found.get(part) !== undefined && !isNull(valueOf(part)));
  // An empty list is somebody's decision to let nobody in; a rule without any peer is a mistake.
  if (isWritten && named.length + ipv4.length + ipv6.length + prefixLists.length === 0) return noRule;
  const protocol = valueOf("protocol");
  const permission = {
    protocol: isNull(protocol)
      ? { value: known(undefined), at: section.header }
      : writtenText(protocol, placeOf("protocol")),
    from: writtenNumber(valueOf("from"), placeOf("from")),
    to: writtenNumber(valueOf("to"), placeOf("to")),
  };
  return readRule({ permission, ipv4, ipv6, addresses: prefixLists, groups: named }, section.header);
}

function selfIn(value: SettledValue, group: Subject, at: FilePlace): readonly Known<Subject>[] {
  if (isNull(value)) return [];
  const truth = truthOf(value);
  if (truth !== undefined) return truth ? [known(group)] : [];
  const because = reasonsIn(value);
  return [because.length > 0 ? unknown(...because) : unknown({ kind: "value", name: "self, which is no boolean", at })];
}

/** Among the peers that are written, the one that certainly lets in the most; the first where none is wider. */
function widest(found: ReadonlyMap<Part, Argument | undefined>): Argument | undefined {
  const written = peers.flatMap((part) => {
    const argument = found.get(part);
    return argument ? [{ argument, part }] : [];
  });
  if (written.length < 2) return written[0]?.argument;
  const measured = written.map(({ argument, part }) => ({ argument, breadth: breadthIn(part, argument) }));
  return measured.reduce((best, each) => (isWider(each.breadth, best.breadth) ? each : best)).argument;
}

function breadthIn(part: Part, argument: Argument): ReturnType<typeof breadthOf> {
  if (part !== "ipv4" && part !== "ipv6") return "private";
  const value = worldsOf([argument.value])[0]?.values[0] ?? nothing;
  const { addresses } = addressesOf(writtenTexts(value, argument), part);
  return breadthOf(addresses.must);
}
