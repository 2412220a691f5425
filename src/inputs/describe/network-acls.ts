import { known, unknown, type Known } from "../../model/bounds";
import type { Boundary, Subject, Trait } from "../../model/facts";
import type { Problem } from "../../model/source";
import { addressesOf } from "../shared/cidr-list";
import { trafficOf, type Written } from "../shared/ec2-permission";
import { aclBoundary, aclEntry, actionNamed, unreadEntry, type AclEntry } from "../shared/network-acl";
import type { Association } from "../shared/network";
import { unreachableRules } from "../shared/unreachable-rules";
import type { AnswerFile } from "./answers";
import {
  accountSubject,
  isTrueAt,
  itemsAt,
  objectsOf,
  placeAt,
  textAt,
  unreadList,
  type AccountObject,
} from "./objects";

/** The network ACLs of an account, and which subnets have them. */
export interface AccountAcls {
  readonly boundaries: readonly Boundary[];
  readonly associations: readonly Association[];
  /** Rules that never come to decide. */
  readonly voids: readonly Trait[];
  /** The default ACL of each VPC, by the id of the VPC. */
  readonly defaults: ReadonlyMap<string, Subject>;
  readonly problems: readonly Problem[];
}

/** What `describe-network-acls` answers (EC2 API Reference, NetworkAcl). */
export function networkAclsIn(files: readonly AnswerFile[]): AccountAcls {
  const problems: Problem[] = [];
  const acls = objectsOf(files, "NetworkAcls")
    .filter((acl) => !isUntouched(acl))
    .map((acl) => {
      const subject = accountSubject(acl, textAt(acl, "NetworkAclId") ?? "a network ACL without NetworkAclId");
      return { acl, subject };
    });
  const voids: Trait[] = [];
  const boundaries = acls.flatMap(({ acl, subject }) => {
    const entries = itemsAt(acl, "Entries").map((entry, i) => ({
      direction: isTrueAt(entry, "Egress") ? ("egress" as const) : ("ingress" as const),
      entry: entryOf(entry, `${subject.name}.Entries[${i}]`, problems),
    }));
    const unread = unreadList(acl, "Entries");
    if (unread) problems.push({ code: "invalid-value", message: `${unread.name}; ${asItIs}`, at: unread.at });
    return (["ingress", "egress"] as const).map((direction) => {
      const statement = { what: `${direction} rule`, name: subject.name, at: placeAt(acl), focus: placeAt(acl) };
      const own = unread
        ? [unreadEntry(statement, [unread])]
        : entries.filter((each) => each.direction === direction).map(({ entry }) => entry);
      const boundary = aclBoundary({ subject, direction, at: placeAt(acl), entries: own });
      voids.push(...unreachableRules(boundary).filter(({ detail }) => !isLast(acl, detail, subject)));
      return boundary;
    });
  });
  const associations = acls.flatMap(({ acl, subject }) =>
    itemsAt(acl, "Associations").flatMap((association): readonly Association[] => {
      const subnet = textAt(association, "SubnetId");
      if (subnet === undefined) return [];
      const at = placeAt(association);
      return [{ subnet: known(accountSubject(acl, subnet)), to: known(subject), doubt: [], at }];
    }),
  );
  const defaults = new Map(
    acls.flatMap(({ acl, subject }) =>
      isTrueAt(acl, "IsDefault") ? [[textAt(acl, "VpcId") ?? "", subject] as const] : [],
    ),
  );
  return { boundaries, voids, associations, defaults, problems };
}

/** Whether a rule is the one that EC2 ends every ACL with, for which nobody can be told off. */
function isLast(acl: AccountObject, name: string, subject: Subject): boolean {
  return itemsAt(acl, "Entries").some(
    (entry, i) => /^3276[78]$/.test(textAt(entry, "RuleNumber") ?? "") && name === `${subject.name}.Entries[${i}]`,
  );
}

/**
 * A default ACL with the rules that EC2 gave it lets everything pass, and nobody said so: it is no boundary (Amazon VPC User
 * Guide, "Default network ACL for a VPC").
 */
function isUntouched(acl: AccountObject): boolean {
  const entries = itemsAt(acl, "Entries");
  return isTrueAt(acl, "IsDefault") && entries.length > 0 && entries.every(isOfEc2);
}

function isOfEc2(entry: AccountObject): boolean {
  const [number, action] = [textAt(entry, "RuleNumber"), textAt(entry, "RuleAction")];
  const isWhole = textAt(entry, "CidrBlock") === "0.0.0.0/0" || textAt(entry, "Ipv6CidrBlock") === "::/0";
  const isAsMade = action === "allow" ? number === "100" || number === "101" : number === "32767" || number === "32768";
  return textAt(entry, "Protocol") === "-1" && isWhole && isAsMade;
}

const asItIs = "save the answer of the AWS CLI as it is";

function entryOf(entry: AccountObject, name: string, problems: Problem[]): AclEntry {
  const at = placeAt(entry);
  const field = textAt(entry, "CidrBlock") === undefined ? "Ipv6CidrBlock" : "CidrBlock";
  const addresses = addressesOf([{ value: textOrUnknown(entry, field), at: placeAt(entry, field) }], "any");
  const traffic = trafficIn(entry);
  problems.push(...addresses.problems, ...traffic.problems);
  const direction = isTrueAt(entry, "Egress") ? "egress" : "ingress";
  return aclEntry({
    action: actionNamed(textAt(entry, "RuleAction") ?? "", at),
    number: numberOf(numberAt(entry, "RuleNumber")),
    addresses: addresses.addresses,
    traffic: traffic.traffic,
    statement: { what: `${direction} rule`, name, at, focus: placeAt(entry, field) },
    doubt: [],
  });
}

function trafficIn(entry: AccountObject): ReturnType<typeof trafficOf> {
  const protocol = textOrUnknown(entry, "Protocol");
  const isIcmp = protocol.known && ["1", "58"].includes(protocol.value);
  return trafficOf({
    protocol: { value: protocol, at: placeAt(entry, "Protocol") },
    from: isIcmp ? numberAt(entry, "IcmpTypeCode", "Type") : numberAt(entry, "PortRange", "From"),
    to: isIcmp ? numberAt(entry, "IcmpTypeCode", "Code") : numberAt(entry, "PortRange", "To"),
  });
}

function textOrUnknown(object: AccountObject, field: string): Known<string> {
  const text = textAt(object, field);
  return text === undefined
    ? unknown({ kind: "value", name: `a rule without ${field}`, at: placeAt(object) })
    : known(text);
}

function numberAt(object: AccountObject, ...path: readonly string[]): Written<number | undefined> {
  const text = textAt(object, ...path);
  const at = placeAt(object, ...path);
  if (text === undefined || /^-?\d+$/.test(text)) return { value: known(text === undefined ? text : Number(text)), at };
  return { value: unknown({ kind: "value", name: `"${text}" is no number`, at }), at };
}

function numberOf({ value, at }: Written<number | undefined>): Known<number> {
  if (!value.known) return value;
  if (value.value !== undefined) return known(value.value);
  return unknown({ kind: "value", name: "a rule without RuleNumber", at });
}
