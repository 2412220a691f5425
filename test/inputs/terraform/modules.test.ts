import { terraform } from "../../../src/inputs/terraform/input";
import { admissionsIn, readingOf } from "../shared/admissions";

const opening = (cidrs: string): string => `
resource "aws_security_group" "g" {
  description = "g"
  ingress {
    description = "ssh"
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ${cidrs}
  }
}
`;
const callee = `variable "from" { default = ["0.0.0.0/0"] }\n${opening("var.from")}\noutput "id" { value = aws_security_group.g.id }\n`;

interface Case {
  readonly name: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
  readonly said?: readonly string[];
}

const rule = (address: string, what: string): string => `${address} ingress ${address}.ingress[0]: ${what}`;
const group = "aws_security_group.g";

const cases: readonly Case[] = [
  {
    name: "a module that is called is read with what it is given, and not by its defaults",
    texts: { "main.tf": 'module "m" {\n source = "./m"\n from = ["10.0.0.0/8"]\n}', "m/main.tf": callee },
    lines: [rule(`module.m.${group}`, "10.0.0.0/8 to tcp 22")],
  },
  {
    name: "what is not given has its default",
    texts: { "env/main.tf": 'module "m" { source = "../m" }', "m/main.tf": callee },
    lines: [rule(`module.m.${group}`, "0.0.0.0/0 to tcp 22")],
  },
  {
    name: "for_each, count and modules within modules",
    texts: {
      "main.tf": 'module "a" {\n source = "./a"\n for_each = toset(["x", "y"])\n from = ["10.0.0.0/8"]\n}',
      "a/main.tf": 'variable "from" {}\nmodule "b" {\n source = "../m/"\n count = 1\n from = var.from\n}',
      "m/main.tf": callee,
    },
    lines: ["x", "y"].map((key) => rule(`module.a["${key}"].module.b[0].${group}`, "10.0.0.0/8 to tcp 22")),
  },
  {
    name: "an output leads to a group in another module",
    texts: {
      "main.tf": `module "m" {\n source = "./m"\n from = []\n}
        resource "aws_vpc_security_group_ingress_rule" "r" {
          security_group_id = module.m.id
          ip_protocol = "-1"
          cidr_ipv4 = "10.0.0.0/8"
        }`,
      "m/main.tf": callee,
    },
    lines: [`module.m.${group} ingress aws_vpc_security_group_ingress_rule.r: 10.0.0.0/8 to any`],
  },
  {
    name: "what is given may be unknown",
    texts: { "main.tf": 'module "m" {\n source = "./m"\n from = var.x\n}', "m/main.tf": callee },
    lines: [rule(`module.m.${group}`, "nobody..0.0.0.0/0 to tcp 22, by variable var.x")],
  },
  {
    name: "an unknown number of calls puts all that is in the module in doubt",
    texts: { "main.tf": 'module "m" {\n source = "./m"\n count = var.n\n}', "m/main.tf": callee },
    lines: [rule(`module.m[*].${group}`, "nobody..0.0.0.0/0 to nothing..tcp 22, by variable var.n")],
  },
  {
    name: "modules that only call each other are read once, and the circle is said",
    texts: {
      "a/main.tf": `module "b" { source = "../b" }\n${opening('["10.0.0.0/8"]')}`,
      "b/main.tf": 'module "a" { source = "../a" }',
    },
    lines: [rule(group, "10.0.0.0/8 to tcp 22")],
    said: ["limit: module.b.module.a calls itself and is not followed"],
  },
  {
    name: "a module that calls itself",
    texts: { "main.tf": `module "me" { source = "./" }\n${opening('["10.0.0.0/8"]')}` },
    lines: [rule(group, "10.0.0.0/8 to tcp 22")],
    said: ["limit: module.me calls itself and is not followed"],
  },
  {
    name: "variable files of a root, the later the stronger",
    texts: {
      "main.tf": `variable "from" {}\n${opening("var.from")}`,
      "a.auto.tfvars": 'from = ["10.2.0.0/16"]',
      "terraform.tfvars": 'from = ["10.1.0.0/16"]',
      "other.tfvars": 'from = ["10.3.0.0/16"]',
    },
    lines: [rule(group, "10.2.0.0/16 to tcp 22")],
    said: [
      "unrecognised: other.tfvars is not applied; Terraform reads only terraform.tfvars and *.auto.tfvars by itself: name it with --var-file",
    ],
  },
  {
    name: "variable files in JSON, where strings are no templates",
    texts: {
      "main.tf": `variable "from" {}\n${opening("[for c in var.from : c.cidr]")}`,
      "terraform.tfvars.json": '{"from": [{"cidr": "10.1.0.0/16"}, {"cidr": "${x}"}]}',
    },
    lines: [rule(group, '10.1.0.0/16..0.0.0.0/0 to tcp 22, by value "${x}" is no CIDR block')],
    said: ['invalid-value: "${x}" is no CIDR block; write it as 10.0.0.0/8 or 2001:db8::/32'],
  },
  {
    name: "an override file changes what it repeats",
    texts: {
      "main.tf": `${opening('["0.0.0.0/0"]')}locals {\n c = "10.0.0.0/8"\n}`,
      "g_override.tf": `resource "aws_security_group" "g" {\n ingress {\n from_port = 1\n to_port = 1\n protocol = "tcp"\n cidr_blocks = [local.c]\n }\n}`,
      "override.tf": 'locals {\n c = "10.9.0.0/16"\n}',
    },
    lines: [rule(group, "10.9.0.0/16 to tcp 1")],
  },
  {
    name: "a second declaration is said and looked at",
    texts: { "a.tf": opening('["10.0.0.0/8"]'), "b.tf": opening('["0.0.0.0/0"]') },
    lines: [rule(group, "10.0.0.0/8 to tcp 22"), rule(`${group}#2`, "0.0.0.0/0 to tcp 22")],
    said: ["invalid-value: resource aws_security_group.g is declared twice in this module; rename one of them"],
  },
  {
    name: "a file of the scan, and one that is not there",
    texts: {
      "net/main.tf": opening('concat(jsondecode(file("${path.module}/office.json")), [file("../gone")])'),
      "net/office.json": '["10.0.0.0/8"]',
    },
    lines: [rule(group, "10.0.0.0/8..0.0.0.0/0 to tcp 22, by function file ../gone")],
  },
];

