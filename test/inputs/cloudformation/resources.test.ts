import { cloudformation } from "../../../src/inputs/cloudformation/input";
import { bounds, readingOf, traitsIn, writtenTraffic } from "../shared/admissions";

function read(resources: string) {
  return readingOf(cloudformation, {
    "t.yaml": `Parameters: {Open: {Type: String}}\nConditions: {Never: !Equals [a, b]}\nResources:\n${resources}\n`,
  });
}

function resource(type: string, properties: string): string {
  return `  R: {Type: ${type}, Properties: ${properties}}`;
}

const switches: readonly (readonly [type: string, properties: string, traits: readonly string[]])[] = [
  ["AWS::RDS::DBInstance", "{PubliclyAccessible: true}", ["R publicly-accessible"]],
  ["AWS::RDS::DBInstance", "{PubliclyAccessible: 'True'}", ["R publicly-accessible"]],
  ["AWS::RDS::DBInstance", "{PubliclyAccessible: yes}", ["R publicly-accessible"]],
  ["AWS::RDS::DBInstance", "{PubliclyAccessible: On}", ["R publicly-accessible"]],
  ["AWS::RDS::DBInstance", "{PubliclyAccessible: false}", []],
  ["AWS::RDS::DBInstance", "{PubliclyAccessible: No}", []],
  ["AWS::RDS::DBInstance", "{PubliclyAccessible: off}", []],
  ["AWS::ECS::Service", "{NetworkConfiguration: {AwsvpcConfiguration: {AssignPublicIp: yes}}}", []],
  [
    "AWS::RDS::DBInstance",
    "{}",
    ["R publicly-accessible perhaps, by value R.PubliclyAccessible, which is not written"],
  ],
  ["AWS::RDS::DBInstance", "{PubliclyAccessible: !Ref Open}", ["R publicly-accessible perhaps, by variable Open"]],
  ["AWS::DMS::ReplicationInstance", "{}", ["R publicly-accessible"]],
  ["AWS::DMS::ReplicationInstance", "{PubliclyAccessible: no way}", []],
  ["AWS::Redshift::Cluster", "{PubliclyAccessible: true}", ["R publicly-accessible"]],
  ["AWS::Redshift::Cluster", "{}", []],
  ["AWS::AmazonMQ::Broker", "{PubliclyAccessible: true}", ["R publicly-accessible"]],
  ["AWS::EKS::Cluster", "{ResourcesVpcConfig: {SubnetIds: []}}", ["R publicly-accessible"]],
  ["AWS::EKS::Cluster", "{ResourcesVpcConfig: {EndpointPublicAccess: false}}", []],
  ["AWS::EKS::Cluster", "{ResourcesVpcConfig: {PublicAccessCidrs: [0.0.0.0/0]}}", ["R publicly-accessible"]],
  ["AWS::EKS::Cluster", "{ResourcesVpcConfig: {PublicAccessCidrs: [9.9.9.9/32]}}", []],
  [
    "AWS::EKS::Cluster",
    "{ResourcesVpcConfig: {PublicAccessCidrs: [!Ref Open]}}",
    ["R publicly-accessible perhaps, by variable Open"],
  ],
  [
    "AWS::MSK::Cluster",
    "{BrokerNodeGroupInfo: {ConnectivityInfo: {PublicAccess: {Type: SERVICE_PROVIDED_EIPS}}}}",
    ["R publicly-accessible"],
  ],
  ["AWS::OpenSearchService::Domain", "{}", ["R publicly-accessible"]],
  ["AWS::OpenSearchService::Domain", "{VPCOptions: {SubnetIds: [subnet-1]}}", []],
  ["AWS::EC2::Instance", "{NetworkInterfaces: [{}, {AssociatePublicIpAddress: true}]}", ["R takes-public-address"]],
  ["AWS::EC2::Instance", "{NetworkInterfaces: [{AssociatePublicIpAddress: false}]}", []],
  ["AWS::EC2::Instance", "{}", []],
  [
    "AWS::EC2::LaunchTemplate",
    "{LaunchTemplateData: {NetworkInterfaces: [{AssociatePublicIpAddress: true}]}}",
    ["R takes-public-address"],
  ],
  ["AWS::AutoScaling::LaunchConfiguration", "{AssociatePublicIpAddress: true}", ["R takes-public-address"]],
  [
    "AWS::ECS::Service",
    "{NetworkConfiguration: {AwsvpcConfiguration: {AssignPublicIp: ENABLED}}}",
    ["R takes-public-address"],
  ],
  ["AWS::EC2::Subnet", "{MapPublicIpOnLaunch: true}", ["R assigns-public-addresses"]],
  ["AWS::EC2::Subnet", "{}", []],
  ["AWS::ElasticLoadBalancingV2::LoadBalancer", "{}", ["R faces-internet"]],
  ["AWS::ElasticLoadBalancingV2::LoadBalancer", "{Scheme: internal}", []],
  ["AWS::ElasticLoadBalancing::LoadBalancer", "{Scheme: internet-facing}", ["R faces-internet"]],
];

