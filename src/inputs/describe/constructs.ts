import type { Treatment } from "../../model/reading";

/** A key of an AWS CLI answer, and a field that every object under it has, by which a file is known for such an answer. */
export interface AnswerKey {
  readonly treatment: Treatment;
  readonly field: string;
}

/** What the AWS CLI answers with (EC2, ELB and RDS API References), by the key at the top. */
export const answerKeys: Readonly<Record<string, AnswerKey>> = {
  SecurityGroups: { treatment: "modelled", field: "GroupId" },
  SecurityGroupRules: { treatment: "modelled", field: "SecurityGroupRuleId" },
  Entries: { treatment: "modelled", field: "Cidr" },
  PrefixLists: { treatment: "irrelevant", field: "PrefixListId" },
  Addresses: { treatment: "opaque", field: "AllocationId" },
  CacheClusters: { treatment: "opaque", field: "CacheClusterId" },
  Clusters: { treatment: "opaque", field: "ClusterIdentifier" },
  DBClusters: { treatment: "opaque", field: "DBClusterIdentifier" },
  DBInstances: { treatment: "opaque", field: "DBInstanceIdentifier" },
  EgressOnlyInternetGateways: { treatment: "opaque", field: "EgressOnlyInternetGatewayId" },
  InternetGateways: { treatment: "opaque", field: "InternetGatewayId" },
  LaunchTemplateVersions: { treatment: "opaque", field: "LaunchTemplateId" },
  Listeners: { treatment: "opaque", field: "ListenerArn" },
  LoadBalancerDescriptions: { treatment: "opaque", field: "LoadBalancerName" },
  LoadBalancers: { treatment: "opaque", field: "LoadBalancerArn" },
  NatGateways: { treatment: "opaque", field: "NatGatewayId" },
  NetworkAcls: { treatment: "opaque", field: "NetworkAclId" },
  NetworkInterfaces: { treatment: "opaque", field: "NetworkInterfaceId" },
  Reservations: { treatment: "opaque", field: "Instances" },
  RouteTables: { treatment: "opaque", field: "RouteTableId" },
  Rules: { treatment: "opaque", field: "RuleArn" },
  SecurityGroupVpcAssociations: { treatment: "opaque", field: "VpcId" },
  StaleSecurityGroupSet: { treatment: "opaque", field: "GroupId" },
  Subnets: { treatment: "opaque", field: "SubnetId" },
  TargetGroups: { treatment: "opaque", field: "TargetGroupArn" },
  TransitGatewayAttachments: { treatment: "opaque", field: "TransitGatewayAttachmentId" },
  TransitGateways: { treatment: "opaque", field: "TransitGatewayId" },
  VpcEndpoints: { treatment: "opaque", field: "VpcEndpointId" },
  VpcPeeringConnections: { treatment: "opaque", field: "VpcPeeringConnectionId" },
  Vpcs: { treatment: "opaque", field: "VpcId" },
};

/** Keys beside an answer that say nothing of the network. */
export const besideAnswers: ReadonlySet<string> = new Set([
  "NextToken",
  "Marker",
  "NextMarker",
  "ResponseMetadata",
  "PrefixListId",
]);
