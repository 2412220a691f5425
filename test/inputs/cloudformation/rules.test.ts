import { cloudformation } from "../../../src/inputs/cloudformation/input";
import { admissionsIn, readingOf } from "../shared/admissions";

/** One rule of one group, in YAML flow style so that the same text is YAML and, with its quotes, JSON. */
function ingressOf(rule: string): readonly string[] {
  const text = `{"Resources": {"G": {"Type": "AWS::EC2::SecurityGroup", "Properties": {
    "GroupDescription": "for the test", "SecurityGroupIngress": ${rule},
    "SecurityGroupEgress": {"IpProtocol": "tcp", "FromPort": 1, "ToPort": 1, "CidrIp": "10.0.0.0/8"}}}}}`;
  const asJson = admissionsIn(readingOf(cloudformation, { "t.json": text }).facts);
  const asYaml = admissionsIn(readingOf(cloudformation, { "t.yaml": `# YAML\n${text}` }).facts);
  expect(asYaml).toEqual(asJson);
  return asJson
    .filter((line) => line.startsWith("G ingress G.SecurityGroupIngress"))
    .map((line) => line.slice("G ingress G.SecurityGroupIngress".length));
}

const everyone = "0.0.0.0/0 ::/0";
const anything = `nobody..${everyone}`;

/** The letters are rows of the table of what other scanners get wrong. */
const cases: readonly (readonly [name: string, rule: string, lines: readonly string[]])[] = [
  [
    "a port",
    '[{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0"}]',
    ["[0]: 0.0.0.0/0 to tcp 22"],
  ],
  ["a, k: every protocol, no ports", '[{"IpProtocol": -1, "CidrIp": "0.0.0.0/0"}]', ["[0]: 0.0.0.0/0 to any"]],
  [
    "b: members of a group alone",
    '[{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "SourceSecurityGroupId": "sg-1"}]',
    ["[0]: members of sg-1 to tcp 80"],
  ],
  [
    "b: a prefix list alone",
    '[{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "SourcePrefixListId": "pl-1"}]',
    [`[0]: ${anything} to tcp 80, by prefix-list pl-1`],
  ],
  [
    "c: itself and everyone",
    '[{"IpProtocol": "6", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0", "SourceSecurityGroupId": {"Ref": "G"}}]',
    ["[0]: 0.0.0.0/0 to tcp 22", "[0]: members of G to tcp 22"],
  ],
  [
    "d: a prefix list and everyone",
    '[{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0", "SourcePrefixListId": "pl-1"}]',
    [`[0]: 0.0.0.0/0..${everyone} to tcp 22, by prefix-list pl-1`],
  ],
  [
    "e: everyone in two halves",
    `[{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/1"},
      {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "128.0.0.0/1"}]`,
    ["[0]: 0.0.0.0/1 to tcp 22", "[1]: 128.0.0.0/1 to tcp 22"],
  ],
  [
    "f: UDP",
    '[{"IpProtocol": "udp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0"}]',
    ["[0]: 0.0.0.0/0 to udp 22"],
  ],
  [
    "g: ICMP of every type",
    '[{"IpProtocol": "icmp", "FromPort": -1, "ToPort": -1, "CidrIp": "0.0.0.0/0"}]',
    ["[0]: 0.0.0.0/0 to icmp"],
  ],
  [
    "h: every port of TCP",
    '[{"IpProtocol": "tcp", "FromPort": 0, "ToPort": 65535, "CidrIp": "0.0.0.0/0"}]',
    ["[0]: 0.0.0.0/0 to tcp"],
  ],
  ["j: another spelling of everyone", '[{"IpProtocol": "-1", "CidrIpv6": "0::0/0"}]', ["[0]: ::/0 to any"]],
  [
    "l: a number and text",
    '[{"IpProtocol": "tcp", "FromPort": 22, "ToPort": "22", "CidrIp": "0.0.0.0/0"}]',
    ["[0]: 0.0.0.0/0 to tcp 22"],
  ],
  ["n: one map in place of a list", '{"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}', [": 0.0.0.0/0 to any"]],
  ["a list in a list", '[[{"IpProtocol": "-1", "CidrIp": "10.0.0.0/8"}]]', ["[0][0]: 10.0.0.0/8 to any"]],
  ["no rule at all", "[]", []],
  ["an empty map", "{}", []],
  [
    "text in place of a rule",
    '["0.0.0.0/0"]',
    [`[0]: ${anything} to nothing..any, by value a rule that is no mapping`],
  ],
  ["null in place of a list", "null", [`: ${anything} to nothing..any, by value a value that is not written`]],
  ["no protocol", '[{"CidrIp": "10.0.0.0/8"}]', ["[0]: 10.0.0.0/8 to any"]],
  ["nobody named", '[{"IpProtocol": "-1"}]', [`[0]: ${anything} to any, by value a rule that names nobody`]],
  [
    "a list in place of a block",
    '[{"IpProtocol": "-1", "CidrIp": ["10.0.0.0/8"]}]',
    ["[0]: nobody..0.0.0.0/0 to any, by value a list in place of text"],
  ],
  [
    "a port that is none",
    '[{"IpProtocol": "tcp", "FromPort": "ssh", "ToPort": 22, "CidrIp": "10.0.0.0/8"}]',
    ['[0]: 10.0.0.0/8 to tcp 22..tcp 0-22, by value "ssh" is no port'],
  ],
  [
    "a macro within a rule",
    '[{"IpProtocol": "-1", "Fn::Transform": {"Name": "Sources"}}]',
    [`[0]: ${anything} to any, by function Sources`],
  ],
];

