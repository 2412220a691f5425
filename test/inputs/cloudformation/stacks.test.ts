import { cloudformation } from "../../../src/inputs/cloudformation/input";
import type { Fact } from "../../../src/model/facts";
import { admissionsIn, readingOf } from "../shared/admissions";
import { networkIn } from "../shared/network-lines";

function read(texts: Readonly<Record<string, string>>) {
  return readingOf(cloudformation, texts);
}

function nesting(id: string, url: string, parameters = "{}"): string {
  return `  ${id}: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ${url}, Parameters: ${parameters}}}\n`;
}

function ingress(facts: readonly Fact[]): readonly string[] {
  return admissionsIn(facts).filter((line) => line.includes(" ingress "));
}

function opaque(facts: readonly Fact[]): readonly string[] {
  return facts.flatMap((fact) => (fact.kind === "opaque" ? [fact.reason.name] : []));
}

const web = `Parameters:
  From: {Type: String, Default: 10.0.0.0/8}
  Ports: {Type: CommaDelimitedList, Default: "80"}
Resources:
  Web:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: web
      SecurityGroupIngress:
        - {Description: a, IpProtocol: tcp, FromPort: !Select [0, !Ref Ports], ToPort: !Select [0, !Ref Ports], CidrIp: !Ref From}
Outputs:
  Group: {Value: !GetAtt Web.GroupId, Export: {Name: web-group}}
  From: {Value: !Ref From}
`;

test("a nested stack is read with what the stack around it gives, and not by itself besides", () => {
  const { facts, problems, sources } = read({
    "app/main.yaml": `Resources:\n${nesting("A", "./parts/web.yaml", "{From: 0.0.0.0/0, Ports: '22,80'}")}${nesting("B", "parts/web.yaml")}`,
    "app/parts/web.yaml": web,
  });
  expect(ingress(facts)).toEqual([
    "A/Web ingress Web.SecurityGroupIngress[0]: 0.0.0.0/0 to tcp 22",
    "B/Web ingress Web.SecurityGroupIngress[0]: 10.0.0.0/8 to tcp 80",
  ]);
  const [first] = facts;
  expect(first).toMatchObject({ subject: { id: "app/main.yaml#A/Web" }, at: { file: "app/parts/web.yaml" } });
  expect(problems).toEqual([]);
  expect(sources.map(({ file }) => file)).toEqual(["app/main.yaml", "app/parts/web.yaml"]);
});

test("stacks nest stacks, and a rule of one is put into the group of another", () => {
  const middle = `Outputs: {Inner: {Value: !GetAtt In.Outputs.Group}}\nResources:\n${nesting("In", "web.yaml")}`;
  const rule =
    "  R: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: !GetAtt M.Outputs.Inner, IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}}\n";
  const { facts, problems } = read({
    "top.yaml": `Resources:\n${nesting("M", "middle.yaml")}${rule}`,
    "middle.yaml": middle,
    "web.yaml": web,
  });
  expect(ingress(facts)).toEqual([
    "M/In/Web ingress Web.SecurityGroupIngress[0]: 10.0.0.0/8 to tcp 80",
    "M/In/Web ingress R: 0.0.0.0/0 to tcp 22",
  ]);
  expect(problems).toEqual([]);
});

const networkStack = `Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Gate: {Type: AWS::EC2::InternetGateway}
  Pub: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, MapPublicIpOnLaunch: true}}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Way: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gate}}
  Has: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref Pub, RouteTableId: !Ref Table}}
Outputs:
  Subnets: {Value: !Join [",", [!Ref Pub]], Export: {Name: !Sub "shared-subnets"}}
  Pair: {Value: !Join [",", [!Ref Pub, !Ref Pub]]}
`;
const machines = `Parameters: {Subnets: {Type: "List<AWS::EC2::Subnet::Id>"}}
Resources:
  G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g}}
  I: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Select [0, !Ref Subnets], SecurityGroupIds: [!Ref G]}}
`;

