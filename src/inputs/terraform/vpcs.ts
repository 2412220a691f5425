import { noAddress } from "../../model/addresses";
import { known, unknown, type Known } from "../../model/bounds";
import type { Statement, Subject } from "../../model/facts";
import { addressesOf } from "../shared/cidr-list";
import { partsOfVpc, type Association, type Located, type Said, type Subnet, type Vpc } from "../shared/network";
import { truthOf } from "./plain";
import { listedIn, notKnown, resourceIn, resourceNamed, settledIn } from "./references";
import type { ResourceInstance } from "./resources";
import { argumentIn, sectionOf } from "./sections";
import { resourcesOfType, type Site } from "./site";
import { reasonsIn } from "./value";
import { writtenTexts, type Item } from "./written";

export const vpcTypes = ["aws_vpc", "aws_default_vpc"];
export const subnetTypes = ["aws_subnet", "aws_default_subnet"];
const tableTypes = ["aws_route_table", "aws_default_route_table"];
const aclTypes = ["aws_network_acl", "aws_default_network_acl"];

/** The VPCs of an input, with the default parts that resources of their own describe. */
export function vpcsIn(site: Site): readonly Vpc[] {
  const groups = partsBy(site, "aws_default_security_group", "vpc_id");
  const tables = partsBy(site, "aws_default_route_table", "default_route_table_id");
  const acls = partsBy(site, "aws_default_network_acl", "default_network_acl_id");
  const mains = mainTables(site);
  return resourcesOfType(site, ...vpcTypes).map(({ subject, type, header }) => {
    const parts = partsOfVpc(subject);
    return {
      subject,
      at: header,
      origin: type === "aws_vpc" ? "own" : "found",
      defaultGroup: groups.get(subject.id) ?? parts.defaultGroup,
      mainTable: mains.get(subject.id) ?? tables.get(subject.id) ?? parts.mainTable,
      defaultAcl: acls.get(subject.id),
    };
  });
}

/** Resources that take over a part of a VPC, by the VPC. */
function partsBy(site: Site, type: string, argument: string): ReadonlyMap<string, Subject> {
  return new Map(
    resourcesOfType(site, type).flatMap((resource): readonly (readonly [string, Subject])[] => {
      const vpc = resourceIn(site, sectionOf(resource), { name: argument, types: vpcTypes })?.value;
      return vpc?.known ? [[vpc.value.id, resource.subject]] : [];
    }),
  );
}

/** A table that is not known stands for itself, and nothing describes it. */
function mainTables(site: Site): ReadonlyMap<string, Subject> {
  return new Map(
    resourcesOfType(site, "aws_main_route_table_association").flatMap(
      (resource): readonly (readonly [string, Subject])[] => {
        const section = sectionOf(resource);
        const vpc = resourceIn(site, section, { name: "vpc_id", types: vpcTypes })?.value;
        const table = resourceIn(site, section, { name: "route_table_id", types: tableTypes })?.value;
        return vpc?.known ? [[vpc.value.id, table?.known ? table.value : resource.subject]] : [];
      },
    ),
  );
}

export function routeTablesIn(site: Site): readonly Located[] {
  return resourcesOfType(site, ...tableTypes).map(({ subject, header }) => ({ subject, at: header }));
}

/** The route table that a value names: by its own id, or as the main table of its VPC. */
export function tableNamed(site: Site, vpcs: readonly Vpc[], item: Item): Known<Subject> {
  const { value } = item;
  const of = value.kind === "unknown" ? value.of : undefined;
  if (of && vpcTypes.includes(of.type) && ["main_route_table_id", "default_route_table_id"].includes(of.name)) {
    const vpc = vpcs.find(({ subject }) => subject.id === of.subject.id);
    if (vpc) return known(vpc.mainTable);
  }
  return resourceNamed(site, item, tableTypes);
}

