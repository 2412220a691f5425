import { cloudformation } from "../../../src/inputs/cloudformation/input";
import { admissionsIn, bounds, readingOf, traitsIn, writtenTraffic } from "../shared/admissions";

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
  ["AWS::RDS::DBShardGroup", "{PubliclyAccessible: true}", ["R publicly-accessible"]],
  ["AWS::DMS::InstanceProfile", "{PubliclyAccessible: 'false'}", []],
  ["AWS::DMS::InstanceProfile", "{}", ["R publicly-accessible"]],
  ["AWS::NeptuneGraph::Graph", "{PublicConnectivity: true}", ["R publicly-accessible"]],
  ["AWS::NeptuneGraph::Graph", "{}", []],
  ["AWS::Lightsail::Database", "{PubliclyAccessible: true}", ["R publicly-accessible"]],
  ["AWS::Timestream::InfluxDBCluster", "{PubliclyAccessible: true}", ["R publicly-accessible"]],
  ["AWS::MWAA::Environment", "{WebserverAccessMode: PUBLIC_ONLY}", ["R publicly-accessible"]],
  ["AWS::MWAA::Environment", "{}", []],
  ["AWS::Transfer::Server", "{}", ["R publicly-accessible"]],
  ["AWS::Transfer::Server", "{EndpointType: VPC}", []],
  ["AWS::Serverless::Function", "{FunctionUrlConfig: {AuthType: NONE}}", ["R publicly-accessible"]],
  ["AWS::Serverless::Function", "{FunctionUrlConfig: {AuthType: AWS_IAM}}", []],
  ["AWS::Serverless::Function", "{}", []],
  [
    "AWS::EC2::SpotFleet",
    "{SpotFleetRequestConfigData: {LaunchSpecifications: [{NetworkInterfaces: [{AssociatePublicIpAddress: true}]}]}}",
    ["R takes-public-address"],
  ],
  ["AWS::OpsWorks::Layer", "{AutoAssignPublicIps: true}", ["R takes-public-address"]],
  [
    "AWS::ECS::TaskSet",
    "{NetworkConfiguration: {AwsVpcConfiguration: {AssignPublicIp: ENABLED}}}",
    ["R takes-public-address"],
  ],
  [
    "AWS::Events::Rule",
    "{Targets: [{EcsParameters: {NetworkConfiguration: {AwsVpcConfiguration: {AssignPublicIp: ENABLED}}}}]}",
    ["R takes-public-address"],
  ],
  ["AWS::Events::Rule", "{Targets: [{Id: a, Arn: b}]}", []],
  [
    "AWS::Scheduler::Schedule",
    "{Target: {EcsParameters: {NetworkConfiguration: {AwsvpcConfiguration: {AssignPublicIp: ENABLED}}}}}",
    ["R takes-public-address"],
  ],
  [
    "AWS::Batch::JobDefinition",
    "{ContainerProperties: {NetworkConfiguration: {AssignPublicIp: ENABLED}}}",
    ["R takes-public-address"],
  ],
  [
    "AWS::ElasticBeanstalk::Environment",
    "{OptionSettings: [{Namespace: 'aws:ec2:vpc', OptionName: AssociatePublicIpAddress, Value: 'true'}]}",
    ["R takes-public-address"],
  ],
  [
    "AWS::ElasticBeanstalk::Environment",
    "{OptionSettings: [{Namespace: 'aws:ec2:vpc', OptionName: AssociatePublicIpAddress, Value: !Ref Open}]}",
    ["R takes-public-address perhaps, by variable Open"],
  ],
  [
    "AWS::ElasticBeanstalk::ConfigurationTemplate",
    "{OptionSettings: [{Namespace: 'aws:ec2:vpc', OptionName: AssociatePublicIpAddress, Value: 'false'}, {Namespace: 'aws:ec2:vpc', OptionName: VPCId, Value: 'true'}]}",
    [],
  ],
  [
    "AWS::OpenSearchServerless::SecurityPolicy",
    `{Type: network, Policy: '[{"Rules": [], "AllowFromPublic": true}]'}`,
    ["R publicly-accessible"],
  ],
  [
    "AWS::OpenSearchServerless::SecurityPolicy",
    `{Type: network, Policy: '[{"Rules": [], "AllowFromPublic": false, "SourceVPCEs": ["vpce-1"]}]'}`,
    [],
  ],
  ["AWS::OpenSearchServerless::SecurityPolicy", "{Type: encryption, Policy: !Ref Open}", []],
  [
    "AWS::OpenSearchServerless::SecurityPolicy",
    "{Type: network, Policy: !Ref Open}",
    ["R publicly-accessible perhaps, by variable Open"],
  ],
  ["AWS::ElasticLoadBalancingV2::LoadBalancer", "{}", ["R faces-internet"]],
  ["AWS::ElasticLoadBalancingV2::LoadBalancer", "{Type: gateway}", []],
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

const url = "{TargetFunctionArn: !Ref F, AuthType: NONE}";