test.each(cases)("$name", ({ texts, lines, said = [] }) => {
  const { facts, problems } = readingOf(terraform, texts);
  expect(admissionsIn(facts)).toEqual(lines);
  expect(problems.map(({ code, message }) => `${code}: ${message}`)).toEqual(said);
});

test("what users say about variables wins, with `var.` before it or not", () => {
  const texts = {
    "main.tf": `variable "from" {}\nvariable "too" {}\n${opening("concat(var.from, var.too)")}`,
    "terraform.tfvars": 'from = ["0.0.0.0/0"]',
  };
  const { facts } = readingOf(terraform, texts, { "var.from": ["10.0.0.0/16"], too: ["10.1.0.0/16"] });
  expect(admissionsIn(facts)).toEqual([rule(group, "10.0.0.0/15 to tcp 22")]);
});

test("a module from elsewhere is opaque by its name, as are types that are not modelled", () => {
  const { facts, problems } = readingOf(terraform, {
    "main.tf": `module "vpc" { source = "terraform-aws-modules/vpc/aws" }
      module "gone" { source = "./gone" }
      resource "aws_apprunner_service" "e" { count = 2 }
      resource "aws_cloudsearch_domain" "n" {}
      resource "aws_iam_role" "r" {}
      resource "random_id" "x" {}
      resource "acme_door" "d" {}
      resource "acme_door" "e" {}
      backend "x" {}`,
  });
  expect(
    facts.map((fact) => fact.kind === "opaque" && [fact.touches.name, fact.reason.kind, fact.reason.name]),
  ).toEqual([
    ["aws_apprunner_service.e[0]", "construct", "aws_apprunner_service"],
    ["aws_cloudsearch_domain.n", "construct", "aws_cloudsearch_domain"],
    ["module.vpc", "construct", "the rest of module.vpc (terraform-aws-modules/vpc/aws)"],
    ["module.gone", "construct", "module.gone (./gone)"],
  ]);
  expect(problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'unrecognised: "backend" is no block of Terraform that is known here; what it stands for was not looked at',
    "unrecognised: acme_door is no type of resource that is known here; what it opens or closes is not known",
  ]);
});

