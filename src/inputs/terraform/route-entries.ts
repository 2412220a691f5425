import type { AddressSet } from "../../model/addresses";
import { known, unknown, type Known, type Reason } from "../../model/bounds";
import { parseCidr, writeCidrs } from "../../model/cidr";
import type { Subject } from "../../model/facts";
import type { RouteEntry, RouteTarget, Vpc } from "../shared/network";
import { textOf } from "./plain";
import { prefixListAddresses } from "./prefix-lists";
import { notKnown, settledIn } from "./references";
import { sectionOf, sectionsIn, type Section } from "./sections";
import { resourcesOfType, type Site } from "./site";
import { reasonsIn } from "./value";
import { statementAt, tableNamed } from "./vpcs";
import { unreadable, type Item } from "./written";

/** Routes, from the blocks of their tables and from resources of their own. */
export function routeEntriesIn(site: Site, vpcs: readonly Vpc[]): readonly RouteEntry[] {
  const inline = resourcesOfType(site, "aws_route_table", "aws_default_route_table").flatMap((resource) =>
    sectionsIn(sectionOf(resource), "route").map((section) =>
      entryOf(site, known(resource.subject), {
        section: { ...section, doubt: [...resource.doubt, ...section.doubt] },
        name: `${resource.subject.name}.${section.name}`,
      }),
    ),
  );
  const apart = resourcesOfType(site, "aws_route").map((resource) => {
    const section = sectionOf(resource);
    const table = settledIn(section, "route_table_id");
    const owner = table
      ? tableNamed(site, vpcs, table)
      : notKnown("route_table_id, which is not written", resource.header);
    return entryOf(site, owner, { section, name: resource.subject.name });
  });
  return [...inline, ...apart];
}

interface Written {
  readonly section: Section;
  readonly name: string;
}

function entryOf(site: Site, table: Known<Subject>, { section, name }: Written): RouteEntry {
  const isUnread = section.content.kind === "unread";
  const unread = unknown(...section.doubt);
  const to = isUnread ? unread : targetOf(section);
  const what = to.known ? `route to ${to.value === "internet gateway" ? "an" : "a"} ${to.value}` : "route";
  return {
    table,
    destination: isUnread ? unread : destinationOf(site, section),
    to,
    doubt: isUnread ? [] : section.doubt,
    statement: statementAt(what, name, section.at),
  };
}

const cidrNames = ["cidr_block", "destination_cidr_block", "ipv6_cidr_block", "destination_ipv6_cidr_block"];

function destinationOf(site: Site, section: Section): Known<readonly AddressSet[]> {
  for (const name of cidrNames) {
    const item = settledIn(section, name);
    if (!item || textOf(item.value) === "") continue;
    const block = parseCidr(textOf(item.value) ?? "");
    return block ? known([block]) : unreadable(item.value, item.at);
  }
  const list = settledIn(section, "destination_prefix_list_id");
  if (!list) return notKnown("a route without a destination", section.header);
  const { must, because } = prefixListAddresses(site, list);
  return because.length > 0 ? unknown(...because) : known(writeCidrs(must).flatMap((text) => parseCidr(text) ?? []));
}

const targets: readonly (readonly [argument: string, target: RouteTarget])[] = [
  ["egress_only_gateway_id", "egress-only internet gateway"],
  ["nat_gateway_id", "NAT gateway"],
  ["transit_gateway_id", "transit gateway"],
  ["vpc_peering_connection_id", "peering connection"],
  ["vpc_endpoint_id", "VPC endpoint"],
  ["network_interface_id", "network interface"],
  ["instance_id", "network interface"],
  ["carrier_gateway_id", "other target"],
  ["core_network_arn", "other target"],
  ["local_gateway_id", "other target"],
];

function targetOf(section: Section): Known<RouteTarget> {
  const gateway = settledIn(section, "gateway_id");
  if (gateway && textOf(gateway.value) !== "") return gatewayNamed(gateway);
  const found = targets.flatMap(([name, target]) => {
    const item = settledIn(section, name);
    return item && textOf(item.value) !== "" ? [{ item, target }] : [];
  });
  const [only, ...others] = found;
  if (only && others.length === 0) return known(only.target);
  const because: readonly Reason[] = found.flatMap(({ item }) => reasonsIn(item.value));
  return because.length > 0 ? unknown(...because) : notKnown("a route without one target", section.header);
}

/** A gateway by what it is of, here or by the type of a data source, or by the beginning of its id. */
export function gatewayNamed({ value, at }: Item): Known<RouteTarget> {
  const reasons = reasonsIn(value);
  const type = value.kind === "unknown" ? value.of?.type : undefined;
  const isOf = (wanted: string): boolean =>
    type === wanted ||
    (type === undefined && reasons.length > 0 && reasons.every(({ name }) => name.startsWith(`data.${wanted}.`)));
  const text = textOf(value) ?? "";
  if (isOf("aws_internet_gateway") || text.startsWith("igw-")) return known("internet gateway");
  if (isOf("aws_egress_only_internet_gateway") || text.startsWith("eigw-"))
    return known("egress-only internet gateway");
  if (isOf("aws_nat_gateway") || text.startsWith("nat-")) return known("NAT gateway");
  if (isOf("aws_vpn_gateway") || text.startsWith("vgw-")) return known("virtual private gateway");
  if (text.startsWith("vpce-")) return known("VPC endpoint");
  if (text === "local") return known("local");
  return type === undefined ? unreadable(value, at) : known("other target");
}
