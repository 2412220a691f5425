import { terraform } from "../../../src/inputs/terraform/input";
import { admissionsIn, readingOf } from "../shared/admissions";

const everyone = "0.0.0.0/0 ::/0";
const anything = `nobody..${everyone}`;
const port = (n: number, protocol = "tcp"): string => `from_port = ${n}\nto_port = ${n}\nprotocol = "${protocol}"`;
const ssh = port(22);

function admissions(text: string): readonly string[] {
  return admissionsIn(readingOf(terraform, { "main.tf": text }).facts);
}

/** The letters are rows of the table of what other scanners get wrong; each rule stands in a block of a group. */
const inline: readonly (readonly [name: string, rule: string, lines: readonly string[]])[] = [
  ["a port", `${ssh}\ncidr_blocks = ["0.0.0.0/0"]`, ["0.0.0.0/0 to tcp 22"]],
  ["b: a group alone", `${port(80)}\nsecurity_groups = ["sg-1"]`, ["members of sg-1 to tcp 80"]],
  ["b: a prefix list alone", `${port(80)}\nprefix_list_ids = ["pl-1"]`, [`${anything} to tcp 80, by prefix-list pl-1`]],
  [
    "c: itself and everyone",
    `${ssh}\nself = true\ncidr_blocks = ["0.0.0.0/0"]`,
    ["0.0.0.0/0 to tcp 22", "members of aws_security_group.g to tcp 22"],
  ],
  [
    "d: a prefix list and everyone",
    `${ssh}\nprefix_list_ids = ["pl-1"]\ncidr_blocks = ["0.0.0.0/0"]`,
    [`0.0.0.0/0..${everyone} to tcp 22, by prefix-list pl-1`],
  ],
  ["e: two halves", `${ssh}\ncidr_blocks = ["0.0.0.0/1", "128.0.0.0/1"]`, ["0.0.0.0/0 to tcp 22"]],
  ["f: UDP", `${port(22, "udp")}\ncidr_blocks = ["0.0.0.0/0"]`, ["0.0.0.0/0 to udp 22"]],
  ["g: every ICMP", `${port(-1, "icmp")}\ncidr_blocks = ["0.0.0.0/0"]`, ["0.0.0.0/0 to icmp"]],
  [
    "h: every TCP port",
    'from_port = 0\nto_port = 65535\nprotocol = "6"\ncidr_blocks = ["0.0.0.0/0"]',
    ["0.0.0.0/0 to tcp"],
  ],
  ["i: a variable", `${ssh}\ncidr_blocks = ["\${var.cidrs}"]`, ["nobody..0.0.0.0/0 to tcp 22, by variable var.cidrs"]],
  [
    "i: a list that is a variable",
    `${ssh}\ncidr_blocks = var.cidrs`,
    ["nobody..0.0.0.0/0 to tcp 22, by variable var.cidrs"],
  ],
  ["j: other spellings", `${ssh}\nipv6_cidr_blocks = ["0::0/0"]`, ["::/0 to tcp 22"]],
  ["t: every protocol", 'from_port = 0\nto_port = 0\nprotocol = -1\nipv6_cidr_blocks = ["::/0"]', ["::/0 to any"]],
  ["itself alone", `${ssh}\nself = true`, ["members of aws_security_group.g to tcp 22"]],
  ["not itself", `${ssh}\nself = false\ncidr_blocks = ["10.0.0.0/8"]`, ["10.0.0.0/8 to tcp 22"]],
  [
    "a group that was joined with nothing and taken apart",
    `${ssh}\nsecurity_groups = split(",", join(",", [aws_security_group.g.id]))`,
    ["members of aws_security_group.g to tcp 22"],
  ],
  [
    "groups that were joined",
    `${ssh}\nsecurity_groups = split(",", join(",", [aws_security_group.g.id, "sg-1"]))`,
    ["members of an unknown group to tcp 22, by reference aws_security_group.g.id"],
  ],
  [
    "known in part",
    `${ssh}\ncidr_blocks = concat(["10.0.0.0/8"], var.c)`,
    ["10.0.0.0/8..0.0.0.0/0 to tcp 22, by variable var.c"],
  ],
  [
    "one of two lists",
    `${ssh}\ncidr_blocks = var.wide ? ["0.0.0.0/0"] : ["10.0.0.0/8"]`,
    ["10.0.0.0/8..0.0.0.0/0 to tcp 22, by variable var.wide"],
  ],
  [
    "a port that is not known",
    'from_port = var.p\nto_port = var.p\nprotocol = "tcp"\ncidr_blocks = ["0.0.0.0/0"]',
    ["0.0.0.0/0 to nothing..tcp, by variable var.p"],
  ],
  ["an empty list", `${ssh}\ncidr_blocks = []`, []],
  ["nobody", ssh, [`${anything} to tcp 22, by value a rule that names nobody`]],
  ["a list within a list", `${ssh}\ncidr_blocks = [["10.0.0.0/8"], "10.1.0.0/16"]`, ["10.0.0.0/8 to tcp 22"]],
  [
    "what is broken",
    `${ssh}\ncidr_blocks = ["10.0.0.0/8", 1 +]`,
    ["nobody..0.0.0.0/0 to tcp 22, by value an expression that could not be read"],
  ],
  [
    "a group of this module and one that is not",
    `${ssh}\nsecurity_groups = [aws_security_group.g.id, aws_security_group.x.id]`,
    [
      "members of aws_security_group.g to tcp 22",
      "members of an unknown group to tcp 22, by reference aws_security_group.x",
    ],
  ],
];

