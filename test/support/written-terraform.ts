import type { AclRule, GroupRule, Infrastructure } from "./infrastructure";

/** An infrastructure as a Terraform configuration, with the security group rules in their blocks or as resources of their own. */
export function terraformOf(all: Infrastructure, rules: "in blocks" | "apart"): Readonly<Record<string, string>> {
  const blocks = [
    'resource "aws_vpc" "v" {\n  cidr_block = "10.0.0.0/16"\n}',
    'resource "aws_internet_gateway" "gate" {\n  vpc_id = aws_vpc.v.id\n}',
    'resource "aws_nat_gateway" "nat" {\n  subnet_id = "subnet-1"\n}',
    ...all.groups.flatMap((group, i) => groupBlocks(group.rules, i, rules)),
    ...all.acls.map((acl, i) => {
      const subnets = all.subnets.flatMap((subnet, n) => (subnet.acl === i ? [`aws_subnet.s${n}.id`] : []));
      const entries = acl.rules.map(entryBlock).join("\n");
      return `resource "aws_network_acl" "acl${i}" {\n  vpc_id = aws_vpc.v.id\n  subnet_ids = [${subnets.join(", ")}]\n${entries}\n}`;
    }),
    ...all.subnets.flatMap((subnet, i) => [
      `resource "aws_subnet" "s${i}" {\n  vpc_id = aws_vpc.v.id\n  cidr_block = "10.0.${i}.0/24"\n  map_public_ip_on_launch = ${subnet.assignsAddresses}\n}`,
      ...(subnet.route === undefined ? [] : [tableBlocks(subnet.route, i)]),
    ]),
    ...all.instances.flatMap((instance, i) => [
      `resource "aws_instance" "i${i}" {\n  ami = "ami-0123456789abcdef0"\n  instance_type = "t3.micro"\n  subnet_id = aws_subnet.s${instance.subnet}.id\n  vpc_security_group_ids = [${groupIds(instance.groups)}]\n}`,
      ...(instance.hasElasticAddress ? [`resource "aws_eip" "e${i}" {\n  instance = aws_instance.i${i}.id\n}`] : []),
    ]),
    ...balancerBlocks(all),
  ];
  return { "main.tf": `${blocks.join("\n\n")}\n` };
}

function groupIds(groups: readonly number[]): string {
  return groups.map((group) => `aws_security_group.g${group}.id`).join(", ");
}

function groupBlocks(rules: readonly GroupRule[], i: number, how: "in blocks" | "apart"): readonly string[] {
  const inside =
    how === "in blocks" ? rules.map((rule) => `  ingress {\n${ruleArguments(rule, i)}\n  }`).join("\n") : "";
  const group = `resource "aws_security_group" "g${i}" {\n  description = "for the test"\n  vpc_id = aws_vpc.v.id\n${inside}\n}`;
  if (how === "in blocks") return [group];
  const apart = rules.map((rule, n) => {
    const { protocol, from, to, peer } = rule;
    const ports = protocol === "-1" || protocol === "50" ? "" : `  from_port = ${from}\n  to_port = ${to}\n`;
    const who =
      peer.kind === "group"
        ? `referenced_security_group_id = aws_security_group.g${peer.group}.id`
        : `cidr_${peer.kind} = "${peer.cidr}"`;
    return `resource "aws_vpc_security_group_ingress_rule" "g${i}_${n}" {\n  security_group_id = aws_security_group.g${i}.id\n  ip_protocol = "${protocol}"\n${ports}  ${who}\n}`;
  });
  return [group, ...apart];
}

/** Terraform lets no group name itself: its own members are `self`. */
function ruleArguments({ protocol, from, to, peer }: GroupRule, own: number): string {
  const who = {
    ipv4: (cidr: string) => `cidr_blocks = ["${cidr}"]`,
    ipv6: (cidr: string) => `ipv6_cidr_blocks = ["${cidr}"]`,
  };
  const group = (n: number): string => (n === own ? "self = true" : `security_groups = [${groupIds([n])}]`);
  const named = peer.kind === "group" ? group(peer.group) : who[peer.kind](peer.cidr);
  return `    protocol = "${protocol}"\n    from_port = ${from}\n    to_port = ${to}\n    ${named}`;
}

function entryBlock({ direction, number, allows, protocol, from, to, cidr }: AclRule): string {
  const what =
    protocol === "1"
      ? `icmp_type = ${from}\n    icmp_code = ${to}\n    from_port = 0\n    to_port = 0`
      : `from_port = ${from}\n    to_port = ${to}`;
  const peer = cidr.includes(":") ? "ipv6_cidr_block" : "cidr_block";
  return `  ${direction} {\n    rule_no = ${number}\n    action = "${allows ? "allow" : "deny"}"\n    protocol = "${protocol}"\n    ${what}\n    ${peer} = "${cidr}"\n  }`;
}

function tableBlocks(route: string, i: number): string {
  const target =
    route === "internet gateway"
      ? "gateway_id = aws_internet_gateway.gate.id"
      : "nat_gateway_id = aws_nat_gateway.nat.id";
  return [
    `resource "aws_route_table" "t${i}" {\n  vpc_id = aws_vpc.v.id\n  route {\n    cidr_block = "0.0.0.0/0"\n    ${target}\n  }\n}`,
    `resource "aws_route_table_association" "t${i}" {\n  subnet_id = aws_subnet.s${i}.id\n  route_table_id = aws_route_table.t${i}.id\n}`,
  ].join("\n\n");
}

function balancerBlocks({ balancer, instances }: Infrastructure): readonly string[] {
  if (!balancer) return [];
  const { internal, subnet, groups, listensOn, handsOnTo } = balancer;
  return [
    `resource "aws_lb" "lb" {\n  internal = ${internal}\n  load_balancer_type = "application"\n  subnets = [aws_subnet.s${subnet}.id]\n  security_groups = [${groupIds(groups)}]\n}`,
    `resource "aws_lb_target_group" "tg" {\n  port = ${handsOnTo}\n  protocol = "HTTP"\n  target_type = "instance"\n  vpc_id = aws_vpc.v.id\n}`,
    `resource "aws_lb_listener" "l" {\n  load_balancer_arn = aws_lb.lb.arn\n  port = ${listensOn}\n  protocol = "HTTP"\n  default_action {\n    type = "forward"\n    target_group_arn = aws_lb_target_group.tg.arn\n  }\n}`,
    ...instances.map(
      (_, i) =>
        `resource "aws_lb_target_group_attachment" "a${i}" {\n  target_group_arn = aws_lb_target_group.tg.arn\n  target_id = aws_instance.i${i}.id\n}`,
    ),
  ];
}
