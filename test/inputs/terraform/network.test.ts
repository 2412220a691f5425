import { terraform } from "../../../src/inputs/terraform/input";
import { readingOf } from "../shared/admissions";
import { networkIn } from "../shared/network-lines";

function read(text: string): readonly string[] {
  return networkIn(readingOf(terraform, { "main.tf": text }).facts);
}

const vpc = `
resource "aws_vpc" "v" {}
resource "aws_internet_gateway" "g" { vpc_id = aws_vpc.v.id }
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.v.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_security_group" "s" { vpc_id = aws_vpc.v.id }
`;

const outward = `
resource "aws_route_table" "r" {
  vpc_id = aws_vpc.v.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.g.id
  }
}
resource "aws_route_table_association" "a" {
  subnet_id      = aws_subnet.a.id
  route_table_id = aws_route_table.r.id
}
`;

function instance(body: string): string {
  return `resource "aws_instance" "i" {\nsubnet_id = aws_subnet.a.id\nvpc_security_group_ids = [aws_security_group.s.id]\n${body}\n}\n`;
}

function blocked(mode: string): string {
  return `resource "aws_vpc_block_public_access_options" "o" { internet_gateway_block_mode = "${mode}" }\n`;
}

function excluded(what: string, mode: string): string {
  return `resource "aws_vpc_block_public_access_exclusion" "e" {\n${what}\ninternet_gateway_exclusion_mode = "${mode}"\n}\n`;
}

const asked = instance("associate_public_ip_address = true");
const proven = (address: string): string =>
  `aws_instance.i from 0.0.0.0/0 along route to an internet gateway aws_route_table.r.route[0], ${address}`;
const byItself = proven("public IPv4 address aws_instance.i.associate_public_ip_address");
const closed = (by: string): string => `aws_instance.i from nowhere along ${by}`;

