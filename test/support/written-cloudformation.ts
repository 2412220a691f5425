import type { GroupRule, Infrastructure } from "./infrastructure";

interface Resource {
  readonly Type: string;
  readonly Properties: object;
}

const ref = (name: string): object => ({ Ref: name });

/** An infrastructure as a CloudFormation template, with the security group rules in their groups or as resources of their own. */
export function cloudformationOf(
  all: Infrastructure,
  { rules, as }: { readonly rules: "in groups" | "apart"; readonly as: "JSON" | "YAML" },
): Readonly<Record<string, string>> {
  const resources = Object.fromEntries([
    entry("v", "EC2::VPC", { CidrBlock: "10.0.0.0/16" }),
    entry("gate", "EC2::InternetGateway", {}),
    ...all.groups.flatMap((group, i) => groupOf(group.rules, i, rules)),
    ...all.acls.flatMap((acl, i) => [
      entry(`acl${i}`, "EC2::NetworkAcl", { VpcId: ref("v") }),
      ...acl.rules.map(({ number, allows, direction, cidr, protocol, from, to }, n) =>
        entry(`acl${i}r${n}`, "EC2::NetworkAclEntry", {
          NetworkAclId: ref(`acl${i}`),
          RuleNumber: number,
          RuleAction: allows ? "allow" : "deny",
          Egress: direction === "egress",
          Protocol: Number(protocol),
          ...(protocol === "1" ? { Icmp: { Type: from, Code: to } } : { PortRange: { From: from, To: to } }),
          ...(cidr.includes(":") ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr }),
        }),
      ),
    ]),
    ...all.subnets.flatMap((subnet, i) => subnetOf(subnet, i)),
    ...all.instances.flatMap((instance, i) => [
      entry(`i${i}`, "EC2::Instance", {
        SubnetId: ref(`s${instance.subnet}`),
        SecurityGroupIds: instance.groups.map(groupId),
      }),
      ...(instance.hasElasticAddress ? [entry(`e${i}`, "EC2::EIP", { InstanceId: ref(`i${i}`) })] : []),
    ]),
    ...balancerOf(all),
  ]);
  if (as === "JSON") return { "template.json": JSON.stringify({ Resources: resources }, undefined, 2) };
  const lines = Object.entries(resources).map(([name, resource]) => `  ${name}: ${JSON.stringify(resource)}`);
  return { "template.yaml": `Resources:\n${lines.join("\n")}\n` };
}

function entry(name: string, type: string, properties: object): readonly [string, Resource] {
  return [name, { Type: `AWS::${type}`, Properties: properties }];
}

function groupId(group: number): object {
  return { "Fn::GetAtt": [`g${group}`, "GroupId"] };
}

function groupOf(
  rules: readonly GroupRule[],
  i: number,
  how: "in groups" | "apart",
): readonly (readonly [string, Resource])[] {
  const written = rules.map(({ protocol, from, to, peer }) => ({
    IpProtocol: protocol,
    FromPort: from,
    ToPort: String(to),
    ...(peer.kind === "group" ? { SourceSecurityGroupId: groupId(peer.group) } : {}),
    ...(peer.kind === "ipv4" ? { CidrIp: peer.cidr } : {}),
    ...(peer.kind === "ipv6" ? { CidrIpv6: peer.cidr } : {}),
  }));
  const about = { GroupDescription: "for the test", VpcId: ref("v") };
  if (how === "in groups") return [entry(`g${i}`, "EC2::SecurityGroup", { ...about, SecurityGroupIngress: written })];
  return [
    entry(`g${i}`, "EC2::SecurityGroup", about),
    ...written.map((rule, n) => entry(`g${i}r${n}`, "EC2::SecurityGroupIngress", { GroupId: groupId(i), ...rule })),
  ];
}

function subnetOf(
  { acl, assignsAddresses, route }: Infrastructure["subnets"][number],
  i: number,
): readonly (readonly [string, Resource])[] {
  const target = route === "internet gateway" ? { GatewayId: ref("gate") } : { NatGatewayId: "nat-1" };
  const table = [
    entry(`t${i}`, "EC2::RouteTable", { VpcId: ref("v") }),
    entry(`t${i}r`, "EC2::Route", { RouteTableId: ref(`t${i}`), DestinationCidrBlock: "0.0.0.0/0", ...target }),
    entry(`t${i}a`, "EC2::SubnetRouteTableAssociation", { SubnetId: ref(`s${i}`), RouteTableId: ref(`t${i}`) }),
  ];
  const blocks = { VpcId: ref("v"), CidrBlock: `10.0.${i}.0/24`, MapPublicIpOnLaunch: assignsAddresses };
  const has = { SubnetId: ref(`s${i}`), NetworkAclId: ref(`acl${acl ?? 0}`) };
  return [
    entry(`s${i}`, "EC2::Subnet", blocks),
    ...(route === undefined ? [] : table),
    ...(acl === undefined ? [] : [entry(`s${i}acl`, "EC2::SubnetNetworkAclAssociation", has)]),
  ];
}

function balancerOf({ balancer, instances }: Infrastructure): readonly (readonly [string, Resource])[] {
  if (!balancer) return [];
  const { internal, subnet, groups, listensOn, handsOnTo } = balancer;
  return [
    entry("lb", "ElasticLoadBalancingV2::LoadBalancer", {
      Scheme: internal ? "internal" : "internet-facing",
      Subnets: [ref(`s${subnet}`)],
      SecurityGroups: groups.map(groupId),
    }),
    entry("tg", "ElasticLoadBalancingV2::TargetGroup", {
      Port: handsOnTo,
      Protocol: "HTTP",
      TargetType: "instance",
      VpcId: ref("v"),
      Targets: instances.map((_, i) => ({ Id: ref(`i${i}`) })),
    }),
    entry("l", "ElasticLoadBalancingV2::Listener", {
      LoadBalancerArn: ref("lb"),
      Port: listensOn,
      Protocol: "HTTP",
      DefaultActions: [{ Type: "forward", TargetGroupArn: ref("tg") }],
    }),
  ];
}
