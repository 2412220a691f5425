import { addresses, noAddress } from "../../model/addresses";
import { known, unknown, type Known, type Reason } from "../../model/bounds";
import { parseCidr } from "../../model/cidr";
import { unionOf } from "../../model/sets";
import { addressesOf } from "../shared/cidr-list";
import {
  partsOfVpc,
  type Association,
  type RouteEntry,
  type RouteTarget,
  type Subnet,
  type Vpc,
} from "../shared/network";
import type { AnswerFile } from "./answers";
import type { AccountAcls } from "./network-acls";
import {
  accountSubject,
  isTrueAt,
  itemsAt,
  objectsOf,
  placeAt,
  statementAt,
  textAt,
  unreadList,
  type AccountObject,
} from "./objects";
import type { PrefixLists } from "./prefix-lists";

/** Answers whose objects lie in a VPC, which may be known by them alone. */
const withinVpcs = ["Vpcs", "Subnets", "RouteTables", "NetworkAcls", "SecurityGroups"] as const;

/** Every VPC that some answer speaks of. */
export function vpcsIn(files: readonly AnswerFile[], { defaults }: AccountAcls): readonly Vpc[] {
  const seen = new Map<string, AccountObject>();
  for (const key of withinVpcs)
    for (const object of objectsOf(files, key)) {
      const id = textAt(object, "VpcId");
      if (id !== undefined && !seen.has(id)) seen.set(id, object);
    }
  const inVpc = (key: string, id: string): readonly AccountObject[] =>
    objectsOf(files, key).filter((object) => textAt(object, "VpcId") === id);
  return [...seen].map(([id, object]): Vpc => {
    const subject = accountSubject(object, id);
    const parts = partsOfVpc(subject);
    const group = inVpc("SecurityGroups", id).find((each) => textAt(each, "GroupName") === "default");
    const table = inVpc("RouteTables", id).find((each) => itemsAt(each, "Associations").some(isMain));
    const groupId = group && textAt(group, "GroupId");
    const tableId = table && textAt(table, "RouteTableId");
    return {
      subject,
      at: placeAt(object),
      origin: "found",
      defaultGroup: groupId === undefined ? parts.defaultGroup : accountSubject(object, groupId),
      mainTable: tableId === undefined ? parts.mainTable : accountSubject(object, tableId),
      defaultAcl: defaults.get(id),
    };
  });
}

function isMain(association: AccountObject): boolean {
  return isTrueAt(association, "Main");
}

/** What `describe-subnets` answers (EC2 API Reference, Subnet). */
export function subnetsIn(files: readonly AnswerFile[]): readonly Subnet[] {
  return objectsOf(files, "Subnets").flatMap((subnet): readonly Subnet[] => {
    const id = textAt(subnet, "SubnetId");
    if (id === undefined) return [];
    const subject = accountSubject(subnet, id);
    const vpc = textAt(subnet, "VpcId");
    const blocks = [
      textAt(subnet, "CidrBlock"),
      ...itemsAt(subnet, "Ipv6CidrBlockAssociationSet").map((block) => textAt(block, "Ipv6CidrBlock")),
    ];
    const assigns = (what: string, field: string) => ({
      value: known(isTrueAt(subnet, field)),
      statement: statementAt(subnet, { what: isTrueAt(subnet, field) ? what : `no ${what}`, name: id }, field),
    });
    return [
      {
        subject,
        at: placeAt(subnet),
        vpc: vpc === undefined ? missing(subnet, "VpcId") : known(accountSubject(subnet, vpc)),
        within: unionOf(
          addresses,
          blocks.map((block) => (block === undefined ? noAddress : (parseCidr(block) ?? noAddress))),
        ),
        assigns: {
          ipv4: assigns("public IPv4 address of the subnet", "MapPublicIpOnLaunch"),
          ipv6: assigns("IPv6 address of the subnet", "AssignIpv6AddressOnCreation"),
        },
      },
    ];
  });
}

