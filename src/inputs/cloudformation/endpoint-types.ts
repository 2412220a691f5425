/** Where resources of a type write what stands before them and where they stand. `*` stands for every item of a list. */
export interface EndpointType {
  readonly groups: readonly (readonly string[])[];
  /** What names none: the default group of its VPC, or groups that are not known. */
  readonly withoutGroups: "default" | "unknown";
  readonly subnets: readonly (readonly string[])[];
  /** A resource that lists the subnets, by the property that names it. */
  readonly subnetGroup?: string;
  /** Where what names no subnet stands: in the default VPC, or it is not known where. */
  readonly withoutSubnets: "default" | "unknown";
  readonly ipv4: AddressRule;
  readonly ipv6: AddressRule;
  /** The path of what it takes to have an interface of its own. */
  readonly needs?: readonly string[];
}

/** Who decides whether it has a public address. `never`: by what it is, as `why` says. */
export type AddressRule =
  | { readonly by: "subnet" }
  | { readonly by: "never"; readonly why: string }
  | { readonly by: "addresses"; readonly paths: readonly (readonly string[])[]; readonly unwritten: "no" | "as-subnet" }
  | {
      readonly by: "switch";
      readonly path: readonly string[];
      readonly on: string;
      readonly unwritten: "yes" | "no" | "unknown" | "as-subnet";
    };

type Written = Pick<EndpointType, "groups" | "subnets"> & Partial<EndpointType>;

const privateOnly: AddressRule = { by: "never", why: "an address of its VPC alone" };

function switchedBy(
  path: readonly string[],
  unwritten: Extract<AddressRule, { readonly by: "switch" }>["unwritten"],
  on = "true",
): AddressRule {
  return { by: "switch", path, on, unwritten };
}

function accessible(unwritten: "yes" | "no" | "unknown"): AddressRule {
  return switchedBy(["PubliclyAccessible"], unwritten);
}

function managed(written: Written, ipv4: AddressRule = privateOnly): EndpointType {
  return { withoutGroups: "default", withoutSubnets: "unknown", ipv4, ipv6: privateOnly, ...written };
}

function inGroup(groups: string, subnetGroup: string, ipv4?: AddressRule): EndpointType {
  return managed({ groups: [[groups]], subnets: [], subnetGroup }, ipv4);
}

function inBlock(block: string, groups: string, subnets: string): EndpointType {
  return managed({ groups: [[block, groups]], subnets: [[block, subnets]], needs: [block] });
}

function balancer(written: Pick<EndpointType, "subnets" | "withoutSubnets">): EndpointType {
  return {
    groups: [["SecurityGroups"]],
    withoutGroups: "default",
    ipv4: switchedBy(["Scheme"], "yes", "internet-facing"),
    ipv6: switchedBy(["IpAddressType"], "no", "dualstack"),
    ...written,
  };
}

const addressesOf = (...before: readonly string[]): AddressRule => ({
  by: "addresses",
  paths: ["Ipv6AddressCount", "Ipv6Addresses"].map((name) => [...before, name]),
  unwritten: "as-subnet",
});

/** A task of ECS, by the path of the block that describes its network (Amazon ECS Developer Guide, "awsvpc network mode"). */
function task(...block: readonly string[]): EndpointType {
  return {
    groups: [[...block, "SecurityGroups"]],
    withoutGroups: "default",
    subnets: [[...block, "Subnets"]],
    withoutSubnets: "unknown",
    ipv4: switchedBy([...block, "AssignPublicIp"], "no", "enabled"),
    ipv6: { by: "subnet" },
    needs: block,
  };
}

const spotLaunches = ["SpotFleetRequestConfigData", "LaunchSpecifications", "*"];

