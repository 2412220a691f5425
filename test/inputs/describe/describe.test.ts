import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe as describeInput } from "../../../src/inputs/describe/input";
import { admissionsIn, readingOf, traitsIn } from "../shared/admissions";

const fixtures = join(__dirname, "../../../fixtures/describe");

function textsIn(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(join(fixtures, folder));
  return Object.fromEntries(
    files.map((file) => [`${folder}/${file}`, readFileSync(join(fixtures, folder, file), "utf8")]),
  );
}

function ingressOf(permission: string): readonly string[] {
  const text = `{"SecurityGroups": [{"GroupId": "sg-1", "GroupName": "g", "IpPermissions": [${permission}], "IpPermissionsEgress": []}]}`;
  const { facts } = readingOf(describeInput, { "groups.json": text });
  return admissionsIn(facts).map((line) => line.replace("sg-1 ingress sg-1.IpPermissions[0]", ""));
}

const everyone = "0.0.0.0/0 ::/0";

/** The letters are rows of the table of what other scanners get wrong. */
const cases: readonly (readonly [name: string, permission: string, lines: readonly string[]])[] = [
  [
    "a: every protocol",
    '{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}',
    [".IpRanges[0]: 0.0.0.0/0 to any"],
  ],
  [
    "b: members alone",
    '{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [], "UserIdGroupPairs": [{"GroupId": "sg-2", "UserId": "1"}]}',
    [".UserIdGroupPairs[0]: members of sg-2 to tcp 80"],
  ],
  [
    "c, d: a prefix list, itself and everyone",
    `{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}],
      "PrefixListIds": [{"PrefixListId": "pl-1"}], "UserIdGroupPairs": [{"GroupId": "sg-1"}]}`,
    [
      ".IpRanges[0]: 0.0.0.0/0 to tcp 22",
      `.PrefixListIds[0]: nobody..${everyone} to tcp 22, by prefix-list pl-1`,
      ".UserIdGroupPairs[0]: members of sg-1 to tcp 22",
    ],
  ],
  [
    "e: everyone in two halves",
    '{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/1"}, {"CidrIp": "128.0.0.0/1"}]}',
    [".IpRanges[0]: 0.0.0.0/1 to tcp 22", ".IpRanges[1]: 128.0.0.0/1 to tcp 22"],
  ],
  [
    "f: UDP",
    '{"IpProtocol": "udp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}',
    [".IpRanges[0]: 0.0.0.0/0 to udp 22"],
  ],
  [
    "g: ICMP",
    '{"IpProtocol": "icmp", "FromPort": -1, "ToPort": -1, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}',
    [".IpRanges[0]: 0.0.0.0/0 to icmp"],
  ],
  [
    "h: every port of TCP",
    '{"IpProtocol": "tcp", "FromPort": 0, "ToPort": 65535, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}',
    [".IpRanges[0]: 0.0.0.0/0 to tcp"],
  ],
  ["j: IPv6", '{"IpProtocol": "-1", "Ipv6Ranges": [{"CidrIpv6": "0::0/0"}]}', [".Ipv6Ranges[0]: ::/0 to any"]],
  [
    "an object in place of a list",
    '{"IpProtocol": "-1", "IpRanges": {}}',
    [`.IpRanges: nobody..${everyone} to nothing..any, by value IpRanges that is no list`],
  ],
  [
    "text in place of a permission",
    '"all"',
    [`: nobody..${everyone} to nothing..any, by value a permission that is no object`],
  ],
  [
    "a range without a block",
    '{"IpProtocol": "-1", "IpRanges": [{}]}',
    [`.IpRanges[0]: nobody..${everyone} to nothing..any, by value an item of IpRanges without CidrIp`],
  ],
  [
    "null in place of a block",
    '{"IpProtocol": "-1", "IpRanges": [{"CidrIp": null}]}',
    [".IpRanges[0]: nobody..0.0.0.0/0 to any, by value null in place of text"],
  ],
  [
    "a port that is none",
    '{"IpProtocol": "tcp", "FromPort": "x", "ToPort": 9, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}',
    ['.IpRanges[0]: 10.0.0.0/8 to tcp 9..tcp 0-9, by value "x" is no port'],
  ],
  ["no protocol", '{"IpRanges": [{"CidrIp": "10.0.0.0/8"}]}', [".IpRanges[0]: 10.0.0.0/8 to any"]],
];

