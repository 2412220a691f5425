import { terraform } from "../../../src/inputs/terraform/input";
import { readingOf, traitsIn } from "../shared/admissions";

function traits(text: string, trait: string): readonly string[] {
  return traitsIn(readingOf(terraform, { "main.tf": text }).facts).filter((line) => line.includes(trait));
}

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
