import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe as describeInput } from "../../../src/inputs/describe/input";
import { admissionsIn, readingOf, traitsIn } from "../shared/admissions";
import { networkIn } from "../shared/network-lines";

const folder = join(__dirname, "../../../fixtures/describe/network");

/** The fixture, with what a test puts in place of some of it, or without a file. */
function read(
  changes: Readonly<Record<string, (text: string) => string | undefined>> = {},
  more: Readonly<Record<string, string>> = {},
) {
  const texts = readdirSync(folder).flatMap((file): readonly (readonly [string, string])[] => {
    const text = readFileSync(join(folder, file), "utf8");
    const changed = file in changes ? changes[file]!(text) : text;
    return changed === undefined ? [] : [[`account/${file}`, changed]];
  });
  const added = Object.entries(more).map(([file, text]) => [`account/${file}`, text]);
  return readingOf(describeInput, Object.fromEntries([...texts, ...added]) as Record<string, string>);
}

const web = "i-0a1000000000000a1";
const [second, database, six] = ["eni-0a2000000000000a2", "eni-0a3000000000000a3", "eni-0a4000000000000a4"];

test("interfaces have groups, ACLs, addresses and ways; a load balancer's are its own", () => {
  const { facts, problems } = read();
  expect(problems).toEqual([]);
  expect(networkIn(facts)).toEqual([
    `${web} behind sg-0d1000000000000d1`,
    `${web} behind acl-0f2000000000000f2`,
    `${web} in 10.0.1.0/24`,
    expect.stringMatching(
      new RegExp(`^${web} from \\S.* along route rtb-0c2000000000000c2.Routes\\[1\\], public IPv4 address eni-0a1`),
    ),
    `${second} behind sg-0d2000000000000d2`,
    `${second} in 10.0.2.0/24`,
    `${second} from nowhere along no public IPv4 address ${second}`,
    `${database} behind sg-0d2000000000000d2`,
    `${database} in 10.0.2.0/24`,
    `${database} from nowhere along no public IPv4 address ${database}`,
    `${six} behind sg-0d2000000000000d2`,
    `${six} in 10.0.3.0/24 2001:db8:0:3::/64`,
    `${six} from ::/0 along route rtb-0c3000000000000c3.Routes[0], IPv6 address ${six}`,
    "shop behind sg-0d3000000000000d3",
    "shop behind acl-0f2000000000000f2",
    "shop in 10.0.1.0/24",
    expect.stringMatching(/^shop from \S.* along route rtb-0c2000000000000c2.Routes\[1\], public IPv4 address shop/),
    "orders behind sg-0d2000000000000d2",
    "orders in 10.0.2.0/24",
    "orders from nowhere along route rtb-0c1000000000000c1.Routes[1]",
    `shop hands tcp 443 on to ${web} at tcp 8080 as forwarder`,
  ]);
});

const options = (mode: string, state = "update-complete"): string =>
  JSON.stringify({
    VpcBlockPublicAccessOptions: { AwsRegion: "eu-west-1", State: state, InternetGatewayBlockMode: mode },
  });
const exclusions = (of: string, mode: string, state = "create-complete"): string =>
  JSON.stringify({
    VpcBlockPublicAccessExclusions: [
      {
        ExclusionId: "vpcbpa-exclude-1",
        InternetGatewayExclusionMode: mode,
        ResourceArn: `arn:aws:ec2:eu-west-1:123456789012:${of}`,
        State: state,
      },
    ],
  });
const byRoute = expect.stringMatching(/ along route .*, public IPv4 address /) as string;
const byBlock = `${web} from nowhere along VPC Block Public Access eu-west-1`;
const subnet = "subnet/subnet-0b1000000000000b1";

test.each([
  ["keeps everybody out", { "options.json": options("block-ingress") }, byBlock],
  ["keeps nobody out", { "options.json": options("off", "default-state") }, byRoute],
  [
    "lets in where it says so",
    { "options.json": options("block-ingress"), "not.json": exclusions(subnet, "allow-bidirectional") },
    byRoute,
  ],
  [
    "lets out where it says so",
    { "options.json": options("block-ingress"), "not.json": exclusions(subnet, "allow-egress") },
    byBlock,
  ],
  [
    "let in once",
    {
      "options.json": options("block-ingress"),
      "not.json": exclusions(subnet, "allow-bidirectional", "delete-complete"),
    },
    byBlock,
  ],
  [
    "is about to keep everybody out",
    { "options.json": options("block-ingress", "update-in-progress") },
    expect.stringMatching(/ from nowhere\.\..*, by a change that is update-in-progress$/) as string,
  ],
])("an account that %s", (_, more, line) => {
  const { facts, problems } = read({}, more);
  expect(problems).toEqual([]);
  expect(networkIn(facts).find((each) => each.startsWith(`${web} from `))).toEqual(line);
});