test.each([
  [
    "without a permission in sight",
    "",
    ["R publicly-accessible perhaps, by reference a permission for everyone to call R"],
  ],
  [
    "with one for everyone",
    "\n  P: {Type: AWS::Lambda::Permission, Properties: {FunctionName: !GetAtt F.Arn, Action: lambda:InvokeFunctionUrl, Principal: '*', FunctionUrlAuthType: NONE}}",
    ["R publicly-accessible"],
  ],
  [
    "with one for everyone to call another function",
    "\n  P: {Type: AWS::Lambda::Permission, Properties: {FunctionName: other, Action: lambda:InvokeFunctionUrl, Principal: '*'}}",
    ["R publicly-accessible perhaps, by reference a permission for everyone to call R"],
  ],
])("a function's address that asks for no authorisation, %s", (_, more, traits) => {
  expect(
    traitsIn(read(`  F: {Type: AWS::Lambda::Function}\n${resource("AWS::Lambda::Url", url)}${more}`).facts),
  ).toEqual(traits);
});

test("a function's address that asks for authorisation is not public", () => {
  const { facts } = read(resource("AWS::Lambda::Url", "{TargetFunctionArn: f, AuthType: AWS_IAM}"));
  expect(traitsIn(facts)).toEqual([]);
});

test.each([
  ["written by nobody", "{}", "R egress R.DirectInternetAccess: 0.0.0.0/0 ::/0 to any"],
  ["switched on", "{DirectInternetAccess: Enabled}", "R egress R.DirectInternetAccess: 0.0.0.0/0 ::/0 to any"],
  [
    "left open",
    "{DirectInternetAccess: !Ref Open}",
    "R egress R.DirectInternetAccess: nobody..0.0.0.0/0 ::/0 to nothing..any, by variable Open",
  ],
  ["switched off", "{DirectInternetAccess: Disabled}", undefined],
])("what leaves a notebook whose direct access to the internet is %s", (_, properties, line) => {
  const { facts } = read(resource("AWS::SageMaker::NotebookInstance", properties));
  expect(admissionsIn(facts)).toEqual(line === undefined ? [] : [line]);
});

const group = "AWS::RDS::DBSecurityGroup";
const inline = "{GroupDescription: g, DBSecurityGroupIngress: [{CIDRIP: 0.0.0.0/0}]}";
const instance = (more: string) =>
  `\n  D: {Type: AWS::RDS::DBInstance, Properties: {DBSecurityGroups: [!Ref R]${more}}}`;

test.each([
  [
    "of which the template shows no database",
    resource(group, inline),
    "R ingress R.DBSecurityGroupIngress[0]: 0.0.0.0/0 to nothing..tcp, by value the port of the databases behind R",
  ],
  [
    "with a database of an engine",
    `${resource(group, inline)}${instance(", Engine: MySQL")}`,
    "R ingress R.DBSecurityGroupIngress[0]: 0.0.0.0/0 to tcp 3306",
  ],
  [
    "with a database on a port of its own",
    `${resource(group, inline)}${instance(", Engine: postgres, Port: '6000'")}`,
    "R ingress R.DBSecurityGroupIngress[0]: 0.0.0.0/0 to tcp 6000",
  ],
  [
    "whose rule is a resource of its own",
    `${resource(group, "{GroupDescription: g}")}${instance(", Engine: mariadb")}
  I: {Type: AWS::RDS::DBSecurityGroupIngress, Properties: {DBSecurityGroupName: !Ref R, CIDRIP: 9.0.0.0/8}}`,
    "R ingress I: 9.0.0.0/8 to tcp 3306",
  ],
  [
    "of Redshift",
    `  R: {Type: AWS::Redshift::ClusterSecurityGroup, Properties: {Description: g}}
  C: {Type: AWS::Redshift::Cluster, Properties: {ClusterSecurityGroups: [!Ref R]}}
  I: {Type: AWS::Redshift::ClusterSecurityGroupIngress, Properties: {ClusterSecurityGroupName: !Ref R, CIDRIP: 0.0.0.0/0}}`,
    "R ingress I: 0.0.0.0/0 to tcp 5439",
  ],
])("a security group of databases outside of a VPC, %s", (_, resources, line) => {
  expect(admissionsIn(read(resources).facts)).toEqual([line]);
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
    `  I: {Type: AWS::M2::Environment}
  V: {Type: AWS::EC2::VPC}
  T: {Type: AWS::SNS::Topic}
  X: {Type: AWS::Quantum::Router}
  Y: {Type: AWS::Quantum::Router}
  C: {Type: Custom::Firewall}
  Fn::ForEach::Many: [x, !Ref 'AWS::Region', {}]`,
  );
  expect(facts.map((fact) => fact.kind === "opaque" && [fact.touches.id, fact.reason.name])).toEqual([
    ["t.yaml#", "Fn::ForEach::Many"],
    ["t.yaml#I", "the rest of AWS::M2::Environment"],
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
    facts: [{ kind: "opaque", touches: { id: "t.yaml#" }, reason: { name: "AWS::Include of s3://x" } }],
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
