import { cloudformation } from "../../../src/inputs/cloudformation/input";
import { admissionsIn, readingOf, traitsIn } from "../shared/admissions";

function read(resources: string) {
  return readingOf(cloudformation, {
    "t.yaml": `Parameters:
  Outside: {Type: AWS::EC2::SecurityGroup::Id}
Conditions:
  Undecided: !Equals [!Ref Outside, sg-1]
  Never: !Equals [a, b]
Resources:
${resources}`,
  });
}

const group = "  G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: web, GroupName: web}}\n";
const tcp22 = "IpProtocol: tcp, FromPort: 22, ToPort: 22, Description: admin";
const byDefault = "G egress G.egress: 0.0.0.0/0 ::/0 to any";

const cases: readonly (readonly [name: string, resources: string, lines: readonly string[]])[] = [
  ["a group without rules lets everything out", group, [byDefault]],
  [
    "an empty list of egress rules leaves the default",
    "  G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: web, SecurityGroupEgress: []}}\n",
    [byDefault],
  ],
  [
    "an egress rule takes the default's place",
    "  G: {Type: AWS::EC2::SecurityGroup, Properties: {SecurityGroupEgress: {IpProtocol: udp, FromPort: 53, ToPort: 53, CidrIp: 10.0.0.2/32}}}\n",
    ["G egress G.SecurityGroupEgress: 10.0.0.2/32 to udp 53"],
  ],
  [
    "an egress rule of its own takes the default's place, too",
    `${group}  Out: {Type: AWS::EC2::SecurityGroupEgress, Properties: {GroupId: !GetAtt G.GroupId, IpProtocol: -1, DestinationSecurityGroupId: !Ref G}}\n`,
    ["G egress Out: members of G to any"],
  ],
  [
    "an egress rule that may not be there may leave the default",
    "  G: {Type: AWS::EC2::SecurityGroup, Properties: {SecurityGroupEgress: [!If [Undecided, {IpProtocol: -1, CidrIp: 10.0.0.0/8}, !Ref AWS::NoValue]]}}\n",
    [
      "G egress G.egress: nobody..0.0.0.0/0 ::/0 to nothing..any, by variable Outside",
      "G egress G.SecurityGroupEgress[0]: nobody..10.0.0.0/8 to nothing..any, by variable Outside",
    ],
  ],
  [
    "a rule is added by Ref",
    `${group}  In: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: !Ref G, ${tcp22}, CidrIp: 0.0.0.0/0}}\n`,
    ["G ingress In: 0.0.0.0/0 to tcp 22", byDefault],
  ],
  [
    "a rule is added by name",
    `${group}  In: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupName: web, ${tcp22}, CidrIp: 0.0.0.0/0}}\n`,
    ["G ingress In: 0.0.0.0/0 to tcp 22", byDefault],
  ],
  [
    "r: a rule for a group outside of the template stands by itself",
    `  In: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: !Ref Outside, ${tcp22}, CidrIp: 0.0.0.0/0}}\n`,
    ["In ingress In: 0.0.0.0/0 to tcp 22"],
  ],
  [
    "a rule for a group that another resource makes stands by itself",
    `  C: {Type: AWS::EKS::Cluster}\n  In: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: !GetAtt C.ClusterSecurityGroupId, ${tcp22}, CidrIp: 0.0.0.0/0}}\n`,
    ["In ingress In: 0.0.0.0/0 to tcp 22"],
  ],
  [
    "a rule without a group stands by itself",
    `  In: {Type: AWS::EC2::SecurityGroupIngress, Properties: {${tcp22}, CidrIp: 0.0.0.0/0}}\n`,
    ["In ingress In: 0.0.0.0/0 to tcp 22"],
  ],
  [
    "an egress rule that stands by itself",
    "  Out: {Type: AWS::EC2::SecurityGroupEgress, Properties: {GroupId: !Ref Outside, IpProtocol: -1, CidrIpv6: '::/0'}}\n",
    ["Out egress Out: ::/0 to any"],
  ],
  [
    "a rule that goes to one of two groups is in each perhaps",
    `${group}  In: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: !If [Undecided, !Ref G, !Ref Outside], ${tcp22}, CidrIp: 0.0.0.0/0}}\n`,
    [
      "G ingress In: nobody..0.0.0.0/0 to nothing..tcp 22, by variable Outside",
      byDefault,
      "In ingress In: nobody..0.0.0.0/0 to nothing..tcp 22, by variable Outside",
    ],
  ],
  [
    "a rule under a condition that never holds is not made",
    `${group}  In: {Type: AWS::EC2::SecurityGroupIngress, Condition: Never, Properties: {GroupId: !Ref G, ${tcp22}, CidrIp: 0.0.0.0/0}}\n`,
    [byDefault],
  ],
  [
    "a rule under an undecided condition is there perhaps",
    `${group}  In: {Type: AWS::EC2::SecurityGroupIngress, Condition: Undecided, Properties: {GroupId: !Ref G, ${tcp22}, CidrIp: 0.0.0.0/0}}\n`,
    ["G ingress In: nobody..0.0.0.0/0 to nothing..tcp 22, by variable Outside", byDefault],
  ],
  [
    "a group under a condition that never holds is not made",
    "  G: {Type: AWS::EC2::SecurityGroup, Condition: Never, Properties: {SecurityGroupIngress: {IpProtocol: -1, CidrIp: 0.0.0.0/0}}}\n",
    [],
  ],
  [
    "lists that a condition chooses between",
    `  G: {Type: AWS::EC2::SecurityGroup, Properties: {SecurityGroupIngress: !If [Undecided, [{${tcp22}, CidrIp: 10.0.0.0/8}], [{${tcp22}, CidrIp: 0.0.0.0/0}]]}}\n`,
    [
      "G ingress G.SecurityGroupIngress[0]: nobody..10.0.0.0/8 to nothing..tcp 22, by variable Outside",
      "G ingress G.SecurityGroupIngress[0]: nobody..0.0.0.0/0 to nothing..tcp 22, by variable Outside",
      byDefault,
    ],
  ],
  [
    "rules that a condition chooses between are one rule, known in part",
    `  G: {Type: AWS::EC2::SecurityGroup, Properties: {SecurityGroupIngress: [!If [Undecided, {${tcp22}, CidrIp: 10.0.0.0/8}, {${tcp22}, CidrIp: 0.0.0.0/0}]]}}\n`,
    ["G ingress G.SecurityGroupIngress[0]: 10.0.0.0/8..0.0.0.0/0 to tcp 22, by variable Outside", byDefault],
  ],
  [
    "a group whose properties are no mapping may let in anything",
    "  G: {Type: AWS::EC2::SecurityGroup, Properties: [web]}\n",
    [
      "G ingress G.SecurityGroupIngress: nobody..0.0.0.0/0 ::/0 to nothing..any, by value a list in place of a mapping",
      "G egress G.SecurityGroupEgress: nobody..0.0.0.0/0 ::/0 to nothing..any, by value a list in place of a mapping",
    ],
  ],
];

