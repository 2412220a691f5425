import type { Treatment } from "../../model/reading";

/** A key of an AWS CLI answer, and a field that every object under it has, by which a file is known for such an answer. */
export interface AnswerKey {
  readonly treatment: Treatment;
  readonly field: string;
}

/**
 * What the AWS CLI answers with (EC2, ELB and RDS API References), by the key at the top. Gateways and peering connections are
 * known by the routes that lead to them.
 */
export const answerKeys: Readonly<Record<string, AnswerKey>> = {
  SecurityGroups: { treatment: "modelled", field: "GroupId" },
  SecurityGroupRules: { treatment: "modelled", field: "SecurityGroupRuleId" },
  Entries: { treatment: "modelled", field: "Cidr" },
  PrefixLists: { treatment: "irrelevant", field: "PrefixListId" },
  Addresses: { treatment: "modelled", field: "AllocationId" },
  CacheClusters: { treatment: "opaque", field: "CacheClusterId" },
  Clusters: { treatment: "opaque", field: "ClusterIdentifier" },
  DBClusters: { treatment: "irrelevant", field: "DBClusterIdentifier" },
  DBInstances: { treatment: "modelled", field: "DBInstanceIdentifier" },
  EgressOnlyInternetGateways: { treatment: "irrelevant", field: "EgressOnlyInternetGatewayId" },
  InternetGateways: { treatment: "irrelevant", field: "InternetGatewayId" },
  LaunchTemplateVersions: { treatment: "opaque", field: "LaunchTemplateId" },
  Listeners: { treatment: "modelled", field: "ListenerArn" },
  LoadBalancerDescriptions: { treatment: "modelled", field: "LoadBalancerName" },
  LoadBalancers: { treatment: "modelled", field: "LoadBalancerArn" },
  NatGateways: { treatment: "irrelevant", field: "NatGatewayId" },
  NetworkAcls: { treatment: "modelled", field: "NetworkAclId" },
  NetworkInterfaces: { treatment: "modelled", field: "NetworkInterfaceId" },
  Reservations: { treatment: "modelled", field: "Instances" },
  RouteTables: { treatment: "modelled", field: "RouteTableId" },
  Rules: { treatment: "modelled", field: "RuleArn" },
  SecurityGroupVpcAssociations: { treatment: "opaque", field: "VpcId" },
  StaleSecurityGroupSet: { treatment: "opaque", field: "GroupId" },
  ReplicationInstances: { treatment: "opaque", field: "ReplicationInstanceIdentifier" },
  Subnets: { treatment: "modelled", field: "SubnetId" },
  TargetGroups: { treatment: "modelled", field: "TargetGroupArn" },
  TargetHealthDescriptions: { treatment: "modelled", field: "Target" },
  TransitGatewayAttachments: { treatment: "opaque", field: "TransitGatewayAttachmentId" },
  TransitGateways: { treatment: "opaque", field: "TransitGatewayId" },
  VpcEndpoints: { treatment: "opaque", field: "VpcEndpointId" },
  VpcPeeringConnections: { treatment: "irrelevant", field: "VpcPeeringConnectionId" },
  VpcBlockPublicAccessExclusions: { treatment: "modelled", field: "InternetGatewayExclusionMode" },
  VpcBlockPublicAccessOptions: { treatment: "modelled", field: "InternetGatewayBlockMode" },
  Vpcs: { treatment: "modelled", field: "VpcId" },
};

/** Keys beside an answer that say nothing of the network. */
export const besideAnswers: ReadonlySet<string> = new Set([
  "NextToken",
  "Marker",
  "NextMarker",
  "ResponseMetadata",
  "PrefixListId",
  "TargetGroupArn",
]);