/** CloudFormation Template Reference, the page of each type; what never has a public address: the guide of its service. */
export const endpointTypes: ReadonlyMap<string, EndpointType> = new Map<string, EndpointType>([
  [
    "AWS::EC2::Instance",
    {
      groups: [["SecurityGroupIds"], ["SecurityGroups"], ["NetworkInterfaces", "*", "GroupSet"]],
      withoutGroups: "default",
      subnets: [["SubnetId"], ["NetworkInterfaces", "*", "SubnetId"]],
      withoutSubnets: "default",
      ipv4: switchedBy(["NetworkInterfaces", "*", "AssociatePublicIpAddress"], "as-subnet"),
      ipv6: addressesOf(),
    },
  ],
  [
    "AWS::EC2::NetworkInterface",
    managed(
      { groups: [["GroupSet"]], subnets: [["SubnetId"]], ipv6: addressesOf() },
      {
        by: "never",
        why: "an interface without a public address",
      },
    ),
  ],
  [
    "AWS::EC2::LaunchTemplate",
    {
      groups: [
        ["LaunchTemplateData", "SecurityGroupIds"],
        ["LaunchTemplateData", "SecurityGroups"],
        ["LaunchTemplateData", "NetworkInterfaces", "*", "Groups"],
      ],
      withoutGroups: "default",
      subnets: [["LaunchTemplateData", "NetworkInterfaces", "*", "SubnetId"]],
      withoutSubnets: "unknown",
      ipv4: switchedBy(["LaunchTemplateData", "NetworkInterfaces", "*", "AssociatePublicIpAddress"], "as-subnet"),
      ipv6: addressesOf("LaunchTemplateData", "NetworkInterfaces", "*"),
    },
  ],
  [
    "AWS::AutoScaling::LaunchConfiguration",
    {
      groups: [["SecurityGroups"]],
      withoutGroups: "default",
      subnets: [],
      withoutSubnets: "unknown",
      ipv4: switchedBy(["AssociatePublicIpAddress"], "as-subnet"),
      ipv6: { by: "subnet" },
    },
  ],
  [
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    balancer({ subnets: [["Subnets"], ["SubnetMappings", "*", "SubnetId"]], withoutSubnets: "unknown" }),
  ],
  ["AWS::ElasticLoadBalancing::LoadBalancer", balancer({ subnets: [["Subnets"]], withoutSubnets: "default" })],
  ["AWS::ECS::Service", task("NetworkConfiguration", "AwsvpcConfiguration")],
  ["AWS::ECS::TaskSet", task("NetworkConfiguration", "AwsVpcConfiguration")],
  ["AWS::Events::Rule", task("Targets", "*", "EcsParameters", "NetworkConfiguration", "AwsVpcConfiguration")],
  ["AWS::Scheduler::Schedule", task("Target", "EcsParameters", "NetworkConfiguration", "AwsvpcConfiguration")],
  ["AWS::Pipes::Pipe", task("TargetParameters", "EcsTaskParameters", "NetworkConfiguration", "AwsvpcConfiguration")],
  ["AWS::Lambda::Function", inBlock("VpcConfig", "SecurityGroupIds", "SubnetIds")],
  ["AWS::Serverless::Function", inBlock("VpcConfig", "SecurityGroupIds", "SubnetIds")],
  ["AWS::EKS::Cluster", inBlock("ResourcesVpcConfig", "SecurityGroupIds", "SubnetIds")],
  ["AWS::OpenSearchService::Domain", inBlock("VPCOptions", "SecurityGroupIds", "SubnetIds")],
  ["AWS::Elasticsearch::Domain", inBlock("VPCOptions", "SecurityGroupIds", "SubnetIds")],
  ["AWS::MWAA::Environment", inBlock("NetworkConfiguration", "SecurityGroupIds", "SubnetIds")],
  [
    "AWS::RDS::DBInstance",
    {
      ...inGroup("VPCSecurityGroups", "DBSubnetGroupName", accessible("unknown")),
      groups: [["VPCSecurityGroups"], ["DBSecurityGroups"]],
    },
  ],
  ["AWS::RDS::DBCluster", inGroup("VpcSecurityGroupIds", "DBSubnetGroupName", accessible("unknown"))],
  ["AWS::Neptune::DBCluster", inGroup("VpcSecurityGroupIds", "DBSubnetGroupName")],
  ["AWS::DocDB::DBCluster", inGroup("VpcSecurityGroupIds", "DBSubnetGroupName")],
  ["AWS::ElastiCache::CacheCluster", inGroup("VpcSecurityGroupIds", "CacheSubnetGroupName")],
  ["AWS::ElastiCache::ReplicationGroup", inGroup("SecurityGroupIds", "CacheSubnetGroupName")],
  ["AWS::ElastiCache::ServerlessCache", managed({ groups: [["SecurityGroupIds"]], subnets: [["SubnetIds"]] })],
  ["AWS::MemoryDB::Cluster", inGroup("SecurityGroupIds", "SubnetGroupName")],
  [
    "AWS::Redshift::Cluster",
    {
      ...inGroup("VpcSecurityGroupIds", "ClusterSubnetGroupName", accessible("no")),
      groups: [["VpcSecurityGroupIds"], ["ClusterSecurityGroups"]],
    },
  ],
  [
    "AWS::RedshiftServerless::Workgroup",
    managed({ groups: [["SecurityGroupIds"]], subnets: [["SubnetIds"]] }, accessible("no")),
  ],
  [
    "AWS::DMS::ReplicationInstance",
    inGroup("VpcSecurityGroupIds", "ReplicationSubnetGroupIdentifier", accessible("yes")),
  ],
  ["AWS::AmazonMQ::Broker", managed({ groups: [["SecurityGroups"]], subnets: [["SubnetIds"]] }, accessible("no"))],
  [
    "AWS::MSK::Cluster",
    managed(
      { groups: [["BrokerNodeGroupInfo", "SecurityGroups"]], subnets: [["BrokerNodeGroupInfo", "ClientSubnets"]] },
      switchedBy(["BrokerNodeGroupInfo", "ConnectivityInfo", "PublicAccess", "Type"], "no", "service_provided_eips"),
    ),
  ],
  [
    "AWS::EC2::SpotFleet",
    {
      groups: [
        [...spotLaunches, "SecurityGroups", "*", "GroupId"],
        [...spotLaunches, "NetworkInterfaces", "*", "Groups"],
      ],
      withoutGroups: "default",
      subnets: [
        [...spotLaunches, "SubnetId"],
        [...spotLaunches, "NetworkInterfaces", "*", "SubnetId"],
      ],
      withoutSubnets: "unknown",
      ipv4: switchedBy([...spotLaunches, "NetworkInterfaces", "*", "AssociatePublicIpAddress"], "as-subnet"),
      ipv6: addressesOf(...spotLaunches, "NetworkInterfaces", "*"),
      needs: spotLaunches,
    },
  ],
  [
    "AWS::EMR::Cluster",
    {
      groups: ["EmrManagedMaster", "EmrManagedSlave", "ServiceAccess"]
        .map((name) => ["Instances", `${name}SecurityGroup`])
        .concat(["Master", "Slave"].map((name) => ["Instances", `Additional${name}SecurityGroups`])),
      withoutGroups: "unknown",
      subnets: [
        ["Instances", "Ec2SubnetId"],
        ["Instances", "Ec2SubnetIds"],
      ],
      withoutSubnets: "unknown",
      ipv4: { by: "subnet" },
      ipv6: { by: "subnet" },
    },
  ],
  [
    "AWS::Batch::ComputeEnvironment",
    {
      groups: [["ComputeResources", "SecurityGroupIds"]],
      withoutGroups: "unknown",
      subnets: [["ComputeResources", "Subnets"]],
      withoutSubnets: "unknown",
      ipv4: { by: "subnet" },
      ipv6: { by: "subnet" },
      needs: ["ComputeResources"],
    },
  ],
  [
    "AWS::Transfer::Server",
    managed(
      {
        groups: [["EndpointDetails", "SecurityGroupIds"]],
        subnets: [["EndpointDetails", "SubnetIds"]],
        needs: ["EndpointDetails", "SubnetIds"],
      },
      { by: "addresses", paths: [["EndpointDetails", "AddressAllocationIds"]], unwritten: "no" },
    ),
  ],
  ["AWS::RDS::DBProxy", managed({ groups: [["VpcSecurityGroupIds"]], subnets: [["VpcSubnetIds"]] })],
  ["AWS::RDS::DBProxyEndpoint", managed({ groups: [["VpcSecurityGroupIds"]], subnets: [["VpcSubnetIds"]] })],
  ["AWS::DAX::Cluster", inGroup("SecurityGroupIds", "SubnetGroupName")],
  ["AWS::DocDBElastic::Cluster", managed({ groups: [["VpcSecurityGroupIds"]], subnets: [["SubnetIds"]] })],
  ["AWS::DMS::InstanceProfile", inGroup("VpcSecurityGroups", "SubnetGroupIdentifier", accessible("yes"))],
  ["AWS::FSx::FileSystem", managed({ groups: [["SecurityGroupIds"]], subnets: [["SubnetIds"]] })],
  [
    "AWS::MSK::ServerlessCluster",
    managed({ groups: [["VpcConfigs", "*", "SecurityGroups"]], subnets: [["VpcConfigs", "*", "SubnetIds"]] }),
  ],
  [
    "AWS::Timestream::InfluxDBInstance",
    managed({ groups: [["VpcSecurityGroupIds"]], subnets: [["VpcSubnetIds"]] }, accessible("no")),
  ],
  [
    "AWS::Timestream::InfluxDBCluster",
    managed({ groups: [["VpcSecurityGroupIds"]], subnets: [["VpcSubnetIds"]] }, accessible("no")),
  ],
  ["AWS::SageMaker::NotebookInstance", managed({ groups: [["SecurityGroupIds"]], subnets: [["SubnetId"]] })],
  ["AWS::Redshift::EndpointAccess", inGroup("VpcSecurityGroupIds", "SubnetGroupName")],
  ["AWS::EC2::InstanceConnectEndpoint", managed({ groups: [["SecurityGroupIds"]], subnets: [["SubnetId"]] })],
  ["AWS::AppRunner::VpcConnector", managed({ groups: [["SecurityGroups"]], subnets: [["Subnets"]] })],
  ["AWS::ApiGatewayV2::VpcLink", managed({ groups: [["SecurityGroupIds"]], subnets: [["SubnetIds"]] })],
  ["AWS::OpenSearchServerless::VpcEndpoint", managed({ groups: [["SecurityGroupIds"]], subnets: [["SubnetIds"]] })],
  ["AWS::QuickSight::VPCConnection", managed({ groups: [["SecurityGroupIds"]], subnets: [["SubnetIds"]] })],
  ["AWS::CodeBuild::Project", inBlock("VpcConfig", "SecurityGroupIds", "Subnets")],
  ["AWS::Synthetics::Canary", inBlock("VPCConfig", "SecurityGroupIds", "SubnetIds")],
  ["AWS::EFS::MountTarget", managed({ groups: [["SecurityGroups"]], subnets: [["SubnetId"]] })],
  [
    "AWS::EC2::VPCEndpoint",
    managed({ groups: [["SecurityGroupIds"]], subnets: [["SubnetIds"]], withoutGroups: "unknown" }),
  ],
]);
