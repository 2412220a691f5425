/** Where resources of a type write what stands before them and where they stand. Paths go through blocks. */
export interface EndpointType {
  readonly groups: readonly (readonly string[])[];
  /** What has none: the default group of its VPC, none at all, or groups that are not known. */
  readonly withoutGroups: "default" | "none" | "unknown";
  readonly subnets: readonly (readonly string[])[];
  /** A resource that lists the subnets, by the argument that names it and its type. */
  readonly subnetGroup?: readonly [argument: string, type: string];
  /** Where what names no subnet stands: in the default VPC, or it is not known where. */
  readonly withoutSubnets: "default" | "unknown";
  readonly ipv4: AddressRule;
  readonly ipv6: AddressRule;
  /** A block without which it has no interface of its own. */
  readonly needs?: string;
}

/** Who decides whether it has a public address. `never`: by what it is, as `why` says. */
export type AddressRule =
  | { readonly by: "subnet" }
  | { readonly by: "never"; readonly why: string }
  | { readonly by: "addresses"; readonly paths: readonly (readonly string[])[] }
  /** What belongs to it is public or not: resources of this type, which name it by this argument. */
  | { readonly by: "members"; readonly type: string; readonly argument: string }
  | {
      readonly by: "switch";
      readonly path: readonly string[];
      readonly on: string;
      readonly unwritten: "yes" | "no" | "as-subnet";
    };

const bySubnet = { by: "subnet" } as const satisfies AddressRule;
const privateOnly: AddressRule = { by: "never", why: "an address of its VPC alone" };
const accessible = switchedBy(["publicly_accessible"], "no");

/** An interface that is given IPv6 addresses or a number of them; `blocks` lead to it. */
function ownIPv6(...blocks: readonly string[]): AddressRule {
  const paths = ["ipv6_addresses", "ipv6_address_count"].map((name) => [...blocks, name]);
  return { by: "addresses", paths };
}

function switchedBy(path: readonly string[], unwritten: "yes" | "no" | "as-subnet", on = "true"): AddressRule {
  return { by: "switch", path, on, unwritten };
}

function machine(
  groups: EndpointType["groups"],
  subnets: EndpointType["subnets"],
  [ipv4, ipv6 = bySubnet]: readonly [ipv4: AddressRule, ipv6?: AddressRule],
): EndpointType {
  return { groups, subnets, ipv4, ipv6, withoutGroups: "default", withoutSubnets: "unknown" };
}

function balancer(withoutSubnets: EndpointType["withoutSubnets"]): EndpointType {
  return {
    groups: [["security_groups"]],
    withoutGroups: "default",
    subnets: [["subnets"], ["subnet_mapping", "subnet_id"]],
    withoutSubnets,
    ipv4: switchedBy(["internal"], "yes", "false"),
    ipv6: switchedBy(["ip_address_type"], "no", "dualstack"),
  };
}

function managed(
  written: Pick<EndpointType, "groups" | "subnets"> & Partial<EndpointType>,
  ipv4: AddressRule = privateOnly,
): EndpointType {
  return { withoutGroups: "default", withoutSubnets: "unknown", ipv4, ipv6: privateOnly, ...written };
}

function inGroup(groups: string, subnetGroup: EndpointType["subnetGroup"], ipv4?: AddressRule): EndpointType {
  return managed({ groups: [[groups]], subnets: [], ...(subnetGroup ? { subnetGroup } : {}) }, ipv4);
}

function inBlock(block: string, groups: string, subnets: string): EndpointType {
  return managed({ groups: [[block, groups]], subnets: [[block, subnets]], needs: block });
}

function listed(groups: string, subnets: string): EndpointType {
  return managed({ groups: [[groups]], subnets: [[subnets]] });
}

function tasks(): EndpointType {
  return {
    ...inBlock("network_configuration", "security_groups", "subnets"),
    ipv4: switchedBy(["network_configuration", "assign_public_ip"], "no"),
    ipv6: bySubnet,
  };
}

