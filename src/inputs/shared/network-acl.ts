import { trafficBounds, unknown, type Bounds, type Known, type Reason } from "../../model/bounds";
import type { AddressSet } from "../../model/addresses";
import type { Admission, Boundary, Statement, Subject } from "../../model/facts";
import type { Place, Problem } from "../../model/source";
import { everyTraffic, noTraffic, traffic as trafficSets, type Traffic } from "../../model/traffic";
import { perhaps } from "./alternatives";
import { anyAddressBecause } from "./cidr-list";

/** One rule of a network ACL as an input writes it. */
export interface WrittenEntry {
  readonly action: Known<"allow" | "deny">;
  readonly number: Known<number>;
  readonly addresses: Bounds<AddressSet>;
  readonly traffic: Bounds<Traffic>;
  readonly statement: Statement;
  /** Why it may not be there; empty where it certainly is. */
  readonly doubt: readonly Reason[];
}

/** One rule of a network ACL, and where it stands among the others. */
export interface AclEntry {
  readonly admission: Admission;
  readonly order: Known<number>;
  /** Whether it may take away what others let in; an action that is not known may do either. */
  readonly role: "allows" | "may deny";
  readonly isCertain: boolean;
}

/** What is neither allowed nor denied for certain may be allowed. */
export function aclEntry({ action, number, addresses, traffic, statement, doubt }: WrittenEntry): AclEntry {
  const effect = action.known ? action.value : "allow";
  const because = [...doubt, ...(action.known ? [] : action.because)];
  const admission: Admission = {
    effect,
    peers: { kind: "addresses", addresses },
    traffic: inDoubt(traffic, because),
    statement,
  };
  return {
    admission,
    order: number,
    role: effect === "allow" && action.known ? "allows" : "may deny",
    isCertain: doubt.length === 0,
  };
}

/** A rule of which nothing could be read: it may let anything in, or keep anything out. */
export function unreadEntry(statement: Statement, because: readonly Reason[]): AclEntry {
  const traffic = trafficBounds.between(noTraffic, everyTraffic, because);
  const peers = { kind: "addresses", addresses: anyAddressBecause(because) } as const;
  return {
    admission: { effect: "allow", peers, traffic, statement },
    order: unknown(...because),
    role: "may deny",
    isCertain: false,
  };
}

/** The action that a text names, in any case; EC2 knows no other than these two (EC2 API Reference, CreateNetworkAclEntry). */
export function actionNamed(text: string, at: Place): Known<"allow" | "deny"> {
  const action = text.trim().toLowerCase();
  if (action === "allow" || action === "deny") return { known: true, value: action };
  return unknown({ kind: "value", name: "an action that is neither allow nor deny", at });
}

/**
 * One direction of a network ACL: the rule of the lowest number that matches decides, and what none matches is denied
 * (VPC User Guide, "Network ACL basics").
 *
 * A rule of which the number is not known goes first: as it is made certain of nothing, it takes certainty away from the rules
 * that it may stand before, and nothing is taken away from what it may let in. Where no other rule may deny, order is of no matter.
 */
export function aclBoundary(
  written: Pick<Boundary, "subject" | "direction" | "at"> & { readonly entries: readonly AclEntry[] },
): Boundary {
  const { subject, direction, at, entries } = written;
  const isOrdered = entries.length > 1 && entries.some(({ role }) => role === "may deny");
  const admissions = entries
    .toSorted((a, b) => Math.sign(positionOf(a) - positionOf(b)))
    .map(({ admission, order }): Admission => {
      const traffic = isOrdered && !order.known ? inDoubt(admission.traffic, order.because) : admission.traffic;
      return { ...admission, traffic };
    });
  const layer = "network-acl";
  return { kind: "boundary", subject, layer, direction, decides: "first-match", admissions, otherwise: "deny", at };
}

function positionOf({ order }: AclEntry): number {
  return order.known ? order.value : -1;
}

function inDoubt(traffic: Bounds<Traffic>, doubt: readonly Reason[]): Bounds<Traffic> {
  return doubt.length > 0 ? perhaps({ sets: trafficSets, bounds: trafficBounds }, traffic, doubt) : traffic;
}

/** Rules that EC2 refuses because their number is taken in the same direction, or is out of range (1 to 32766). */
export function numberProblems(subject: Subject, entries: readonly AclEntry[]): readonly Problem[] {
  const taken = new Map<number, string>();
  return entries.flatMap(({ order, admission, isCertain }): readonly Problem[] => {
    if (!order.known) return [];
    const { name, focus: at } = admission.statement;
    if (!Number.isInteger(order.value) || order.value < 1 || order.value > lastRule)
      return [problem(`${order.value} is no rule number: they are 1 to ${lastRule}`, at)];
    const other = taken.get(order.value);
    if (!isCertain) return [];
    taken.set(order.value, other ?? name);
    if (other === undefined) return [];
    return [
      problem(`rule ${order.value} of ${subject.name} is ${other} already; give ${name} a number of its own`, at),
    ];
  });
}

/** Number 32767 is that of the rule that denies what no other matches. */
const lastRule = 32766;

function problem(message: string, at: Place): Problem {
  return { code: "invalid-value", message, at };
}