test.each(inline)("a block, %s", (_, rule, lines) => {
  const head = "aws_security_group.g ingress aws_security_group.g.ingress[0]: ";
  expect(admissions(`resource "aws_security_group" "g" {\ningress {\n${rule}\n}\n}`)).toEqual(
    lines.map((line) => head + line),
  );
});

const group = 'resource "aws_security_group" "g" {}\n';
const resources: readonly (readonly [name: string, text: string, lines: readonly string[]])[] = [
  [
    "c2: itself first, everyone second",
    `resource "aws_security_group" "g" {\ningress {\n${ssh}\nself = true\n}\ningress {\n${ssh}\ncidr_blocks = ["0.0.0.0/0"]\n}\n}`,
    [
      "aws_security_group.g ingress aws_security_group.g.ingress[0]: members of aws_security_group.g to tcp 22",
      "aws_security_group.g ingress aws_security_group.g.ingress[1]: 0.0.0.0/0 to tcp 22",
    ],
  ],
  [
    "blocks as an attribute",
    `resource "aws_security_group" "g" {\ningress = [{ ${ssh.replaceAll("\n", ", ")}, cidr_blocks = ["0.0.0.0/0"] }]\negress = []\n}`,
    ["aws_security_group.g ingress aws_security_group.g.ingress[0]: 0.0.0.0/0 to tcp 22"],
  ],
  [
    "a: a rule of its own, every protocol",
    `${group}resource "aws_vpc_security_group_ingress_rule" "r" {\nsecurity_group_id = aws_security_group.g.id\nip_protocol = "-1"\ncidr_ipv4 = "0.0.0.0/0"\n}`,
    ["aws_security_group.g ingress aws_vpc_security_group_ingress_rule.r: 0.0.0.0/0 to any"],
  ],
  [
    "a rule for a group that stands elsewhere",
    `resource "aws_security_group_rule" "r" {\ntype = "ingress"\nsecurity_group_id = "sg-9"\n${ssh}\ncidr_blocks = ["0.0.0.0/0"]\n}`,
    ["aws_security_group_rule.r ingress aws_security_group_rule.r: 0.0.0.0/0 to tcp 22"],
  ],
  [
    "a rule of a direction that is not known",
    `${group}resource "aws_security_group_rule" "r" {\ntype = var.t\nsecurity_group_id = aws_security_group.g.id\n${ssh}\ncidr_blocks = ["0.0.0.0/0"]\n}`,
    ["ingress", "egress"].map(
      (direction) =>
        `aws_security_group.g ${direction} aws_security_group_rule.r: nobody..0.0.0.0/0 to nothing..tcp 22, by variable var.t`,
    ),
  ],
  [
    "rules for each, and none",
    `${group}resource "aws_vpc_security_group_egress_rule" "r" {
      for_each = { a = "10.0.0.0/8", b = "10.1.0.0/16" }
      security_group_id = aws_security_group.g.id
      ip_protocol = "tcp"
      from_port = 443
      to_port = 443
      cidr_ipv4 = each.value
    }
    resource "aws_vpc_security_group_egress_rule" "none" { count = 0 }`,
    [
      'aws_security_group.g egress aws_vpc_security_group_egress_rule.r["a"]: 10.0.0.0/8 to tcp 443',
      'aws_security_group.g egress aws_vpc_security_group_egress_rule.r["b"]: 10.1.0.0/16 to tcp 443',
    ],
  ],
  [
    "a count that is not known",
    `resource "aws_security_group" "g" {\ncount = var.n\ningress {\n${ssh}\ncidr_blocks = ["0.0.0.0/0"]\n}\n}`,
    [
      "aws_security_group.g[*] ingress aws_security_group.g[*].ingress[0]: nobody..0.0.0.0/0 to nothing..tcp 22, by variable var.n",
    ],
  ],
  [
    "a group that may be there, and its rule",
    `resource "aws_security_group" "g" { count = var.on ? 1 : 0 }
    resource "aws_security_group_rule" "r" {
      type = "ingress"
      security_group_id = concat(aws_security_group.g.*.id, [""])[0]
      ${ssh}
      cidr_blocks = ["10.0.0.0/8"]
    }`,
    ["aws_security_group.g[0] ingress aws_security_group_rule.r: 10.0.0.0/8 to tcp 22"],
  ],
  [
    "a dynamic block that is not known",
    `resource "aws_security_group" "g" {\ndynamic "ingress" {\nfor_each = var.rules\ncontent {\n${ssh}\n}\n}\n}`,
    [
      `aws_security_group.g ingress aws_security_group.g.ingress[*]: ${anything} to nothing..any, by construct dynamic ingress and variable var.rules`,
    ],
  ],
  [
    "a dynamic block with an iterator, known in part",
    `resource "aws_security_group" "g" {
      dynamic "ingress" {
        for_each = concat([22], var.ports)
        iterator = p
        content {
          from_port = p.value
          to_port = p.value
          protocol = "tcp"
          cidr_blocks = ["0.0.0.0/0"]
        }
      }
    }`,
    [
      "aws_security_group.g ingress aws_security_group.g.ingress[0]: 0.0.0.0/0 to tcp 22",
      `aws_security_group.g ingress aws_security_group.g.ingress[*]: ${anything} to nothing..any, by construct dynamic ingress and variable var.ports`,
    ],
  ],
  [
    "a prefix list of this module",
    `resource "aws_ec2_managed_prefix_list" "p" {\nentry {\ncidr = "0.0.0.0/0"\n}\nentry {\ncidr = "10.0.0.0/8"\n}\n}
    resource "aws_vpc_security_group_ingress_rule" "r" {\nip_protocol = "tcp"\nfrom_port = 22\nto_port = 22\nprefix_list_id = aws_ec2_managed_prefix_list.p.id\n}`,
    ["aws_vpc_security_group_ingress_rule.r ingress aws_vpc_security_group_ingress_rule.r: 0.0.0.0/0 to tcp 22"],
  ],
];

