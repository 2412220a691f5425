import { filesUnder } from "../../support/catalogue";
import { terraform } from "../../../src/inputs/terraform/input";
import { admissionsIn, traitsIn } from "../shared/admissions";

function read(folder: string): ReturnType<typeof terraform.read> {
  return terraform.read(filesUnder(`fixtures/terraform/${folder}`), { variables: new Map() });
}

test("the shop: modules for each, dynamic blocks, variable files and outputs", () => {
  const { facts, problems } = read("shop");
  const rule = "aws_vpc_security_group_ingress_rule.admin";
  const services = [
    ["search", 9200],
    ["web", 8080],
  ] as const;
  expect(admissionsIn(facts)).toEqual([
    "aws_security_group.balancer ingress aws_security_group.balancer.ingress[0]: 0.0.0.0/0 ::/0 to tcp 80",
    "aws_security_group.balancer ingress aws_security_group.balancer.ingress[1]: 0.0.0.0/0 ::/0 to tcp 443",
    "aws_security_group.balancer egress aws_security_group.balancer.egress[0]: 10.20.0.0/16 to any",
    ...services.map(
      ([name]) =>
        `aws_security_group.database ingress aws_security_group_rule.orders["${name}"]: members of module.service["${name}"].aws_security_group.this to tcp 5432`,
    ),
    ...services.flatMap(([name, port]) => {
      const group = `module.service["${name}"].aws_security_group.this`;
      return [
        `${group} ingress ${group}.ingress[0]: members of aws_security_group.balancer to tcp ${port}`,
        `${group} ingress module.service["${name}"].${rule}[0]: 192.0.2.0/24 to tcp 22`,
        `${group} ingress module.service["${name}"].${rule}[1]: 203.0.113.7/32 to tcp 22`,
      ];
    }),
  ]);
  expect(traitsIn(facts)).toEqual([
    "aws_subnet.public[0] assigns-public-addresses",
    "aws_subnet.public[1] assigns-public-addresses",
    "aws_lb.shop faces-internet",
  ]);
  expect(facts.flatMap((fact) => (fact.kind === "listener" ? [fact.cleartext] : []))).toEqual([
    { known: true, value: "encrypted" },
    { known: true, value: "redirect" },
  ]);
  expect(problems).toEqual([]);
});

test("the gate: Terraform's JSON syntax, with templates, dynamic blocks and blocks as lists", () => {
  const { facts, problems } = read("gate");
  expect(admissionsIn(facts)).toEqual([
    "aws_security_group.gate ingress aws_security_group.gate.ingress[0]: 198.51.100.0/24 to tcp 22",
    "aws_security_group.gate egress aws_security_group.gate.egress[0]: 0.0.0.0/0 to tcp 5432",
    "aws_security_group.gate egress aws_security_group.gate.egress[1]: 0.0.0.0/0 to tcp 22",
    "aws_network_acl.gate ingress aws_network_acl.gate.ingress[1]: 0.0.0.0/0 to tcp 22",
    "aws_network_acl.gate ingress aws_network_acl.gate.ingress[0]: 0.0.0.0/0 to tcp",
  ]);
  expect(problems).toEqual([]);
});
