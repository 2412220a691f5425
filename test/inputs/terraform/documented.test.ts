import { terraform } from "../../../src/inputs/terraform/input";
import { admissionsIn, readingOf, traitsIn } from "../shared/admissions";

function call(source: string, body: string, name = "m"): string {
  return `module "${name}" {\n  source = "${source}"\n${body}\n}\n`;
}

const registry = (name: string): string => `terraform-aws-modules/${name}/aws`;
const group = "module.m.aws_security_group.this_name_prefix[0]";
const rule = (i: number, what: string, of = "ingress"): string => `${group} ${of} ${group}.${of}[${i}]: ${what}`;

describe("what is published of a module stands for it where it is not there", () => {
  const everyone = 'ingress_cidr_blocks = ["0.0.0.0/0"]';
  test.each<[string, string, readonly string[]]>([
    [
      "rules by their names",
      call(registry("security-group"), `${everyone}\ningress_rules = ["ssh-tcp", "mongodb-27017-tcp"]`),
      [rule(0, "0.0.0.0/0 to tcp 22"), rule(1, "0.0.0.0/0 to tcp 27017")],
    ],
    [
      "a rule of another name",
      call(registry("security-group"), `${everyone}\ningress_rules = ["odd"]`),
      [rule(0, '0.0.0.0/0 to nothing..any, by value no attribute "odd"')],
    ],
    [
      "rules with their own peers",
      call(
        registry("security-group"),
        `ingress_with_cidr_blocks = [
          { from_port = 8080, to_port = 8090, protocol = "tcp", cidr_blocks = "10.0.0.0/8,198.51.100.0/24" },
          { rule = "postgresql-tcp", cidr_blocks = var.who },
        ]
        ingress_with_ipv6_cidr_blocks = [{ rule = "https-443-tcp", ipv6_cidr_blocks = "::/0" }]
        ingress_with_self = [{ rule = "all-all" }]
        ingress_with_source_security_group_id = [{ rule = "redis-tcp", source_security_group_id = "sg-1" }]`,
      ),
      [
        rule(0, "10.0.0.0/8 198.51.100.0/24 to tcp 8080-8090"),
        rule(1, "nobody..0.0.0.0/0 to tcp 5432, by variable var.who"),
        rule(2, "::/0 to tcp 443"),
        rule(3, "members of sg-1 to tcp 6379"),
        rule(4, `members of ${group} to any`),
      ],
    ],
    ["rules that nobody is named for", call(registry("security-group"), 'ingress_rules = ["ssh-tcp"]'), []],
    [
      "a module within a module",
      call(`${registry("security-group")}//modules/ssh`, everyone),
      [rule(0, "0.0.0.0/0 to tcp 22"), rule(0, "0.0.0.0/0 ::/0 to any", "egress")],
    ],
    [
      "a module from its repository, many times over",
      call(
        "git::https://github.com/terraform-aws-modules/terraform-aws-security-group.git//modules/rdp?ref=v4",
        `for_each = toset(["a"])\n${everyone}`,
      ),
      [
        rule(0, "0.0.0.0/0 to tcp 3389"),
        rule(1, "0.0.0.0/0 to udp 3389"),
        rule(0, "0.0.0.0/0 ::/0 to any", "egress"),
      ].map((line) => line.replaceAll("module.m.", 'module.m["a"].')),
    ],
    [
      "one that is not made",
      call(registry("security-group"), `create = false\n${everyone}\ningress_rules = ["ssh-tcp"]`),
      [],
    ],
    [
      "a group that another module brings",
      call(
        registry("alb"),
        'security_group_ingress_rules = {\nweb = {\nfrom_port = 80\nto_port = 82\nip_protocol = "tcp"\ncidr_ipv4 = "0.0.0.0/0"\n}\n}',
      ),
      [
        'module.m.aws_security_group.this[0] ingress module.m.aws_vpc_security_group_ingress_rule.this["web"]: 0.0.0.0/0 to tcp 80-82',
      ],
    ],
    [
      "addresses that a module of others is given",
      call("example/db/aws", 'allowed_cidr_blocks = ["0.0.0.0/0"]\nvpc_cidr = "0.0.0.0/0"'),
      [
        "module.m ingress module.m.allowed_cidr_blocks: nobody..0.0.0.0/0 to nothing..any, by construct module.m (example/db/aws)",
      ],
    ],
    ["private addresses that it is given", call("example/db/aws", 'allowed_cidr_blocks = ["10.0.0.0/8"]'), []],
  ])("%s", (_, text, lines) => {
    expect(admissionsIn(readingOf(terraform, { "main.tf": text }).facts)).toEqual(lines);
  });

  test.each<[string, string, readonly string[]]>([
    [
      "an instance with an address",
      call(registry("ec2-instance"), "associate_public_ip_address = true"),
      ["takes-public-address"],
    ],
    ["an instance without", call(registry("ec2-instance"), "subnet_id = var.s"), []],
    [
      "a database",
      call(registry("rds"), "publicly_accessible = var.p"),
      ["publicly-accessible perhaps, by variable var.p"],
    ],
    ["a warehouse without a word", call(registry("redshift"), ""), []],
    ["a cluster without a word", call(registry("eks"), 'version = "~> 20.0"'), []],
    ["an older cluster", call(registry("eks"), 'version = "17.24.0"'), ["publicly-accessible"]],
    ["a cluster for everyone", call(registry("eks"), "cluster_endpoint_public_access = true"), ["publicly-accessible"]],
    [
      "a cluster for some",
      call(registry("eks"), 'endpoint_public_access = true\nendpoint_public_access_cidrs = ["198.51.100.0/24"]'),
      [],
    ],
    [
      "public subnets",
      call(registry("vpc"), 'version = "~> 3.0"\npublic_subnets = ["10.0.1.0/24"]'),
      ["assigns-public-addresses"],
    ],
    ["public subnets of late", call(registry("vpc"), 'public_subnets = ["10.0.1.0/24"]'), []],
    ["a load balancer", call(registry("alb"), ""), ["faces-internet"]],
    ["an internal one", call(registry("alb"), "internal = true"), []],
    ["a function with a URL", call(registry("lambda"), "create_lambda_function_url = true"), ["publicly-accessible"]],
    ["tasks", call(`${registry("ecs")}//modules/service`, "assign_public_ip = true"), ["takes-public-address"]],
    [
      "a database of others",
      call("example/db/aws", "publicly_accessible = true"),
      ["publicly-accessible perhaps, by construct module.m (example/db/aws)"],
    ],
    ["a private database of others", call("example/db/aws", "publicly_accessible = false"), []],
  ])("%s", (_, text, lines) => {
    const found = traitsIn(readingOf(terraform, { "main.tf": text }).facts);
    expect(found.map((line) => line.replace(/^\S+ /, ""))).toEqual(lines);
  });
});