describe("the ways of an instance", () => {
  test.each<[string, string, readonly string[]]>([
    ["by an address that it asks for", outward + asked, [byItself]],
    [
      "without an address",
      outward + instance(""),
      [closed("no public IPv4 address by the subnet aws_subnet.a.map_public_ip_on_launch")],
    ],
    [
      "without an address that the subnet would give",
      outward + instance("associate_public_ip_address = false"),
      [closed("no public IPv4 address aws_instance.i.associate_public_ip_address")],
    ],
    ["without a route", asked, [closed("no route to an internet gateway aws_vpc.v.main_route_table")]],
    [
      "by an Elastic IP address",
      `${outward}${instance("")} resource "aws_eip" "e" { instance = aws_instance.i.id }`,
      [proven("Elastic IP address aws_eip.e")],
    ],
    [
      "by an Elastic IP address of its interface",
      `${outward}
      resource "aws_network_interface" "n" {
        subnet_id = aws_subnet.a.id
        security_groups = [aws_security_group.s.id]
      }
      resource "aws_instance" "i" {
        network_interface {
          network_interface_id = aws_network_interface.n.id
          device_index = 0
        }
      }
      resource "aws_eip_association" "e" { network_interface_id = aws_network_interface.n.id }`,
      ["aws_network_interface.n", "aws_instance.i"].map((each) =>
        proven("Elastic IP address aws_eip_association.e").replace("aws_instance.i", each),
      ),
    ],
    [
      "by a route of its own in the main table",
      `${asked} resource "aws_route" "x" {
        route_table_id = aws_vpc.v.main_route_table_id
        destination_cidr_block = "0.0.0.0/0"
        gateway_id = aws_internet_gateway.g.id
      }`,
      [
        "aws_instance.i from 0.0.0.0/0 along route to an internet gateway aws_route.x, public IPv4 address aws_instance.i.associate_public_ip_address",
      ],
    ],
    [
      "by the default table, managed",
      `${asked} resource "aws_default_route_table" "d" {
        default_route_table_id = aws_vpc.v.default_route_table_id
        route = [{ cidr_block = "0.0.0.0/0", gateway_id = aws_internet_gateway.g.id, nat_gateway_id = "" }]
      }`,
      [
        "aws_instance.i from 0.0.0.0/0 along route to an internet gateway aws_default_route_table.d.route[0], public IPv4 address aws_instance.i.associate_public_ip_address",
      ],
    ],
    [
      "by a NAT gateway",
      `${asked} resource "aws_route_table" "r" {
        route {
          cidr_block = "0.0.0.0/0"
          nat_gateway_id = "nat-1"
        }
      }
      resource "aws_route_table_association" "a" {
        subnet_id      = aws_subnet.a.id
        route_table_id = aws_route_table.r.id
      }`,
      [closed("route to a NAT gateway aws_route_table.r.route[0]")],
    ],
    [
      "by a gateway that a data source finds",
      (outward + asked).replace("aws_internet_gateway.g.id", "data.aws_internet_gateway.g.id"),
      [byItself],
    ],
    [
      "by a gateway that is not known",
      (outward + asked).replace("aws_internet_gateway.g.id", "var.gateway"),
      [
        "aws_instance.i from nowhere..0.0.0.0/0 along route aws_route_table.r.route[0], public IPv4 address aws_instance.i.associate_public_ip_address, by var.gateway",
      ],
    ],
    [
      "where the account lets nobody in",
      `${outward}${asked}${blocked("block-ingress")}`,
      [closed("VPC Block Public Access aws_vpc_block_public_access_options.o")],
    ],
    ["where it could, and does not keep anybody out", `${outward}${asked}${blocked("off")}`, [byItself]],
    [
      "where the account lets nobody in but here",
      `${outward}${asked}${blocked("block-bidirectional")}${excluded("vpc_id = aws_vpc.v.id", "allow-bidirectional")}`,
      [byItself],
    ],
    [
      "where the account lets nobody in, and out from here",
      `${outward}${asked}${blocked("block-bidirectional")}${excluded("subnet_id = aws_subnet.a.id", "allow-egress")}`,
      [closed("VPC Block Public Access aws_vpc_block_public_access_options.o")],
    ],
    [
      "where an account elsewhere lets nobody in",
      `${outward}${asked}${blocked("block-ingress").replace("{", "{\nprovider = aws.us\n")}`,
      [
        byItself
          .replace("0.0.0.0/0 along", "nowhere..0.0.0.0/0 along")
          .concat(", by whether aws_vpc_block_public_access_options.o is of the region of all subnets"),
      ],
    ],
    [
      "where the gateway leads to a firewall",
      `${outward.replace("aws_internet_gateway.g.id", '"vpce-1"').replace("gateway_id", "vpc_endpoint_id")}${asked}
      resource "aws_route_table" "edge" {
        vpc_id = aws_vpc.v.id
        route {
          cidr_block      = aws_subnet.a.cidr_block
          vpc_endpoint_id = "vpce-1"
        }
      }
      resource "aws_route_table_association" "edge" {
        gateway_id     = aws_internet_gateway.g.id
        route_table_id = aws_route_table.edge.id
      }`,
      [
        "aws_instance.i from nowhere..0.0.0.0/0 along route to a VPC endpoint aws_route_table.edge.route[0], public IPv4 address aws_instance.i.associate_public_ip_address, by what aws_route_table.edge.route[0] leads to",
      ],
    ],
    ["where the table is not known", outward.replace("= aws_route_table.r.id", "= var.table") + asked, []],
    ["where the subnet is not known", outward + asked.replace("aws_subnet.a.id", "var.subnet"), []],
    ["in the default VPC", 'resource "aws_instance" "i" {}', []],
    [
      "in the default VPC without an address",
      'resource "aws_instance" "i" { associate_public_ip_address = false }',
      [closed("no public IPv4 address aws_instance.i.associate_public_ip_address")],
    ],
    [
      "where a module that is not there may add routes",
      `${asked} module "gateway" {
        source = "example/gateway/aws"
        vpc_id = aws_vpc.v.id
      }`,
      [],
    ],
    [
      "of an Auto Scaling group",
      `${outward}
      resource "aws_launch_template" "i" {
        network_interfaces {
          associate_public_ip_address = true
          security_groups = [aws_security_group.s.id]
        }
      }
      resource "aws_autoscaling_group" "a" {
        vpc_zone_identifier = [aws_subnet.a.id]
        launch_template { id = aws_launch_template.i.id }
      }`,
      [
        "aws_launch_template.i from 0.0.0.0/0 along route to an internet gateway aws_route_table.r.route[0], public IPv4 address aws_launch_template.i.associate_public_ip_address",
      ],
    ],
  ])("%s", (_, text, lines) => {
    expect(read(vpc + text).filter((line) => line.includes(" from "))).toEqual(lines);
  });
});

