import { cloudformation } from "../../../src/inputs/cloudformation/input";
import { admissionsIn, readingOf } from "../shared/admissions";

function read(resources: string) {
  const text = `Parameters:\n  Acl: {Type: String}\n  Number: {Type: Number}\n  Action: {Type: String, AllowedValues: [allow, deny]}\n  Open: {Type: String}\nConditions: {Undecided: !Equals [!Ref Open, "yes"]}\nResources:\n${resources}`;
  return readingOf(cloudformation, { "t.yaml": text });
}

const acl = "  A: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: vpc-1}}\n";
const ssh = "Protocol: 6, PortRange: {From: 22, To: 22}, CidrBlock: 0.0.0.0/0";
function entry(name: string, more: string, head = ""): string {
  return `  ${name}: {Type: AWS::EC2::NetworkAclEntry${head}, Properties: {NetworkAclId: !Ref A, ${more}}}\n`;
}

const cases: readonly (readonly [name: string, resources: string, lines: readonly string[]])[] = [
  ["without rules lets nothing pass", acl, []],
  [
    "a rule is for what comes in",
    acl + entry("R", `RuleNumber: 1, RuleAction: allow, ${ssh}`),
    ["A ingress R: 0.0.0.0/0 to tcp 22"],
  ],
  [
    "Egress that is text",
    acl + entry("R", `RuleNumber: 1, RuleAction: ALLOW, Egress: 'true', ${ssh}`),
    ["A egress R: 0.0.0.0/0 to tcp 22"],
  ],
  [
    "rules stand in order of number, which may be text",
    acl +
      entry("R", `RuleNumber: '200', RuleAction: allow, ${ssh}`) +
      entry("S", `RuleNumber: 30, RuleAction: deny, ${ssh}`),
    ["A ingress S: 0.0.0.0/0 to tcp 22", "A ingress R: 0.0.0.0/0 to tcp 22"],
  ],
  [
    "every protocol, over IPv6",
    acl +
      entry(
        "R",
        "RuleNumber: 1, RuleAction: allow, Protocol: -1, Ipv6CidrBlock: '::/0', PortRange: {From: 443, To: 443}",
      ),
    ["A ingress R: ::/0 to any"],
  ],
  [
    "ICMP by type and code",
    acl + entry("R", "RuleNumber: 1, RuleAction: allow, Protocol: 1, Icmp: {Type: 8, Code: -1}, CidrBlock: 10.0.0.0/8"),
    ["A ingress R: 10.0.0.0/8 to icmp 2048-2303"],
  ],
  [
    "a range with one end",
    acl + entry("R", "RuleNumber: 1, RuleAction: allow, Protocol: 6, PortRange: {From: 1024}, CidrBlock: 10.0.0.0/8"),
    ["A ingress R: 10.0.0.0/8 to tcp 1024-65535"],
  ],
  [
    "a rule that may not be there",
    acl + entry("R", `RuleNumber: 1, RuleAction: allow, ${ssh}`, ", Condition: Undecided"),
    ["A ingress R: 0.0.0.0/0 to nothing..tcp 22, by variable Open"],
  ],
  [
    "a number that is not known is first in doubt where another rule may deny",
    acl +
      entry("R", `RuleNumber: !Ref Number, RuleAction: allow, ${ssh}`) +
      entry("S", `RuleNumber: 30, RuleAction: deny, ${ssh}`),
    ["A ingress R: 0.0.0.0/0 to nothing..tcp 22, by variable Number", "A ingress S: 0.0.0.0/0 to tcp 22"],
  ],
  [
    "an action that is not known",
    acl + entry("R", `RuleNumber: 1, RuleAction: !Ref Action, ${ssh}`),
    ["A ingress R: 0.0.0.0/0 to nothing..tcp 22, by variable Action"],
  ],
  [
    "a direction that is not known",
    acl + entry("R", `RuleNumber: 1, RuleAction: allow, Egress: !Ref Open, ${ssh}`),
    [
      "A ingress R: 0.0.0.0/0 to nothing..tcp 22, by variable Open",
      "A egress R: 0.0.0.0/0 to nothing..tcp 22, by variable Open",
    ],
  ],
  [
    "sources that a condition chooses between",
    acl +
      entry(
        "R",
        "RuleNumber: 1, RuleAction: allow, Protocol: 6, PortRange: {From: 22, To: 22}, CidrBlock: !If [Undecided, 0.0.0.0/0, 10.0.0.0/8]",
      ),
    ["A ingress R: 10.0.0.0/8..0.0.0.0/0 to tcp 22, by variable Open"],
  ],
  [
    "a rule that names nobody may be for anyone",
    acl + entry("R", "RuleNumber: 1, RuleAction: allow, Protocol: 6, PortRange: {From: 22, To: 22}"),
    ["A ingress R: nobody..0.0.0.0/0 ::/0 to tcp 22, by value a rule that names nobody"],
  ],
  [
    "a rule for an ACL elsewhere stands for itself",
    `  R: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: !Ref Acl, RuleNumber: 1, RuleAction: allow, ${ssh}}}\n`,
    ["R ingress R: 0.0.0.0/0 to tcp 22"],
  ],
  [
    "rules for one ACL elsewhere belong together",
    `  R: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: !Ref Acl, RuleNumber: 2, RuleAction: allow, ${ssh}}}\n` +
      `  S: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: !Ref Acl, RuleNumber: 1, RuleAction: deny, ${ssh}}}\n`,
    ["Acl ingress S: 0.0.0.0/0 to tcp 22", "Acl ingress R: 0.0.0.0/0 to tcp 22"],
  ],
  [
    "a rule for one of two ACLs is in each perhaps",
    `${acl}  R: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: !If [Undecided, !Ref A, acl-1], RuleNumber: 1, RuleAction: allow, ${ssh}}}\n`,
    [
      "A ingress R: 0.0.0.0/0 to nothing..tcp 22, by variable Open",
      "R ingress R: 0.0.0.0/0 to nothing..tcp 22, by variable Open",
    ],
  ],
  [
    "the default ACL of a VPC lets everything pass after what is put before it",
    `  V: {Type: AWS::EC2::VPC}\n  R: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: !GetAtt V.DefaultNetworkAcl, RuleNumber: 10, RuleAction: deny, ${ssh}}}\n`,
    [
      "V.DefaultNetworkAcl ingress R: 0.0.0.0/0 to tcp 22",
      "V.DefaultNetworkAcl ingress V.DefaultNetworkAcl rule 100: 0.0.0.0/0 to any",
      "V.DefaultNetworkAcl egress V.DefaultNetworkAcl rule 100: 0.0.0.0/0 to any",
    ],
  ],
];