test("a route table of the gateway may lead to a firewall", () => {
  const { facts } = read({
    "route-tables.json": (text) => {
      const answer = JSON.parse(text) as { readonly RouteTables: readonly { readonly VpcId: string }[] };
      const edge = {
        RouteTableId: "rtb-0c9000000000000c9",
        VpcId: answer.RouteTables[0]!.VpcId,
        Associations: [{ GatewayId: "igw-0e1000000000000e1" }],
        Routes: [{ DestinationCidrBlock: "10.0.1.0/24", GatewayId: "vpce-0a", State: "active" }],
      };
      return JSON.stringify({ RouteTables: [...answer.RouteTables, edge] });
    },
  });
  expect(networkIn(facts).find((each) => each.startsWith(`${web} from `))).toMatch(
    /^\S+ from nowhere\.\..* along route rtb-0c9000000000000c9\.Routes\[0\], .*, by what rtb-0c9\S+ leads to$/,
  );
});

test("the more specific route to a transit gateway takes its block away", () => {
  const { facts } = read();
  const way = facts.find((fact) => fact.kind === "route" && fact.endpoint.name === web);
  expect(way).toMatchObject({ leads: { must: { v6: [] } } });
  const [line] = networkIn(facts.filter((fact) => fact === way));
  expect(line).not.toContain(" 198.51.100.0/24");
});

test("an ACL is read in order of number, and a default one that nobody touched is no boundary", () => {
  const lines = admissionsIn(read().facts).filter((line) => line.startsWith("acl-"));
  expect(lines).toEqual([
    "acl-0f2000000000000f2 ingress acl-0f2000000000000f2.Entries[2]: 0.0.0.0/0 to tcp 22",
    "acl-0f2000000000000f2 ingress acl-0f2000000000000f2.Entries[3]: 0.0.0.0/0 to icmp 2048-2303",
    "acl-0f2000000000000f2 ingress acl-0f2000000000000f2.Entries[4]: 0.0.0.0/0 to any",
    "acl-0f2000000000000f2 ingress acl-0f2000000000000f2.Entries[5]: 0.0.0.0/0 to any",
    "acl-0f2000000000000f2 egress acl-0f2000000000000f2.Entries[0]: 0.0.0.0/0 to any",
    "acl-0f2000000000000f2 egress acl-0f2000000000000f2.Entries[1]: 0.0.0.0/0 to any",
  ]);
  const touched = read({
    "network-acls.json": (text) => text.replace('"RuleAction": "deny"', '"RuleAction": "allow"'),
  });
  expect(admissionsIn(touched.facts).filter((line) => line.startsWith("acl-0f1"))).toHaveLength(4);
});

test("what is public is said of what it is", () => {
  expect(traitsIn(read().facts).filter((line) => !line.includes("no-description"))).toEqual([
    "subnet-0b1000000000000b1 assigns-public-addresses",
    "orders publicly-accessible",
    "shop faces-internet",
  ]);
});

test("without the route tables no way is known, and none is denied", () => {
  const { facts } = read({ "route-tables.json": () => undefined });
  expect(networkIn(facts).filter((line) => line.startsWith(`${web} from`))).toEqual([]);
});

test("a list that is not there may hold anything", () => {
  const routes = read({ "route-tables.json": (text) => text.replaceAll('"Routes"', '"Gone"') });
  expect(networkIn(routes.facts).find((line) => line.startsWith(`${web} from`))).toMatch(
    /^\S+ from nowhere\.\.0\.0\.0\.0\/0 .*, by an object without Routes$/,
  );
  const acls = read({ "network-acls.json": (text) => text.replaceAll('"Entries"', '"Gone"') });
  expect(admissionsIn(acls.facts).find((line) => line.startsWith("acl-0f2000000000000f2 ingress"))).toBe(
    "acl-0f2000000000000f2 ingress acl-0f2000000000000f2: nobody..0.0.0.0/0 ::/0 to nothing..any, by value an object without Entries",
  );
});

test("an instance stands for its first interface where only describe-instances is there", () => {
  const instances = {
    Reservations: [
      {
        Instances: [
          {
            InstanceId: web,
            PublicIpAddress: "203.0.113.5",
            NetworkInterfaces: [
              {
                NetworkInterfaceId: "eni-0a1000000000000a1",
                SubnetId: "subnet-0b1000000000000b1",
                Groups: [{ GroupId: "sg-0d1000000000000d1" }],
                Attachment: { DeviceIndex: 0 },
                Association: { PublicIp: "203.0.113.5" },
                Ipv6Addresses: [],
              },
            ],
          },
        ],
      },
    ],
  };
  const { facts } = read({ "network-interfaces.json": () => JSON.stringify(instances) });
  expect(networkIn(facts).filter((line) => line.startsWith(`${web} `))).toHaveLength(4);
  expect(traitsIn(facts)).toContain(`${web} takes-public-address`);
});

