import type { AddressSet } from "../../model/addresses";
import type { Known, Reason } from "../../model/bounds";
import type { Statement, Subject } from "../../model/facts";
import type { Place } from "../../model/source";
import type { Written } from "./ec2-permission";

/**
 * A network of AWS as an input describes it, whatever the format: `networkFacts` says what stands before what, and from
 * where there is a way. Inputs fill in what is written and leave the rest unknown; they resolve no route themselves.
 */
export interface Network {
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly endpoints: readonly Endpoint[];
  readonly routeTables: readonly Located[];
  readonly routes: readonly RouteEntry[];
  /** Which route table a subnet has; one that is in no association has the main table of its VPC. */
  readonly tableAssociations: readonly Association[];
  /** Which network ACL a subnet has; one that is in no association has the default one of its VPC. */
  readonly aclAssociations: readonly Association[];
  /** Public addresses that are given to endpoints by statements of their own (Elastic IP addresses). */
  readonly publicAddresses: readonly AddressAssociation[];
  /** What stands at the internet gateways themselves; nothing where it is left out. */
  readonly gateways?: Gateways;
  /** Why there may be routes and associations that were not read, such as a module that is not there. */
  readonly unread: readonly Reason[];
}

export interface Located {
  readonly subject: Subject;
  readonly at: Place;
}

/** What a statement says, and the statement: it becomes a hop of the way, or what blocks it. */
export interface Said<T> {
  readonly value: Known<T>;
  readonly statement: Statement;
}

/** A list as it is written. */
export interface WrittenList<T> {
  readonly items: readonly Written<T>[];
  /** Why there may be more items; empty where there are none. */
  readonly open: readonly Reason[];
}

export interface Vpc extends Located {
  /** `own`: made by this input, with nothing but what this input says. `found`: it was there before, such as a default VPC. */
  readonly origin: "own" | "found";
  readonly defaultGroup: Subject;
  /** Routes that name the main table by its VPC belong to this subject. */
  readonly mainTable: Subject;
  /** The default network ACL where the input says what is in it; where it does not, AWS lets everything pass. */
  readonly defaultAcl: Subject | undefined;
}

export interface Subnet extends Located {
  readonly vpc: Known<Subject>;
  /** Its CIDR blocks, as far as they are known. */
  readonly within: AddressSet;
  /** Whether what starts there is given a public IPv4 address, and an IPv6 address. */
  readonly assigns: Readonly<Record<Family, Said<boolean>>>;
}

export type Family = "ipv4" | "ipv6";

/** What has network interfaces: an instance, an interface, a load balancer, a task, a function, a managed service. */
export interface Endpoint extends Located {
  /** The security groups before it; `default`: it names none, and so has the default group of its VPC. */
  readonly groups: WrittenList<Subject> | "default";
  /** Where it has interfaces; `default`: it names none, and so stands in the default VPC. */
  readonly subnets: WrittenList<Subject> | "default";
  /** Whether it has an address that the internet can reach; `as-subnet`: as its subnet assigns it. */
  readonly address: Readonly<Record<Family, Said<boolean> | "as-subnet">>;
  /** Why it may not be there; empty where it certainly is. */
  readonly doubt: readonly Reason[];
}

/** What a route leads to. Only an internet gateway lets strangers in. */
export const routeTargets = [
  "internet gateway",
  "egress-only internet gateway",
  "NAT gateway",
  "transit gateway",
  "peering connection",
  "virtual private gateway",
  "VPC endpoint",
  "network interface",
  "local",
  "other target",
] as const;
export type RouteTarget = (typeof routeTargets)[number];

export interface RouteEntry {
  readonly table: Known<Subject>;
  /** One block, or the blocks of a prefix list. */
  readonly destination: Known<readonly AddressSet[]>;
  readonly to: Known<RouteTarget>;
  /** Why it may not be there; empty where it certainly is. */
  readonly doubt: readonly Reason[];
  readonly statement: Statement;
}

export interface Association {
  readonly subnet: Known<Subject>;
  /** The route table or the network ACL. */
  readonly to: Known<Subject>;
  readonly doubt: readonly Reason[];
  readonly at: Place;
}

export interface AddressAssociation {
  readonly endpoint: Known<Subject>;
  readonly doubt: readonly Reason[];
  readonly statement: Statement;
}

/** What an input says of internet gateways themselves, before any route to them. */
export interface Gateways {
  /** Whether the account keeps strangers out at every internet gateway (VPC Block Public Access). */
  readonly blocks: readonly AccessBlock[];
  readonly exclusions: readonly AccessExclusion[];
  /** Route tables of internet gateways: they decide where in its VPC goes what comes in by one. */
  readonly edgeTables: readonly EdgeTable[];
}

export interface AccessBlock {
  readonly closes: Said<boolean>;
  readonly doubt: readonly Reason[];
}

/** A VPC or a subnet for which the block does not hold. */
export interface AccessExclusion {
  readonly of: Known<Subject>;
  /** Whether strangers come in there all the same; an exclusion may be for what goes out alone. */
  readonly letsIn: Known<boolean>;
  readonly doubt: readonly Reason[];
}

export interface EdgeTable {
  readonly vpc: Known<Subject>;
  readonly table: Known<Subject>;
  readonly doubt: readonly Reason[];
}

/** The groups, tables and ACLs that come with a VPC, where the input does not name them otherwise. */
export function partsOfVpc({ id, name }: Subject): Pick<Vpc, "defaultGroup" | "mainTable"> & { readonly acl: Subject } {
  const part = (what: string): Subject => ({ id: `${id}.${what}`, name: `${name}.${what}` });
  return {
    defaultGroup: part("default_security_group"),
    mainTable: part("main_route_table"),
    acl: part("default_network_acl"),
  };
}
