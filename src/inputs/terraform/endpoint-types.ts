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
  | { readonly by: "addresses"; readonly names: readonly string[] }
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
const ownIPv6: AddressRule = { by: "addresses", names: ["ipv6_addresses", "ipv6_address_count"] };

function switchedBy(path: readonly string[], unwritten: "yes" | "no" | "as-subnet", on = "true"): AddressRule {
  return { by: "switch", path, on, unwritten };
}

function machine(groups: EndpointType["groups"], subnets: EndpointType["subnets"], ipv4: AddressRule): EndpointType {
  const ipv6 = ownIPv6;
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

/** Terraform Registry, AWS provider 5.100, the page of each resource; what never has a public address: the guide of its service. */
export const endpointTypes: ReadonlyMap<string, EndpointType> = new Map<string, EndpointType>([
  ["aws_instance", instance()],
  ["aws_spot_instance_request", instance()],
  [
    "aws_network_interface",
    machine([["security_groups"]], [["subnet_id"]], { by: "never", why: "an interface without a public address" }),
  ],
  [
    "aws_launch_template",
    machine(
      [["vpc_security_group_ids"], ["security_group_names"], ["network_interfaces", "security_groups"]],
      [["network_interfaces", "subnet_id"]],
      switchedBy(["network_interfaces", "associate_public_ip_address"], "as-subnet"),
    ),
  ],
  [
    "aws_launch_configuration",
    machine([["security_groups"]], [], switchedBy(["associate_public_ip_address"], "as-subnet")),
  ],
  ["aws_lb", balancer("unknown")],
  ["aws_alb", balancer("unknown")],
  ["aws_elb", balancer("default")],
  [
    "aws_ecs_service",
    {
      ...inBlock("network_configuration", "security_groups", "subnets"),
      ipv4: switchedBy(["network_configuration", "assign_public_ip"], "no"),
      ipv6: bySubnet,
    },
  ],
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
  ["aws_efs_mount_target", managed({ groups: [["security_groups"]], subnets: [["subnet_id"]] })],
  [
    "aws_vpc_endpoint",
    managed({ groups: [["security_group_ids"]], subnets: [["subnet_ids"]], withoutGroups: "unknown" }),
  ],
]);

function instance(): EndpointType {
  const groups = [["vpc_security_group_ids"], ["security_groups"]];
  const asked = switchedBy(["associate_public_ip_address"], "as-subnet");
  return { ...machine(groups, [["subnet_id"]], asked), withoutSubnets: "default" };
}
