import { reasonsIn } from "../../../src/inputs/terraform/value";
import { evaluated, written } from "./evaluated";

const around = `
variable "cidr" {}
variable "flag" { type = bool }
variable "ports" { default = [80] }
variable "typed" {
  type    = object({ a = optional(number, 7), b = optional(string) })
  default = {}
}
variable "text" {
  type    = string
  default = 5
}
locals {
  template = "$\${a}!"
  known   = ["10.0.0.0/8"]
  circle  = local.around
  around  = local.circle
  network = aws_vpc.main.cidr_block
}
resource "aws_vpc" "main" { cidr_block = "10.1.0.0/16" }
resource "aws_security_group" "many" { count = 2 }
resource "aws_security_group" "each" { for_each = toset(["a", "b"]) }
resource "aws_security_group" "maybe" { count = var.flag ? 1 : 0 }
resource "aws_security_group" "some" { count = var.count }
`;

const beside = {
  "a.csv": "",
  "t.tftpl": "${a}!",
  "inner.tftpl": '${templatefile("t.tftpl", { a = 1 })}',
  "broken.tftpl": "${a",
};

const group = (suffix: string): string => `aws_security_group.${suffix}`;

const cases: readonly (readonly [name: string, expression: string, value: string])[] = [
  ["a variable without a default", "var.cidr", "unknown var.cidr"],
  ["a variable that is not declared", "var.other", "unknown var.other"],
  ["a default", "var.ports[0]", "80"],
  ["defaults of optional attributes", "var.typed", '{"a":7,"b":null}'],
  ["a default of another type", "var.text", '"5"'],
  ["a data source", "data.aws_vpc.x.cidr_block", "unknown data.aws_vpc.x"],
  ["the workspace", "terraform.workspace", "unknown terraform.workspace"],
  ["a function that is in no table", "provider::aws::arn_parse(var.cidr)", "unknown provider::aws::arn_parse+var.cidr"],
  ["the clock", "timestamp()", "unknown timestamp"],
  ["a time later than the clock's", 'timeadd(timestamp(), "1h")', "unknown timestamp"],
  ["a file that is not scanned", 'file("secret.key")', "unknown file secret.key"],
  ["a digest of one", 'filesha256("lambda.zip")', "unknown filesha256 lambda.zip"],
  ["files that may be among others", 'fileset(".", "*.csv")', '["a.csv", …fileset . *.csv]'],
  ["files by a pattern that is not followed", 'fileset(".", "[a-c].csv")', "unknown fileset . [a-c].csv"],
  ["a template that is not scanned", 'templatefile("x.sh", { a = var.cidr })', "unknown templatefile x.sh+var.cidr"],
  ["a template of what is not known", 'templatefile("t.tftpl", { a = var.cidr })', "unknown var.cidr"],
  ["a template of a choice", 'templatefile("t.tftpl", { a = var.flag ? 1 : 2 })', '"1!" or "2!" by var.flag'],
  [
    "a template that asks for another",
    'templatefile("inner.tftpl", {})',
    "error: templatefile does not take these values",
  ],
  [
    "a template that cannot be read",
    'templatefile("broken.tftpl", { a = 1 })',
    'error: templatefile of a template in which the text ends where the "}" of a template sequence is expected',
  ],
  ["a text that is a template", 'templatestring(local.template, { a = "b" })', '"b!"'],
  ["one of what is not known", "templatestring(local.template, { a = var.cidr })", "unknown var.cidr"],
  ["an encoding that is not worked out", 'textencodebase64("a", "UTF-16")', "unknown textencodebase64"],
  ["a home that is not known", 'pathexpand("~/x")', "unknown pathexpand"],
  ["a text that YAML writes in another way", 'yamlencode("  a\\nb")', "unknown yamlencode"],
  ["an unknown part of a text", '"${var.cidr}-x"', "unknown var.cidr"],
  ["an unknown item", '["a", var.cidr]', '["a", unknown var.cidr]'],
  ["an unknown list behind a known one", "concat(local.known, var.cidr)", '["10.0.0.0/8", …var.cidr]'],
  ["a loop over what is known in part", "[for c in concat(local.known, var.cidr) : c]", '["10.0.0.0/8", …var.cidr]'],
  ["an unknown list in a list", 'flatten(["a", var.cidr])', '["a", …var.cidr]'],
  ["a set of what is known in part", "toset(concat(local.known, var.cidr))", '["10.0.0.0/8", …var.cidr]'],
  ["an index into what is known in part", "concat(var.cidr, local.known)[0]", "unknown var.cidr"],
  ["a filter that is not known", "[for c in local.known : c if var.flag]", "[…var.flag]"],
  ["what is merged over", "merge({ a = 1 }, var.cidr, { b = 2 })", "{a: unknown var.cidr, b: 2, …var.cidr}"],
  ["a key that may be there", 'lookup(merge({ a = 1 }, var.cidr), "b", 3)', "unknown var.cidr"],
  ["what is found in what is known in part", 'contains(concat(["a"], var.cidr), "a")', "true"],
  ["a part of a list that is not known", "length(slice(var.cidr, 1, 3))", "2"],
  ["the items of one", "slice(var.cidr, 0, 2)", "[unknown var.cidr, unknown var.cidr]"],
  [
    "what is counted out for the items of one",
    '[for i, zone in slice(data.aws_availability_zones.a.names, 0, 2) : cidrsubnet("10.0.0.0/16", 8, i)]',
    '["10.0.0.0/24","10.0.1.0/24"]',
  ],
  ["no part of one", "slice(var.cidr, 3, 1)", "error: slice does not take these values"],
  ["what may be found", 'contains(concat(["a"], var.cidr), "b")', "unknown var.cidr"],
  ["a length", "length(concat(local.known, var.cidr))", "unknown var.cidr"],
  ["both branches", 'var.flag ? "a" : "b"', '"a" or "b" by var.flag'],
  ["branches that are the same", 'var.flag ? "a" : "a"', '"a"'],
  ["an expression of a choice", '"${var.flag ? "a" : "b"}!"', '"a!" or "b!" by var.flag'],
  ["choices that fall together", '"${var.flag ? 1 : 2}${var.flag ? 1 : 2}"', '"11" or "22" by var.flag'],
  ["false and whatever", "false && var.flag", "false"],
  ["true or whatever", "var.flag || true", "true"],
  ["the first of several that is known", "try(local.known[3], local.known[0])", '"10.0.0.0/8"'],
  ["nothing of several that is known", "coalesce(var.cidr, 1)", "unknown var.cidr"],
  ["what is written in a resource", "aws_vpc.main.cidr_block", '"10.1.0.0/16"'],
  ["a local of it", "cidrsubnet(local.network, 8, 1)", '"10.1.1.0/24"'],
  ["what only its making tells", "aws_vpc.main.id", "unknown aws_vpc.main.id"],
  ["an instance", "aws_vpc.main", "instance aws_vpc.main"],
  ["counted instances", "aws_security_group.many", `[instance ${group("many[0]")}, instance ${group("many[1]")}]`],
  ["ids of counted instances", "aws_security_group.many.*.id[1]", `unknown ${group("many[1].id")}`],
  ["keyed instances", 'aws_security_group.each["b"].id', `unknown ${group('each["b"].id')}`],
  ["an instance that may be there", "aws_security_group.maybe", `[instance ${group("maybe[0]")}] or [] by var.flag`],
  ["an unknown number of instances", "aws_security_group.some[0].id", `unknown ${group("some[*].id")}`],
  ["a resource that is not declared", "aws_subnet.none.id", "unknown aws_subnet.none"],
  ["a list that is refused", "[1][4]", "error: no item 4 in a list of 1"],
  ["an attribute that is not there", "{ a = 1 }.b", 'error: no attribute "b"'],
  ["a deep value that is broken", "[1, 2 +]", "unknown an expression that could not be read"],
];

