import type { TraitName } from "../../model/facts";

export type SwitchState = "on" | "off" | "unknown";

/** A property that makes a resource public, by its path; `*` stands for every item of a list. */
export interface Switch {
  readonly type: string;
  readonly trait: TraitName;
  readonly path: readonly string[];
  /** The value that switches it on, in lower case. */
  readonly on: string;
  /** What the service does where the property is not written. */
  readonly unwritten: SwitchState;
  /** A list of CIDR blocks that may keep all but a few out again. */
  readonly narrowedBy?: readonly string[];
  /** Another property, and the value in lower case with which the switch says nothing. */
  readonly unless?: { readonly path: readonly string[]; readonly is: string };
}

/** Tasks of ECS that others than a service start write their network in these blocks, each spelled in a way of its own. */
const ecsBlocks: readonly (readonly [type: string, path: readonly string[]])[] = [
  ["AWS::ECS::Service", ["NetworkConfiguration", "AwsvpcConfiguration"]],
  ["AWS::ECS::TaskSet", ["NetworkConfiguration", "AwsVpcConfiguration"]],
  ["AWS::Events::Rule", ["Targets", "*", "EcsParameters", "NetworkConfiguration", "AwsVpcConfiguration"]],
  ["AWS::Scheduler::Schedule", ["Target", "EcsParameters", "NetworkConfiguration", "AwsvpcConfiguration"]],
  ["AWS::Pipes::Pipe", ["TargetParameters", "EcsTaskParameters", "NetworkConfiguration", "AwsvpcConfiguration"]],
  ["AWS::Batch::JobDefinition", ["ContainerProperties", "NetworkConfiguration"]],
  ["AWS::Batch::JobDefinition", ["EcsProperties", "TaskProperties", "*", "NetworkConfiguration"]],
];

const spotFleet = ["SpotFleetRequestConfigData", "LaunchSpecifications", "*", "NetworkInterfaces", "*"];

/**
 * What a resource declares about its own way to the internet. Defaults: CloudFormation Template Reference, the page of each
 * type; for RDS it depends on the network that the database is put into.
 */
export const switches: readonly Switch[] = [
  accessible("AWS::RDS::DBInstance", "unknown"),
  accessible("AWS::RDS::DBCluster", "off"),
  accessible("AWS::RDS::DBShardGroup", "unknown"),
  accessible("AWS::DMS::ReplicationInstance", "on"),
  accessible("AWS::DMS::InstanceProfile", "on"),
  accessible("AWS::Redshift::Cluster", "off"),
  accessible("AWS::RedshiftServerless::Workgroup", "off"),
  accessible("AWS::AmazonMQ::Broker", "off"),
  accessible("AWS::Neptune::DBInstance", "off"),
  accessible("AWS::Lightsail::Database", "off"),
  accessible("AWS::M2::Environment", "off"),
  accessible("AWS::Timestream::InfluxDBInstance", "off"),
  accessible("AWS::Timestream::InfluxDBCluster", "off"),
  publicWhere("AWS::NeptuneGraph::Graph", ["PublicConnectivity"]),
  publicWhere("AWS::MWAA::Environment", ["WebserverAccessMode"], "public_only"),
  { ...publicWhere("AWS::Transfer::Server", ["EndpointType"], "public"), unwritten: "on" },
  {
    ...publicWhere("AWS::EKS::Cluster", ["ResourcesVpcConfig", "EndpointPublicAccess"]),
    unwritten: "on",
    narrowedBy: ["ResourcesVpcConfig", "PublicAccessCidrs"],
  },
  publicWhere(
    "AWS::MSK::Cluster",
    ["BrokerNodeGroupInfo", "ConnectivityInfo", "PublicAccess", "Type"],
    "service_provided_eips",
  ),
  withoutNetwork("AWS::OpenSearchService::Domain"),
  withoutNetwork("AWS::Elasticsearch::Domain"),
  // SAM lets everyone call a function whose address asks for no authorisation (SAM specification, FunctionUrlConfig).
  publicWhere("AWS::Serverless::Function", ["FunctionUrlConfig", "AuthType"], "none"),
  addressOf("AWS::EC2::Instance", ["NetworkInterfaces", "*", "AssociatePublicIpAddress"]),
  addressOf("AWS::EC2::LaunchTemplate", ["LaunchTemplateData", "NetworkInterfaces", "*", "AssociatePublicIpAddress"]),
  addressOf("AWS::EC2::SpotFleet", [...spotFleet, "AssociatePublicIpAddress"]),
  addressOf("AWS::AutoScaling::LaunchConfiguration", ["AssociatePublicIpAddress"]),
  addressOf("AWS::OpsWorks::Layer", ["AutoAssignPublicIps"]),
  ...ecsBlocks.map(([type, path]) => addressOf(type, [...path, "AssignPublicIp"], "enabled")),
  {
    type: "AWS::EC2::Subnet",
    trait: "assigns-public-addresses",
    path: ["MapPublicIpOnLaunch"],
    on: "true",
    unwritten: "off",
  },
  // A Gateway Load Balancer is reached through its endpoints and by no address of its own.
  { ...balancer("AWS::ElasticLoadBalancingV2::LoadBalancer"), unless: { path: ["Type"], is: "gateway" } },
  balancer("AWS::ElasticLoadBalancing::LoadBalancer"),
];

function publicWhere(type: string, path: readonly string[], on = "true"): Switch {
  return { type, trait: "publicly-accessible", path, on, unwritten: "off" };
}

function accessible(type: string, unwritten: SwitchState): Switch {
  return { ...publicWhere(type, ["PubliclyAccessible"]), unwritten };
}

/** A search domain that is put into no VPC answers on the internet; whom it lets in is then up to its policy. */
function withoutNetwork(type: string): Switch {
  return { ...publicWhere(type, ["VPCOptions"], "no VPC"), unwritten: "on" };
}

function addressOf(type: string, path: readonly string[], on = "true"): Switch {
  return { type, trait: "takes-public-address", path, on, unwritten: "off" };
}

function balancer(type: string): Switch {
  return { type, trait: "faces-internet", path: ["Scheme"], on: "internet-facing", unwritten: "on" };
}

/** Whether traits of a type are modelled. */
export function hasSwitches(type: string): boolean {
  return switches.some((one) => one.type === type);
}
