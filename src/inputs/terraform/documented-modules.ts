import { securityGroupModule } from "./documented-security-group";

interface DocumentedModule {
  /** Terraform that makes of the documented arguments what the module makes of them, as far as that opens something. */
  readonly text: string;
  /** Whether the modules within it differ from it in what they let in by themselves alone. */
  readonly parts?: "alike";
}

/** A group of its own, with rules by name as the modules of late take them. */
const ownGroup = `
resource "aws_security_group" "this" {
  count       = length(local.rules) > 0 ? 1 : 0
  description = "security group of the module"
  vpc_id      = var.vpc_id
}
resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each                     = local.rules
  security_group_id            = aws_security_group.this[0].id
  description                  = "rule of the module"
  ip_protocol                  = try(each.value.ip_protocol, each.value.protocol, "tcp")
  from_port                    = try(each.value.from_port, null)
  to_port                      = try(each.value.to_port, each.value.from_port, null)
  cidr_ipv4                    = try(each.value.cidr_ipv4, null)
  cidr_ipv6                    = try(each.value.cidr_ipv6, null)
  prefix_list_id               = try(each.value.prefix_list_id, null)
  referenced_security_group_id = try(each.value.referenced_security_group_id, null)
}
locals {
  rules = var.security_group_ingress_rules == null ? {} : var.security_group_ingress_rules
}
output "security_group_id" {
  value = aws_security_group.this[0].id
}
`;

const instance = `
resource "aws_instance" "this" {
  count                       = var.create == false ? 0 : 1
  subnet_id                   = var.subnet_id
  associate_public_ip_address = var.associate_public_ip_address
  ipv6_addresses              = var.ipv6_addresses
  ipv6_address_count          = var.ipv6_address_count
  vpc_security_group_ids      = concat(var.vpc_security_group_ids == null ? [] : var.vpc_security_group_ids, aws_security_group.this[*].id)
}
output "id" {
  value = aws_instance.this[0].id
}
${ownGroup}`;

const loadBalancer = `
resource "aws_lb" "this" {
  count              = var.create == false || var.create_lb == false ? 0 : 1
  internal           = var.internal
  load_balancer_type = var.load_balancer_type == null ? "application" : var.load_balancer_type
  subnets            = var.subnets
  security_groups    = concat(var.security_groups == null ? [] : var.security_groups, aws_security_group.this[*].id)
}
resource "aws_lb_listener" "this" {
  for_each          = var.listeners == null ? {} : var.listeners
  load_balancer_arn = aws_lb.this[0].arn
  port              = try(each.value.port, 80)
  protocol          = try(each.value.protocol, "HTTP")
  default_action {
    type = can(each.value.redirect.protocol) ? "redirect" : "forward"
    redirect {
      protocol = try(each.value.redirect.protocol, null)
    }
  }
}
resource "aws_lb_listener" "frontend_http_tcp" {
  count             = var.http_tcp_listeners == null ? 0 : length(var.http_tcp_listeners)
  load_balancer_arn = aws_lb.this[0].arn
  port              = var.http_tcp_listeners[count.index].port
  protocol          = var.http_tcp_listeners[count.index].protocol
  default_action {
    type = try(var.http_tcp_listeners[count.index].action_type, "forward")
    redirect {
      protocol = try(var.http_tcp_listeners[count.index].redirect.protocol, null)
    }
  }
}
resource "aws_lb_listener" "frontend_https" {
  count             = var.https_listeners == null ? 0 : length(var.https_listeners)
  load_balancer_arn = aws_lb.this[0].arn
  port              = var.https_listeners[count.index].port
  protocol          = try(var.https_listeners[count.index].protocol, "HTTPS")
  default_action {
    type = "forward"
  }
}
output "arn" {
  value = aws_lb.this[0].arn
}
${ownGroup}`;

const database = `
resource "aws_db_instance" "this" {
  count                  = var.create_db_instance == false ? 0 : 1
  publicly_accessible    = var.publicly_accessible
  vpc_security_group_ids = var.vpc_security_group_ids
  db_subnet_group_name   = var.db_subnet_group_name
}
`;

const aurora = `
resource "aws_rds_cluster_instance" "this" {
  for_each            = var.instances == null ? {} : var.instances
  publicly_accessible = try(each.value.publicly_accessible, var.publicly_accessible)
}
`;

const warehouse = `
resource "aws_redshift_cluster" "this" {
  count                  = var.create == false ? 0 : 1
  publicly_accessible    = var.publicly_accessible == null ? false : var.publicly_accessible
  vpc_security_group_ids = var.vpc_security_group_ids
}
`;

/** The endpoint has been private by default since version 19. */
const kubernetes = `
locals {
  major  = try(tonumber(regex("[0-9]+", var.version)), 99)
  given  = var.endpoint_public_access == null ? var.cluster_endpoint_public_access : var.endpoint_public_access
  public = local.given == null ? local.major < 19 : local.given
}
resource "aws_eks_cluster" "this" {
  count = var.create == false ? 0 : 1
  vpc_config {
    endpoint_public_access = local.public
    public_access_cidrs    = var.endpoint_public_access_cidrs == null ? var.cluster_endpoint_public_access_cidrs : var.endpoint_public_access_cidrs
    subnet_ids             = var.subnet_ids
  }
}
`;

