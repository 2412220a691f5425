/** Rules by the names that the module documents; a name in which the port stands says it itself. */
const namedRules = `
locals {
  known = {
    ssh-tcp                = [22, 22, "tcp"]
    rdp-tcp                = [3389, 3389, "tcp"]
    rdp-udp                = [3389, 3389, "udp"]
    winrm-http-tcp         = [5985, 5985, "tcp"]
    winrm-https-tcp        = [5986, 5986, "tcp"]
    dns-tcp                = [53, 53, "tcp"]
    dns-udp                = [53, 53, "udp"]
    ntp-udp                = [123, 123, "udp"]
    smtp-tcp               = [25, 25, "tcp"]
    ldap-tcp               = [389, 389, "tcp"]
    ldaps-tcp              = [636, 636, "tcp"]
    nfs-tcp                = [2049, 2049, "tcp"]
    mysql-tcp              = [3306, 3306, "tcp"]
    postgresql-tcp         = [5432, 5432, "tcp"]
    mssql-tcp              = [1433, 1433, "tcp"]
    mssql-udp              = [1434, 1434, "udp"]
    mssql-analytics-tcp    = [2383, 2383, "tcp"]
    mssql-broker-tcp       = [4022, 4022, "tcp"]
    oracle-db-tcp          = [1521, 1521, "tcp"]
    redshift-tcp           = [5439, 5439, "tcp"]
    redis-tcp              = [6379, 6379, "tcp"]
    memcached-tcp          = [11211, 11211, "tcp"]
    elasticsearch-rest-tcp = [9200, 9200, "tcp"]
    elasticsearch-java-tcp = [9300, 9300, "tcp"]
    kibana-tcp             = [5601, 5601, "tcp"]
    grafana-tcp            = [3000, 3000, "tcp"]
    prometheus-http-tcp    = [9090, 9090, "tcp"]
    kafka-broker-tcp       = [9092, 9092, "tcp"]
    kafka-broker-tls-tcp   = [9094, 9094, "tcp"]
    etcd-client-tcp        = [2379, 2379, "tcp"]
    etcd-peer-tcp          = [2380, 2380, "tcp"]
    kubernetes-api-tcp     = [6443, 6443, "tcp"]
    consul-webui-http-tcp  = [8500, 8500, "tcp"]
    vault-tcp              = [8200, 8200, "tcp"]
    puppet-tcp             = [8140, 8140, "tcp"]
    saltstack-tcp          = [4505, 4506, "tcp"]
    squid-proxy-tcp        = [3128, 3128, "tcp"]
    minio-tcp              = [9000, 9000, "tcp"]
    openvpn-udp            = [1194, 1194, "udp"]
    openvpn-tcp            = [943, 943, "tcp"]
    openvpn-https-tcp      = [443, 443, "tcp"]
    web-jmx-tcp            = [1099, 1099, "tcp"]
    all-all                = [-1, -1, "-1"]
    all-tcp                = [0, 65535, "tcp"]
    all-udp                = [0, 65535, "udp"]
    all-icmp               = [-1, -1, "icmp"]
    all-ipv6-icmp          = [-1, -1, "58"]
  }
}
`;

/** The modules within it, by the rules that they let in; others by the rules whose names begin with theirs. */
const partsOfIt = `
locals {
  groups = {
    web      = ["http-80-tcp", "http-8080-tcp", "https-443-tcp", "web-jmx-tcp"]
    http-80  = ["http-80-tcp"]
    http-8080 = ["http-8080-tcp"]
    https-443 = ["https-443-tcp"]
    https-8443 = ["https-8443-tcp"]
  }
  named = [for name, rule in local.known : name if startswith(name, format("%s-", local.part))]
  of    = local.part == "" ? [] : lookup(local.groups, local.part, local.named)
  # Each of them lets everything out.
  leaving = local.part == "" ? [] : ["all-all"]
}
`;