test.each(cases)("%s", (_, resources, lines) => {
  expect(admissionsIn(read(resources).facts)).toEqual(lines);
});

test.each([
  ["a number that is taken", [1, 1], ["rule 1 of A is R already; give S a number of its own"]],
  [
    "a number out of range",
    [0, 40000],
    ["0 is no rule number: they are 1 to 32766", "40000 is no rule number: they are 1 to 32766"],
  ],
])("%s is said", (_, [first, second], problems) => {
  const rules =
    entry("R", `RuleNumber: ${first}, RuleAction: allow, ${ssh}`) +
    entry("S", `RuleNumber: ${second}, RuleAction: deny, ${ssh}`);
  expect(read(acl + rules).problems.map(({ message }) => message)).toEqual(problems);
});

test("a direction without rules is closed, and each statement has its place", () => {
  const { facts } = read(acl + entry("R", `RuleNumber: 1, RuleAction: allow, ${ssh}`));
  const shared = { kind: "boundary", layer: "network-acl", decides: "first-match", otherwise: "deny" };
  expect(facts).toMatchObject([
    {
      ...shared,
      subject: { id: "t.yaml#A" },
      direction: "ingress",
      admissions: [
        { statement: { what: "ingress rule", at: { line: 9, column: 3 }, focus: { line: 9, column: 164 } } },
      ],
    },
    { ...shared, direction: "egress", admissions: [] },
  ]);
});