test.each([
  ["git::https://user:hunter2@example.com/x.git?ref=v1", "git::https://example.com/x.git"],
  ["git::https://token@example.com/x.git", "git::https://example.com/x.git"],
  ["https://user:hun/t?er#2@example.com/x.zip", "https://example.com/x.zip"],
  ["https://example.com/x.zip?X-Signature=hunter2", "https://example.com/x.zip"],
  ["https://example.com/x@v1", "https://example.com/x@v1"],
  ["git@example.com:team/x.git", "git@example.com:team/x.git"],
  ["user:hunter2@example.com:team/x.git", "example.com:team/x.git"],
  ["git::user:hunter2@example.com:x.git", "git::example.com:x.git"],
])("the source %s is named without secrets", (source, name) => {
  const { facts } = readingOf(terraform, { "main.tf": `module "m" { source = "${source}" }` });
  expect(facts).toMatchObject([{ kind: "opaque", reason: { name: `module.m (${name})` } }]);
});

test("what Terraform itself downloaded is no module of the user", () => {
  const { sources } = readingOf(terraform, { ".terraform/modules/x/main.tf": callee, "main.tf": "" });
  expect(sources.map(({ file }) => file)).toEqual(["main.tf"]);
});

test("a module that Terraform installed is read as the calls that lead to it", () => {
  const folder = ".terraform/modules";
  const modules = [
    { Key: "", Source: "", Dir: "." },
    { Key: "web", Source: "registry.terraform.io/example/web/aws", Version: "1.0.0", Dir: `${folder}/web` },
    { Key: "web.inner", Source: "git::https://example.com/inner", Dir: `${folder}/web.inner` },
  ];
  const { facts } = readingOf(terraform, {
    [`${folder}/modules.json`]: JSON.stringify({ Modules: modules }),
    [`${folder}/web.inner/main.tf`]: callee,
    [`${folder}/web/main.tf`]: 'module "inner" { source = "git::https://example.com/inner" }',
    [`${folder}/web/examples/main.tf`]: callee,
    "main.tf": 'module "web" { source = "example/web/aws" }',
  });
  const groups = facts.flatMap((fact) => (fact.kind === "boundary" ? [fact.subject.name] : []));
  expect(new Set(groups.map((name) => name.replace(/aws_.*/, "")))).toEqual(new Set(["module.web.module.inner."]));
  expect(facts.filter(({ kind }) => kind === "opaque")).toEqual([]);
});

test("True of Python is true, which is said", () => {
  const text = 'resource "aws_instance" "i" { associate_public_ip_address = True }';
  const { facts, problems } = readingOf(terraform, { "main.tf": text });
  expect(facts.some((fact) => fact.kind === "trait" && fact.trait === "takes-public-address" && fact.holds.known)).toBe(
    true,
  );
  expect(problems.map(({ message }) => message)).toEqual(["Terraform knows no True; write true"]);
});

test("of too many instances the first are looked at, which is said", () => {
  const text = `${opening("[]")}resource "aws_vpc_security_group_ingress_rule" "r" {
    count = 100000
    security_group_id = aws_security_group.g.id
    ip_protocol = "-1"
    cidr_ipv4 = "10.0.0.0/8"
  }`;
  const { facts, problems } = readingOf(terraform, { "main.tf": text });
  expect(admissionsIn(facts)).toHaveLength(500);
  expect(problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    "limit: aws_vpc_security_group_ingress_rule.r stands for 100000 instances, of which the first 500 are looked at",
  ]);
});