test.each(resources)("%s", (_, text, lines) => {
  expect(admissions(text)).toEqual(lines);
});

const entry = (number: string, action: string, rest: string): string =>
  `ingress {\nrule_no = ${number}\naction = "${action}"\ncidr_block = "0.0.0.0/0"\n${rest}\n}`;
const acls: readonly (readonly [name: string, body: string, lines: readonly string[]])[] = [
  ["p: port 0", entry("1", "allow", port(0)), ["ingress[0]: 0.0.0.0/0 to tcp 0"]],
  [
    "q: in order of number",
    `${entry("20", "allow", port(80))}\n${entry("10", "deny", port(-1, "all"))}`,
    ["ingress[1]: 0.0.0.0/0 to any", "ingress[0]: 0.0.0.0/0 to tcp 80"],
  ],
  [
    "a number that is not known",
    `${entry("10", "deny", port(22))}\n${entry("var.n", "allow", port(22))}`,
    ["ingress[1]: 0.0.0.0/0 to nothing..tcp 22, by variable var.n", "ingress[0]: 0.0.0.0/0 to tcp 22"],
  ],
  ["a number that is of no matter", entry("var.n", "allow", port(22)), ["ingress[0]: 0.0.0.0/0 to tcp 22"]],
  [
    "ICMP by type and code",
    entry("1", "allow", 'protocol = "icmp"\nicmp_type = 8\nicmp_code = -1\nfrom_port = 0\nto_port = 0'),
    ["ingress[0]: 0.0.0.0/0 to icmp 2048-2303"],
  ],
];

test.each(acls)("a network ACL, %s", (_, body, lines) => {
  const head = "aws_network_acl.a ingress aws_network_acl.a.";
  expect(admissions(`resource "aws_network_acl" "a" {\n${body}\n}`)).toEqual(lines.map((line) => head + line));
});