describe("what stands before what", () => {
  test.each<[string, string, readonly string[]]>([
    ["the groups of an instance", instance(""), ["aws_instance.i behind aws_security_group.s"]],
    [
      "groups that are known in part",
      'resource "aws_instance" "i" { vpc_security_group_ids = concat([aws_security_group.s.id], var.more) }',
      ["aws_instance.i behind aws_security_group.s", "aws_instance.i behind ? (var.more)"],
    ],
    [
      "the default group, managed",
      'resource "aws_default_security_group" "d" { vpc_id = aws_vpc.v.id }\nresource "aws_instance" "i" { subnet_id = aws_subnet.a.id }',
      ["aws_instance.i behind aws_default_security_group.d"],
    ],
    [
      "the ACL of its subnet",
      `${instance("")} resource "aws_network_acl" "n" { subnet_ids = [aws_subnet.a.id] }`,
      ["aws_instance.i behind aws_security_group.s", "aws_instance.i behind aws_network_acl.n"],
    ],
    [
      "an added group",
      `${instance("")} resource "aws_security_group" "t" {}
      resource "aws_network_interface_sg_attachment" "a" {
        security_group_id = aws_security_group.t.id
        network_interface_id = aws_instance.i.primary_network_interface_id
      }`,
      ["aws_instance.i behind aws_security_group.s", "aws_instance.i behind aws_security_group.t"],
    ],
    [
      "the groups of a database",
      'resource "aws_db_instance" "d" { vpc_security_group_ids = [aws_security_group.s.id] }',
      ["aws_db_instance.d behind aws_security_group.s"],
    ],
    [
      "the groups of a function",
      'resource "aws_lambda_function" "f" {\nvpc_config {\nsubnet_ids = [aws_subnet.a.id]\nsecurity_group_ids = [aws_security_group.s.id]\n}\n}',
      ["aws_lambda_function.f behind aws_security_group.s"],
    ],
    [
      "a network load balancer without a group",
      'resource "aws_lb" "l" {\nload_balancer_type = "network"\nsubnets = [aws_subnet.a.id]\n}',
      [],
    ],
    [
      "a group that only a module that is not there knows",
      'module "m" {\nsource = "example/m/aws"\nsecurity_group_ids = [aws_security_group.s.id]\n}',
      ["module.m behind aws_security_group.s"],
    ],
    [
      "a group that only a resource knows of which no more is modelled",
      'resource "aws_batch_compute_environment" "b" {\ncompute_resources {\nsecurity_group_ids = [aws_security_group.s.id]\n}\n}',
      ["aws_batch_compute_environment.b behind aws_security_group.s"],
    ],
    [
      "a group that is a peer alone",
      'resource "aws_security_group" "t" {\ningress {\nsecurity_groups = [aws_security_group.s.id]\n}\n}',
      [],
    ],
  ])("%s", (_, text, lines) => {
    expect(read(vpc + text).filter((line) => line.includes(" behind "))).toEqual(lines);
  });
});