test.each(cases)("%s: %s", (_, expression, value) => {
  expect(written(evaluated(expression, around, beside).value)).toBe(value);
});

test("a circle is unknown, and said once", () => {
  const { value, problems } = evaluated("local.circle", around);
  expect(written(value)).toBe("unknown local.circle, which needs itself");
  expect(problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    "invalid-value: local.circle needs its own value; break the circle",
  ]);
});

const doubling = (first: string, next: (before: string) => string): string =>
  `locals {\n x0 = ${first}\n${Array.from({ length: 60 }, (_, i) => ` x${i + 1} = ${next(`local.x${i}`)}\n`).join("")}}`;

test.each([
  ["lists", doubling("[1]", (x) => `concat(${x}, ${x})`)],
  ["texts", doubling('"a"', (x) => `"\${${x}}\${${x}}"`)],
  ["maps", doubling("1", (x) => `{ a = ${x}, b = ${x} }`)],
  ["choices", doubling("var.a ? 1 : 2", (x) => `var.${x.slice(6)} ? [${x}] : [${x}, ${x}]`)],
  ["loops", doubling("[1, 2]", (x) => `flatten([for a in ${x} : [for b in ${x} : [a, b]]])`)],
])("doubling %s does not run away", (_, locals) => {
  expect(written(evaluated("local.x60", locals).value)).toMatch(/unknown|…/);
});

test("a long row of locals is given up before the stack is, and said", () => {
  const row = Array.from({ length: 5000 }, (_, i) => ` y${i + 1} = [upper(local.y${i})]`).join("\n");
  const { value, problems } = evaluated("local.y5000", `locals {\n y0 = "a"\n${row}\n}`);
  expect(written(value)).toContain("takes too long");
  expect(problems.map(({ code }) => code)).toContain("limit");
});

test("what is not known in a template stands in the template, and in a text that is one at the call", () => {
  const places = (expression: string): unknown =>
    reasonsIn(evaluated(expression, around, { "t.tftpl": "a\n  ${upper(b)}" }).value).map(({ at }) =>
      at.kind === "file" ? `${at.file}:${at.line}:${at.column}` : at,
    );
  expect(places('templatefile("t.tftpl", { b = missing })')).toEqual(["main.tf:2:36"]);
  expect(places('templatefile("t.tftpl", { a = 1 })')).toEqual(["t.tftpl:2:11"]);
  expect(places('templatestring("x $${upper(b)}", { a = 1 })')).toEqual(["main.tf:2:6"]);
});
