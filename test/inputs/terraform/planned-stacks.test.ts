import { terraform } from "../../../src/inputs/terraform/input";
import { admissionsIn, readingOf } from "../shared/admissions";
import { planOf, refersTo, type Planned } from "./planned";

const id = "sg-0123456789abcdef0";
const group = "aws_security_group.db";
const port = { from_port: 5432, to_port: 5432, protocol: "tcp" };
const nobody = { cidr_blocks: [], ipv6_cidr_blocks: [], prefix_list_ids: [], security_groups: [], self: false };
const inline = (peers: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  ...port,
  ...nobody,
  ...peers,
});

function stackOf(ingress: readonly unknown[], actions: readonly string[] = ["no-op"]): Planned {
  return { address: group, values: { id, ingress }, actions };
}

function ruleOf(name: string, peers: Readonly<Record<string, unknown>>, more: Partial<Planned> = {}): Planned {
  const values = { type: "ingress", security_group_id: id, ...port, ...peers };
  return { address: `aws_security_group_rule.${name}`, values, before: values, actions: ["no-op"], ...more };
}

/** What a group that is there already was read back with, beside the rules that are resources of their own. */
const stacks: readonly (readonly [name: string, resources: readonly Planned[], lines: readonly string[]])[] = [
  [
    "a rule that the group repeats is looked at once",
    [stackOf([inline({ cidr_blocks: ["0.0.0.0/0"] })]), ruleOf("a", { cidr_blocks: ["0.0.0.0/0"] })],
    [`${group} ingress aws_security_group_rule.a: 0.0.0.0/0 to tcp 5432`],
  ],
  [
    "what no rule says is left",
    [
      stackOf([inline({ cidr_blocks: ["0.0.0.0/0", "10.0.0.0/8"], self: true })]),
      ruleOf("a", { cidr_blocks: ["10.0.0.0/8"] }),
      ruleOf("b", { self: true }),
    ],
    [
      `${group} ingress ${group}.ingress[0]: 0.0.0.0/0 to tcp 5432`,
      `${group} ingress aws_security_group_rule.a: 10.0.0.0/8 to tcp 5432`,
      `${group} ingress aws_security_group_rule.b: members of ${group} to tcp 5432`,
    ],
  ],
  [
    "every protocol, however its ports are written",
    [
      stackOf([inline({ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["10.0.0.0/8"] })]),
      {
        address: "aws_vpc_security_group_ingress_rule.all",
        values: { security_group_id: id, ip_protocol: "-1", from_port: null, to_port: null, cidr_ipv4: "10.0.0.0/8" },
        actions: ["no-op"],
      },
    ],
    [`${group} ingress aws_vpc_security_group_ingress_rule.all: 10.0.0.0/8 to any`],
  ],
  [
    "a rule that goes away takes along what the group repeats",
    [
      stackOf([inline({ cidr_blocks: ["0.0.0.0/0"] })]),
      ruleOf("a", { cidr_blocks: ["0.0.0.0/0"] }, { actions: ["delete"] }),
    ],
    [],
  ],
  [
    "a rule that moves into the group stays",
    [
      stackOf([inline({ cidr_blocks: ["0.0.0.0/0"] })], ["update"]),
      ruleOf("a", { cidr_blocks: ["0.0.0.0/0"] }, { actions: ["delete"] }),
    ],
    [`${group} ingress ${group}.ingress[0]: 0.0.0.0/0 to tcp 5432`],
  ],
  [
    "a rule of another port is another rule",
    [
      stackOf([inline({ cidr_blocks: ["0.0.0.0/0"] })]),
      ruleOf("a", { from_port: 22, to_port: 22, cidr_blocks: ["0.0.0.0/0"] }),
    ],
    [
      `${group} ingress ${group}.ingress[0]: 0.0.0.0/0 to tcp 5432`,
      `${group} ingress aws_security_group_rule.a: 0.0.0.0/0 to tcp 22`,
    ],
  ],
  [
    "an entry of a network ACL is looked at once",
    [
      {
        address: "aws_network_acl.a",
        values: {
          id: "acl-0123456789abcdef0",
          ingress: [{ rule_no: 1, action: "allow", ...port, cidr_block: "0.0.0.0/0" }],
        },
        actions: ["no-op"],
      },
      {
        address: "aws_network_acl_rule.r",
        values: {
          network_acl_id: "acl-0123456789abcdef0",
          rule_number: 1,
          egress: false,
          rule_action: "allow",
          ...port,
          cidr_block: "0.0.0.0/0",
        },
        actions: ["no-op"],
      },
    ],
    ["aws_network_acl.a ingress aws_network_acl_rule.r: 0.0.0.0/0 to tcp 5432"],
  ],
];

test.each(stacks)("%s", (_, resources, lines) => {
  expect(admissionsIn(readingOf(terraform, { "plan.json": planOf(resources) }).facts)).toEqual(lines);
});

const sources = `variable "office" {}
variable "secret" {}

resource "aws_security_group" "db" {
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = [var.office]
  }
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_vpc_security_group_ingress_rule" "secret" {
  security_group_id = aws_security_group.db.id
  ip_protocol       = "tcp"
  from_port         = 5432
  to_port           = 5432
  cidr_ipv4         = var.secret
}
`;

