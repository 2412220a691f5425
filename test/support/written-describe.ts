import type { GroupRule, Infrastructure, Traffic } from "./infrastructure";

const vpc = "vpc-0a";
const balancerArn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/lb/0a";
const groupArn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/tg/0a";
const listenerArn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/lb/0a/0b";

/** An infrastructure that runs, as the answers of the AWS CLI about it. */
export function describeOf(all: Infrastructure): Readonly<Record<string, string>> {
  const answers = {
    "describe-security-groups": { SecurityGroups: all.groups.map((group, i) => groupOf(group.rules, i)) },
    "describe-network-acls": { NetworkAcls: all.acls.map((_, i) => aclOf(all, i)) },
    "describe-subnets": {
      Subnets: all.subnets.map((subnet, i) => ({
        SubnetId: `subnet-0${i}`,
        VpcId: vpc,
        CidrBlock: `10.0.${i}.0/24`,
        MapPublicIpOnLaunch: subnet.assignsAddresses,
        AssignIpv6AddressOnCreation: false,
        Ipv6CidrBlockAssociationSet: [],
      })),
    },
    "describe-route-tables": { RouteTables: tablesOf(all) },
    "describe-network-interfaces": { NetworkInterfaces: all.instances.map((_, i) => interfaceOf(all, i)) },
    ...balancerAnswers(all),
  };
  return Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [`account/${name}.json`, JSON.stringify(answer, undefined, 4)]),
  );
}

function groupOf(rules: readonly GroupRule[], i: number): object {
  return {
    GroupId: `sg-0${i}`,
    GroupName: `g${i}`,
    VpcId: vpc,
    IpPermissions: rules.map(({ peer, ...traffic }) => ({
      ...permissionOf(traffic),
      IpRanges: peer.kind === "ipv4" ? [{ CidrIp: peer.cidr }] : [],
      Ipv6Ranges: peer.kind === "ipv6" ? [{ CidrIpv6: peer.cidr }] : [],
      PrefixListIds: [],
      UserIdGroupPairs: peer.kind === "group" ? [{ GroupId: `sg-0${peer.group}` }] : [],
    })),
    IpPermissionsEgress: [],
  };
}

/** EC2 answers with names for the protocols that have one. */
function permissionOf({ protocol, from, to }: Traffic): object {
  const names = { "-1": "-1", "1": "icmp", "6": "tcp", "17": "udp", "50": "50" } as const;
  const ports = protocol === "-1" || protocol === "50" ? {} : { FromPort: from, ToPort: to };
  return { IpProtocol: names[protocol], ...ports };
}

function aclOf({ acls, subnets }: Infrastructure, i: number): object {
  const last = (egress: boolean): object => ({
    RuleNumber: 32767,
    Protocol: "-1",
    RuleAction: "deny",
    Egress: egress,
    CidrBlock: "0.0.0.0/0",
  });
  return {
    NetworkAclId: `acl-0${i}`,
    VpcId: vpc,
    IsDefault: false,
    Associations: subnets.flatMap((subnet, n) => (subnet.acl === i ? [{ SubnetId: `subnet-0${n}` }] : [])),
    Entries: [
      ...acls[i]!.rules.map(({ number, allows, direction, cidr, protocol, from, to }) => ({
        RuleNumber: number,
        Protocol: protocol,
        RuleAction: allows ? "allow" : "deny",
        Egress: direction === "egress",
        ...(cidr.includes(":") ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr }),
        ...(protocol === "6" || protocol === "17" ? { PortRange: { From: from, To: to } } : {}),
        ...(protocol === "1" ? { IcmpTypeCode: { Type: from, Code: to } } : {}),
      })),
      last(true),
      last(false),
    ],
  };
}

function tablesOf({ subnets }: Infrastructure): readonly object[] {
  const local = { DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local", State: "active" };
  const main = { RouteTableId: "rtb-0f", VpcId: vpc, Associations: [{ Main: true }], Routes: [local] };
  const own = subnets.flatMap((subnet, i) => {
    if (subnet.route === undefined) return [];
    const target = subnet.route === "internet gateway" ? { GatewayId: "igw-0a" } : { NatGatewayId: "nat-0a" };
    const route = { DestinationCidrBlock: "0.0.0.0/0", ...target, State: "active" };
    const association = { Main: false, SubnetId: `subnet-0${i}` };
    return [{ RouteTableId: `rtb-0${i}`, VpcId: vpc, Associations: [association], Routes: [local, route] }];
  });
  return [main, ...own];
}

/** What runs has a public address where its subnet assigned one at launch. */
function interfaceOf({ instances, subnets }: Infrastructure, i: number): object {
  const { subnet, groups, hasElasticAddress } = instances[i]!;
  const isPublic = hasElasticAddress || subnets[subnet]!.assignsAddresses;
  return {
    NetworkInterfaceId: `eni-0${i}`,
    VpcId: vpc,
    SubnetId: `subnet-0${subnet}`,
    Groups: groups.map((group) => ({ GroupId: `sg-0${group}` })),
    Attachment: { InstanceId: `i-0${i}`, DeviceIndex: 0 },
    Ipv6Addresses: [],
    ...(isPublic ? { Association: { PublicIp: `203.0.113.${i + 1}` } } : {}),
  };
}

function balancerAnswers({ balancer, instances }: Infrastructure): Readonly<Record<string, object>> {
  if (!balancer) return {};
  const { internal, subnet, groups, listensOn, handsOnTo } = balancer;
  const forward = { Type: "forward", TargetGroupArn: groupArn };
  return {
    "describe-load-balancers": {
      LoadBalancers: [
        {
          LoadBalancerArn: balancerArn,
          LoadBalancerName: "lb",
          Scheme: internal ? "internal" : "internet-facing",
          VpcId: vpc,
          Type: "application",
          IpAddressType: "ipv4",
          AvailabilityZones: [{ SubnetId: `subnet-0${subnet}` }],
          SecurityGroups: groups.map((group) => `sg-0${group}`),
        },
      ],
    },
    "describe-listeners": {
      Listeners: [
        {
          ListenerArn: listenerArn,
          LoadBalancerArn: balancerArn,
          Port: listensOn,
          Protocol: "HTTP",
          DefaultActions: [forward],
        },
      ],
    },
    "describe-target-groups": {
      TargetGroups: [
        {
          TargetGroupArn: groupArn,
          TargetGroupName: "tg",
          Protocol: "HTTP",
          Port: handsOnTo,
          VpcId: vpc,
          TargetType: "instance",
        },
      ],
    },
    "describe-target-health": {
      TargetGroupArn: groupArn,
      TargetHealthDescriptions: instances.map((_, i) => ({ Target: { Id: `i-0${i}`, Port: handsOnTo } })),
    },
  };
}
