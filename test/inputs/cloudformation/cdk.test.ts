import { cloudformation } from "../../../src/inputs/cloudformation/input";
import { admissionsIn, readingOf } from "../shared/admissions";

const group = (logicalId: string, cidr: unknown): string =>
  JSON.stringify({
    Parameters: { From: { Type: "String", Default: "10.0.0.0/8" } },
    Resources: {
      [logicalId]: {
        Type: "AWS::EC2::SecurityGroup",
        Properties: {
          GroupDescription: "g",
          SecurityGroupIngress: [{ Description: "d", IpProtocol: "tcp", FromPort: 22, ToPort: 22, CidrIp: cidr }],
          SecurityGroupEgress: [{ Description: "d", IpProtocol: "tcp", FromPort: 443, ToPort: 443, CidrIp: cidr }],
        },
        Metadata: { "aws:cdk:path": `App/${logicalId}/Resource` },
      },
      CDKMetadata: { Type: "AWS::CDK::Metadata", Properties: { Analytics: "v2" } },
    },
  });

const nesting = JSON.stringify({
  Resources: {
    NestedResource: {
      Type: "AWS::CloudFormation::Stack",
      Properties: {
        TemplateURL: { "Fn::Sub": "https://s3.${AWS::Region}.${AWS::URLSuffix}/cdk-assets-${AWS::AccountId}/0a.json" },
        Parameters: { From: "0.0.0.0/0" },
      },
      Metadata: { "aws:asset:path": "AppNested.nested.template.json", "aws:asset:property": "TemplateURL" },
    },
  },
});

const manifest = JSON.stringify({ version: "36.0.0", artifacts: {} });

function read(texts: Readonly<Record<string, string>>) {
  const { facts, problems, sources } = readingOf(cloudformation, texts);
  return {
    ingress: admissionsIn(facts).filter((line) => line.includes(" ingress ")),
    problems: problems.map(({ message, at }) => `${at.kind === "file" ? at.file : ""}: ${message}`),
    files: sources.map(({ file }) => file),
  };
}

test("a nested stack is read from the asset that the assembly has of it", () => {
  expect(
    read({
      "cdk.out/App.template.json": nesting,
      "cdk.out/AppNested.nested.template.json": group("Web", { Ref: "From" }),
      "cdk.out/manifest.json": manifest,
    }),
  ).toMatchObject({
    ingress: ["NestedResource/Web ingress Web.SecurityGroupIngress[0]: 0.0.0.0/0 to tcp 22"],
    problems: [],
  });
});

test("a stack that an assembly and those in it have twice is read once, and copies elsewhere are stacks of their own", () => {
  const text = group("Web", "0.0.0.0/0");
  const texts = {
    "cdk.out/App.template.json": text,
    "cdk.out/assembly-Prod/App.template.json": text,
    "cdk.out/assembly-Prod/manifest.json": manifest,
    "cdk.out/manifest.json": manifest,
    "copy/App.template.json": text,
  };
  expect(read(texts).files).toEqual(["cdk.out/App.template.json", "copy/App.template.json"]);
});

const application = JSON.stringify({ app: "npx ts-node bin/app.ts" });

test.each([
  ["whose output is not there", { "cdk.json": application }, "name cdk.out too"],
  ["in a folder", { "infra/cdk.json": application, "t.json": group("G", "9.9.9.9/32") }, "name infra/cdk.out too"],
  ["with an output elsewhere", { "cdk.json": '{"app": "x", "output": "build/out"}' }, "name build/out too"],
])("an application of the CDK %s is not looked at, and says so", (_, texts, end) => {
  const { problems } = read(texts);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(new RegExp(`^(infra/)?cdk.json: the templates of this CDK application .* ${end}$`));
});

test.each([
  [{ "cdk.json": application, "cdk.out/App.template.json": group("G", "9.9.9.9/32") }],
  [{ "cdk.json": '{"context": {}}' }],
  [{ "cdk.json": "not JSON" }],
])("an application of the CDK that is there, and what is none, say nothing", (texts) => {
  expect(read(texts).problems).toEqual([]);
});
