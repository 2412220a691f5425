import { cloudformation } from "../../../src/inputs/cloudformation/input";
import { admissionsIn, readingOf } from "../shared/admissions";

const sections = `Parameters:
  Cidr: {Type: String, Default: 10.0.0.0/8}
  Open: {Type: String}
  Size: {Type: String, AllowedValues: [small, large]}
  Ports: {Type: CommaDelimitedList, Default: "80, 443"}
  Numbers: {Type: List<Number>, Default: "8080"}
  Stored: {Type: AWS::SSM::Parameter::Value<String>, Default: /network/cidr}
  Stage: {Type: String, Default: prod}
Mappings:
  Networks:
    small: {cidr: 10.1.0.0/16}
    large: {cidr: 10.0.0.0/15}
Conditions:
  Production: !Equals [!Ref Stage, prod]
  Undecided: !Equals [!Ref Open, "yes"]
  Small: !Equals [!Ref Size, small]
  NotUndecided: !Not [!Condition Undecided]
  Never: !And [!Condition Undecided, !Condition NotUndecided]
  Always: !Or [!Condition Undecided, !Condition NotUndecided]
  Round: !Not [!Condition Round]
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.9.0.0/16}}
  Address: {Type: AWS::EC2::EIP}
  List: {Type: AWS::EC2::PrefixList, Properties: {Entries: [{Cidr: 10.1.0.0/16}, {Cidr: !Ref Open}]}}
`;

/** What a block, in both spellings of functions, lets in. */
function peerOf(property: string): string | undefined {
  const text = `${sections}  G:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: for the test
      SecurityGroupIngress: {IpProtocol: tcp, FromPort: 22, ToPort: 22, ${property}}
`;
  const lines = admissionsIn(readingOf(cloudformation, { "t.yaml": text }).facts);
  return lines.find((line) => line.startsWith("G ingress"))?.slice("G ingress G.SecurityGroupIngress: ".length);
}

const unknown = "nobody..0.0.0.0/0 to tcp 22, by";