test.each(["Subnets", "Pair"])("what stands in one nested stack has a way by another, handed on as %s", (output) => {
  const { facts } = read({
    "top.yaml": `Resources:\n${nesting("Net", "net.yaml")}${nesting("App", "app.yaml", `{Subnets: !GetAtt Net.Outputs.${output}}`)}`,
    "net.yaml": networkStack,
    "app.yaml": machines,
  });
  expect(networkIn(facts)).toEqual([
    "App/I behind App/G",
    "App/I in 10.0.1.0/24",
    "App/I from 0.0.0.0/0 along route Way, public IPv4 address of the subnet Pub.MapPublicIpOnLaunch",
  ]);
});

test("what one stack exports another imports, and both lie in one network", () => {
  const importer = machines.replace("!Ref Subnets", "!Split [',', !ImportValue shared-subnets]");
  const { facts } = read({ "app.yaml": importer, "net.yaml": networkStack });
  expect(networkIn(facts)).toContain(
    "I from 0.0.0.0/0 along route Way, public IPv4 address of the subnet Pub.MapPublicIpOnLaunch",
  );
});

const importing = (name: string): string =>
  `Resources: {R: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: !ImportValue ${name}, IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}}}\n`;

test("a rule is put into the group that another stack exports", () => {
  const { facts } = read({ "a.yaml": importing("web-group"), "web.yaml": web });
  expect(ingress(facts)).toEqual([
    "Web ingress Web.SecurityGroupIngress[0]: 10.0.0.0/8 to tcp 80",
    "Web ingress R: 0.0.0.0/0 to tcp 22",
  ]);
});

test.each([
  [
    "two stacks export it",
    { "web.yaml": web, "other.yaml": web },
    "Fn::ImportValue from, which other.yaml and web.yaml export,",
  ],
  ["none does", {}, "Fn::ImportValue from"],
])("an import is unknown by its name where %s", (_, texts, reason) => {
  const exporting = Object.fromEntries(
    Object.entries(texts).map(([path, text]) => [
      path,
      text
        .replace("Name: web-group", "Name: other")
        .replace("{Value: !Ref From}", "{Value: !Ref From, Export: {Name: from}}"),
    ]),
  );
  const { facts } = read({
    "a.yaml":
      "Resources: {R: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: sg-1, IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !ImportValue from}}}\n",
    ...Object.fromEntries(Object.entries(exporting).toSorted()),
  });
  expect(ingress(facts)[0]).toBe(`R ingress R: nobody..0.0.0.0/0 to tcp 22, by function ${reason}`);
});

test("what is open in the stack around stays open, and falls the same way in both", () => {
  const { facts } = read({
    "top.yaml": `Parameters: {Env: {Type: String, AllowedValues: [a, b]}}
Conditions: {IsA: !Equals [!Ref Env, a]}
Resources:
${nesting("N", "web.yaml", "{From: !If [IsA, 0.0.0.0/0, 10.0.0.0/8]}")}`,
    "web.yaml": web,
  });
  expect(ingress(facts)).toEqual([
    "N/Web ingress Web.SecurityGroupIngress[0]: nobody..0.0.0.0/0 to tcp 80, by variable Env".replace(
      "nobody",
      "10.0.0.0/8",
    ),
  ]);
});

test("what a condition may keep away is there perhaps, and what it keeps away is not", () => {
  const { facts } = read({
    "top.yaml": `Parameters: {Env: {Type: String}}
Conditions: {IsA: !Equals [!Ref Env, a], Never: !Equals [x, y]}
Resources:
  N: {Type: AWS::CloudFormation::Stack, Condition: IsA, Properties: {TemplateURL: web.yaml}}
  O: {Type: AWS::CloudFormation::Stack, Condition: Never, Properties: {TemplateURL: web.yaml}}
`,
    "web.yaml": web,
  });
  expect(ingress(facts)).toEqual([
    "N/Web ingress Web.SecurityGroupIngress[0]: nobody..10.0.0.0/8 to nothing..tcp 80, by variable Env",
  ]);
});

test.each([
  ["https://bucket.s3.amazonaws.com/t.yaml", "https://bucket.s3.amazonaws.com/t.yaml, the template of N,"],
  ["!Sub 'https://${AWS::Region}/t.yaml'", "the template of N,"],
  ["../outside.yaml", "../outside.yaml, the template of N, which"],
])("a template at %s is not modelled, by its name", (url, name) => {
  const { facts, problems } = read({ "top.yaml": `Resources:\n${nesting("N", url)}` });
  expect(opaque(facts)).toEqual([name]);
  expect(problems).toEqual([]);
});

