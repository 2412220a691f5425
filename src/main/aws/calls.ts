import { fieldOf } from "./troubles";

/** A call of an API of AWS, as the AWS CLI keeps what it answers. */
export interface Call {
  /** What IAM policies call it (Service Authorization Reference, the page of each service). */
  readonly action: `${"ec2" | "elasticloadbalancing" | "rds"}:${string}`;
  /** What the AWS CLI calls it; files of answers are named after it. */
  readonly command: string;
  /** Where the list stands in an answer, and the path of what names each of its items. */
  readonly key: string;
  readonly id: string;
  /** The key that says beside the list what was asked about, where the items do not say it. */
  readonly beside?: string;
  /** What is not known without an answer. */
  readonly missing: string;
  /**
   * What is kept of pages before one that fails: each group says all of its rules, while half of a prefix list would
   * pass for the whole.
   */
  readonly ofPages: "keep" | "drop";
}

export const calls = {
  groups: {
    action: "ec2:DescribeSecurityGroups",
    command: "describe-security-groups",
    key: "SecurityGroups",
    id: "GroupId",
    missing: "what the security groups let in is not known",
    ofPages: "keep",
  },
  rules: {
    action: "ec2:DescribeSecurityGroupRules",
    command: "describe-security-group-rules",
    key: "SecurityGroupRules",
    id: "SecurityGroupRuleId",
    missing: "rules are known only as far as their groups list them",
    ofPages: "drop",
  },
  prefixLists: {
    action: "ec2:DescribeManagedPrefixLists",
    command: "describe-managed-prefix-lists",
    key: "PrefixLists",
    id: "PrefixListId",
    missing: "prefix lists are known by their ids alone",
    ofPages: "drop",
  },
  prefixListEntries: {
    action: "ec2:GetManagedPrefixListEntries",
    command: "get-managed-prefix-list-entries",
    key: "Entries",
    id: "Cidr",
    missing: "which addresses the prefix list holds is not known",
    ofPages: "drop",
  },
  interfaces: {
    action: "ec2:DescribeNetworkInterfaces",
    command: "describe-network-interfaces",
    key: "NetworkInterfaces",
    id: "NetworkInterfaceId",
    missing: "which security groups are in use is not known",
    ofPages: "drop",
  },
  subnets: {
    action: "ec2:DescribeSubnets",
    command: "describe-subnets",
    key: "Subnets",
    id: "SubnetId",
    missing: "where interfaces lie is not known, nor which of them the internet reaches",
    ofPages: "drop",
  },
  routeTables: {
    action: "ec2:DescribeRouteTables",
    command: "describe-route-tables",
    key: "RouteTables",
    id: "RouteTableId",
    missing: "which subnets lead to the internet is not known",
    ofPages: "drop",
  },
  networkAcls: {
    action: "ec2:DescribeNetworkAcls",
    command: "describe-network-acls",
    key: "NetworkAcls",
    id: "NetworkAclId",
    missing: "network ACLs are taken to let everything pass",
    ofPages: "drop",
  },
  blockOptions: {
    action: "ec2:DescribeVpcBlockPublicAccessOptions",
    command: "describe-vpc-block-public-access-options",
    key: "VpcBlockPublicAccessOptions",
    id: "AwsRegion",
    missing: "VPC Block Public Access is taken to keep nobody out",
    ofPages: "drop",
  },
  blockExclusions: {
    action: "ec2:DescribeVpcBlockPublicAccessExclusions",
    command: "describe-vpc-block-public-access-exclusions",
    key: "VpcBlockPublicAccessExclusions",
    id: "ExclusionId",
    missing: "VPC Block Public Access is taken to keep nobody out",
    ofPages: "drop",
  },
  loadBalancers: {
    action: "elasticloadbalancing:DescribeLoadBalancers",
    command: "describe-load-balancers",
    key: "LoadBalancers",
    id: "LoadBalancerArn",
    missing: "what load balancers take in is not known",
    ofPages: "keep",
  },
  listeners: {
    action: "elasticloadbalancing:DescribeListeners",
    command: "describe-listeners",
    key: "Listeners",
    id: "ListenerArn",
    missing: "what the load balancer listens on is not known",
    ofPages: "keep",
  },
  listenerRules: {
    action: "elasticloadbalancing:DescribeRules",
    command: "describe-rules",
    key: "Rules",
    id: "RuleArn",
    missing: "what the listener hands on is known by its default alone",
    ofPages: "keep",
  },
  targetGroups: {
    action: "elasticloadbalancing:DescribeTargetGroups",
    command: "describe-target-groups",
    key: "TargetGroups",
    id: "TargetGroupArn",
    missing: "where load balancers hand on to is not known",
    ofPages: "keep",
  },
  targetHealth: {
    action: "elasticloadbalancing:DescribeTargetHealth",
    command: "describe-target-health",
    key: "TargetHealthDescriptions",
    id: "Target.Id",
    beside: "TargetGroupArn",
    missing: "which targets the group has is not known",
    ofPages: "drop",
  },
  databases: {
    action: "rds:DescribeDBInstances",
    command: "describe-db-instances",
    key: "DBInstances",
    id: "DBInstanceArn",
    missing: "which databases are made public is not known",
    ofPages: "keep",
  },
} as const satisfies Readonly<Record<string, Call>>;

/** What an item of an answer is called there. */
export function idOf({ id }: Call, item: object): string {
  return String(id.split(".").reduce<unknown>(fieldOf, item));
}

/** Asked first: which regions there are. */
export const regionsAction = "ec2:DescribeRegions";

/** The IAM policy that allows what an audit asks for and nothing else; none of these calls can be held to single resources. */
export function leastPolicy(): string {
  const actions = [regionsAction, ...Object.values(calls).map(({ action }) => action)].toSorted();
  const statement = { Sid: "PortcullisAudit", Effect: "Allow", Action: actions, Resource: "*" };
  return `${JSON.stringify({ Version: "2012-10-17", Statement: [statement] }, undefined, 2)}\n`;
}
