import type { Treatment } from "../../model/reading";
import { endpointTypes } from "./endpoint-types";
import { irrelevantKinds, irrelevantServices, opaqueServices } from "./services";

/** The macro that AWS runs for functions such as `Fn::ForEach` and `Fn::Length`; it adds no resources of its own. */
export const languageExtensions = "AWS::LanguageExtensions";

/** Sections of a template (CloudFormation User Guide, "Template anatomy"; SAM specification for `Globals`). */
export const sections: Readonly<Record<string, Treatment>> = {
  AWSTemplateFormatVersion: "irrelevant",
  Description: "irrelevant",
  Metadata: "irrelevant",
  Outputs: "modelled",
  Rules: "irrelevant",
  Hooks: "irrelevant",
  Parameters: "modelled",
  Mappings: "modelled",
  Conditions: "modelled",
  Resources: "modelled",
  Transform: "modelled",
  Globals: "modelled",
};

/** Macros that AWS runs and that add nothing to the network of a template but what its resources say; any other is opaque. */
export const harmlessMacros: ReadonlySet<string> = new Set([
  languageExtensions,
  "AWS::SecretsManager-2020-07-23",
  "AWS::SecretsManager-2024-09-16",
  "AWS::ServiceCatalog",
  "AWS::Serverless-2016-10-31",
]);

/** Types whose switches and rules are all that they say of the network. */
const modelledElsewhere: ReadonlySet<string> = new Set([
  "AWS::RDS::DBSecurityGroup",
  "AWS::RDS::DBSecurityGroupIngress",
  "AWS::Redshift::ClusterSecurityGroup",
  "AWS::Redshift::ClusterSecurityGroupIngress",
  "AWS::Lambda::Url",
  "AWS::Batch::JobDefinition",
  "AWS::Lightsail::Instance",
  "AWS::Lightsail::StaticIp",
  "AWS::EKS::Nodegroup",
  "AWS::GameLift::Fleet",
  "AWS::OpenSearchServerless::SecurityPolicy",
  "AWS::EC2::VPCBlockPublicAccessOptions",
  "AWS::EC2::VPCBlockPublicAccessExclusion",
  "AWS::EC2::GatewayRouteTableAssociation",
]);