test.each(switches)("%s %s", (type, properties, traits) => {
  expect(traitsIn(read(resource(type, properties)).facts)).toEqual(traits);
});

test("what a condition keeps away declares nothing", () => {
  const { facts } = read("  R: {Type: AWS::RDS::DBInstance, Condition: Never, Properties: {PubliclyAccessible: true}}");
  expect(facts).toEqual([]);
});

const redirect = "DefaultActions: [{Type: redirect, RedirectConfig: {Protocol: HTTPS, StatusCode: HTTP_301}}]";
const listener = "AWS::ElasticLoadBalancingV2::Listener";
const classic = "AWS::ElasticLoadBalancing::LoadBalancer";

const listeners: readonly (readonly [type: string, properties: string, lines: readonly string[]])[] = [
  [listener, "{Port: 80, Protocol: HTTP}", ["R R tcp 80 cleartext"]],
  [listener, `{Port: 80, Protocol: HTTP, ${redirect}}`, ["R R tcp 80 redirect"]],
  [listener, "{Port: 80, Protocol: HTTP, DefaultActions: [!Ref Open]}", ["R R tcp 80 unknown, by variable Open"]],
  [listener, "{Port: '443', Protocol: HTTPS}", ["R R tcp 443 encrypted"]],
  [listener, "{Port: 53, Protocol: TCP_UDP}", ["R R tcp 53 and udp 53 unknown, by value what TCP_UDP carries"]],
  [listener, "{Port: !Ref Open, Protocol: TLS}", ["R R nothing..tcp encrypted"]],
  [listener, "{Port: 80, Protocol: !Ref Open}", ["R R nothing..tcp 80 and udp 80 unknown, by variable Open"]],
  [listener, "{Port: 99999, Protocol: HTTP}", ["R R nothing..tcp cleartext"]],
  [
    classic,
    "{Listeners: [{LoadBalancerPort: 80, Protocol: http}, {LoadBalancerPort: 443, Protocol: SSL}]}",
    ["R R.Listeners[0] tcp 80 cleartext", "R R.Listeners[1] tcp 443 encrypted"],
  ],
];

test.each(listeners)("%s %s listens", (type, properties, lines) => {
  const { facts } = read(resource(type, properties));
  const written = facts.flatMap((fact) => {
    if (fact.kind !== "listener") return [];
    const { cleartext, endpoint, statement, traffic } = fact;
    const told = cleartext.known
      ? cleartext.value
      : `unknown, by ${cleartext.because.map(({ kind, name }) => `${kind} ${name}`).join()}`;
    return [`${endpoint.name} ${statement.name} ${bounds(traffic, writtenTraffic)} ${told}`];
  });
  expect(written).toEqual(lines);
});

test("a listener's endpoint is its load balancer", () => {
  const { facts } = read(
    "  B: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer}\n  L: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref B, Port: 80, Protocol: HTTP}}",
  );
  expect(facts).toContainEqual(
    expect.objectContaining({ kind: "listener", endpoint: { id: "t.yaml#B", name: "B" }, layer: "load-balancer" }),
  );
});

