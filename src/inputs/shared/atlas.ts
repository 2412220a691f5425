import { known, unknown, type Known, type Reason } from "../../model/bounds";
import type { Statement, Subject } from "../../model/facts";
import type { Place } from "../../model/source";
import type { Association, Family, Network, RouteEntry, Subnet, Vpc } from "./network";
import { blockedAt, divertedAt, noGateways, type Gate } from "./gateways";
import { outletOf, reasonsOf, type Outlet } from "./routing";

/** A network ACL that a subnet has. */
export interface AclOfSubnet {
  readonly boundary: Known<Subject>;
  readonly doubt: readonly Reason[];
  readonly at: Place;
}

/** A network, ready to be asked what lies where. What is not in it, or not known, is undefined or says why. */
export interface Atlas {
  readonly network: Network;
  readonly subnet: (of: Known<Subject>) => Subnet | undefined;
  readonly vpcOf: (subnet: Known<Subject>) => Vpc | undefined;
  readonly aclOf: (subnet: Known<Subject>) => AclOfSubnet | undefined;
  readonly outlet: (subnet: Subnet, family: Family) => Known<Outlet>;
  /** What keeps strangers out at the internet gateway, and what packets for the subnet are handed to there. */
  readonly blocked: (subnet: Subnet) => Gate | undefined;
  readonly diverted: (subnet: Subnet) => Gate | undefined;
  /** Statements that give an endpoint a public address, and those that give one to what is not known. */
  readonly given: (endpoint: Subject) => readonly Network["publicAddresses"][number][];
  readonly givenToUnknown: readonly Reason[];
}

export function atlasOf(network: Network): Atlas {
  const subnets = new Map(network.subnets.map((subnet) => [subnet.subject.id, subnet]));
  const vpcs = new Map(network.vpcs.map((vpc) => [vpc.subject.id, vpc]));
  const acls = associationsOf(network.aclAssociations);
  const routes = grouped(network.routes, ({ table }) => (table.known ? table.value.id : undefined));
  const outlets = outletsOf(network, { vpcs, routes });
  const { gateways = noGateways } = network;
  const given = grouped(network.publicAddresses, ({ endpoint }) => (endpoint.known ? endpoint.value.id : undefined));
  const subnet: Atlas["subnet"] = (of) => (of.known ? subnets.get(of.value.id) : undefined);
  const vpcOf: Atlas["vpcOf"] = (of) => {
    const vpc = subnet(of)?.vpc;
    return vpc?.known ? vpcs.get(vpc.value.id) : undefined;
  };
  return {
    network,
    subnet,
    vpcOf,
    aclOf: (of) => {
      const [own] = of.known ? acls.of(of.value) : [];
      if (own) return { boundary: own.to, doubt: own.doubt, at: own.at };
      const vpc = vpcOf(of);
      return vpc?.defaultAcl && { boundary: known(vpc.defaultAcl), doubt: acls.ofUnknown, at: vpc.at };
    },
    outlet: outlets,
    blocked: (of) => blockedAt(gateways, of),
    diverted: (of) => divertedAt(gateways, of, (table) => routes.get(table.id) ?? []),
    given: (endpoint) => given.get(endpoint.id) ?? [],
    givenToUnknown: network.publicAddresses.flatMap(({ endpoint }) => reasonsOf(endpoint)),
  };
}

interface Associations {
  readonly of: (subnet: Subject) => readonly Association[];
  /** Why some other association may be that of a subnet. */
  readonly ofUnknown: readonly Reason[];
}

function associationsOf(associations: readonly Association[]): Associations {
  const bySubnet = grouped(associations, ({ subnet }) => (subnet.known ? subnet.value.id : undefined));
  return {
    of: (subnet) => bySubnet.get(subnet.id) ?? [],
    ofUnknown: associations.flatMap(({ subnet }) => reasonsOf(subnet)),
  };
}

interface Indexed {
  readonly vpcs: ReadonlyMap<string, Vpc>;
  /** Routes by the id of their table. */
  readonly routes: ReadonlyMap<string, readonly RouteEntry[]>;
}

function outletsOf(network: Network, { vpcs, routes }: Indexed): Atlas["outlet"] {
  const tables = associationsOf(network.tableAssociations);
  const places = new Map([
    ...network.vpcs.flatMap(({ mainTable, at, origin }) => (origin === "own" ? [[mainTable.id, at] as const] : [])),
    ...network.routeTables.map(({ subject, at }) => [subject.id, at] as const),
  ]);
  const anywhere = network.routes.filter(({ table }) => !table.known).map(perhapsHere);
  const found = new Map<string, Outlet>();

  const tableOf = (subnet: Subnet): Known<Subject> => {
    const [own, ...others] = tables.of(subnet.subject);
    if (own)
      return [own, ...others].every(({ doubt }) => doubt.length === 0)
        ? own.to
        : unknown(...own.doubt, ...doubtsOf(others));
    const because = [...tables.ofUnknown, ...network.unread];
    if (because.length > 0) return unknown(...because);
    const vpc = subnet.vpc.known ? vpcs.get(subnet.vpc.value.id) : undefined;
    if (vpc) return known(vpc.mainTable);
    return subnet.vpc.known ? unknown({ kind: "reference", name: subnet.vpc.value.name, at: subnet.at }) : subnet.vpc;
  };
  return (subnet, family) => {
    const table = tableOf(subnet);
    if (!table.known) return table;
    const at = places.get(table.value.id);
    if (!at) return unknown({ kind: "reference", name: table.value.name, at: subnet.at });
    const key = `${family} ${table.value.id}`;
    const before = found.get(key);
    if (before) return known(before);
    const own = routes.get(table.value.id) ?? [];
    const outlet = outletOf([...own, ...anywhere], family, withoutRoute(table.value, at));
    if (outlet.leads.may.v4.length + outlet.leads.may.v6.length === 0 && network.unread.length > 0)
      return unknown(...network.unread);
    found.set(key, outlet);
    return known(outlet);
  };
}

/** A route of a table that is not known may be one of this table. */
function perhapsHere(route: RouteEntry): RouteEntry {
  return { ...route, doubt: [...route.doubt, ...reasonsOf(route.table)] };
}

function withoutRoute({ name }: Subject, at: Place): Statement {
  return { what: "no route to an internet gateway", name, at, focus: at };
}

function doubtsOf(associations: readonly Association[]): readonly Reason[] {
  return associations.flatMap(({ doubt }) => doubt);
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string | undefined): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