test.each(cases)("%s", (_, permission, lines) => {
  expect(ingressOf(permission)).toEqual(lines);
});

test("the files of a folder are one account, and a rule that two answers list is one rule", () => {
  const { facts, problems, sources } = readingOf(describeInput, textsIn("account"));
  expect(problems).toEqual([]);
  expect(sources).toHaveLength(3);
  expect(admissionsIn(facts)).toEqual([
    "sg-0a10000000000001a ingress sg-0a10000000000001a.IpPermissions[0].IpRanges[0]: 10.0.0.0/16 to tcp 5432",
    "sg-0a10000000000001a ingress sg-0a10000000000001a.IpPermissions[0].IpRanges[1]: 0.0.0.0/0 to tcp 5432",
    `sg-0a10000000000001a ingress sg-0a10000000000001a.IpPermissions[0].PrefixListIds[0]: nobody..${everyone} to tcp 5432, by prefix-list pl-0c30000000000003c`,
    "sg-0a10000000000001a ingress sg-0a10000000000001a.IpPermissions[0].UserIdGroupPairs[0]: members of sg-0b20000000000002b to tcp 5432",
    "sg-0b20000000000002b ingress sg-0b20000000000002b.IpPermissions[0].UserIdGroupPairs[0]: members of sg-0b20000000000002b to any",
    "sg-0b20000000000002b ingress sg-0b20000000000002b.IpPermissions[1].PrefixListIds[0]: 0.0.0.0/0 to tcp 22",
    "sg-0b20000000000002b egress sg-0b20000000000002b.IpPermissionsEgress[0].IpRanges[0]: 0.0.0.0/0 to any",
    "sg-0a80000000000008a ingress sg-0a80000000000008a.sgr-0a70000000000007a: ::/0 to udp 53",
  ]);
  expect(traitsIn(facts)).toEqual([
    "sg-0a10000000000001a no-description",
    "sg-0b20000000000002b default-boundary-admits",
    "sg-0b20000000000002b no-description",
  ]);
});

test("what --query takes out is read", () => {
  const { facts } = readingOf(describeInput, textsIn("query"));
  expect(admissionsIn(facts)).toEqual([
    "sg-0c90000000000009c ingress sg-0c90000000000009c.IpPermissions[0].IpRanges[0]: 0.0.0.0/0 to tcp 443",
    "sg-0c90000000000009c ingress sg-0c90000000000009c.IpPermissions[0].Ipv6Ranges[0]: ::/0 to tcp 443",
  ]);
  expect(facts[0]).toMatchObject({ subject: { id: "sg-0c90000000000009c", name: "sg-0c90000000000009c" } });
});

test("a group saved in two folders is read in both, and keeps the id that EC2 gave it", () => {
  const texts = textsIn("query");
  const text = texts["query/groups.json"]!;
  const { facts } = readingOf(describeInput, { "a/g.json": text, "g.json": text, "a/again.json": text });
  const ids = facts.flatMap((fact) => (fact.kind === "boundary" ? [fact.subject.id] : []));
  expect(new Set(ids)).toEqual(new Set(["sg-0c90000000000009c"]));
  expect(ids).toHaveLength(4);
});

test("what a group does not list may be anything, unless its rules are listed elsewhere", () => {
  const group = '{"SecurityGroups": [{"GroupId": "sg-1", "IpPermissions": []}]}';
  const rule =
    '{"SecurityGroupRules": [{"SecurityGroupRuleId": "sgr-1", "GroupId": "sg-1", "IsEgress": true, "IpProtocol": "-1", "CidrIpv4": "10.0.0.0/8"}]}';
  expect(admissionsIn(readingOf(describeInput, { "g.json": group }).facts)).toEqual([
    `sg-1 egress sg-1.IpPermissionsEgress: nobody..${everyone} to nothing..any, by value sg-1 without IpPermissionsEgress`,
  ]);
  expect(admissionsIn(readingOf(describeInput, { "g.json": group, "r.json": rule }).facts)).toEqual([
    "sg-1 egress sg-1.sgr-1: 10.0.0.0/8 to any",
  ]);
});

