import { cloudformation } from "../../../src/inputs/cloudformation/input";
import { admissionsIn, readingOf } from "../shared/admissions";
import { networkIn } from "../shared/network-lines";

const network = `Parameters:
  Outside: {Type: AWS::EC2::Subnet::Id}
  Open: {Type: String}
Conditions: {Undecided: !Equals [!Ref Open, "yes"]}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Gate: {Type: AWS::EC2::InternetGateway}
  Pub: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: !Select [1, !Cidr [!GetAtt Vpc.CidrBlock, 4, 8]], MapPublicIpOnLaunch: true}}
  Priv: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24}}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Way: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gate}}
  Has: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref Pub, RouteTableId: !Ref Table}}
  G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, VpcId: !Ref Vpc}}
`;

function read(resources: string) {
  return readingOf(cloudformation, { "t.yaml": network + resources });
}

const open = "from 0.0.0.0/0 along route Way,";
const bySubnet = `${open} public IPv4 address of the subnet Pub.MapPublicIpOnLaunch`;
const noGate = "from nowhere along no route to an internet gateway Vpc.MainRouteTable";

const instance = "  I: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Pub, SecurityGroupIds: [!Ref G]}}\n";
const blocking = (mode: string): string =>
  `  Options: {Type: AWS::EC2::VPCBlockPublicAccessOptions, Properties: {InternetGatewayBlockMode: ${mode}}}\n`;
const excluding = (of: string, mode = "allow-bidirectional"): string =>
  `  Not: {Type: AWS::EC2::VPCBlockPublicAccessExclusion, Properties: {${of}, InternetGatewayExclusionMode: ${mode}}}\n`;
const blocked = "I from nowhere along VPC Block Public Access Options";