test("an instance whose interfaces were cut out of the answer says itself what stands before it", () => {
  const bare = {
    InstanceId: web,
    SubnetId: "subnet-0b1000000000000b1",
    PublicIpAddress: "203.0.113.5",
    SecurityGroups: [{ GroupId: "sg-0d1000000000000d1" }],
  };
  const instances = JSON.stringify({ Reservations: [{ Instances: [bare] }] });
  const { facts } = read({ "network-interfaces.json": () => instances });
  expect(networkIn(facts).filter((line) => line.startsWith(`${web} `))).toEqual([
    `${web} behind sg-0d1000000000000d1`,
    `${web} behind acl-0f2000000000000f2`,
    `${web} in 10.0.1.0/24`,
    expect.stringMatching(/^\S+ from \S.* public IPv4 address i-0a1/),
  ]);
  const both = read({ "route-tables.json": () => instances });
  expect(networkIn(both.facts).filter((line) => line.startsWith(`${web} behind sg-`))).toHaveLength(1);
});

test("a classic load balancer hands each of its ports on to its instances", () => {
  const classic = {
    LoadBalancerDescriptions: [
      {
        LoadBalancerName: "old",
        Scheme: "internal",
        Subnets: ["subnet-0b1000000000000b1"],
        SecurityGroups: ["sg-0d3000000000000d3"],
        Instances: [{ InstanceId: web }],
        ListenerDescriptions: [
          { Listener: { Protocol: "HTTP", LoadBalancerPort: 80, InstanceProtocol: "HTTP", InstancePort: 8080 } },
        ],
      },
    ],
  };
  const { facts } = read({ "load-balancers.json": () => JSON.stringify(classic) });
  const lines = networkIn(facts).filter((line) => line.startsWith("old "));
  expect(lines).toEqual([
    "old behind sg-0d3000000000000d3",
    "old behind acl-0f2000000000000f2",
    "old in 10.0.1.0/24",
    "old from nowhere along no public IPv4 address old",
    `old hands tcp 80 on to ${web} at tcp 8080 as forwarder`,
  ]);
  expect(facts).toContainEqual(
    expect.objectContaining({ kind: "listener", cleartext: { known: true, value: "cleartext" } }),
  );
});

test("an answer that breaks off is said, and what was read of it counts", () => {
  const { facts, problems } = read({ "subnets.json": (text) => text.slice(0, text.indexOf('"10.0.2.0/24"')) });
  expect(problems).not.toEqual([]);
  expect(problems[0]).toMatchObject({ code: "syntax", at: { file: "account/subnets.json" } });
  expect(networkIn(facts).some((line) => line.startsWith(`${web} from`))).toBe(true);
});

test("a group that no interface has stands before nothing, unless it is the default one or nobody listed interfaces", () => {
  const group = (id: string, name: string): object => ({
    GroupId: id,
    GroupName: name,
    IpPermissions: [],
    IpPermissionsEgress: [],
  });
  const idle = { "more.json": JSON.stringify({ SecurityGroups: [group("sg-0e", "idle"), group("sg-0f", "default")] }) };
  const unused = (changes: Parameters<typeof read>[0] = {}): readonly string[] =>
    traitsIn(read(changes, idle).facts).filter((line) => line.endsWith(" stands-before-nothing"));
  expect(unused()).toEqual(["sg-0e stands-before-nothing"]);
  expect(unused({ "network-interfaces.json": () => undefined })).toEqual([]);
});

test("a rule of an ACL that never comes to decide is told, and not the one that EC2 ends it with", () => {
  const entry = (number: number, action: string, cidr: string): object => ({
    CidrBlock: cidr,
    Egress: false,
    Protocol: "-1",
    RuleAction: action,
    RuleNumber: number,
  });
  const entries = [
    entry(100, "allow", "0.0.0.0/0"),
    entry(200, "deny", "10.0.0.0/8"),
    entry(32767, "deny", "0.0.0.0/0"),
  ];
  const acls = { NetworkAcls: [{ NetworkAclId: "acl-0a", VpcId: "vpc-1", Associations: [], Entries: entries }] };
  const { facts } = readingOf(describeInput, { "a/acls.json": JSON.stringify(acls) });
  expect(facts.flatMap((fact) => (fact.kind === "trait" ? [`${fact.trait} ${fact.detail}`] : []))).toEqual([
    "unreachable-rule acl-0a.Entries[1]",
  ]);
});