test("a rule stands where it is written, and its focus is the block", () => {
  const text = `{"SecurityGroups": [{"GroupId": "sg-1", "IpPermissionsEgress": [], "IpPermissions": [{"IpProtocol": "-1", "IpRanges": [
  {"CidrIp": "0.0.0.0/0"}]}]}]}`;
  const [boundary] = readingOf(describeInput, { "g.json": text }).facts;
  const statement = { what: "ingress rule", at: { line: 2, column: 3 }, focus: { line: 2, column: 14, endColumn: 25 } };
  expect(boundary).toMatchObject({ kind: "boundary", admissions: [{ statement }] });
});

const claims: readonly (readonly [name: string, text: string, claimed: boolean])[] = [
  ["an answer without groups", '{"SecurityGroups": []}', true],
  ["a single group", '{"GroupId": "sg-1", "IpPermissions": [], "IpPermissionsEgress": []}', true],
  ["an answer that is not modelled", '{"NetworkAcls": [{"NetworkAclId": "acl-1"}]}', true],
  ["a log that quotes a group", '{"event": {"requestParameters": {"IpPermissions": []}}}', false],
  ["other subnets", '{"Subnets": [{"name": "a"}]}', false],
  ["other rules", '{"Rules": ["a"]}', false],
  ["other entries", '{"Entries": [{"title": "a"}]}', false],
  ["a list of names", '["IpPermissions"]', false],
  ["YAML", "SecurityGroups: []", false],
  ["an answer that breaks off", '{"SecurityGroups": [{"GroupId": "sg-1", "IpPermissions": [', true],
];

test.each(claims)("%s", (_, text, claimed) => {
  expect(readingOf(describeInput, { "a.json": text }).sources).toHaveLength(claimed ? 1 : 0);
});

test("what is not modelled is opaque, what is not known is a problem, and entries need a prefix list", () => {
  const text = '{"VpcEndpoints": [{"VpcEndpointId": "vpce-1"}],\n"Surprises": []}';
  const { facts, problems } = readingOf(describeInput, {
    "endpoints.json": text,
    "entries.json": '{"Entries": [{"Cidr": "10.0.0.0/8"}]}',
  });
  expect(facts).toMatchObject([
    { kind: "opaque", touches: { id: ".#" }, reason: { kind: "construct", name: "VpcEndpoints" } },
  ]);
  expect(problems).toMatchObject([
    { code: "unrecognised", at: { file: "entries.json", line: 1 } },
    {
      code: "unrecognised",
      message: "Surprises is no answer of the AWS CLI that Portcullis knows: what it opens or closes is not known",
      at: { file: "endpoints.json", line: 2 },
    },
  ]);
});

test("whatever is done to an answer, it is read without an exception", () => {
  const texts = Object.entries({ ...textsIn("account"), ...textsIn("query"), ...textsIn("network") });
  const mutation = fc.record({
    file: fc.nat(),
    line: fc.nat(),
    put: fc.constantFrom("", "null,", "[],", "7,", '"x",', "{", "}"),
  });
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
      const broken = texts.map(([file, text], n): [string, string] => {
        const lines = text.split("\n");
        for (const { line, put } of mutations.filter((each) => each.file % texts.length === n)) {
          const at = line % lines.length;
          lines[at] = put === "" ? "" : lines[at]!.replace(/(:\s+|^\s*).*$/, `$1${put}`);
        }
        return [file, lines.join("\n")];
      });
      const { problems } = readingOf(describeInput, Object.fromEntries(broken));
      for (const { at } of problems) expect(at.kind).toBe("file");
    }),
    { numRuns: 300 },
  );
});
