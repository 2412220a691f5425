import { scan } from "../../src/engine";
import { catalogue, filesOf } from "../support/catalogue";

/** What is said about one compose project, suppressed findings in brackets. */
function said(texts: Readonly<Record<string, string>>): readonly string[] {
  const { findings } = scan(filesOf(texts), catalogue(), { variables: new Map(), named: [] });
  return findings.map(({ rule, suppressed }) => (suppressed ? `(${rule}: ${suppressed.reason})` : rule));
}

function compose(port: string): Readonly<Record<string, string>> {
  return { "compose.yaml": `services:\n  db:\n    image: postgres:17\n    ports:\n${port}\n` };
}

test.each([
  [
    "on the line of the finding",
    `      - "5432:5432" # portcullis-ignore public-database -- lab`,
    ["(public-database: lab)"],
  ],
  [
    "on the line before it",
    `      # portcullis-ignore public-database -- lab\n      - "5432:5432"`,
    ["(public-database: lab)"],
  ],
  [
    "of several rules",
    `      - "5432:5432" # portcullis-ignore public-ssh, public-database -- lab`,
    ["(public-database: lab)"],
  ],
  [
    "two lines before it",
    `      # portcullis-ignore public-database -- lab\n\n      - "5432:5432"`,
    ["public-database", "unused-suppression"],
  ],
  [
    "of another rule",
    `      - "5432:5432" # portcullis-ignore public-ssh -- lab`,
    ["public-database", "unused-suppression"],
  ],
  [
    "without a reason",
    `      - "5432:5432" # portcullis-ignore public-database`,
    ["public-database", "unused-suppression"],
  ],
  ["without a rule", `      - "5432:5432" # portcullis-ignore -- lab`, ["public-database", "unused-suppression"]],
  [
    "in a value",
    `      - "5432:5432"\n    labels: { note: "# portcullis-ignore public-database -- lab" }`,
    ["public-database"],
  ],
  [
    "in a block of text",
    `      - "5432:5432"\n    labels:\n      note: |\n        # portcullis-ignore public-database -- lab\n    x-after: 1`,
    ["public-database"],
  ],
])("a suppression %s", (_, port, expected) => {
  expect(said(compose(port))).toEqual(expected);
});

test("a description in an account suppresses nothing", () => {
  const description = "# portcullis-ignore public-ssh -- trust me";
  const range = `{ "CidrIp": "0.0.0.0/0", "Description": "${description}" }`;
  const permission = `{ "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [\n${range}\n] }`;
  const group = `{ "GroupId": "sg-1", "GroupName": "a", "Description": "a", "IpPermissions": [${permission}], "IpPermissionsEgress": [] }`;
  expect(said({ "groups.json": `{ "SecurityGroups": [${group}] }` })).toEqual(["public-ssh"]);
});

test("a heredoc is a value", () => {
  const main = `resource "aws_security_group" "a" {
  description = <<-EOT
    # portcullis-ignore public-ssh -- bastion
  EOT
  /* portcullis-ignore public-all-ports -- lab */
  ingress {
    description = "all"
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
`;
  expect(said({ "main.tf": main })).toEqual(["(public-all-ports: lab)"]);
});

test("one comment before a block speaks of what the block opens", () => {
  const main = `resource "aws_security_group" "a" {
  description = "a"
  # portcullis-ignore public-ssh -- bastion
  ingress {
    description = "ssh"
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["0.0.0.0/0"]
  }
}
`;
  expect(said({ "main.tf": main })).toEqual(["(public-ssh: bastion)"]);
});
