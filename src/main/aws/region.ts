import {
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
import { compareText, type Problem } from "../../model/source";
import type { Answer } from "./account";
import { mapBounded } from "./bounded";
import { calls, type Call } from "./calls";
import { fieldOf, troubleOf, type Trouble } from "./troubles";

/** What the calls to one region gave. */
export interface RegionReading {
  readonly answers: readonly Answer[];
  readonly problems: readonly Problem[];
}

const listsAtOnce = 4;
/** The most that each call gives at once (EC2 API Reference, MaxResults). */
const groupsPerPage = 1000;
const listsPerPage = 100;

export async function readRegion(client: EC2Client, region: string): Promise<RegionReading> {
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
  const network = isEmpty ? [] : await readNetwork(client, region);
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

/** What tells which interfaces the internet reaches. */
function readNetwork(client: EC2Client, region: string): Promise<readonly RegionReading[]> {
  const large = { client, pageSize: groupsPerPage };
  const small = { client, pageSize: listsPerPage };
  return Promise.all([
    gather({ call: calls.subnets, region }, paginateDescribeSubnets(large, {}), (page) => page.Subnets),
    gather({ call: calls.routeTables, region }, paginateDescribeRouteTables(small, {}), (page) => page.RouteTables),
    gather({ call: calls.networkAcls, region }, paginateDescribeNetworkAcls(large, {}), (page) => page.NetworkAcls),
  ]);
}

interface Asked {
  readonly call: Call;
  readonly region: string;
  readonly about?: string;
}

interface Gathered<T> extends RegionReading {
  readonly items: readonly T[];
}

/** Puts the pages of an answer together; where one fails, says so and keeps what is true without the rest. */
async function gather<T extends object, P extends { readonly NextToken?: string | undefined }>(
  asked: Asked,
  pages: AsyncIterable<P>,
  itemsOf: (page: P) => readonly T[] | undefined,
): Promise<Gathered<T>> {
  const { call, region, about } = asked;
  const items: T[] = [];
  const problems: Problem[] = [];
  try {
    let last: string | undefined;
    for await (const page of pages) {
      items.push(...(itemsOf(page) ?? []));
      // A page that names itself as the next would be asked for without end.
      if (page.NextToken !== undefined && page.NextToken === last) throw new Error("the same page twice");
      last = page.NextToken;
    }
  } catch (error) {
    problems.push(problemOf(asked, troubleOf(error)));
    if (call.ofPages === "drop" || items.length === 0) return { items: [], answers: [], problems };
  }
  const idOf = (item: T): string => String(fieldOf(item, call.id));
  const inOrder = items.toSorted((a, b) => compareText(idOf(a), idOf(b)));
  return { items: inOrder, answers: [{ call, region, about, items: inOrder }], problems };
}

function problemOf({ call, region, about }: Asked, trouble: Trouble): Problem {
  const asked = about === undefined ? call.action : `${call.action} of ${about}`;
  return {
    code: trouble.kind === "denied" ? "denied" : "unreadable",
    message: `${asked} ${whatHappened(trouble, region)}, so ${call.missing}: ${whatToDo(trouble)}`,
    at: { kind: "live", call: call.action, object: about === undefined ? region : `${region}/${about}` },
  };
}

function whatHappened({ kind, code }: Trouble, region: string): string {
  switch (kind) {
    case "denied":
      return `is denied in ${region}`;
    case "expired":
    case "rejected":
    case "no-credentials":
      return `found the credentials not accepted in ${region} (${code})`;
    case "throttled":
      return `was throttled to the end in ${region}`;
    case "unreachable":
      return `got no answer in ${region} (${code})`;
    case "failed":
      return `failed in ${region} (${code})`;
  }
}

function whatToDo({ kind }: Trouble): string {
  switch (kind) {
    case "denied":
      return "portcullis aws policy prints what to allow";
    case "expired":
    case "rejected":
    case "no-credentials":
      return "log in again, and see that the region is enabled";
    case "throttled":
      return "try again when less is asked of this account";
    case "unreachable":
    case "failed":
      return "try again, and see that the endpoint answers";
  }
}

/** The prefix lists that rules speak of; what the others hold opens nothing. */
function prefixListsOf(groups: readonly SecurityGroup[], rules: readonly SecurityGroupRule[]): readonly string[] {
  const ofGroups = groups
    .flatMap(({ IpPermissions = [], IpPermissionsEgress = [] }) => [...IpPermissions, ...IpPermissionsEgress])
    .flatMap(({ PrefixListIds = [] }) => PrefixListIds.map(({ PrefixListId }) => PrefixListId));
  const ids = [...ofGroups, ...rules.map(({ PrefixListId }) => PrefixListId)];
  return [...new Set(ids.filter((id) => id !== undefined))].toSorted(compareText);
}