const cases: readonly (readonly [expression: string, line: string])[] = [
  ["!Ref Cidr", "10.0.0.0/8 to tcp 22"],
  ["{Ref: Cidr}", "10.0.0.0/8 to tcp 22"],
  ["!Ref Open", `${unknown} variable Open`],
  ["!Ref Stored", `${unknown} variable Stored`],
  ["!Ref AWS::Region", `${unknown} variable AWS::Region`],
  ["!Ref Nothing", `${unknown} reference Nothing`],
  ["!Ref Address", `${unknown} reference Address`],
  ["!GetAtt Vpc.CidrBlock", "10.9.0.0/16 to tcp 22"],
  ["{Fn::GetAtt: [Vpc, CidrBlock]}", "10.9.0.0/16 to tcp 22"],
  ["!GetAtt Address.PublicIp", `${unknown} reference Address.PublicIp`],
  ["!Sub '${Cidr}'", "10.0.0.0/8 to tcp 22"],
  ["!Sub '10.${Part}.0.0/16'", `${unknown} reference Part`],
  ["!Sub ['10.${Part}.0.0/16', {Part: 7}]", "10.7.0.0/16 to tcp 22"],
  ["{Fn::Sub: ['${A}/${B}', {A: 10.0.0.0, B: 8}]}", "10.0.0.0/8 to tcp 22"],
  ["!Sub '${!Cidr}'", 'nobody..0.0.0.0/0 to tcp 22, by value "${Cidr}" is no CIDR block'],
  ["!Sub '${Address}/32'", `${unknown} reference Address`],
  ["!Join ['.', [10, 0, 0, 0/8]]", "10.0.0.0/8 to tcp 22"],
  ["!Join ['', [!Ref Open, /8]]", `${unknown} variable Open`],
  ["!Select [1, [10.0.0.0/8, 192.168.0.0/16]]", "192.168.0.0/16 to tcp 22"],
  ["!Select [0, !Split [',', '10.0.0.0/8,0.0.0.0/0']]", "10.0.0.0/8 to tcp 22"],
  ["!Select [5, [10.0.0.0/8]]", `${unknown} function Fn::Select`],
  ["!Select [1, !Cidr [10.0.0.0/16, 2, 8]]", "10.0.1.0/24 to tcp 22"],
  ["!Select [2, {Fn::Cidr: [!GetAtt Vpc.CidrBlock, '4', '12']}]", "10.9.32.0/20 to tcp 22"],
  ["!Select [0, !Cidr [10.0.0.0/16, 2]]", `${unknown} function Fn::Cidr`],
  ["!Select [0, !Cidr [!Ref Open, 2, 8]]", `${unknown} variable Open`],
  ["!Select [0, !Cidr [10.0.0.0/24, 3, 7]]", `${unknown} function Fn::Cidr`],
  ["!Select [!Length [a, b], [10.0.0.0/8, 10.0.0.0/9, 10.0.0.0/10]]", "10.0.0.0/10 to tcp 22"],
  ["!Select [!Length {Ref: Ports}, [10.0.0.0/8, 10.0.0.0/9, 10.0.0.0/10]]", "10.0.0.0/10 to tcp 22"],
  ["!Select [!Length {Ref: Open}, [10.0.0.0/8]]", `${unknown} variable Open`],
  ["!Select [0, !GetAZs '']", `${unknown} function Fn::GetAZs`],
  ["!Select [1, !Split ['\"', !ToJsonString [10.0.0.0/8]]]", "10.0.0.0/8 to tcp 22"],
  ["!ToJsonString [!Ref Open]", `${unknown} function Fn::ToJsonString`],
  ["!FindInMap [Networks, small, cidr]", "10.1.0.0/16 to tcp 22"],
  ["!FindInMap [Networks, !Ref AWS::Region, cidr]", "10.1.0.0/16..10.0.0.0/15 to tcp 22, by variable AWS::Region"],
  ["!FindInMap [Networks, !Ref Size, cidr]", "10.1.0.0/16..10.0.0.0/15 to tcp 22, by variable Size"],
  ["!FindInMap [Networks, huge, cidr]", `${unknown} function Fn::FindInMap`],
  ["!FindInMap [Networks, huge, cidr, {DefaultValue: 10.3.0.0/16}]", "10.3.0.0/16 to tcp 22"],
  ["!ImportValue net-Cidr", `${unknown} function Fn::ImportValue net-Cidr`],
  ["!Base64 10.0.0.0/8", 'nobody..0.0.0.0/0 to tcp 22, by value "MTAuMC4wLjAvOA==" is no CIDR block'],
  ["!Base64 {Ref: Open}", `${unknown} variable Open`],
  ["!If [Production, 10.0.0.0/8, 0.0.0.0/0]", "10.0.0.0/8 to tcp 22"],
  ["!If [Undecided, 10.0.0.0/8, 0.0.0.0/0]", "10.0.0.0/8..0.0.0.0/0 to tcp 22, by variable Open"],
  ["!If [Undecided, 10.0.0.0/8, 10.0.0.0/8]", "10.0.0.0/8 to tcp 22"],
  ["!If [Never, 0.0.0.0/0, 10.0.0.0/8]", "10.0.0.0/8 to tcp 22"],
  ["!If [Always, 10.0.0.0/8, 0.0.0.0/0]", "10.0.0.0/8 to tcp 22"],
  ["!If [Missing, 10.0.0.0/8, 0.0.0.0/0]", "10.0.0.0/8..0.0.0.0/0 to tcp 22, by reference condition Missing"],
  ["!If [Undecided, !If [NotUndecided, 0.0.0.0/0, 10.0.0.0/8], 10.0.0.0/8]", "10.0.0.0/8 to tcp 22"],
  ["'{{resolve:ssm:/network/cidr}}'", `${unknown} reference {{resolve:ssm:/network/cidr}}`],
];

test.each(cases)("CidrIp: %s", (expression, line) => {
  expect(peerOf(`CidrIp: ${expression}`)).toBe(line);
});

test("a condition that asks itself is unknown and ends", () => {
  expect(peerOf("CidrIp: !If [Round, 10.0.0.0/8, 0.0.0.0/0]")).toMatch(
    /^10.0.0.0\/8..0.0.0.0\/0 to tcp 22, by reference/,
  );
});