test("rules of a network ACL that are resources of their own join it", () => {
  const rule = (name: string, number: number, action: string): string =>
    `resource "aws_network_acl_rule" "${name}" {\nnetwork_acl_id = aws_network_acl.a.id\nrule_number = ${number}\nprotocol = "tcp"\nrule_action = "${action}"\ncidr_block = "0.0.0.0/0"\nfrom_port = 22\nto_port = 22\n}\n`;
  const { facts } = readingOf(terraform, {
    "main.tf": `resource "aws_network_acl" "a" {}\n${rule("late", 200, "allow")}${rule("early", 100, "deny")}`,
  });
  expect(admissionsIn(facts)).toEqual([
    "aws_network_acl.a ingress aws_network_acl_rule.early: 0.0.0.0/0 to tcp 22",
    "aws_network_acl.a ingress aws_network_acl_rule.late: 0.0.0.0/0 to tcp 22",
  ]);
  expect(facts).toContainEqual(
    expect.objectContaining({ layer: "network-acl", decides: "first-match", otherwise: "deny" }),
  );
});

const quarters = ["0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/2", "192.0.0.0/2"];
const quarter = (sg: string, i: number): string =>
  `resource "aws_vpc_security_group_ingress_rule" "q${i}" {\nsecurity_group_id = ${sg}\nip_protocol = "-1"\ncidr_ipv4 = "${quarters[i] ?? ""}"\n}\n`;
test.each([
  ['"sg-1"', "sg-1"],
  ["var.sg", "var.sg"],
  ["data.aws_security_group.x.id", "data.aws_security_group.x.id"],
])("rules of their own for %s, which stands elsewhere, are of one group", (sg, name) => {
  expect(admissions(quarters.map((_, i) => quarter(sg, i)).join(""))).toEqual(
    quarters.map((cidr, i) => `${name} ingress aws_vpc_security_group_ingress_rule.q${i}: ${cidr} to any`),
  );
});

test("rules whose groups differ by instance, or may differ, stand for themselves", () => {
  const each = quarter("each.value", 0).replace("{", "{\nfor_each = toset(var.groups)");
  expect(admissions(quarter("var.a", 0) + quarter("var.b", 1) + each.replace("q0", "e"))).toEqual([
    expect.stringMatching(/^(\S+\.q0) ingress \1:/),
    expect.stringMatching(/^(\S+\.q1) ingress \1:/),
    expect.stringMatching(/^(\S+\.e\[\*\]) ingress \1:/),
  ]);
});

test.each([
  ['"acl-1"', "acl-1", ""],
  ["var.acl", "var.acl", ""],
  ["var.acl", "var.acl", "count = var.n"],
])("rules of their own for the network ACL %s stand in order of number", (acl, name, count) => {
  const rule = (n: number, action: string, more: string): string =>
    `resource "aws_network_acl_rule" "r${n}" {\n${more}\nnetwork_acl_id = ${acl}\nrule_number = ${n}\nrule_action = "${action}"\nprotocol = "-1"\ncidr_block = "0.0.0.0/0"\n}\n`;
  const { facts } = readingOf(terraform, { "main.tf": rule(200, "allow", "") + rule(100, "deny", count) });
  const address = "aws_network_acl_rule.r100";
  expect(admissionsIn(facts)).toEqual([
    `${name} ingress ${count === "" ? `${address}: 0.0.0.0/0 to any` : `${address}[*]: 0.0.0.0/0 to nothing..any, by variable var.n`}`,
    `${name} ingress aws_network_acl_rule.r200: 0.0.0.0/0 to any`,
  ]);
});

test("a statement is the whole block, and its focus the list that lets most in", () => {
  const text =
    'resource "aws_security_group" "g" {\n  ingress {\n    protocol = "-1"\n    cidr_blocks = ["10.0.0.0/8"]\n    ipv6_cidr_blocks = ["::/0"]\n  }\n}';
  const [boundary] = readingOf(terraform, { "net/main.tf": text }).facts;
  expect(boundary).toMatchObject({
    subject: { id: "net#aws_security_group.g", name: "aws_security_group.g" },
    admissions: [
      {
        statement: {
          what: "ingress rule",
          at: { file: "net/main.tf", line: 2, column: 3, endLine: 6, endColumn: 4 },
          focus: { line: 5, column: 24, endLine: 5, endColumn: 32 },
        },
      },
    ],
  });
});
