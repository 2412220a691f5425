import { DescribeRegionsCommand, EC2Client, type EC2ClientConfig } from "@aws-sdk/client-ec2";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { RDSClient } from "@aws-sdk/client-rds";
import type { Problem } from "../../model/source";
import { refused, type Account, type Answer, type Refused } from "./account";
import { mapBounded } from "./bounded";
import { regionsAction } from "./calls";
import { profileMistake } from "./profiles";
import { readRegion, type Clients } from "./region";
import { fieldOf, troubleOf, type Trouble } from "./troubles";

/** Where to look, and as whom. */
export interface Asked {
  /** Names of regions; none is the one that is configured. */
  readonly regions: readonly string[] | "all";
  readonly profile: string | undefined;
  readonly endpoint: string | undefined;
}

const regionsAtOnce = 6;
/** EC2 throttles by a token bucket for each region; the standard retry mode waits up to about half a minute in so many. */
const attempts = 8;
/** Fewer for the first call: whoever mistypes an endpoint does not wait for it. */
const firstAttempts = 4;

/** Asks the account for its security groups and what they speak of, in every region that is meant. */
export async function readAccount(
  asked: Asked,
  onRegion: (done: number, of: number) => void,
): Promise<Account | Refused> {
  // The SDK warns of the Node that runs it; which Node Portcullis needs is for its package to say.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  const mistaken = profileMistake(asked.profile);
  if (mistaken) return mistaken;
  const home = await homeOf(asked);
  if (home === undefined) return refused("usage", "no AWS region is set: give --region, or set AWS_REGION");

  const first = clientFor(asked, { region: home, ...attemptsOf(firstAttempts) });
  const enabled = await regionsThere(first).catch((error: unknown) => troubleOf(error));
  const plan = "kind" in enabled ? withoutRegions(asked, home, enabled) : withRegions(asked, home, enabled);
  if (plan.kind === "refused") return plan;

  let done = 0;
  onRegion(done, plan.regions.length);
  const readings = await mapBounded(plan.regions, regionsAtOnce, async (region) => {
    // The credentials that the first call has found serve for all: finding them may mean a call of its own.
    const config = { region, credentials: first.config.credentials, ...attemptsOf(attempts) };
    const clients: Clients = {
      network: clientFor(asked, config),
      balancing: new ElasticLoadBalancingV2Client(configOf(asked, config)),
      databases: new RDSClient(configOf(asked, config)),
    };
    const reading = await readRegion(clients, region);
    for (const client of [clients.network, clients.balancing, clients.databases]) client.destroy();
    onRegion(++done, plan.regions.length);
    return reading;
  });
  first.destroy();
  const answers = readings.flatMap((reading) => reading.answers);
  const problems = [...plan.problems, ...readings.flatMap((reading) => reading.problems)];
  return { kind: "account", id: accountIn(answers), answers, problems };
}

/** The region that is asked first: one that is named, or the configured one as the AWS CLI would find it. */
async function homeOf(asked: Asked): Promise<string | undefined> {
  const named = asked.regions === "all" ? undefined : asked.regions[0];
  const told = named ?? (process.env["AWS_REGION"] || process.env["AWS_DEFAULT_REGION"]);
  if (told) return told;
  try {
    return await clientFor(asked, {}).config.region();
  } catch {
    // The SDK has no other way of saying that no region is configured.
    return asked.regions === "all" ? "us-east-1" : undefined;
  }
}

/** What the services have in common of how they are asked. */
type Config = Pick<EC2ClientConfig, "maxAttempts" | "region" | "credentials">;

function clientFor(asked: Asked, config: Config): EC2Client {
  return new EC2Client(configOf(asked, config));
}

function configOf({ profile, endpoint }: Asked, config: Config) {
  return {
    ...(profile === undefined ? {} : { profile }),
    ...(endpoint === undefined ? {} : { endpoint }),
    retryMode: "standard",
    requestHandler: { connectionTimeout: 5000, requestTimeout: 60_000, throwOnRequestTimeout: true },
    ...config,
  } as const;
}

/** What the user says about attempts goes before what we think right. */
function attemptsOf(maxAttempts: number): Config {
  return process.env["AWS_MAX_ATTEMPTS"] ? {} : { maxAttempts };
}

/** Every region of the partition by its name, and whether the account has it enabled. */
async function regionsThere(client: EC2Client): Promise<ReadonlyMap<string, "enabled" | "disabled">> {
  const { Regions = [] } = await client.send(new DescribeRegionsCommand({ AllRegions: true }));
  return new Map(
    Regions.flatMap(({ RegionName, OptInStatus }) =>
      RegionName === undefined ? [] : [[RegionName, OptInStatus === "not-opted-in" ? "disabled" : "enabled"]],
    ),
  );
}

