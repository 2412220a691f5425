import { cloudformation } from "../../../src/inputs/cloudformation/input";
import { readingOf, traitsIn } from "../shared/admissions";
import { networkIn } from "../shared/network-lines";

function read(globals: string, properties: string) {
  return readingOf(cloudformation, {
    "template.yaml": `Transform: AWS::Serverless-2016-10-31
Globals: ${globals}
Resources:
  F: {Type: AWS::Serverless::Function, Properties: ${properties}}
  L: {Type: AWS::Lambda::Function, Properties: {Handler: h}}
`,
  });
}

test.each([
  [
    "is in the network that all functions are in",
    "{VpcConfig: {SecurityGroupIds: [sg-1], SubnetIds: [subnet-1]}}",
    "{}",
    ["F behind sg-1"],
  ],
  [
    "has its own groups beside theirs",
    "{VpcConfig: {SecurityGroupIds: [sg-1], SubnetIds: [subnet-1]}}",
    "{VpcConfig: {SecurityGroupIds: [sg-2]}}",
    ["F behind sg-1", "F behind sg-2"],
  ],
  ["is in no network without them", "{Timeout: 3}", "{}", []],
])("a function %s", (_, common, own, lines) => {
  const { facts, problems } = read(`{Function: ${common}}`, own);
  expect(networkIn(facts).filter((line) => line.includes(" behind "))).toEqual(lines);
  expect(problems).toEqual([]);
});

test.each([
  ["of all functions", "{Function: {FunctionUrlConfig: {AuthType: NONE}}}", "{}", ["F publicly-accessible"]],
  [
    "that a function takes back",
    "{Function: {FunctionUrlConfig: {AuthType: NONE}}}",
    "{FunctionUrlConfig: {AuthType: AWS_IAM}}",
    [],
  ],
  ["of this function", "{Api: {}}", "{FunctionUrlConfig: {AuthType: NONE}}", ["F publicly-accessible"]],
])("an address %s", (_, common, own, traits) => {
  expect(traitsIn(read(common, own).facts)).toEqual(traits);
});

test("an API that events make is not modelled, and a section of Globals that nobody knows is said", () => {
  const { facts, problems } = read("{Gateway: {}}", "{Events: {Get: {Type: HttpApi}, Tick: {Type: Schedule}}}");
  expect(facts.flatMap((fact) => (fact.kind === "opaque" ? [fact.reason.name] : []))).toEqual([
    "what an event of type HttpApi makes",
  ]);
  expect(problems).toMatchObject([{ code: "unrecognised", at: { line: 2, column: 11 } }]);
});