test("what it opens stands where the call writes it, and what is not published is said", () => {
  const text = call(
    registry("security-group"),
    'ingress_cidr_blocks = ["0.0.0.0/0"]\ningress_rules = ["ssh-tcp"]\ningress_with_cidr_blocks = [{ rule = "rdp-tcp", cidr_blocks = "0.0.0.0/0" }]',
  );
  const { facts, problems, sources } = readingOf(terraform, { "main.tf": text });
  const statements = facts.flatMap((fact) => (fact.kind === "boundary" ? fact.admissions : []));
  const places = statements.map(({ statement: { focus } }) =>
    focus.kind === "file" ? `${focus.file}:${focus.line}` : "",
  );
  expect(places).toEqual(["main.tf:3", "main.tf:5"]);
  expect(problems).toEqual([]);
  expect(sources).toHaveLength(1);
  const opaque = facts.flatMap((fact) => (fact.kind === "opaque" ? [fact.reason.name] : []));
  expect(opaque).toEqual(["the rest of module.m (terraform-aws-modules/security-group/aws)"]);
});

test("a group from one documented module stands before the instance of another", () => {
  const text =
    call(registry("security-group"), "", "g") +
    call(registry("ec2-instance"), "vpc_security_group_ids = [module.g.security_group_id]", "i");
  const attached = readingOf(terraform, { "main.tf": text }).facts.flatMap((fact) =>
    fact.kind === "attachment" && fact.boundary.known ? [[fact.endpoint.name, fact.boundary.value.name]] : [],
  );
  expect(attached).toEqual([["module.i.aws_instance.this[0]", "module.g.aws_security_group.this_name_prefix[0]"]]);
});

test("an installed module is read itself", () => {
  const files = {
    "main.tf": call(registry("security-group"), 'ingress_rules = ["ssh-tcp"]\ningress_cidr_blocks = ["0.0.0.0/0"]'),
    ".terraform/modules/modules.json": '{"Modules": [{"Key": "m", "Source": "x", "Dir": ".terraform/modules/m"}]}',
    ".terraform/modules/m/main.tf": 'resource "aws_security_group" "own" {}',
  };
  expect(admissionsIn(readingOf(terraform, files).facts)).toEqual([]);
});

test("a module that opens nothing is passed over", () => {
  const { facts } = readingOf(terraform, { "main.tf": call(registry("s3-bucket"), 'bucket = "b"') });
  expect(facts).toEqual([]);
});