/** Part 0, 1 or 2 of a rule by its name: the first port, the last, or the protocol. */
function partOf(name: string, part: 0 | 1 | 2): string {
  const inName = part === 2 ? `regex("-(tcp|udp)$", ${name})[0]` : `tonumber(regex("-([0-9]+)-", ${name})[0])`;
  return `${inName}, local.known[${name}][${part}]`;
}

type Direction = "ingress" | "egress";

function listOf(direction: Direction, argument: string, byDefault = "[]"): string {
  const name = `var.${direction}_${argument}`;
  return `${name} == null ? ${byDefault} : ${name}`;
}

/** Everyone over both families is the default of what leaves alone. */
function everyone(direction: Direction, cidr: string): string {
  return direction === "egress" ? `["${cidr}"]` : "[]";
}

/** Rules by their names, for the blocks of the arguments that hold for all of them. */
function rulesByName(direction: Direction, prefix: "" | "computed_"): string {
  const argument = `var.${prefix}${direction}_rules`;
  const own = prefix === "" ? (direction === "ingress" ? "local.of" : "local.leaving") : "[]";
  return `
  dynamic "${direction}" {
    for_each = concat(${argument} == null ? [] : ${argument}, ${own})
    iterator = rule
    content {
      description      = "rule of the module"
      from_port        = try(${partOf("rule.value", 0)})
      to_port          = try(${partOf("rule.value", 1)})
      protocol         = try(${partOf("rule.value", 2)})
      cidr_blocks      = ${listOf(direction, "cidr_blocks", everyone(direction, "0.0.0.0/0"))}
      ipv6_cidr_blocks = ${listOf(direction, "ipv6_cidr_blocks", everyone(direction, "::/0"))}
      prefix_list_ids  = ${listOf(direction, "prefix_list_ids")}
    }
  }`;
}

/** Rules that name their peers themselves, in one way for each argument. */
const peers: Readonly<Record<string, (direction: Direction) => string>> = {
  with_cidr_blocks: (direction) =>
    `cidr_blocks = try(split(",", rule.value.cidr_blocks), ${listOf(direction, "cidr_blocks")})`,
  with_ipv6_cidr_blocks: (direction) =>
    `ipv6_cidr_blocks = try(split(",", rule.value.ipv6_cidr_blocks), ${listOf(direction, "ipv6_cidr_blocks")})`,
  with_source_security_group_id: () => "security_groups = [rule.value.source_security_group_id]",
  with_prefix_list_ids: (direction) =>
    `prefix_list_ids = try(split(",", rule.value.prefix_list_ids), ${listOf(direction, "prefix_list_ids")})`,
  with_self: () => "self = try(tobool(rule.value.self), true)",
};

function rulesWith(direction: Direction, argument: string, peer: string): string {
  return `
  dynamic "${direction}" {
    for_each = var.${argument} == null ? [] : var.${argument}
    iterator = rule
    content {
      description = "rule of the module"
      from_port   = try(rule.value.from_port, ${partOf("rule.value.rule", 0)})
      to_port     = try(rule.value.to_port, ${partOf("rule.value.rule", 1)})
      protocol    = try(rule.value.protocol, ${partOf("rule.value.rule", 2)})
      ${peer}
    }
  }`;
}

const blocks = (["ingress", "egress"] as const).flatMap((direction) => [
  rulesByName(direction, ""),
  rulesByName(direction, "computed_"),
  ...Object.entries(peers).flatMap(([argument, peer]) =>
    ["", "computed_"].map((prefix) => rulesWith(direction, `${prefix}${direction}_${argument}`, peer(direction))),
  ),
]);

/** The module terraform-aws-modules/security-group/aws and the modules within it. */
export const securityGroupModule = `${namedRules}${partsOfIt}
resource "aws_security_group" "this_name_prefix" {
  count       = var.create == false || var.create_sg == false ? 0 : 1
  description = var.description == null ? "Security Group managed by Terraform" : var.description
  vpc_id      = var.vpc_id${blocks.join("")}
}
output "security_group_id" {
  value = aws_security_group.this_name_prefix[0].id
}
output "this_security_group_id" {
  value = aws_security_group.this_name_prefix[0].id
}
`;
