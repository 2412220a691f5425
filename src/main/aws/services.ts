import {
  DescribeTargetHealthCommand,
  paginateDescribeListeners,
  paginateDescribeLoadBalancers,
  paginateDescribeRules,
  paginateDescribeTargetGroups,
  type DescribeTargetHealthCommandOutput,
  type ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { paginateDescribeDBInstances, type RDSClient } from "@aws-sdk/client-rds";
import type { Answer } from "./account";
import { mapBounded } from "./bounded";
import { calls, type Call } from "./calls";
import { gather, pagesOf, type Gathered, type RegionReading } from "./gather";

/** The API has a bucket of its own for each region, which is small. */
const callsAtOnce = 3;

/** What load balancers listen on, and what they hand on to which targets; what each call is about, it is asked about alone. */
export async function readBalancing(client: ElasticLoadBalancingV2Client, region: string): Promise<RegionReading> {
  const pages = { client };
  const [balancers, groups] = await Promise.all([
    gather({ call: calls.loadBalancers, region }, paginateDescribeLoadBalancers(pages, {}), (p) => p.LoadBalancers),
    gather({ call: calls.targetGroups, region }, paginateDescribeTargetGroups(pages, {}), (p) => p.TargetGroups),
  ]);
  const listeners = await eachOf(
    balancers.items.map(({ LoadBalancerArn }) => LoadBalancerArn),
    (about) =>
      gather(
        { call: calls.listeners, region, about },
        paginateDescribeListeners(pages, { LoadBalancerArn: about }),
        (page) => page.Listeners,
      ),
  );
  const rules = await eachOf(
    listeners.flatMap(({ items }) => items.map(({ ListenerArn }) => ListenerArn)),
    (about) =>
      gather(
        { call: calls.listenerRules, region, about },
        paginateDescribeRules(pages, { ListenerArn: about }),
        (page) => page.Rules,
      ),
  );
  const health = await eachOf(
    groups.items.map(({ TargetGroupArn }) => TargetGroupArn),
    (about) =>
      gather(
        { call: calls.targetHealth, region, about },
        pagesOf(() => client.send(new DescribeTargetHealthCommand({ TargetGroupArn: about }))),
        (page: DescribeTargetHealthCommandOutput) => page.TargetHealthDescriptions,
      ),
  );
  return together([
    balancers,
    groups,
    joined({ call: calls.listeners, region }, listeners),
    joined({ call: calls.listenerRules, region }, rules),
    ...health,
  ]);
}

export async function readDatabases(client: RDSClient, region: string): Promise<RegionReading> {
  return gather(
    { call: calls.databases, region },
    paginateDescribeDBInstances({ client }, {}),
    (page) => page.DBInstances,
  );
}

function eachOf<R>(arns: readonly (string | undefined)[], ask: (arn: string) => Promise<R>): Promise<readonly R[]> {
  return mapBounded(
    arns.filter((arn) => arn !== undefined),
    callsAtOnce,
    ask,
  );
}

/** Answers to one call about several things, as one answer about all of them. */
function joined<T extends object>(
  { call, region }: { readonly call: Call; readonly region: string },
  parts: readonly Gathered<T>[],
): RegionReading {
  const items = parts.flatMap((part) => part.items);
  const answer: Answer = { call, region, about: undefined, items };
  return { answers: items.length > 0 ? [answer] : [], problems: parts.flatMap(({ problems }) => problems) };
}

function together(readings: readonly RegionReading[]): RegionReading {
  return {
    answers: readings.flatMap(({ answers }) => answers),
    problems: readings.flatMap(({ problems }) => problems),
  };
}