test("AWS::NoValue takes a property away", () => {
  expect(peerOf("CidrIp: 10.0.0.0/8, CidrIpv6: !Ref AWS::NoValue")).toBe("10.0.0.0/8 to tcp 22");
});

test("what one condition decides falls together", () => {
  const block = "CidrIp: !If [Undecided, 0.0.0.0/0, !Ref AWS::NoValue]";
  const group = "SourceSecurityGroupId: !If [Undecided, !Ref AWS::NoValue, sg-1]";
  expect(peerOf(`${block}, ${group}`)).toBe("nobody..0.0.0.0/0 to tcp 22, by variable Open");
});

test("a prefix list of the template is read, and what is open in it stays open", () => {
  const everyone = "0.0.0.0/0 ::/0";
  expect(peerOf("SourcePrefixListId: !Ref List")).toBe(`10.1.0.0/16..${everyone} to tcp 22, by variable Open`);
  expect(peerOf("SourcePrefixListId: !GetAtt List.PrefixListId")).toBe(
    `10.1.0.0/16..${everyone} to tcp 22, by variable Open`,
  );
});

test.each([
  ["as many blocks as are asked for", "!Select [1, !Cidr ['2001:db8::/56', 2, 64]]", "2001:db8:0:1::/64"],
  ["the first of them", "!Select [0, !Cidr ['2001:db8::/56', '8', '64']]", "2001:db8::/64"],
])("Fn::Cidr cuts IPv6 blocks into %s", (_, expression, block) => {
  expect(peerOf(`CidrIpv6: ${expression}`)).toBe(`${block} to tcp 22`);
});

test("users say in which region it is", () => {
  const text = `Mappings: {Nets: {eu-west-1: {cidr: 10.5.0.0/16}, us-east-1: {cidr: 10.6.0.0/16}}}
Resources:
  G: {Type: AWS::EC2::SecurityGroup, Properties: {SecurityGroupIngress: {IpProtocol: -1, CidrIp: !FindInMap [Nets, !Ref AWS::Region, cidr]}}}
`;
  const { facts } = readingOf(cloudformation, { "t.yaml": text }, { "AWS::Region": "eu-west-1" });
  expect(admissionsIn(facts)[0]).toBe("G ingress G.SecurityGroupIngress: 10.5.0.0/16 to any");
});

test("users say what a parameter is", () => {
  const text = `${sections}  G: {Type: AWS::EC2::SecurityGroup, Properties: {SecurityGroupIngress: {IpProtocol: -1, CidrIp: !Ref Open}}}\n`;
  const { facts } = readingOf(cloudformation, { "t.yaml": text }, { Open: "10.2.0.0/16" });
  expect(admissionsIn(facts)[0]).toBe("G ingress G.SecurityGroupIngress: 10.2.0.0/16 to any");
});

describe("ports", () => {
  const portCases: readonly (readonly [ports: string, traffic: string])[] = [
    ["FromPort: !Select [0, !Ref Ports], ToPort: !Select [1, !Ref Ports]", "tcp 80-443"],
    ["FromPort: !Select [0, !Ref Numbers], ToPort: 8081", "tcp 8080-8081"],
    ["FromPort: !Ref Open, ToPort: 1024", "tcp 1024..tcp 0-1024, by variable Open"],
    ["FromPort: !If [Small, 80, 443], ToPort: !If [Small, 80, 443]", "nothing..tcp 80,443, by variable Size"],
    ["FromPort: !If [Undecided, 22, 20], ToPort: 23", "tcp 22-23..tcp 20-23, by variable Open"],
  ];
  test.each(portCases)("m: %s", (ports, traffic) => {
    const rule = `{IpProtocol: tcp, CidrIp: 10.0.0.0/8, ${ports}}`;
    const text = `${sections}  G: {Type: AWS::EC2::SecurityGroup, Properties: {SecurityGroupIngress: ${rule}}}\n`;
    const [line] = admissionsIn(readingOf(cloudformation, { "t.yaml": text }).facts);
    expect(line).toBe(`G ingress G.SecurityGroupIngress: 10.0.0.0/8 to ${traffic}`);
  });
});