/** The regions to look at. */
interface Plan {
  readonly kind: "plan";
  readonly regions: readonly string[];
  readonly problems: readonly Problem[];
}

function withRegions(asked: Asked, home: string, there: ReadonlyMap<string, "enabled" | "disabled">): Plan | Refused {
  if (asked.regions === "all") {
    const regions = [...there].filter(([, state]) => state === "enabled").map(([name]) => name);
    return { kind: "plan", regions: regions.toSorted(), problems: [] };
  }
  const named = asked.regions.length === 0 ? [home] : asked.regions;
  const unknown = named.find((name) => !there.has(name));
  if (unknown !== undefined)
    return {
      ...refused("usage", `there is no AWS region ${unknown}`),
      meant: { word: unknown, among: [...there.keys()] },
    };
  const disabled = named.filter((name) => there.get(name) === "disabled");
  const problems = disabled.map((region): Problem => ({
    code: "denied",
    message: `the region ${region} is not enabled in this account, so nothing in it was looked at: enable it, or leave it out`,
    at: { kind: "live", call: regionsAction, object: region },
  }));
  return { kind: "plan", regions: named.filter((name) => there.get(name) === "enabled"), problems };
}

/** What can be done where the first call failed: regions that are named are looked at all the same, if anything answers. */
function withoutRegions(asked: Asked, home: string, { kind, code }: Trouble): Plan | Refused {
  const { profile = process.env["AWS_PROFILE"], endpoint } = asked;
  const isOdd = (kind === "unreachable" || kind === "failed") && !likeRegion.test(home);
  if (isOdd && code !== "ECONNREFUSED")
    return refused("usage", `there is no AWS region ${home}: regions are named like eu-west-1`);
  switch (kind) {
    case "no-credentials":
      return refused(
        "notLooked",
        profile
          ? `the AWS profile "${profile}" gives no credentials: add them with aws configure --profile ${profile}, or name another profile`
          : "no AWS credentials were found: log in with aws sso login or aws configure, or name a profile with --profile",
      );
    case "expired":
      return refused("notLooked", `the AWS credentials have expired (${code}): log in again, then look again`);
    case "rejected":
      return refused(
        "notLooked",
        `AWS does not accept the credentials in ${home} (${code}): check the access key, and that the region is enabled`,
      );
    case "unreachable":
      return unreachable(home, endpoint, code);
    case "denied":
    case "throttled":
    case "failed":
      if (endpoint !== undefined && kind === "failed")
        return refused("notLooked", `${endpoint} does not answer as EC2 does (${code}): check --endpoint-url`);
      return asked.regions === "all" ? noRegions(home, { kind, code }) : unchecked(asked.regions, home);
  }
}

function unchecked(named: readonly string[], home: string): Plan {
  return { kind: "plan", regions: named.length === 0 ? [home] : named, problems: [] };
}

function noRegions(home: string, { kind, code }: Trouble): Plan {
  const why = kind === "denied" ? "is denied" : kind === "throttled" ? "was throttled to the end" : `failed (${code})`;
  const problem: Problem = {
    code: kind === "denied" ? "denied" : "unreadable",
    message: `${regionsAction} ${why}, so which regions there are is not known and none was looked at: name them with --region`,
    at: { kind: "live", call: regionsAction, object: home },
  };
  return { kind: "plan", regions: [], problems: [problem] };
}

/** How AWS names its regions, in every partition there is. */
const likeRegion =
  /^[a-z]{2,4}(-(gov|iso[a-z]?))?-(central|north|south|east|west|northeast|northwest|southeast|southwest)-\d$/;

function unreachable(home: string, endpoint: string | undefined, code: string): Refused {
  if (endpoint !== undefined)
    return refused("notLooked", `nothing answers at ${endpoint} (${code}): check --endpoint-url`);
  return refused(
    "notLooked",
    `EC2 cannot be reached in ${home} (${code}): check the name of the region, and the network`,
  );
}

/** The account that owns most of what was answered: a shared network shows groups of others too. */
function accountIn(answers: readonly Answer[]): string | undefined {
  const times = new Map<string, number>();
  for (const { items } of answers)
    for (const item of items) {
      const owner = fieldOf(item, "OwnerId") ?? fieldOf(item, "GroupOwnerId");
      if (typeof owner === "string" && /^\d{12}$/.test(owner)) times.set(owner, (times.get(owner) ?? 0) + 1);
    }
  return [...times].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0];
}