/** Public subnets have given no addresses by default since version 5. */
const network = `
locals {
  major  = try(tonumber(regex("[0-9]+", var.version)), 99)
  public = var.public_subnets == null ? [] : var.public_subnets
  closed = concat(
    var.private_subnets == null ? [] : var.private_subnets,
    var.database_subnets == null ? [] : var.database_subnets,
    var.intra_subnets == null ? [] : var.intra_subnets,
  )
  hasGateway = var.create_igw != false && length(local.public) > 0
}
resource "aws_vpc" "this" {
  count      = var.create_vpc == false ? 0 : 1
  cidr_block = var.cidr
}
resource "aws_subnet" "public" {
  count                   = length(local.public)
  vpc_id                  = aws_vpc.this[0].id
  cidr_block              = local.public[count.index]
  map_public_ip_on_launch = var.map_public_ip_on_launch == null ? local.major < 5 : var.map_public_ip_on_launch
}
resource "aws_subnet" "private" {
  count      = length(var.private_subnets == null ? [] : var.private_subnets)
  vpc_id     = aws_vpc.this[0].id
  cidr_block = var.private_subnets[count.index]
}
resource "aws_default_security_group" "this" {
  count  = length(var.default_security_group_ingress == null ? [] : var.default_security_group_ingress)
  vpc_id = aws_vpc.this[0].id
  ingress {
    description      = "rule of the module"
    protocol         = try(var.default_security_group_ingress[count.index].protocol, "-1")
    from_port        = try(var.default_security_group_ingress[count.index].from_port, 0)
    to_port          = try(var.default_security_group_ingress[count.index].to_port, 0)
    self             = try(var.default_security_group_ingress[count.index].self, null)
    cidr_blocks      = try(compact(split(",", var.default_security_group_ingress[count.index].cidr_blocks)), [])
    ipv6_cidr_blocks = try(compact(split(",", var.default_security_group_ingress[count.index].ipv6_cidr_blocks)), [])
  }
}
output "vpc_id" {
  value = aws_vpc.this[0].id
}
output "vpc_cidr_block" {
  value = aws_vpc.this[0].cidr_block
}
output "public_subnets" {
  value = aws_subnet.public[*].id
}
output "private_subnets" {
  value = aws_subnet.private[*].id
}
output "default_security_group_id" {
  value = aws_vpc.this[0].default_security_group_id
}
`;

const classicBalancer = `
resource "aws_elb" "this" {
  internal        = var.internal
  subnets         = var.subnets
  security_groups = var.security_groups
  dynamic "listener" {
    for_each = var.listener == null ? [] : var.listener
    content {
      lb_port     = listener.value.lb_port
      lb_protocol = listener.value.lb_protocol
    }
  }
}
`;

const machines = `
resource "aws_launch_template" "this" {
  vpc_security_group_ids = var.security_groups
  dynamic "network_interfaces" {
    for_each = var.network_interfaces == null ? [] : var.network_interfaces
    content {
      associate_public_ip_address = try(network_interfaces.value.associate_public_ip_address, null)
      security_groups             = try(network_interfaces.value.security_groups, null)
    }
  }
}
`;

const lambda = `
resource "aws_lambda_function_url" "this" {
  count              = var.create_lambda_function_url == true ? 1 : 0
  authorization_type = var.authorization_type == null ? "NONE" : var.authorization_type
}
`;

const tasks = `
resource "aws_ecs_service" "this" {
  network_configuration {
    assign_public_ip = var.assign_public_ip
    subnets          = var.subnet_ids
    security_groups  = concat(var.security_group_ids == null ? [] : var.security_group_ids, aws_security_group.this[*].id)
  }
}
${ownGroup}`;

/**
 * Modules that many call and few have beside their sources, by their names in the registry. What their documentation says
 * of their arguments (Terraform Registry, namespace terraform-aws-modules, the page of each) is written here as Terraform;
 * an argument that is not given is null.
 */
export const documentedModules: ReadonlyMap<string, DocumentedModule> = new Map<string, DocumentedModule>([
  ["security-group", { text: securityGroupModule, parts: "alike" }],
  ["ec2-instance", { text: instance }],
  ["alb", { text: loadBalancer }],
  ["elb", { text: classicBalancer }],
  ["rds", { text: database }],
  ["rds-aurora", { text: aurora }],
  ["redshift", { text: warehouse }],
  ["eks", { text: kubernetes }],
  ["vpc", { text: network }],
  ["autoscaling", { text: machines }],
  ["lambda", { text: lambda }],
  ["ecs//service", { text: tasks }],
]);

/** Modules of the same namespace that open no socket and do not change who may reach one. */
export const harmlessModules: ReadonlySet<string> = new Set([
  ...["acm", "appconfig", "budgets", "cloudwatch", "dynamodb-table", "ecr", "eventbridge", "iam", "key-pair", "kms"],
  ...["notify-slack", "s3-bucket", "secrets-manager", "sns", "sqs", "ssm-parameter", "step-functions"],
]);
