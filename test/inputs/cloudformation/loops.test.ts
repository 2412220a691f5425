import { cloudformation } from "../../../src/inputs/cloudformation/input";
import { admissionsIn, readingOf } from "../shared/admissions";

function read(resources: string) {
  const text = `Transform: AWS::LanguageExtensions
Parameters:
  Ports: {Type: CommaDelimitedList, Default: "80,443"}
  Unset: {Type: CommaDelimitedList}
Mappings: {Sources: {office: {Cidrs: [192.0.2.0/24]}, home: {Cidrs: [198.51.100.7/32]}}}
Conditions:
  Fn::ForEach::Ifs: [Port, !Ref Ports, {'Is\${Port}': !Equals [!Ref Port, 80]}]
Resources:
${resources}`;
  return readingOf(cloudformation, { "t.yaml": text });
}

const ingress = "Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: sg-1, IpProtocol: tcp";

const cases: readonly (readonly [name: string, resources: string, lines: readonly string[]])[] = [
  [
    "a loop over a parameter makes a resource for each item",
    `  Fn::ForEach::Rules: [Port, !Ref Ports, {'In\${Port}': {${ingress}, FromPort: !Ref Port, ToPort: {Ref: Port}, CidrIp: !Sub '10.0.0.0/8'}}}]\n`,
    ["In80 ingress In80: 10.0.0.0/8 to tcp 80", "In443 ingress In443: 10.0.0.0/8 to tcp 443"],
  ],
  [
    "names of resources drop what is no letter or digit",
    `  Fn::ForEach::Rules: [Cidr, [10.0.0.0/8], {'In&{Cidr}': {${ingress}, FromPort: 22, ToPort: 22, CidrIp: '\${Cidr}'}}}]\n`,
    ["In100008 ingress In100008: 10.0.0.0/8 to tcp 22"],
  ],
  [
    "a loop in a loop may run over what the outer one gives it",
    `  Fn::ForEach::Outer: [Who, [office, home], {'Fn::ForEach::Inner': [Cidr, !FindInMap [Sources, !Ref Who, Cidrs], {'In\${Who}': {${ingress}, FromPort: 22, ToPort: 22, CidrIp: !Ref Cidr}}}]}]\n`,
    ["Inoffice ingress Inoffice: 192.0.2.0/24 to tcp 22", "Inhome ingress Inhome: 198.51.100.7/32 to tcp 22"],
  ],
  [
    "a loop makes conditions, too",
    `  Fn::ForEach::Rules: [Port, !Ref Ports, {'In\${Port}': {Condition: 'Is\${Port}', ${ingress}, FromPort: !Ref Port, ToPort: !Ref Port, CidrIp: 10.0.0.0/8}}}]\n`,
    ["In80 ingress In80: 10.0.0.0/8 to tcp 80"],
  ],
  [
    "a loop makes properties",
    `  In: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: sg-1, IpProtocol: tcp, CidrIp: 10.0.0.0/8, Fn::ForEach::Ends: [End, [From, To], {'\${End}Port': 22}]}}\n`,
    ["In ingress In: 10.0.0.0/8 to tcp 22"],
  ],
];

test.each(cases)("%s", (_, resources, lines) => {
  const { facts, problems } = read(resources);
  expect(problems).toEqual([]);
  expect(admissionsIn(facts)).toEqual(lines);
  expect(facts.filter(({ kind }) => kind === "opaque")).toEqual([]);
});

test.each([
  ["over what nobody set", "[Port, !Ref Unset, {'In${Port}': {}}]"],
  ["that is none", "[Port]"],
  ["without end", `[A, [${Array.from({ length: 3000 }, (_, i) => i).join()}], {'In\${A}': {Type: AWS::SNS::Topic}}]`],
])("a loop %s puts the template in doubt", (_, loop) => {
  const { facts } = read(`  T: {Type: AWS::SNS::Topic}\n  Fn::ForEach::Rules: ${loop}\n`);
  expect(facts).toMatchObject([{ kind: "opaque", reason: { name: "Fn::ForEach::Rules" } }]);
});

test("what a loop makes stands where the loop says it", () => {
  const { facts } = read(
    `  Fn::ForEach::Rules:\n    - Port\n    - [22]\n    - In\${Port}: {${ingress}, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}}\n`,
  );
  expect(facts[0]).toMatchObject({
    subject: { id: "t.yaml#In22" },
    admissions: [{ statement: { at: { line: 12, column: 7 } } }],
  });
});
