import { known, unknown, type Known, type Reason } from "../../model/bounds";
import type { Subject } from "../../model/facts";
import type { AccessBlock, AccessExclusion, EdgeTable, Gateways, Vpc } from "../shared/network";
import { textOf } from "./plain";
import { notKnown, resourceIn, settledIn } from "./references";
import type { ResourceInstance } from "./resources";
import { gatewayNamed } from "./route-entries";
import { sectionOf } from "./sections";
import { resourcesOfType, type Site } from "./site";
import { statementAt, subnetTypes, tableNamed, vpcTypes } from "./vpcs";
import { unreadable } from "./written";

/** What an input says of its internet gateways (Terraform Registry, AWS provider 5.100, the page of each resource). */
export function gatewaysIn(site: Site, vpcs: readonly Vpc[]): Gateways {
  return {
    blocks: resourcesOfType(site, "aws_vpc_block_public_access_options").map((resource) => blockOf(site, resource)),
    exclusions: resourcesOfType(site, "aws_vpc_block_public_access_exclusion").flatMap((resource) =>
      exclusionOf(site, resource),
    ),
    edgeTables: resourcesOfType(site, "aws_route_table_association").flatMap((resource) =>
      edgeTableOf(site, vpcs, resource),
    ),
  };
}

/** Both modes that block keep out what comes in. */
function blockOf(site: Site, resource: ResourceInstance): AccessBlock {
  const { header, subject, doubt } = resource;
  const name = "internet_gateway_block_mode";
  const item = settledIn(sectionOf(resource), name);
  const mode = item && textOf(item.value);
  const value: Known<boolean> =
    mode === undefined ? (item ? unreadable(item.value, item.at) : notKnown(name, header)) : known(mode !== "off");
  const statement = statementAt("VPC Block Public Access", subject.name, item?.at ?? header);
  return { closes: { value, statement }, doubt: [...doubt, ...elsewhere(site, resource)] };
}

/** The options hold in one region of one account, so perhaps not for what another provider makes. */
function elsewhere(site: Site, resource: ResourceInstance): readonly Reason[] {
  const own = resource.spelling("provider");
  const others = resourcesOfType(site, ...subnetTypes).some((each) => each.spelling("provider") !== own);
  const name = `whether ${resource.subject.name} is of the region of all subnets`;
  return others ? [{ kind: "value", name, at: resource.header }] : [];
}

function exclusionOf(site: Site, resource: ResourceInstance): readonly AccessExclusion[] {
  const section = sectionOf(resource);
  const of =
    resourceIn(site, section, { name: "subnet_id", types: subnetTypes }) ??
    resourceIn(site, section, { name: "vpc_id", types: vpcTypes });
  const name = "internet_gateway_exclusion_mode";
  const item = settledIn(section, name);
  const mode = item && textOf(item.value);
  const letsIn: Known<boolean> =
    mode === undefined
      ? item
        ? unreadable(item.value, item.at)
        : notKnown(name, resource.header)
      : known(mode === "allow-bidirectional");
  return of ? [{ of: of.value, letsIn, doubt: resource.doubt }] : [];
}

/** The association of a table with a gateway in place of a subnet. */
function edgeTableOf(site: Site, vpcs: readonly Vpc[], resource: ResourceInstance): readonly EdgeTable[] {
  const section = sectionOf(resource);
  const gateway = settledIn(section, "gateway_id");
  const item = settledIn(section, "route_table_id");
  if (!gateway || textOf(gateway.value) === "" || !item) return [];
  const kind = gatewayNamed(gateway);
  if (kind.known && kind.value !== "internet gateway") return [];
  const table = tableNamed(site, vpcs, item);
  return [{ vpc: vpcOf(site, table), table, doubt: resource.doubt }];
}

function vpcOf(site: Site, table: Known<Subject>): Known<Subject> {
  if (!table.known) return table;
  const resource = site.bySubject.get(table.value.id);
  const vpc = resource && resourceIn(site, sectionOf(resource), { name: "vpc_id", types: vpcTypes });
  return vpc?.value ?? unknown(...(resource ? [{ kind: "value", name: "vpc_id", at: resource.header } as const] : []));
}