/** Which field of a route says what it leads to (EC2 API Reference, Route). */
const targets: readonly (readonly [field: string, pattern: RegExp, target: RouteTarget])[] = [
  ["GatewayId", /^local$/, "local"],
  ["GatewayId", /^igw-/, "internet gateway"],
  ["GatewayId", /^vgw-/, "virtual private gateway"],
  ["GatewayId", /^vpce-/, "VPC endpoint"],
  ["EgressOnlyInternetGatewayId", /./, "egress-only internet gateway"],
  ["NatGatewayId", /./, "NAT gateway"],
  ["TransitGatewayId", /./, "transit gateway"],
  ["VpcPeeringConnectionId", /./, "peering connection"],
  ["NetworkInterfaceId", /./, "network interface"],
  ["InstanceId", /./, "network interface"],
];

/** The routes of every table; one into a black hole leads nowhere, whatever it names. */
export function routesIn(files: readonly AnswerFile[], prefixLists: PrefixLists): readonly RouteEntry[] {
  return objectsOf(files, "RouteTables").flatMap((table) => {
    const id = textAt(table, "RouteTableId") ?? "";
    const unread = unreadList(table, "Routes");
    if (unread) return [unreadRoute(table, unread)];
    return itemsAt(table, "Routes").map((route, i): RouteEntry => {
      const target = targets.find(([field, pattern]) => pattern.test(textAt(route, field) ?? ""));
      const isBlackHole = textAt(route, "State") === "blackhole";
      return {
        table: known(accountSubject(table, id)),
        destination: destinationOf(route, prefixLists),
        to: known(isBlackHole ? "other target" : (target?.[2] ?? "other target")),
        doubt: [],
        statement: statementAt(
          route,
          { what: isBlackHole ? "blackhole route" : "route", name: `${id}.Routes[${i}]` },
          target?.[0] ?? "State",
        ),
      };
    });
  });
}

function unreadRoute(table: AccountObject, because: Reason): RouteEntry {
  const id = textAt(table, "RouteTableId") ?? "";
  return {
    table: known(accountSubject(table, id)),
    destination: unknown(because),
    to: unknown(because),
    doubt: [],
    statement: statementAt(table, { what: "route", name: id }, "RouteTableId"),
  };
}

function destinationOf(route: AccountObject, { byId }: PrefixLists): RouteEntry["destination"] {
  const list = textAt(route, "DestinationPrefixListId");
  if (list !== undefined) {
    const blocks = byId.get(list);
    if (blocks && blocks.because.length === 0) return known([blocks.must]);
    return unknown({ kind: "prefix-list", name: list, at: placeAt(route, "DestinationPrefixListId") });
  }
  const field =
    textAt(route, "DestinationCidrBlock") === undefined ? "DestinationIpv6CidrBlock" : "DestinationCidrBlock";
  const text = textAt(route, field);
  if (text === undefined) return missing(route, "DestinationCidrBlock");
  const { addresses: block } = addressesOf([{ value: known(text), at: placeAt(route, field) }], "any");
  return block.because.length > 0 ? unknown(...block.because) : known([block.must]);
}

/** Which subnets have which route table; all others have the main one of their VPC. */
export function tableAssociationsIn(files: readonly AnswerFile[]): readonly Association[] {
  return objectsOf(files, "RouteTables").flatMap((table) =>
    itemsAt(table, "Associations").flatMap((association): readonly Association[] => {
      const subnet = textAt(association, "SubnetId");
      if (subnet === undefined) return [];
      const to = known(accountSubject(table, textAt(table, "RouteTableId") ?? ""));
      return [{ subnet: known(accountSubject(table, subnet)), to, doubt: [], at: placeAt(association) }];
    }),
  );
}

function missing(object: AccountObject, field: string): Known<never> {
  return unknown({ kind: "value", name: `an object without ${field}`, at: placeAt(object) });
}