const cases: readonly (readonly [name: string, resources: string, lines: readonly string[]])[] = [
  [
    "an instance in a public subnet",
    "  I: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Pub, SecurityGroupIds: [!GetAtt G.GroupId]}}\n",
    ["I behind G", "I in 10.0.1.0/24", `I ${bySubnet}`],
  ],
  [
    "an instance that takes no public address there",
    "  I: {Type: AWS::EC2::Instance, Properties: {NetworkInterfaces: [{DeviceIndex: 0, SubnetId: !Ref Pub, GroupSet: [!Ref G], AssociatePublicIpAddress: false}]}}\n",
    ["I behind G", "I in 10.0.1.0/24", "I from nowhere along no public IPv4 address I.AssociatePublicIpAddress"],
  ],
  [
    "an instance without a group has the default one of its VPC",
    "  I: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Priv}}\n",
    [
      "I behind Vpc.DefaultSecurityGroup",
      "I in 10.0.2.0/24",
      "I from nowhere along no public IPv4 address of the subnet Priv.MapPublicIpOnLaunch",
    ],
  ],
  [
    "an Elastic IP address leads nowhere without a route",
    "  I: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Priv, SecurityGroupIds: [!Ref G]}}\n  E: {Type: AWS::EC2::EIP, Properties: {InstanceId: !Ref I}}\n",
    ["I behind G", "I in 10.0.2.0/24", `I ${noGate}`],
  ],
  [
    "an Elastic IP address that is associated",
    "  I: {Type: AWS::EC2::Instance, Properties: {NetworkInterfaces: [{DeviceIndex: 0, SubnetId: !Ref Pub, GroupSet: [!Ref G], AssociatePublicIpAddress: false}]}}\n  E: {Type: AWS::EC2::EIP}\n  A: {Type: AWS::EC2::EIPAssociation, Properties: {InstanceId: !Ref I, AllocationId: !GetAtt E.AllocationId}}\n",
    ["I behind G", "I in 10.0.1.0/24", `I ${open} Elastic IP address A`],
  ],
  [
    "an account that lets nobody in",
    `${instance}${blocking("block-ingress")}`,
    ["I behind G", "I in 10.0.1.0/24", blocked],
  ],
  [
    "an account that lets nobody in but into this VPC",
    `${instance}${blocking("block-bidirectional")}${excluding("VpcId: !Ref Vpc")}`,
    ["I behind G", "I in 10.0.1.0/24", `I ${bySubnet}`],
  ],
  [
    "an account that lets out, and not in",
    `${instance}${blocking("block-bidirectional")}${excluding("SubnetId: !Ref Pub", "allow-egress")}`,
    ["I behind G", "I in 10.0.1.0/24", blocked],
  ],
  [
    "an account of which it is not known whether it lets anybody in",
    `${instance}${blocking("!Ref Open")}`,
    ["I behind G", "I in 10.0.1.0/24", `I ${bySubnet.replace("0.0.0.0/0", "nowhere..0.0.0.0/0")}, by Open`],
  ],
  [
    "a gateway that leads to a firewall",
    `${instance}  Edge: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Wall: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Edge, DestinationCidrBlock: 10.0.1.0/24, VpcEndpointId: vpce-1}}
  At: {Type: AWS::EC2::GatewayRouteTableAssociation, Properties: {GatewayId: !Ref Gate, RouteTableId: !Ref Edge}}
`,
    [
      "I behind G",
      "I in 10.0.1.0/24",
      "I from nowhere..0.0.0.0/0 along route Wall, public IPv4 address of the subnet Pub.MapPublicIpOnLaunch, by what Wall leads to",
    ],
  ],
  [
    "an instance in a subnet elsewhere has no way that is known",
    "  I: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Outside, SecurityGroupIds: [!Ref G, sg-7]}}\n",
    ["I behind G", "I behind sg-7"],
  ],
  [
    "a group that a condition puts before an instance",
    "  I: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Outside, SecurityGroupIds: [!If [Undecided, !Ref G, sg-7]]}}\n",
    ["I behind ? (Open)"],
  ],
  [
    "what an Auto Scaling group starts, and who balances it",
    `  L: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {SecurityGroupIds: [!Ref G]}}}
  S: {Type: AWS::AutoScaling::AutoScalingGroup, Properties: {VPCZoneIdentifier: [!Ref Priv], LaunchTemplate: {LaunchTemplateId: !Ref L}, TargetGroupARNs: [!Ref T]}}
  B: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: [!Ref Pub], SecurityGroups: [!Ref G]}}
  T: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {Port: 8080, Protocol: HTTP}}
  H: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref B, Port: 80, Protocol: HTTP, DefaultActions: [{Type: forward, TargetGroupArn: !Ref T}]}}
`,
    [
      "B hands tcp 80 on to L at tcp 8080 as forwarder",
      "L behind G",
      "L in 10.0.2.0/24",
      "L from nowhere along no public IPv4 address of the subnet Priv.MapPublicIpOnLaunch",
      "B behind G",
      "B in 10.0.1.0/24",
      `B ${open} public IPv4 address B.Scheme`,
    ],
  ],
  [
    "a network load balancer without groups, whose targets see the client",
    `  I: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Priv, SecurityGroupIds: [!Ref G]}}
  B: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Type: network, Scheme: internal, SubnetMappings: [{SubnetId: !Ref Pub}]}}
  T: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {Port: 22, Protocol: TCP, Targets: [{Id: !Ref I}]}}
  H: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref B, Port: 22, Protocol: TCP, DefaultActions: [{Type: forward, ForwardConfig: {TargetGroups: [{TargetGroupArn: !Ref T}]}}]}}
`,
    [
      "B hands tcp 22 on to I at tcp 22 as client",
      "I behind G",
      "I in 10.0.2.0/24",
      "I from nowhere along no public IPv4 address of the subnet Priv.MapPublicIpOnLaunch",
      "B in 10.0.1.0/24",
      "B from nowhere along no public IPv4 address B.Scheme",
    ],
  ],
  [
    "tasks behind a rule of a listener, and a classic load balancer",
    `  C: {Type: AWS::ECS::Service, Properties: {NetworkConfiguration: {AwsvpcConfiguration: {Subnets: [!Ref Pub], SecurityGroups: [!Ref G], AssignPublicIp: ENABLED}}, LoadBalancers: [{TargetGroupArn: !Ref T, ContainerName: web, ContainerPort: 3000}]}}
  T: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {Port: 80, Protocol: HTTP, TargetType: ip}}
  H: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: arn, Port: 443, Protocol: HTTPS, DefaultActions: [{Type: fixed-response}]}}
  R: {Type: AWS::ElasticLoadBalancingV2::ListenerRule, Properties: {ListenerArn: !Ref H, Actions: [{Type: forward, TargetGroupArn: !Ref T}]}}
  I: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Outside, SecurityGroupIds: [!Ref G]}}
  B: {Type: AWS::ElasticLoadBalancing::LoadBalancer, Properties: {Subnets: [!Ref Outside], SecurityGroups: [!Ref G], Instances: [!Ref I], Listeners: [{LoadBalancerPort: 80, InstancePort: 8080, Protocol: HTTP}]}}
`,
    [
      "H hands tcp 443 on to C at tcp 3000 as forwarder",
      "B hands tcp 80 on to I at tcp 8080 as forwarder",
      "C behind G",
      "C in 10.0.1.0/24",
      `C ${open} public IPv4 address C.AssignPublicIp`,
      "I behind G",
      "B behind G",
    ],
  ],
  [
    "a database in a group of subnets",
    "  N: {Type: AWS::RDS::DBSubnetGroup, Properties: {SubnetIds: [!Ref Priv]}}\n  D: {Type: AWS::RDS::DBInstance, Properties: {DBSubnetGroupName: !Ref N, PubliclyAccessible: true, VPCSecurityGroups: [!Ref G]}}\n",
    ["D behind G", "D in 10.0.2.0/24", `D ${noGate}`],
  ],
  [
    "a function in a network, and one outside of all",
    "  F: {Type: AWS::Lambda::Function, Properties: {VpcConfig: {SubnetIds: [!Ref Pub], SecurityGroupIds: [!Ref G]}}}\n  O: {Type: AWS::Lambda::Function, Properties: {}}\n",
    ["F behind G", "F in 10.0.1.0/24", "F from nowhere along an address of its VPC alone F"],
  ],
  [
    "a network ACL before what stands in its subnet",
    "  A: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: !Ref Vpc}}\n  B: {Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: {SubnetId: !Ref Pub, NetworkAclId: !Ref A}}\n  I: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Pub, SecurityGroupIds: [!Ref G]}}\n",
    ["I behind G", "I behind A", "I in 10.0.1.0/24", `I ${bySubnet}`],
  ],
];

test.each(cases)("%s", (_, resources, lines) => {
  const { facts, problems } = read(resources);
  expect(problems).toEqual([]);
  expect(networkIn(facts)).toEqual(lines);
  expect(facts.filter(({ kind }) => kind === "opaque")).toEqual([]);
});

test("a route that may not be there leads perhaps", () => {
  const text = network.replace("AWS::EC2::Route,", "AWS::EC2::Route, Condition: Undecided,");
  const { facts } = readingOf(cloudformation, {
    "t.yaml": `${text}  I: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Pub, SecurityGroupIds: [!Ref G]}}\n`,
  });
  expect(networkIn(facts).at(-1)).toMatch(/^I from nowhere\.\.0\.0\.0\.0\/0 along route Way, .*, by Open$/);
});

test("an untouched default group lets in its own members", () => {
  const { facts } = read("  I: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Priv}}\n");
  expect(admissionsIn(facts)).toContain(
    "Vpc.DefaultSecurityGroup ingress Vpc.DefaultSecurityGroup.ingress: members of Vpc.DefaultSecurityGroup to any",
  );
});