test.each(cases)("%s", (_, resources, lines) => {
  expect(admissionsIn(read(resources).facts)).toEqual(lines);
});

describe("traits", () => {
  const traitCases: readonly (readonly [name: string, resources: string, traits: readonly string[]])[] = [
    [
      "a described group and rule",
      `${group}  In: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: !Ref G, ${tcp22}, CidrIp: 10.0.0.0/8}}\n`,
      [],
    ],
    [
      "a rule that says nothing",
      "  G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: web, SecurityGroupIngress: [{IpProtocol: -1, CidrIp: 10.0.0.0/8}]}}\n",
      ["G no-description"],
    ],
    [
      "a group that says nothing",
      "  G: {Type: AWS::EC2::SecurityGroup, Properties: {SecurityGroupEgress: []}}\n",
      ["G no-description"],
    ],
    [
      "a rule in a default group",
      `  V: {Type: AWS::EC2::VPC}\n  In: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: !GetAtt V.DefaultSecurityGroup, ${tcp22}, CidrIp: 10.0.0.0/8}}\n`,
      ["V.DefaultSecurityGroup default-boundary-admits"],
    ],
    [
      "two rules in a default group, of which one may not be there",
      `  V: {Type: AWS::EC2::VPC}\n  A: {Type: AWS::EC2::SecurityGroupIngress, Condition: Undecided, Properties: {GroupId: !GetAtt V.DefaultSecurityGroup, ${tcp22}, CidrIp: 10.0.0.0/8}}\n  B: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: !GetAtt V.DefaultSecurityGroup, ${tcp22}, CidrIp: 10.0.0.0/8}}\n`,
      ["V.DefaultSecurityGroup default-boundary-admits"],
    ],
    [
      "a rule in a default group, perhaps",
      `  V: {Type: AWS::EC2::VPC}\n  In: {Type: AWS::EC2::SecurityGroupIngress, Condition: Undecided, Properties: {GroupId: !GetAtt [V, DefaultSecurityGroup], ${tcp22}, CidrIp: 10.0.0.0/8}}\n`,
      ["V.DefaultSecurityGroup default-boundary-admits perhaps, by variable Outside"],
    ],
  ];
  test.each(traitCases)("%s", (_, resources, traits) => {
    expect(traitsIn(read(resources).facts)).toEqual(traits);
  });
});

test("a description without a word in it is none", () => {
  const described = (text: string): readonly string[] =>
    traitsIn(read(`  G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: ${text}}}`).facts);
  expect(described("''")).toEqual(["G no-description"]);
  expect(described("web")).toEqual([]);
});

const attached = `  Used: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g}}
  I: {Type: AWS::EC2::Instance, Properties: {SecurityGroupIds: [!Ref Used]}}
  Idle: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g}}
`;
const rule =
  "  R: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: !Ref Used, SourceSecurityGroupId: !Ref Idle, IpProtocol: '-1', Description: d}}\n";

test.each([
  ["that stands before nothing", "", ["Idle stands-before-nothing"]],
  ["that only rules speak of", rule, ["Idle stands-before-nothing"]],
  ["that something not modelled speaks of", "  X: {Type: Custom::X, Properties: {Group: !Sub 'a-${Idle}'}}\n", []],
  ["that is handed out", "Outputs: {G: {Value: !GetAtt Idle.GroupId}}\n", []],
  [
    "beside groups that are not known",
    "  J: {Type: AWS::EC2::Instance, Properties: {SecurityGroupIds: [!ImportValue g]}}\n",
    [],
  ],
  ["in a template that a macro rewrites", "Transform: Mine\n", []],
])("a group %s", (_, more, traits) => {
  const { facts } = readingOf(cloudformation, { "t.yaml": `Resources:\n${attached}${more}` });
  expect(traitsIn(facts)).toEqual(traits);
});