/** Types of their own treatment, where it is not that of their service. */
const types: Readonly<Record<string, Treatment>> = {
  "Alexa::ASK::Skill": "irrelevant",
  "AWS::EC2::SecurityGroup": "modelled",
  "AWS::EC2::SecurityGroupIngress": "modelled",
  "AWS::EC2::SecurityGroupEgress": "modelled",
  "AWS::EC2::PrefixList": "modelled",
  "AWS::EC2::NetworkAcl": "modelled",
  "AWS::EC2::NetworkAclEntry": "modelled",
  "AWS::ElasticLoadBalancingV2::Listener": "modelled",
  "AWS::ElasticLoadBalancingV2::ListenerCertificate": "irrelevant",
  "AWS::ElasticLoadBalancingV2::TrustStore": "irrelevant",
  "AWS::ElasticLoadBalancingV2::TrustStoreRevocation": "irrelevant",
  "AWS::EC2::SubnetNetworkAclAssociation": "modelled",
  "AWS::EC2::VPC": "modelled",
  "AWS::EC2::VPCCidrBlock": "modelled",
  "AWS::EC2::Subnet": "modelled",
  "AWS::EC2::RouteTable": "modelled",
  "AWS::EC2::Route": "modelled",
  "AWS::EC2::SubnetRouteTableAssociation": "modelled",
  "AWS::EC2::EIP": "modelled",
  "AWS::EC2::EIPAssociation": "modelled",
  "AWS::AutoScaling::AutoScalingGroup": "modelled",
  "AWS::ElasticLoadBalancingV2::TargetGroup": "modelled",
  "AWS::ElasticLoadBalancingV2::ListenerRule": "modelled",
  "AWS::RDS::DBSubnetGroup": "modelled",
  "AWS::Neptune::DBSubnetGroup": "modelled",
  "AWS::Neptune::DBInstance": "modelled",
  "AWS::DocDB::DBSubnetGroup": "modelled",
  "AWS::DocDB::DBInstance": "irrelevant",
  "AWS::DAX::SubnetGroup": "modelled",
  "AWS::ElastiCache::SubnetGroup": "modelled",
  "AWS::MemoryDB::SubnetGroup": "modelled",
  "AWS::Redshift::ClusterSubnetGroup": "modelled",
  "AWS::DMS::ReplicationSubnetGroup": "modelled",
  "AWS::EC2::InternetGateway": "irrelevant",
  "AWS::EC2::VPCGatewayAttachment": "irrelevant",
  "AWS::EC2::EgressOnlyInternetGateway": "irrelevant",
  "AWS::EC2::NatGateway": "irrelevant",
  "AWS::EC2::VPCPeeringConnection": "irrelevant",
  "AWS::ECS::Cluster": "irrelevant",
  "AWS::ECS::TaskDefinition": "irrelevant",
  "AWS::ECS::ClusterCapacityProviderAssociations": "irrelevant",
  "AWS::EC2::FlowLog": "irrelevant",
  "AWS::EC2::KeyPair": "irrelevant",
  "AWS::EC2::Volume": "irrelevant",
  "AWS::EC2::VolumeAttachment": "irrelevant",
  "AWS::EC2::SnapshotBlockPublicAccess": "irrelevant",
  "AWS::EC2::PlacementGroup": "irrelevant",
  "AWS::EC2::CapacityReservation": "irrelevant",
  "AWS::EC2::DHCPOptions": "irrelevant",
  "AWS::EC2::VPCDHCPOptionsAssociation": "irrelevant",
  "AWS::EC2::NetworkInsightsPath": "irrelevant",
  "AWS::EC2::NetworkInsightsAnalysis": "irrelevant",
  "AWS::AutoScaling::LifecycleHook": "irrelevant",
  "AWS::AutoScaling::ScalingPolicy": "irrelevant",
  "AWS::AutoScaling::ScheduledAction": "irrelevant",
  "AWS::AutoScaling::WarmPool": "irrelevant",
  "AWS::CloudFormation::Macro": "irrelevant",
  "AWS::CloudFormation::WaitCondition": "irrelevant",
  "AWS::CloudFormation::WaitConditionHandle": "irrelevant",
  "AWS::CloudFormation::Interface": "irrelevant",
  "AWS::CloudFormation::Init": "irrelevant",
  "AWS::Lambda::Alias": "irrelevant",
  "AWS::Lambda::CodeSigningConfig": "irrelevant",
  "AWS::Lambda::EventSourceMapping": "irrelevant",
  "AWS::Lambda::EventInvokeConfig": "irrelevant",
  "AWS::Lambda::LayerVersion": "irrelevant",
  "AWS::Lambda::LayerVersionPermission": "irrelevant",
  "AWS::Lambda::Permission": "irrelevant",
  "AWS::Lambda::Version": "irrelevant",
  "AWS::ECS::CapacityProvider": "irrelevant",
  "AWS::EFS::AccessPoint": "irrelevant",
  "AWS::EFS::FileSystem": "irrelevant",
  "AWS::RDS::DBClusterParameterGroup": "irrelevant",
  "AWS::RDS::DBParameterGroup": "irrelevant",
  "AWS::RDS::OptionGroup": "irrelevant",
  "AWS::RDS::EventSubscription": "irrelevant",
  "AWS::Neptune::DBClusterParameterGroup": "irrelevant",
  "AWS::Neptune::DBParameterGroup": "irrelevant",
  "AWS::DocDB::DBClusterParameterGroup": "irrelevant",
  "AWS::ElastiCache::ParameterGroup": "irrelevant",
  "AWS::Redshift::ClusterParameterGroup": "irrelevant",
  "AWS::DMS::Endpoint": "irrelevant",
  "AWS::DMS::ReplicationTask": "irrelevant",
  "AWS::Serverless::LayerVersion": "irrelevant",
  "AWS::Serverless::SimpleTable": "irrelevant",
  "AWS::Serverless::StateMachine": "irrelevant",
  "AWS::Serverless::Connector": "irrelevant",
};

/**
 * How a type of resource is treated, or nothing where no table has it. A custom resource runs code of its own, and a module
 * stands for resources that are kept elsewhere.
 */
export function treatmentOf(type: string): Treatment | undefined {
  if (Object.hasOwn(types, type)) return types[type];
  if (endpointTypes.has(type) || modelledElsewhere.has(type)) return "modelled";
  if (type.startsWith("Custom::") || type.endsWith("::MODULE")) return "opaque";
  const [vendor, service = "", kind] = type.split("::");
  if (vendor !== "AWS" || kind === undefined) return undefined;
  if (irrelevantServices.has(service) || irrelevantKinds.get(service)?.has(kind)) return "irrelevant";
  return opaqueServices.has(service) ? "opaque" : undefined;
}