const planned = planOf(
  [
    {
      address: group,
      values: {
        ingress: [
          { ...port, ...nobody, from_port: 443, to_port: 443, cidr_blocks: ["0.0.0.0/0"] },
          { ...port, ...nobody, from_port: 22, to_port: 22, cidr_blocks: ["198.51.100.0/24"] },
        ],
      },
      unknown: { id: true },
    },
    {
      address: "aws_vpc_security_group_ingress_rule.secret",
      values: { ip_protocol: "tcp", from_port: 5432, to_port: 5432, cidr_ipv4: "192.0.2.0/24" },
      sensitive: { cidr_ipv4: true },
      unknown: { security_group_id: true },
      expressions: { security_group_id: refersTo(`${group}.id`, group), cidr_ipv4: refersTo("var.secret") },
    },
  ],
  { variables: { office: { value: "198.51.100.0/24" }, secret: { value: "192.0.2.0/24" } } },
);

describe("a plan beside its sources", () => {
  const secret = JSON.parse(planned) as { configuration: { root_module: object } };
  Object.assign(secret.configuration.root_module, { variables: { secret: { sensitive: true } } });
  const plan = JSON.stringify(secret);

  test("stands for them: each rule once, what must not be shown unknown", () => {
    const { facts } = readingOf(terraform, { "main.tf": sources, "plan.json": plan });
    expect(admissionsIn(facts)).toEqual([
      `${group} ingress ${group}.ingress[0]: 0.0.0.0/0 to tcp 443`,
      `${group} ingress ${group}.ingress[1]: 198.51.100.0/24 to tcp 22`,
      `${group} ingress aws_vpc_security_group_ingress_rule.secret: nobody..0.0.0.0/0 to tcp 5432, by variable var.secret, which is sensitive`,
    ]);
  });

  test("points into them", () => {
    const { facts } = readingOf(terraform, { "main.tf": sources, "plan.json": plan });
    const places = facts
      .flatMap((fact) => (fact.kind === "boundary" ? fact.admissions : []))
      .map(({ statement }) => statement.focus);
    expect(places.map((at) => (at.kind === "file" ? `${at.file}:${at.line}` : ""))).toEqual([
      "main.tf:15",
      "main.tf:9",
      "main.tf:24",
    ]);
  });

  test("leaves to them what it was not made of", () => {
    const later = `${sources}\nresource "aws_security_group" "later" {\n  ingress {\n    from_port = 1\n to_port = 1\n protocol = 6\n cidr_blocks = [var.office]\n }\n}\n`;
    const { facts } = readingOf(terraform, { "main.tf": later, "plan.json": plan });
    expect(admissionsIn(facts).at(-1)).toBe(
      "aws_security_group.later ingress aws_security_group.later.ingress[0]: 198.51.100.0/24 to tcp 1",
    );
  });

  test("is one of something else where it knows none of them", () => {
    const other =
      'resource "aws_security_group" "other" {\n  ingress = [{ from_port = 1, to_port = 1, protocol = "tcp", cidr_blocks = ["10.0.0.0/8"] }]\n}\n';
    const { facts } = readingOf(terraform, { "main.tf": other, "plan.json": plan });
    expect(admissionsIn(facts)).toHaveLength(4);
  });

  test("a state beside them is left out", () => {
    const { planned_values: values } = JSON.parse(plan) as { planned_values: unknown };
    const state = JSON.stringify({ format_version: "1.0", terraform_version: "1.11.0", values });
    const { facts, sources: read } = readingOf(terraform, { "main.tf": sources, "state.json": state });
    expect(read.map(({ file }) => file)).toEqual(["main.tf"]);
    expect(admissionsIn(facts)).toHaveLength(3);
  });
});

describe("groups that stand before nothing", () => {
  const two: readonly Planned[] = [
    { address: "aws_security_group.a", unknown: { id: true } },
    { address: "aws_security_group.b", unknown: { id: true } },
    {
      address: "aws_instance.i",
      unknown: { vpc_security_group_ids: true },
      expressions: { vpc_security_group_ids: refersTo("aws_security_group.a.id", "aws_security_group.a") },
    },
  ];
  const peer: Planned = {
    address: "aws_vpc_security_group_ingress_rule.r",
    values: { ip_protocol: "-1" },
    unknown: { security_group_id: true, referenced_security_group_id: true },
    expressions: {
      security_group_id: refersTo("aws_security_group.a.id"),
      referenced_security_group_id: refersTo("aws_security_group.b.id"),
    },
  };
  const told = (plan: string): string => {
    const tree = JSON.parse(plan) as { configuration: { root_module: object } };
    Object.assign(tree.configuration.root_module, {
      outputs: { b: { expression: refersTo("aws_security_group.b.id") } },
    });
    return JSON.stringify(tree);
  };
  const other: Planned = { address: "aws_batch_compute_environment.e", unknown: { compute_resources: true } };
  test.each<[string, string, readonly string[]]>([
    ["in a plan", planOf(two), ["aws_security_group.b"]],
    ["that another lets in", planOf([...two, peer]), []],
    ["that outputs tell of", told(planOf(two)), []],
    ["that something may have of which not all is read", planOf([...two, other]), []],
    ["in a state, which does not say", planOf(two, { configuration: undefined }), []],
  ])("%s", (_, plan, lines) => {
    const { facts } = readingOf(terraform, { "plan.json": plan });
    const found = facts.filter((fact) => fact.kind === "trait" && fact.trait === "stands-before-nothing");
    expect(found.map((fact) => (fact.kind === "trait" ? fact.subject.name : ""))).toEqual(lines);
  });
});
