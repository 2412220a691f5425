import { terraform } from "../../../src/inputs/terraform/input";
import { readingOf, traitsIn } from "../shared/admissions";

function traits(text: string, trait: string): readonly string[] {
  return traitsIn(readingOf(terraform, { "main.tf": text }).facts).filter((line) => line.includes(trait));
}

function rule(number: number | string, action: string, block: string, ports = ""): string {
  const limits = ports === "" ? 'protocol = "-1"' : `protocol = "tcp"\nfrom_port = ${ports}\nto_port = ${ports}`;
  return `ingress {\nrule_no = ${number}\naction = "${action}"\ncidr_block = ${block}\n${limits}\n}\n`;
}

const everyone = '"0.0.0.0/0"';

describe("rules of a network ACL that never come to decide", () => {
  test.each<[string, string, readonly string[]]>([
    [
      "a deny behind an allow of everything",
      rule(1, "allow", everyone) + rule(2, "deny", everyone, "22"),
      ["unreachable-rule"],
    ],
    ["a deny before it, where it is written last", rule(2, "allow", everyone) + rule(1, "deny", everyone, "22"), []],
    [
      "a rule of the same packets",
      rule(1, "allow", everyone, "22") + rule(2, "allow", everyone, "22"),
      ["unreachable-rule"],
    ],
    ["a rule of more packets", rule(1, "allow", everyone, "22") + rule(2, "deny", everyone), []],
    [
      "a rule behind two halves",
      rule(1, "allow", '"0.0.0.0/1"') + rule(2, "allow", '"128.0.0.0/1"') + rule(3, "deny", '"10.0.0.0/8"'),
      ["unreachable-rule"],
    ],
    ["a rule of which the number is not known", rule("var.n", "allow", everyone) + rule(2, "deny", everyone, "22"), []],
    ["a rule behind addresses that are not known", rule(1, "allow", "var.c") + rule(2, "deny", everyone), []],
    ["a rule for addresses that are not known", rule(1, "allow", everyone) + rule(2, "deny", "var.c"), []],
  ])("%s", (_, body, lines) => {
    const found = traits(`resource "aws_network_acl" "n" {\n${body}}`, "unreachable-rule");
    expect(found).toEqual(lines.map((line) => `aws_network_acl.n ${line}`));
  });
});

describe("groups that stand before nothing", () => {
  const two = 'resource "aws_security_group" "a" {}\nresource "aws_security_group" "b" {}\n';
  const instance = (groups: string): string => `resource "aws_instance" "i" { vpc_security_group_ids = ${groups} }\n`;
  const used = two + instance("[aws_security_group.a.id]");
  test.each<[string, string, readonly string[]]>([
    ["beside an instance that has another", used, ["aws_security_group.b stands-before-nothing"]],
    ["where nothing has a group", two, []],
    ["that some instance may have", two + instance("[aws_security_group.a.id, var.more]"), []],
    ["that others are told of", `${used} output "b" { value = aws_security_group.b.id }`, []],
    [
      "that another group lets in",
      `${used} resource "aws_security_group" "c" {\ningress {\nsecurity_groups = [aws_security_group.b.id]\n}\n}\n${instance("[aws_security_group.c.id]").replace('"i"', '"j"')}`,
      [],
    ],
    [
      "that a module that is not there is told of",
      `${used} module "m" {\nsource = "example/m/aws"\nnetwork = { group = aws_security_group.b.id }\n}`,
      [],
    ],
    [
      "that has a rule of its own",
      `${used} resource "aws_vpc_security_group_ingress_rule" "r" { security_group_id = aws_security_group.b.id }`,
      ["aws_security_group.b stands-before-nothing"],
    ],
    ["that may not be there", used.replace('"b" {', '"b" {\ncount = var.n\n'), []],
  ])("%s", (_, text, lines) => {
    expect(traits(text, "stands-before-nothing")).toEqual(lines);
  });
});