test("an output of a stack that is not there is unknown by its name, and one that a template lacks is a mistake", () => {
  const rule = (output: string): string =>
    `  R: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: sg-1, IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !GetAtt N.Outputs.${output}}}\n`;
  const away = read({ "top.yaml": `Resources:\n${nesting("N", "s3://b/t.yaml")}${rule("From")}` });
  expect(ingress(away.facts)).toEqual(["R ingress R: nobody..0.0.0.0/0 to tcp 22, by reference N.Outputs.From"]);
  const lacking = read({ "top.yaml": `Resources:\n${nesting("N", "web.yaml")}${rule("Form")}`, "web.yaml": web });
  expect(lacking.problems).toMatchObject([{ message: "web.yaml has no output Form; add it under Outputs" }]);
});

test("a parameter that a template does not have is said where it is given", () => {
  const { problems } = read({ "top.yaml": `Resources:\n${nesting("N", "web.yaml", "{Form: x}")}`, "web.yaml": web });
  expect(problems).toMatchObject([
    {
      message: "web.yaml has no parameter Form; add it under Parameters, or leave it out",
      at: { file: "top.yaml", line: 2 },
    },
  ]);
});

test("a ring of stacks is said and not followed", () => {
  const { facts, problems } = read({
    "a.yaml": `Resources:\n${nesting("B", "b.yaml")}`,
    "b.yaml": `Resources:\n${nesting("A", "a.yaml")}`,
  });
  expect(problems).toMatchObject([
    { message: "A nests a.yaml, which nests it in turn; it is not followed", at: { file: "b.yaml", line: 2 } },
  ]);
  expect(opaque(facts)).toEqual(["a.yaml, the template of A, which"]);
});

test("stacks that nest deeper than any do are said and not followed", () => {
  const texts = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [`${i}.yaml`, `Resources:\n${nesting("N", `${i + 1}.yaml`)}`]),
  );
  expect(read(texts).problems).toMatchObject([
    { message: "N is one stack too many and is not followed", at: { file: "19.yaml" } },
  ]);
});

test("stacks that grow beyond all measure are said and not followed", () => {
  const texts = Object.fromEntries(
    Array.from({ length: 15 }, (_, i) => [
      `${i}.yaml`,
      `Resources:\n${nesting("A", `${i + 1}.yaml`)}${nesting("B", `${i + 1}.yaml`)}`,
    ]),
  );
  const { problems } = read(texts);
  expect(problems.length).toBeGreaterThan(0);
  for (const { message } of problems) expect(message).toMatch(/^[AB] is one stack too many and is not followed$/);
});

test("stacks that hand values round are unknown where nothing begins", () => {
  const round = `Parameters: {In: {Type: String}}
Resources: {G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, SecurityGroupIngress: {Description: a, IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !Ref In}}}}
Outputs: {Out: {Value: !Ref In}}
`;
  const { facts } = read({
    "top.yaml": `Resources:\n${nesting("A", "r.yaml", "{In: !GetAtt B.Outputs.Out}")}${nesting("B", "r.yaml", "{In: !GetAtt A.Outputs.Out}")}`,
    "r.yaml": round,
  });
  expect(ingress(facts)).toHaveLength(2);
  for (const line of ingress(facts)) expect(line).toContain("by value a value that refers to itself");
});

test("an application of SAM by its path is read as a stack is", () => {
  const application = (location: string): string =>
    `Transform: AWS::Serverless-2016-10-31\nResources: {App: {Type: AWS::Serverless::Application, Properties: {Location: ${location}, Parameters: {From: 0.0.0.0/0}}}}\n`;
  const local = read({ "template.yaml": application("./web.yaml"), "web.yaml": web });
  expect(ingress(local.facts)).toEqual(["App/Web ingress Web.SecurityGroupIngress[0]: 0.0.0.0/0 to tcp 80"]);
  const published = read({ "template.yaml": application("{ApplicationId: 'arn:aws:x', SemanticVersion: 1.0.0}") });
  expect(opaque(published.facts)).toEqual(["the template of App,"]);
});
