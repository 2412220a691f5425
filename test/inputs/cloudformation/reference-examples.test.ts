import { cloudformation } from "../../../src/inputs/cloudformation/input";
import { admissionsIn, readingOf } from "../shared/admissions";

/** The uses of a type that its page of the CloudFormation Template Reference shows by example, each written anew. */
const examples: readonly (readonly [page: string, template: string, lines: readonly string[]])[] = [
  [
    "AWS::EC2::SecurityGroup, basic ingress and egress rules",
    `Resources:
  InstanceSecurityGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: Allow http to client host
      VpcId: vpc-1
      SecurityGroupIngress:
        - IpProtocol: tcp
          FromPort: 80
          ToPort: 80
          CidrIp: 0.0.0.0/0
      SecurityGroupEgress:
        - IpProtocol: tcp
          FromPort: 80
          ToPort: 80
          CidrIp: 0.0.0.0/0
`,
    [
      "InstanceSecurityGroup ingress InstanceSecurityGroup.SecurityGroupIngress[0]: 0.0.0.0/0 to tcp 80",
      "InstanceSecurityGroup egress InstanceSecurityGroup.SecurityGroupEgress[0]: 0.0.0.0/0 to tcp 80",
    ],
  ],
  [
    "AWS::EC2::SecurityGroup, remove the default rule",
    `Resources:
  sgwithoutegress:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: Limits security group egress traffic
      SecurityGroupEgress:
        - CidrIp: 127.0.0.1/32
          IpProtocol: "-1"
      VpcId: vpc-1
`,
    ["sgwithoutegress egress sgwithoutegress.SecurityGroupEgress[0]: 127.0.0.1/32 to any"],
  ],
  [
    "AWS::EC2::SecurityGroup, allow ping requests",
    `Resources:
  SGPing:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: SG to test ping
      VpcId: vpc-1
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 10.0.0.0/24}
        - {IpProtocol: icmp, FromPort: 8, ToPort: -1, CidrIp: 10.0.0.0/24}
      SecurityGroupEgress: {IpProtocol: tcp, FromPort: 1, ToPort: 1, CidrIp: 10.0.0.0/24}
`,
    [
      "SGPing ingress SGPing.SecurityGroupIngress[0]: 10.0.0.0/24 to tcp 22",
      "SGPing ingress SGPing.SecurityGroupIngress[1]: 10.0.0.0/24 to icmp 2048-2303",
      "SGPing egress SGPing.SecurityGroupEgress: 10.0.0.0/24 to tcp 1",
    ],
  ],
  [
    "AWS::EC2::SecurityGroupIngress, two groups that name each other",
    `Resources:
  SGroup1: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: EC2 instance access, SecurityGroupEgress: {IpProtocol: "-1", CidrIp: 127.0.0.1/32}}}
  SGroup2: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: EC2 instance access, SecurityGroupEgress: {IpProtocol: "-1", CidrIp: 127.0.0.1/32}}}
  SGroup1Ingress:
    Type: AWS::EC2::SecurityGroupIngress
    Properties:
      GroupName: !Ref SGroup1
      IpProtocol: tcp
      ToPort: 80
      FromPort: 80
      SourceSecurityGroupName: !Ref SGroup2
  SGroup2Ingress:
    Type: AWS::EC2::SecurityGroupIngress
    Properties:
      GroupName: !Ref SGroup2
      IpProtocol: tcp
      ToPort: 80
      FromPort: 80
      SourceSecurityGroupName: !Ref SGroup1
`,
    [
      "SGroup1 ingress SGroup1Ingress: members of SGroup2 to tcp 80",
      "SGroup1 egress SGroup1.SecurityGroupEgress: 127.0.0.1/32 to any",
      "SGroup2 ingress SGroup2Ingress: members of SGroup1 to tcp 80",
      "SGroup2 egress SGroup2.SecurityGroupEgress: 127.0.0.1/32 to any",
    ],
  ],
  [
    "AWS::EC2::NetworkAclEntry, where ports beside every protocol say nothing",
    `Resources:
  MyNACL: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: vpc-1122334455aabbccd}}
  InboundRule:
    Type: AWS::EC2::NetworkAclEntry
    Properties: {NetworkAclId: !Ref MyNACL, RuleNumber: 100, Protocol: 6, RuleAction: allow, CidrBlock: 172.16.0.0/24, PortRange: {From: 22, To: 22}}
  OutboundRule:
    Type: AWS::EC2::NetworkAclEntry
    Properties: {NetworkAclId: !Ref MyNACL, RuleNumber: 100, Protocol: -1, Egress: true, RuleAction: allow, CidrBlock: 0.0.0.0/0, PortRange: {From: 53, To: 53}}
`,
    ["MyNACL ingress InboundRule: 172.16.0.0/24 to tcp 22", "MyNACL egress OutboundRule: 0.0.0.0/0 to any"],
  ],
];

test.each(examples)("%s", (_, template, lines) => {
  const { facts, problems } = readingOf(cloudformation, { "template.yaml": template });
  expect(admissionsIn(facts)).toEqual(lines);
  expect(problems).toEqual([]);
});
