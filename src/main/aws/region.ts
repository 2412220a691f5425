import {
  DescribeVpcBlockPublicAccessOptionsCommand,
  DescribeVpcBlockPublicAccessExclusionsCommand,
  type DescribeVpcBlockPublicAccessExclusionsCommandOutput,
  type DescribeVpcBlockPublicAccessOptionsCommandOutput,
  paginateDescribeManagedPrefixLists,
  paginateDescribeNetworkAcls,
  paginateDescribeNetworkInterfaces,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroupRules,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  paginateGetManagedPrefixListEntries,
  type EC2Client,
  type SecurityGroup,
  type SecurityGroupRule,
} from "@aws-sdk/client-ec2";
import type { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { RDSClient } from "@aws-sdk/client-rds";
import { compareText } from "../../model/source";
import { mapBounded } from "./bounded";
import { calls } from "./calls";
import { gather, pagesOf, type RegionReading } from "./gather";
import { readBalancing, readDatabases } from "./services";

const listsAtOnce = 4;
/** The most that each call gives at once (EC2 API Reference, MaxResults). */
const groupsPerPage = 1000;
const listsPerPage = 100;

/** The services that are asked, in one region. */
export interface Clients {
  readonly network: EC2Client;
  readonly balancing: ElasticLoadBalancingV2Client;
  readonly databases: RDSClient;
}

export async function readRegion(clients: Clients, region: string): Promise<RegionReading> {
  const client = clients.network;
  const large = { client, pageSize: groupsPerPage };
  const small = { client, pageSize: listsPerPage };
  const [groups, rules, lists, interfaces] = await Promise.all([
    gather({ call: calls.groups, region }, paginateDescribeSecurityGroups(large, {}), (page) => page.SecurityGroups),
    gather(
      { call: calls.rules, region },
      paginateDescribeSecurityGroupRules(large, {}),
      (page) => page.SecurityGroupRules,
    ),
    gather({ call: calls.prefixLists, region }, paginateDescribeManagedPrefixLists(small, {}), (p) => p.PrefixLists),
    gather(
      { call: calls.interfaces, region },
      paginateDescribeNetworkInterfaces(large, {}),
      (page) => page.NetworkInterfaces,
    ),
  ]);
  // Where there is no interface, nothing has a way.
  const isEmpty = interfaces.items.length === 0 && interfaces.problems.length === 0;
  const network = isEmpty ? [] : await readNetwork(clients, region);
  const entries = await mapBounded(prefixListsOf(groups.items, rules.items), listsAtOnce, (id) =>
    gather(
      { call: calls.prefixListEntries, region, about: id },
      paginateGetManagedPrefixListEntries(small, { PrefixListId: id }),
      (page) => page.Entries,
    ),
  );
  const all = [groups, rules, lists, interfaces, ...network, ...entries];
  return { answers: all.flatMap(({ answers }) => answers), problems: all.flatMap(({ problems }) => problems) };
}

/** What tells which interfaces the internet reaches, and what answers there. */
function readNetwork(
  { network: client, balancing, databases }: Clients,
  region: string,
): Promise<readonly RegionReading[]> {
  const large = { client, pageSize: groupsPerPage };
  const small = { client, pageSize: listsPerPage };
  return Promise.all([
    gather({ call: calls.subnets, region }, paginateDescribeSubnets(large, {}), (page) => page.Subnets),
    gather({ call: calls.routeTables, region }, paginateDescribeRouteTables(small, {}), (page) => page.RouteTables),
    gather({ call: calls.networkAcls, region }, paginateDescribeNetworkAcls(large, {}), (page) => page.NetworkAcls),
    readBlock(client, region),
    readBalancing(balancing, region),
    readDatabases(databases, region),
  ]);
}

/**
 * Whether the account lets strangers in by internet gateways at all. Options without the exclusions that go with them would
 * keep out who is let in, so they are read together or not at all.
 */
async function readBlock(client: EC2Client, region: string): Promise<RegionReading> {
  const options = await gather(
    { call: calls.blockOptions, region },
    pagesOf(() => client.send(new DescribeVpcBlockPublicAccessOptionsCommand({}))),
    ({ VpcBlockPublicAccessOptions: told }: DescribeVpcBlockPublicAccessOptionsCommandOutput) => (told ? [told] : []),
  );
  const blocks = options.items.some(({ InternetGatewayBlockMode: mode }) => mode !== undefined && mode !== "off");
  if (!blocks) return options;
  const exclusions = await gather(
    { call: calls.blockExclusions, region },
    pagesOf((NextToken) => client.send(new DescribeVpcBlockPublicAccessExclusionsCommand({ NextToken }))),
    (page: DescribeVpcBlockPublicAccessExclusionsCommandOutput) => page.VpcBlockPublicAccessExclusions,
  );
  if (exclusions.problems.length > 0) return { answers: [], problems: exclusions.problems };
  return { answers: [...options.answers, ...exclusions.answers], problems: [] };
}

/** The prefix lists that rules speak of; what the others hold opens nothing. */
function prefixListsOf(groups: readonly SecurityGroup[], rules: readonly SecurityGroupRule[]): readonly string[] {
  const ofGroups = groups
    .flatMap(({ IpPermissions = [], IpPermissionsEgress = [] }) => [...IpPermissions, ...IpPermissionsEgress])
    .flatMap(({ PrefixListIds = [] }) => PrefixListIds.map(({ PrefixListId }) => PrefixListId));
  const ids = [...ofGroups, ...rules.map(({ PrefixListId }) => PrefixListId)];
  return [...new Set(ids.filter((id) => id !== undefined))].toSorted(compareText);
}