export function subnetsIn(site: Site): readonly Subnet[] {
  return resourcesOfType(site, ...subnetTypes).map((resource) => {
    const { subject, type, header } = resource;
    const vpc = resourceIn(site, sectionOf(resource), { name: "vpc_id", types: vpcTypes })?.value;
    const isDefault = type === "aws_default_subnet";
    return {
      subject,
      at: header,
      vpc: vpc ?? notKnown(`the VPC of ${subject.name}`, header),
      within: blocksOf(resource),
      assigns: {
        ipv4: switchIn(resource, { name: "map_public_ip_on_launch", unwritten: isDefault, what: "IPv4 address" }),
        ipv6: switchIn(resource, { name: "assign_ipv6_address_on_creation", unwritten: false, what: "IPv6 address" }),
      },
    };
  });
}

function blocksOf(resource: ResourceInstance): Subnet["within"] {
  const section = sectionOf(resource);
  const texts = ["cidr_block", "ipv6_cidr_block"].flatMap((name) => {
    const item = settledIn(section, name);
    return item ? writtenTexts(item.value, argumentIn(section, name)) : [];
  });
  const { addresses } = addressesOf(texts, "any");
  return addresses.because.length > 0 ? noAddress : addresses.must;
}

/** What a subnet gives to whatever starts in it. */
function switchIn(
  resource: ResourceInstance,
  { name, unwritten, what }: { readonly name: string; readonly unwritten: boolean; readonly what: string },
): Said<boolean> {
  const item = settledIn(sectionOf(resource), name);
  const truth = item ? truthOf(item.value) : unwritten;
  const at = item?.at ?? resource.header;
  const statement = {
    what: truth === false ? `no public ${what} by the subnet` : `public ${what} by the subnet`,
    name: `${resource.subject.name}.${name}`,
    at,
    focus: at,
  };
  if (truth !== undefined) return { value: known(truth), statement };
  const because = item ? reasonsIn(item.value) : [];
  return { value: because.length > 0 ? unknown(...because) : notKnown(`${name}, which is no boolean`, at), statement };
}

export function tableAssociationsIn(site: Site, vpcs: readonly Vpc[]): readonly Association[] {
  return resourcesOfType(site, "aws_route_table_association").flatMap((resource): readonly Association[] => {
    const section = sectionOf(resource);
    const subnet = resourceIn(site, section, { name: "subnet_id", types: subnetTypes });
    const table = settledIn(section, "route_table_id");
    if (!subnet) return [];
    const to = table
      ? tableNamed(site, vpcs, table)
      : notKnown("route_table_id, which is not written", resource.header);
    return [{ subnet: subnet.value, to, doubt: resource.doubt, at: resource.header }];
  });
}

export function aclAssociationsIn(site: Site): readonly Association[] {
  const listed = resourcesOfType(site, ...aclTypes).flatMap(
    ({ subject, header, doubt, ...rest }): readonly Association[] => {
      const list = listedIn(sectionOf({ ...rest, header, doubt }), "subnet_ids", (item) =>
        resourceNamed(site, item, subnetTypes),
      );
      const subnets = [
        ...(list?.items ?? []).map(({ value }) => value),
        ...(list && list.open.length > 0 ? [unknown(...list.open)] : []),
      ];
      return subnets.map((subnet) => ({ subnet, to: known(subject), doubt, at: header }));
    },
  );
  const apart = resourcesOfType(site, "aws_network_acl_association").flatMap((resource): readonly Association[] => {
    const section = sectionOf(resource);
    const subnet = resourceIn(site, section, { name: "subnet_id", types: subnetTypes });
    const acl = resourceIn(site, section, { name: "network_acl_id", types: aclTypes });
    return subnet && acl ? [{ subnet: subnet.value, to: acl.value, doubt: resource.doubt, at: resource.header }] : [];
  });
  return [...listed, ...apart];
}

export function statementAt(what: string, name: string, at: Item["at"]): Statement {
  return { what, name, at, focus: at };
}