test("what bears on the network and is not modelled is opaque, what does not is nothing, what is in no table is a problem", () => {
  const { facts, problems } = read(
    `  I: {Type: AWS::Timestream::InfluxDBInstance}
  V: {Type: AWS::EC2::VPC}
  T: {Type: AWS::SNS::Topic}
  X: {Type: AWS::Quantum::Router}
  Y: {Type: AWS::Quantum::Router}
  C: {Type: Custom::Firewall}
  Fn::ForEach::Many: [x, !Ref 'AWS::Region', {}]`,
  );
  expect(facts.map((fact) => fact.kind === "opaque" && [fact.touches.id, fact.reason.name])).toEqual([
    ["t.yaml#", "Fn::ForEach::Many"],
    ["t.yaml#I", "the rest of AWS::Timestream::InfluxDBInstance"],
    ["t.yaml#C", "Custom::Firewall"],
  ]);
  expect(problems).toHaveLength(1);
  expect(problems).toMatchObject([
    {
      code: "unrecognised",
      message: "resource type AWS::Quantum::Router is not known to Portcullis: what it opens or closes is not known",
      at: { line: 7, column: 3 },
    },
  ]);
});

test("an include that makes all resources puts all of the template in doubt", () => {
  const text = "Resources: {'Fn::Transform': {Name: AWS::Include, Parameters: {Location: 's3://x'}}}\n";
  expect(readingOf(cloudformation, { "t.yaml": text })).toMatchObject({
    facts: [{ kind: "opaque", touches: { id: "t.yaml#" }, reason: { name: "Fn::Transform" } }],
    problems: [],
  });
});

test("macros that may rewrite a template put all of it in doubt", () => {
  const reading = (transform: string) =>
    readingOf(cloudformation, { "t.yaml": `Transform: ${transform}\nResources: {T: {Type: AWS::SNS::Topic}}\n` }).facts;
  expect(reading("AWS::LanguageExtensions")).toEqual([]);
  expect(reading("[Own::Macro]")).toMatchObject([
    { kind: "opaque", touches: { id: "t.yaml#" }, reason: { name: "Own::Macro" } },
  ]);
});

const claims: readonly (readonly [name: string, file: string, text: string, claimed: boolean])[] = [
  ["a template", "t.yaml", "Resources: {T: {Type: AWS::SNS::Topic}}", true],
  ["a template by its ending", "t.template", '{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}', true],
  ["JSON in a YAML file", "t.yml", '{"Resources":{"T":{"Type":"AWS::SNS::Topic"}}}', true],
  ["another ending", "t.txt", "Resources: {T: {Type: AWS::SNS::Topic}}", false],
  ["a compose file", "compose.yaml", "services: {web: {image: nginx}}", false],
  ["a policy that names types", "policy.json", '{"Resource": "AWS::SNS::Topic"}', false],
  ["a document with resources of another kind", "t.yaml", "Resources: {about: 'AWS::SNS'}", false],
  ["resources that only an include makes", "t.yaml", "Resources: {'Fn::Transform': {Name: AWS::Include}}", true],
  ["resources that only a macro makes", "t.json", '{"Resources": {"Fn::Transform": {"Name": "Own"}}}', true],
  ["resources that only a loop makes", "t.yaml", "Resources: {'Fn::ForEach::X': [a, [b], {}]}", true],
  ["resources that only a module makes", "t.yaml", "Resources: {M: {Type: !Rain::Module m.yaml}}", true],
  ["resources that a function of another kind makes", "t.yaml", "Resources: {Fn: 'Fn::x', b: {Type: !local x}}", false],
  ["a template that breaks off", "t.json", '{"Resources": {"T": {"Type": "AWS::SNS::Topic"', true],
];

test.each(claims)("%s", (_, file, text, claimed) => {
  expect(readingOf(cloudformation, { [file]: text }).sources.map((source) => source.file)).toEqual(
    claimed ? [file] : [],
  );
});

test("a resource without a type is said, and the others are read", () => {
  const { facts, problems } = read(
    "  A: {Properties: {}}\n  S: {Type: AWS::EC2::Subnet, Properties: {MapPublicIpOnLaunch: true}}",
  );
  expect(problems).toMatchObject([
    { code: "invalid-value", message: "resource A has no Type; write a mapping with Type: AWS::Service::Resource" },
  ]);
  expect(traitsIn(facts)).toEqual(["S assigns-public-addresses"]);
});
