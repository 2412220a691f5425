import { terraform } from "../../../src/inputs/terraform/input";
import { admissionsIn, readingOf } from "../shared/admissions";
import { networkIn } from "../shared/network-lines";

const instance = `resource "aws_lightsail_instance" "web" {
  name         = "web"
  blueprint_id = "amazon_linux_2"
}
`;

function ports(body: string, name = "aws_lightsail_instance.web.name"): string {
  return `resource "aws_lightsail_instance_public_ports" "p" {\ninstance_name = ${name}\n${body}\n}\n`;
}

function port(more: string): string {
  return ports(`port_info {\nprotocol = "tcp"\nfrom_port = 22\nto_port = 22\n${more}\n}`);
}

function nodes(access: string): string {
  return `resource "aws_security_group" "g" {}\nresource "aws_eks_node_group" "n" {\n${access}\n}`;
}

const byPorts = "aws_lightsail_instance_public_ports.p ingress aws_lightsail_instance_public_ports.p.port_info[0]";
const made = "aws_lightsail_instance.web.firewall ingress aws_lightsail_instance.web.firewall";
const byKey = "aws_eks_node_group.n.remote_access ingress aws_eks_node_group.n.remote_access";

test.each<[string, string, readonly string[]]>([
  ["an instance as it is made", instance, [`${made}: 0.0.0.0/0 ::/0 to tcp 22,80`]],
  [
    "one of Windows",
    instance.replace("amazon_linux_2", "windows_server_2022"),
    [`${made}: 0.0.0.0/0 ::/0 to tcp 80,3389`],
  ],
  ["ports that name nobody", instance + port(""), [`${byPorts}: 0.0.0.0/0 ::/0 to tcp 22`]],
  ["ports for some", instance + port('cidrs = ["10.0.0.0/8"]'), [`${byPorts}: 10.0.0.0/8 to tcp 22`]],
  [
    "ports for some over IPv6",
    instance + port('ipv6_cidrs = ["2001:db8::/32"]'),
    [`${byPorts}: 2001:db8::/32 to tcp 22`],
  ],
  [
    "ports for the console alone",
    instance + port('cidr_list_aliases = ["lightsail-connect"]'),
    [`${byPorts}: nobody..0.0.0.0/0 ::/0 to tcp 22, by prefix-list the addresses of lightsail-connect`],
  ],
  [
    "ports for whom is not known",
    instance + port("cidrs = var.c"),
    [`${byPorts}: nobody..0.0.0.0/0 to tcp 22, by variable var.c`],
  ],
  ["ports of an instance elsewhere", instance + ports("", '"other"'), [`${made}: 0.0.0.0/0 ::/0 to tcp 22,80`]],
  ["nodes without a key", nodes("remote_access {\n}"), []],
  ["nodes with a key", nodes('remote_access {\nec2_ssh_key = "k"\n}'), [`${byKey}: 0.0.0.0/0 to tcp 22`]],
  [
    "nodes with a key for a group",
    nodes('remote_access {\nec2_ssh_key = "k"\nsource_security_group_ids = [aws_security_group.g.id]\n}'),
    [`${byKey}: members of aws_security_group.g to tcp 22`],
  ],
  [
    "nodes with a key for groups that are not known",
    nodes('remote_access {\nec2_ssh_key = "k"\nsource_security_group_ids = var.g\n}'),
    [`${byKey}: nobody..0.0.0.0/0 to nothing..tcp 22, by variable var.g`],
  ],
])("%s", (_, text, lines) => {
  expect(admissionsIn(readingOf(terraform, { "main.tf": text }).facts)).toEqual(lines);
});

test("an instance stands behind its own ports and on the internet", () => {
  expect(networkIn(readingOf(terraform, { "main.tf": instance + port("") }).facts)).toEqual([
    "aws_lightsail_instance.web behind aws_lightsail_instance_public_ports.p",
    "aws_lightsail_instance.web from 0.0.0.0/0 ::/0 along public address of a Lightsail instance aws_lightsail_instance.web",
  ]);
});
