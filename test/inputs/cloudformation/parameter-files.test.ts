import { cloudformation } from "../../../src/inputs/cloudformation/input";
import { admissionsIn, readingOf } from "../shared/admissions";

const template = `Parameters:
  Cidr: {Type: String}
  Port: {Type: Number, Default: 22}
  Ports: {Type: CommaDelimitedList, Default: "1,2"}
Resources:
  G: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: sg-1, IpProtocol: tcp, FromPort: !Ref Port, ToPort: !Ref Port, CidrIp: !Ref Cidr}}
`;
const listed = '[{"ParameterKey": "Cidr", "ParameterValue": "10.0.0.0/8"}]';
const unset = "nobody..0.0.0.0/0 to tcp 22, by variable Cidr";

const cases: readonly (readonly [name: string, files: Readonly<Record<string, string>>, line: string])[] = [
  ["as create-stack takes it", { "net/web.parameters.json": listed }, "10.0.0.0/8 to tcp 22"],
  ["as deploy takes it", { "net/web-params.json": '["Cidr=10.0.0.0/8", "Port=443"]' }, "10.0.0.0/8 to tcp 443"],
  [
    "as CodePipeline takes it",
    { "net/web.json": '{"Parameters": {"Cidr": "10.0.0.0/8", "Port": 80}}' },
    "10.0.0.0/8 to tcp 80",
  ],
  ["in a folder of its own", { "net/parameters/web.json": listed }, "10.0.0.0/8 to tcp 22"],
  [
    "for each of two stages",
    {
      "net/web-params-dev.json": '["Cidr=10.0.0.0/8", "Port=80"]',
      "net/web-params-prod.json": '["Cidr=0.0.0.0/0", "Port=80"]',
    },
    "10.0.0.0/8..0.0.0.0/0 to tcp 80, by variable which of net/web-params-dev.json and net/web-params-prod.json is deployed",
  ],
  ["of another template", { "net/other.parameters.json": listed }, unset],
  ["of a template whose name is longer", { "net/website.parameters.json": listed }, unset],
  ["elsewhere", { "app/web.parameters.json": listed }, unset],
  ["with what the template does not declare", { "net/web.params.json": '["Cidr=10.0.0.0/8", "Else=1"]' }, unset],
  ["that says nothing", { "net/web.params.json": "[7, {}, null]" }, unset],
  ["that is broken", { "net/web.params.json": "{" }, unset],
];

test.each(cases)("a parameter file %s", (_, files, line) => {
  const { facts, problems } = readingOf(cloudformation, { "net/web.yaml": template, ...files });
  expect(problems).toEqual([]);
  expect(admissionsIn(facts)).toEqual([`G ingress G: ${line}`]);
});

test("what users say goes before a parameter file, which is one of the files that were read", () => {
  const files = { "web.yaml": template, "web.params.json": listed };
  const { facts, sources } = readingOf(cloudformation, files, { Cidr: "192.168.0.0/16" });
  expect(admissionsIn(facts)).toEqual(["G ingress G: 192.168.0.0/16 to tcp 22"]);
  expect(sources.map(({ file }) => file)).toEqual(["web.yaml", "web.params.json"]);
});

test("what one file says holds together", () => {
  const both = template.replace("CidrIp: !Ref Cidr", "CidrIp: !Ref Cidr, Description: !Ref Port");
  const { facts } = readingOf(cloudformation, {
    "web.yaml": both,
    "web-params-dev.json": '["Cidr=10.0.0.0/8", "Port=22"]',
    "web-params-prod.json": '["Cidr=0.0.0.0/0", "Port=443"]',
  });
  expect(admissionsIn(facts)).toEqual([
    "G ingress G: 10.0.0.0/8..0.0.0.0/0 to nothing..tcp 22,443, by variable which of web-params-dev.json and web-params-prod.json is deployed",
  ]);
});