test.each(cases)("%s", (_, rule, lines) => {
  expect(ingressOf(rule)).toEqual(lines);
});

const problems: readonly (readonly [name: string, rule: string, code: string, message: string])[] = [
  [
    "text in place of a rule",
    "'everyone'",
    "invalid-value",
    "a rule must be a mapping of IpProtocol, FromPort, ToPort and who may pass",
  ],
  [
    "a list in place of a block",
    "{IpProtocol: -1, CidrIp: [10.0.0.0/8]}",
    "invalid-value",
    "a list stands where text is needed",
  ],
  [
    "no block",
    "{IpProtocol: -1, CidrIp: all}",
    "invalid-value",
    '"all" is no CIDR block; write it as 10.0.0.0/8 or 2001:db8::/32',
  ],
  [
    "a property misspelt",
    "{IpProtocol: -1, CidrIP: 10.0.0.0/8, CidrIp: 10.0.0.0/8}",
    "unrecognised",
    "property CidrIP of an ingress rule is not known to Portcullis: what it opens or closes is not known",
  ],
  [
    "nobody named",
    "{IpProtocol: -1}",
    "invalid-value",
    "this rule names nobody; give it a CIDR block, a prefix list or a security group",
  ],
];

test.each(problems)("%s is said with its place", (_, rule, code, message) => {
  const text = `Resources:
  G:
    Type: AWS::EC2::SecurityGroup
    Properties:
      SecurityGroupIngress:
        - ${rule}
        - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}
`;
  const { problems: said, facts } = readingOf(cloudformation, { "t.yaml": text });
  expect(said).toHaveLength(1);
  expect(said).toMatchObject([{ code, message, at: { file: "t.yaml", line: 6 } }]);
  expect(admissionsIn(facts)).toContain("G ingress G.SecurityGroupIngress[1]: 0.0.0.0/0 to tcp 443");
});

test("a rule stands where it is written, and its focus is the block", () => {
  const text = `Resources:
  G:
    Type: AWS::EC2::SecurityGroup
    Properties:
      SecurityGroupIngress:
        - IpProtocol: tcp
          FromPort: 22
          ToPort: 22
          CidrIp: 0.0.0.0/0
`;
  const [boundary] = readingOf(cloudformation, { "net/t.yaml": text }).facts;
  expect(boundary).toMatchObject({
    kind: "boundary",
    subject: { id: "net/t.yaml#G", name: "G" },
    at: { line: 2, column: 3 },
    admissions: [
      {
        statement: {
          what: "ingress rule",
          name: "G.SecurityGroupIngress[0]",
          at: { line: 6, column: 11 },
          focus: { line: 9, column: 19, endLine: 9, endColumn: 28 },
        },
      },
    ],
  });
});