/** The groups of all machines of EMR together; each has some of them. */
function cluster(): EndpointType {
  const groups = [
    "emr_managed_master_security_group",
    "emr_managed_slave_security_group",
    "additional_master_security_groups",
    "additional_slave_security_groups",
    "service_access_security_group",
  ].map((name) => ["ec2_attributes", name]);
  const subnets = ["subnet_id", "subnet_ids"].map((name) => ["ec2_attributes", name]);
  return { groups, subnets, withoutGroups: "unknown", withoutSubnets: "default", ipv4: bySubnet, ipv6: bySubnet };
}

/** Terraform Registry, AWS provider 5.100, the page of each resource; what never has a public address: the guide of its service. */
export const endpointTypes: ReadonlyMap<string, EndpointType> = new Map<string, EndpointType>([
  ["aws_instance", instance()],
  ["aws_spot_instance_request", instance()],
  [
    "aws_network_interface",
    machine(
      [["security_groups"]],
      [["subnet_id"]],
      [{ by: "never", why: "an interface without a public address" }, ownIPv6()],
    ),
  ],
  [
    "aws_launch_template",
    machine(
      [["vpc_security_group_ids"], ["security_group_names"], ["network_interfaces", "security_groups"]],
      [["network_interfaces", "subnet_id"]],
      [switchedBy(["network_interfaces", "associate_public_ip_address"], "as-subnet"), ownIPv6("network_interfaces")],
    ),
  ],
  [
    "aws_launch_configuration",
    machine([["security_groups"]], [], [switchedBy(["associate_public_ip_address"], "as-subnet")]),
  ],
  ["aws_lb", balancer("unknown")],
  ["aws_alb", balancer("unknown")],
  ["aws_elb", { ...balancer("default"), subnets: [["subnets"]], ipv6: privateOnly }],
  [
    "aws_spot_fleet_request",
    machine(
      [["launch_specification", "vpc_security_group_ids"]],
      [["launch_specification", "subnet_id"]],
      [switchedBy(["launch_specification", "associate_public_ip_address"], "as-subnet")],
    ),
  ],
  ["aws_ecs_service", tasks()],
  ["aws_ecs_task_set", tasks()],
  ["aws_lambda_function", inBlock("vpc_config", "security_group_ids", "subnet_ids")],
  ["aws_eks_cluster", inBlock("vpc_config", "security_group_ids", "subnet_ids")],
  ["aws_opensearch_domain", inBlock("vpc_options", "security_group_ids", "subnet_ids")],
  ["aws_elasticsearch_domain", inBlock("vpc_options", "security_group_ids", "subnet_ids")],
  ["aws_mwaa_environment", inBlock("network_configuration", "security_group_ids", "subnet_ids")],
  ["aws_db_instance", inGroup("vpc_security_group_ids", ["db_subnet_group_name", "aws_db_subnet_group"], accessible)],
  [
    "aws_rds_cluster",
    inGroup("vpc_security_group_ids", ["db_subnet_group_name", "aws_db_subnet_group"], {
      by: "members",
      type: "aws_rds_cluster_instance",
      argument: "cluster_identifier",
    }),
  ],
  [
    "aws_neptune_cluster",
    inGroup("vpc_security_group_ids", ["neptune_subnet_group_name", "aws_neptune_subnet_group"], {
      by: "members",
      type: "aws_neptune_cluster_instance",
      argument: "cluster_identifier",
    }),
  ],
  ["aws_docdb_cluster", inGroup("vpc_security_group_ids", ["db_subnet_group_name", "aws_docdb_subnet_group"])],
  ["aws_elasticache_cluster", inGroup("security_group_ids", ["subnet_group_name", "aws_elasticache_subnet_group"])],
  [
    "aws_elasticache_replication_group",
    inGroup("security_group_ids", ["subnet_group_name", "aws_elasticache_subnet_group"]),
  ],
  ["aws_memorydb_cluster", inGroup("security_group_ids", ["subnet_group_name", "aws_memorydb_subnet_group"])],
  ["aws_elasticache_serverless_cache", managed({ groups: [["security_group_ids"]], subnets: [["subnet_ids"]] })],
  [
    "aws_redshift_cluster",
    inGroup(
      "vpc_security_group_ids",
      ["cluster_subnet_group_name", "aws_redshift_subnet_group"],
      switchedBy(["publicly_accessible"], "yes"),
    ),
  ],
  [
    "aws_redshiftserverless_workgroup",
    managed({ groups: [["security_group_ids"]], subnets: [["subnet_ids"]] }, accessible),
  ],
  [
    "aws_dms_replication_instance",
    inGroup("vpc_security_group_ids", ["replication_subnet_group_id", "aws_dms_replication_subnet_group"], accessible),
  ],
  ["aws_mq_broker", managed({ groups: [["security_groups"]], subnets: [["subnet_ids"]] }, accessible)],
  [
    "aws_msk_cluster",
    managed(
      {
        groups: [["broker_node_group_info", "security_groups"]],
        subnets: [["broker_node_group_info", "client_subnets"]],
      },
      switchedBy(
        ["broker_node_group_info", "connectivity_info", "public_access", "type"],
        "no",
        "SERVICE_PROVIDED_EIPS",
      ),
    ),
  ],
  ["aws_msk_serverless_cluster", inBlock("vpc_config", "security_group_ids", "subnet_ids")],
  [
    "aws_timestreaminfluxdb_db_instance",
    managed({ groups: [["vpc_security_group_ids"]], subnets: [["vpc_subnet_ids"]] }, accessible),
  ],
  ["aws_db_proxy", listed("vpc_security_group_ids", "vpc_subnet_ids")],
  ["aws_db_proxy_endpoint", listed("vpc_security_group_ids", "vpc_subnet_ids")],
  ["aws_dax_cluster", inGroup("security_group_ids", ["subnet_group_name", "aws_dax_subnet_group"])],
  ["aws_docdbelastic_cluster", listed("vpc_security_group_ids", "subnet_ids")],
  ["aws_fsx_lustre_file_system", listed("security_group_ids", "subnet_ids")],
  ["aws_fsx_ontap_file_system", listed("security_group_ids", "subnet_ids")],
  ["aws_fsx_openzfs_file_system", listed("security_group_ids", "subnet_ids")],
  ["aws_fsx_windows_file_system", listed("security_group_ids", "subnet_ids")],
  ["aws_fsx_file_cache", listed("security_group_ids", "subnet_ids")],
  [
    "aws_redshift_endpoint_access",
    inGroup("vpc_security_group_ids", ["subnet_group_name", "aws_redshift_subnet_group"]),
  ],
  ["aws_redshiftserverless_endpoint_access", listed("vpc_security_group_ids", "subnet_ids")],
  ["aws_ec2_instance_connect_endpoint", listed("security_group_ids", "subnet_id")],
  ["aws_apprunner_vpc_connector", listed("security_groups", "subnets")],
  ["aws_apigatewayv2_vpc_link", listed("security_group_ids", "subnet_ids")],
  ["aws_opensearchserverless_vpc_endpoint", listed("security_group_ids", "subnet_ids")],
  ["aws_quicksight_vpc_connection", listed("security_group_ids", "subnet_ids")],
  ["aws_codebuild_project", inBlock("vpc_config", "security_group_ids", "subnets")],
  ["aws_synthetics_canary", inBlock("vpc_config", "security_group_ids", "subnet_ids")],
  ["aws_emr_cluster", cluster()],
  ["aws_efs_mount_target", managed({ groups: [["security_groups"]], subnets: [["subnet_id"]] })],
  [
    "aws_vpc_endpoint",
    managed({ groups: [["security_group_ids"]], subnets: [["subnet_ids"]], withoutGroups: "unknown" }),
  ],
]);

function instance(): EndpointType {
  const groups = [["vpc_security_group_ids"], ["security_groups"]];
  const asked = switchedBy(["associate_public_ip_address"], "as-subnet");
  return { ...machine(groups, [["subnet_id"]], [asked, ownIPv6()]), withoutSubnets: "default" };
}