describe("managed services", () => {
  const group = 'resource "aws_db_subnet_group" "g" { subnet_ids = [aws_subnet.a.id] }';
  const database = `resource "aws_db_instance" "d" {\ndb_subnet_group_name = aws_db_subnet_group.g.name\npublicly_accessible = true\n}`;
  test.each<[string, string, readonly string[]]>([
    [
      "a public database in a public subnet",
      outward + group + database,
      [
        "aws_db_instance.d from 0.0.0.0/0 along route to an internet gateway aws_route_table.r.route[0], public IPv4 address aws_db_instance.d.publicly_accessible",
      ],
    ],
    [
      "a public database in a private subnet",
      group + database,
      ["aws_db_instance.d from nowhere along no route to an internet gateway aws_vpc.v.main_route_table"],
    ],
    [
      "a cluster with a public instance",
      `${outward}${group} resource "aws_rds_cluster" "c" { db_subnet_group_name = aws_db_subnet_group.g.id }
      resource "aws_rds_cluster_instance" "i" {
        cluster_identifier = aws_rds_cluster.c.id
        publicly_accessible = true
      }`,
      [
        "aws_rds_cluster.c from 0.0.0.0/0 along route to an internet gateway aws_route_table.r.route[0], public IPv4 address aws_rds_cluster_instance.i.publicly_accessible",
      ],
    ],
    [
      "a cache",
      'resource "aws_elasticache_cluster" "c" {}',
      ["aws_elasticache_cluster.c from nowhere along an address of its VPC alone aws_elasticache_cluster.c"],
    ],
    [
      "an internal load balancer",
      'resource "aws_lb" "l" { internal = true }',
      ["aws_lb.l from nowhere along no public IPv4 address aws_lb.l.internal"],
    ],
  ])("%s", (_, text, lines) => {
    expect(read(vpc + text).filter((line) => line.includes(" from "))).toEqual(lines);
  });
});

describe("what load balancers hand on", () => {
  const network = `resource "aws_lb" "l" { load_balancer_type = "network" }
    resource "aws_lb_listener" "x" {
      load_balancer_arn = aws_lb.l.arn
      protocol = "TCP"
      port = 443
      default_action {
        type = "forward"
        target_group_arn = aws_lb_target_group.t.arn
      }
    }
    resource "aws_lb_target_group" "t" {
      protocol = "TCP"
      port = 8443
    }`;
  const application = network.replace('load_balancer_type = "network"', "").replaceAll('"TCP"', '"HTTP"');
  const attached = `${instance("")} resource "aws_lb_target_group_attachment" "a" {
      target_group_arn = aws_lb_target_group.t.arn
      target_id = aws_instance.i.id
    }`;
  test.each<[string, string, readonly string[]]>([
    [
      "by a network load balancer",
      network + attached,
      ["aws_lb.l hands tcp 443 on to aws_instance.i at tcp 8443 as client"],
    ],
    [
      "by an application load balancer",
      application + attached,
      ["aws_lb.l hands tcp 443 on to aws_instance.i at tcp 8443 as forwarder"],
    ],
    [
      "by a rule of a listener",
      `${application.replace(/default_action \{[^}]*\}/, "")}${attached} resource "aws_lb_listener_rule" "r" {
        listener_arn = aws_lb_listener.x.arn
        action {
          type = "forward"
          forward {
            target_group { arn = aws_lb_target_group.t.arn }
          }
        }
      }`,
      ["aws_lb.l hands tcp 443 on to aws_instance.i at tcp 8443 as forwarder"],
    ],
    [
      "to the tasks of a service",
      `${application} resource "aws_ecs_service" "s" {
        load_balancer {
          target_group_arn = aws_lb_target_group.t.arn
          container_port = 3000
        }
      }`,
      ["aws_lb.l hands tcp 443 on to aws_ecs_service.s at tcp 3000 as forwarder"],
    ],
    [
      "to what an Auto Scaling group starts",
      `${application} resource "aws_launch_template" "t" {}
      resource "aws_autoscaling_group" "g" {
        launch_template { id = aws_launch_template.t.id }
        target_group_arns = [aws_lb_target_group.t.arn]
      }`,
      ["aws_lb.l hands tcp 443 on to aws_launch_template.t at tcp 8443 as forwarder"],
    ],
    [
      "by a classic load balancer",
      `${instance("")} resource "aws_elb" "e" {
        instances = [aws_instance.i.id]
        listener {
          lb_port = 80
          lb_protocol = "http"
          instance_port = 8080
          instance_protocol = "http"
        }
      }`,
      ["aws_elb.e hands tcp 80 on to aws_instance.i at tcp 8080 as forwarder"],
    ],
  ])("%s", (_, text, lines) => {
    expect(read(vpc + text).filter((line) => line.includes(" hands "))).toEqual(lines);
  });
});
