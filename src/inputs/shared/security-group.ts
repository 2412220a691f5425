import { addresses, everyAddress, noAddress, type AddressSet } from "../../model/addresses";
import { addressBounds, trafficBounds, unknown, type Bounds, type Known, type Reason } from "../../model/bounds";
import type { Admission, Boundary, Statement, Subject, Trait, TraitName } from "../../model/facts";
import type { Place, Problem } from "../../model/source";
import { everyTraffic, noTraffic, traffic as trafficSets, type Traffic } from "../../model/traffic";
import { oneOf, perhaps } from "./alternatives";
import { addressesOf, anyAddressBecause } from "./cidr-list";
import { trafficOf, type Written, type WrittenPermission } from "./ec2-permission";

/** One rule of a security group as an input writes it. */
export interface WrittenRule {
  readonly permission: WrittenPermission;
  readonly ipv4: readonly Written<string>[];
  readonly ipv6: readonly Written<string>[];
  /** Peers that are read otherwise, such as prefix lists. */
  readonly addresses: readonly Bounds<AddressSet>[];
  /** Groups whose members are let in, whatever their address. */
  readonly groups: readonly Known<Subject>[];
}

/** What one rule lets through. Addresses are nothing where it names groups alone. */
export interface ReadRule {
  readonly addresses: Bounds<AddressSet> | undefined;
  readonly members: readonly Known<Subject>[];
  readonly traffic: Bounds<Traffic>;
  readonly problems: readonly Problem[];
}

const addressKind = { sets: addresses, bounds: addressBounds };
const trafficKind = { sets: trafficSets, bounds: trafficBounds };

/** A rule that names nobody is one that EC2 refuses: whom it would let in is not known. */
export function readRule(rule: WrittenRule, at: Place): ReadRule {
  const { traffic, problems } = trafficOf(rule.permission);
  const ipv4 = addressesOf(rule.ipv4, "ipv4");
  const ipv6 = addressesOf(rule.ipv6, "ipv6");
  const all = [...problems, ...ipv4.problems, ...ipv6.problems];
  const named = rule.ipv4.length + rule.ipv6.length + rule.addresses.length;
  if (named + rule.groups.length === 0) {
    const message = "this rule names nobody; give it a CIDR block, a prefix list or a security group";
    const because: Reason = { kind: "value", name: "a rule that names nobody", at };
    return {
      addresses: anyAddressBecause([because]),
      members: [],
      traffic,
      problems: [...all, { code: "invalid-value", message, at }],
    };
  }
  const together = [ipv4.addresses, ipv6.addresses, ...rule.addresses].reduce(addressBounds.union);
  return { addresses: named > 0 ? together : undefined, members: rule.groups, traffic, problems: all };
}

/** A rule of which nothing could be read: it may let anything in. */
export function unreadRule(because: readonly Reason[]): ReadRule {
  const traffic = trafficBounds.between(noTraffic, everyTraffic, because);
  return { addresses: anyAddressBecause(because), members: [], traffic, problems: [] };
}

/** A rule that is not there. */
export const noRule: ReadRule = {
  addresses: undefined,
  members: [],
  traffic: trafficBounds.certain(noTraffic),
  problems: [],
};

/** Several readings of one rule, of which one is right: certain is what all of them say. */
export function oneOfRules(readings: readonly ReadRule[], because: readonly Reason[]): ReadRule {
  const [only, ...others] = readings;
  if (only && others.length === 0) return only;
  const toAddresses = readings.map((reading) => reading.addresses ?? addressBounds.certain(noAddress));
  const members = readings.flatMap((reading) => reading.members);
  const certainMembers = members.filter((member) => readings.every((reading) => reading.members.some(isSame(member))));
  const inSome = members.filter((member) => !certainMembers.includes(member));
  return {
    addresses: readings.some((reading) => reading.addresses) ? oneOf(addressKind, toAddresses, because) : undefined,
    members: [
      ...distinct(certainMembers),
      ...(inSome.length > 0
        ? [unknown(...because, ...inSome.flatMap((member) => (member.known ? [] : member.because)))]
        : []),
    ],
    traffic: oneOf(
      trafficKind,
      readings.map(({ traffic }) => traffic),
      because,
    ),
    problems: readings.flatMap(({ problems }) => problems),
  };
}

/** One admission for the addresses of a rule and one for each group that it names, all made by the same statement. */
export function admissionsOf(rule: ReadRule, statement: Statement): readonly Admission[] {
  const { traffic } = rule;
  const members = rule.members.map((of): Admission => ({
    effect: "allow",
    peers: { kind: "members", of },
    traffic,
    statement,
  }));
  if (!rule.addresses) return members;
  return [{ effect: "allow", peers: { kind: "addresses", addresses: rule.addresses }, traffic, statement }, ...members];
}

/** The same rule where it may not be there at all, for these reasons; the rule itself where there are none. */
export function perhapsRule(rule: ReadRule, because: readonly Reason[]): ReadRule {
  if (because.length === 0) return rule;
  const inDoubt = rule.addresses && perhaps(addressKind, rule.addresses, because);
  return { ...rule, addresses: inDoubt, traffic: perhaps(trafficKind, rule.traffic, because) };
}

/** What leaves a group that says nothing about egress: everything, over IPv4 and IPv6 (EC2 API Reference, CreateSecurityGroup). */
export const everythingLeaves: ReadRule = {
  addresses: addressBounds.certain(everyAddress),
  members: [],
  traffic: trafficBounds.certain(everyTraffic),
  problems: [],
};

export function defaultEgress(group: Subject, at: Place): Statement {
  return { what: "default egress", name: `${group.name}.egress`, at, focus: at };
}

/** One direction of a security group: whatever any of its rules allows passes, and nothing else. */
export function securityGroup(written: Pick<Boundary, "subject" | "direction" | "admissions" | "at">): Boundary {
  return { kind: "boundary", layer: "security-group", decides: "union", otherwise: "deny", ...written };
}

/** A rule, or a group, that does not say what it is for; `because` says why it may not be there. */
export function withoutDescription(subject: Subject, of: Declared, because: readonly Reason[] = []): Trait {
  return traitOf(subject, "no-description", of, because);
}

/** A default group with a rule in it: whatever names no group is in that one (CIS AWS Foundations Benchmark, default security group). */
export function defaultAdmits(subject: Subject, of: Declared, because: readonly Reason[] = []): Trait {
  return traitOf(subject, "default-boundary-admits", of, because);
}

/** What declares a trait: its address and its place. */
type Declared = Pick<Statement, "name" | "at">;

function traitOf(subject: Subject, trait: TraitName, { name, at }: Declared, because: readonly Reason[]): Trait {
  const holds = because.length > 0 ? ({ known: false, because } as const) : ({ known: true } as const);
  return { kind: "trait", subject, trait, holds, detail: name, at };
}

function isSame(a: Known<Subject>): (b: Known<Subject>) => boolean {
  return (b) => a === b || (a.known && b.known && a.value.id === b.value.id);
}

function distinct(members: readonly Known<Subject>[]): readonly Known<Subject>[] {
  return members.filter((member, i) => members.findIndex(isSame(member)) === i);
}
