import { scan } from "../../src/engine";
import { catalogue, filesOf } from "../support/catalogue";
import { settingsFor, today } from "../support/configured";

/** A group that lets some sources reach some ports. */
function group(sources: string, [from, to = from]: readonly number[], name = "web"): string {
  return `resource "aws_security_group" "${name}" {
  description = "what is tested"
  ingress {
    description = "clients"
    from_port   = ${from}
    to_port     = ${to}
    protocol    = "tcp"
    cidr_blocks = ${sources}
  }
}
`;
}

function findingsWith(configuration: string, main: string): readonly string[] {
  const files = filesOf({ "portcullis.yaml": configuration, "main.tf": `variable "more" {}\n${main}` });
  return scan(files, catalogue(), settingsFor(files)).findings.map(({ rule, verdict, message, suppressed }) => {
    const [, sources, ports] = / lets (.*?) reach .* on (.*?)(?:, which nobody approved)?$/.exec(message) ?? [];
    const what = [rule, verdict === "unknown" ? "perhaps" : "", sources ?? "", ports ?? ""].filter(
      (word) => word !== "",
    );
    return suppressed ? `(${what.join(" ")}: ${suppressed.reason})` : what.join(" ");
  });
}

const zones = "zones: { office: [52.1.2.0/28], provider: [52.0.0.0/8] }\n";

/** The configuration, sources and ports of a group called web, and what is said. */
const cases: Readonly<Record<string, readonly [string, string, readonly number[], readonly string[]]>> = {
  "an approval of all that is open": [
    "approved: [{ to: aws_security_group.web, ports: [22], reason: a bastion }]",
    '["0.0.0.0/0"]',
    [22],
    ["(public-ssh everyone on the internet tcp port 22: approved: a bastion)"],
  ],
  "one from the office is none from everyone": [
    "approved: [{ to: aws_security_group.web, ports: [22], from: office, reason: admins }]",
    '["0.0.0.0/0"]',
    [22],
    ["public-ssh everyone on the internet tcp port 22"],
  ],
  "one from everyone covers the office": [
    "approved: [{ to: aws_security_group.web, ports: [22], reason: a bastion }]",
    '["52.1.2.0/28"]',
    [22],
    [],
  ],
  "one of a provider leaves whoever else gets in": [
    "approved: [{ to: aws_security_group.web, ports: [22], from: provider, reason: builds }]",
    '["52.0.0.0/8", "9.9.9.9/32"]',
    [22],
    ["unapproved-exposure one tcp port 22"],
  ],
  "several cover together what none covers alone": [
    "approved: [{ to: aws_security_group.web, ports: [22], from: provider, reason: builds }, { to: aws_security_group.web, ports: [22], from: office, reason: admins }, { to: '*', ports: [0-1023], from: one, reason: home }]",
    '["52.0.0.0/8", "9.9.9.9/32"]',
    [22],
    ["(wide-source-range 9.9.9.9/32 and 52.0.0.0/8 tcp port 22: approved: builds; admins; home)"],
  ],
  "another port": [
    "approved: [{ to: aws_security_group.web, ports: [2222], reason: a bastion }]",
    '["0.0.0.0/0"]',
    [22],
    ["public-ssh everyone on the internet tcp port 22", "stale-approval"],
  ],
  "another transport": [
    "approved: [{ to: aws_security_group.web, ports: [22], transport: udp, reason: a bastion }]",
    '["0.0.0.0/0"]',
    [22],
    ["public-ssh everyone on the internet tcp port 22", "stale-approval"],
  ],
  "every transport": [
    "approved: [{ to: aws_security_group.web, transport: any, reason: a honeypot }]",
    '["0.0.0.0/0"]',
    [22],
    ["(public-ssh everyone on the internet tcp port 22: approved: a honeypot)"],
  ],
  "no port means each of them": [
    "approved: [{ to: aws_security_group.web, reason: a honeypot }]",
    '["0.0.0.0/0"]',
    [5432],
    ["(public-database everyone on the internet tcp port 5432: approved: a honeypot)"],
  ],
  "a part of a range is approved, and the rest is not": [
    "approved: [{ to: aws_security_group.web, ports: [5432], reason: reports }]",
    '["0.0.0.0/0"]',
    [5430, 5432],
    [
      "(public-database everyone on the internet tcp port 5432: approved: reports)",
      "public-unlisted-port everyone on the internet tcp ports 5430-5431",
    ],
  ],
  "who may get in must be covered, too": [
    "approved: [{ to: aws_security_group.web, ports: [22], from: office, reason: admins }]",
    'concat(["52.1.2.0/28"], var.more)',
    [22],
    ["public-ssh perhaps everyone on the internet tcp port 22"],
  ],
  "who may get in is covered": [
    "approved: [{ to: aws_security_group.web, ports: [22], reason: a bastion }]",
    "var.more",
    [22],
    ["(public-ssh perhaps everyone on the internet tcp port 22: approved: a bastion)"],
  ],
  "nothing is approved": [
    "approved: []",
    '["0.0.0.0/0"]',
    [443],
    ["unapproved-exposure everyone on the internet tcp port 443"],
  ],
  "private networks need no approval": ["approved: []", '["10.0.0.0/8"]', [443], []],
  "the last day counts": [
    `approved: [{ to: aws_security_group.web, ports: [22], reason: a bastion, until: ${today} }]`,
    '["0.0.0.0/0"]',
    [22],
    ["(public-ssh everyone on the internet tcp port 22: approved: a bastion)"],
  ],
  "the day after the last": [
    "approved: [{ to: aws_security_group.web, ports: [22], reason: a bastion, until: 2026-12-31 }]",
    '["0.0.0.0/0"]',
    [22],
    ["public-ssh everyone on the internet tcp port 22", "expired-approval"],
  ],
  "a star for what differs": [
    "approved: [{ to: 'aws_*.web', ports: [22], reason: a bastion }]",
    '["0.0.0.0/0"]',
    [22],
    ["(public-ssh everyone on the internet tcp port 22: approved: a bastion)"],
  ],
  "a dot is a dot": [
    "approved: [{ to: 'aws_security_group*.we.', ports: [22], reason: a bastion }]",
    '["0.0.0.0/0"]',
    [22],
    ["public-ssh everyone on the internet tcp port 22", "stale-approval"],
  ],
  "an approval of what only a private network reaches is not stale": [
    "approved: [{ to: aws_security_group.web, ports: [22], from: inside, reason: admins }]",
    '["10.0.0.0/8"]',
    [22],
    [],
  ],
};

test.each(Object.entries(cases))("%s", (_, [approved, sources, ports, said]) => {
  const configuration = zones.replace(" }", ", one: [9.9.9.9], inside: [10.0.0.0/8] }") + approved;
  expect(findingsWith(configuration, group(sources, ports))).toEqual(said);
});

test("an approval is of one target", () => {
  const main = group('["0.0.0.0/0"]', [22]) + group('["0.0.0.0/0"]', [22], "other");
  expect(findingsWith("approved: [{ to: aws_security_group.web, ports: [22], reason: a bastion }]", main)).toEqual([
    "(public-ssh everyone on the internet tcp port 22: approved: a bastion)",
    "public-ssh everyone on the internet tcp port 22",
  ]);
});

test("all ports stay all ports although one of them is approved", () => {
  const said = findingsWith(
    "approved: [{ to: aws_security_group.web, ports: [443], reason: site }]",
    group('["0.0.0.0/0"]', [0, 65535]),
  );
  expect(said).toEqual(["public-all-ports", "(public-all-ports: approved: site)"]);
});

test("a scan of a part does not call stale what it did not look at", () => {
  const files = filesOf({
    "portcullis.yaml": "approved: [{ to: web, reason: elsewhere }]",
    "main.tf": group('["10.0.0.0/8"]', [22]),
  });
  const settings = settingsFor(files);
  const rulesIn = (scope: "whole" | "part"): readonly string[] =>
    scan(files, catalogue(), { ...settings, contract: { ...settings.contract!, scope } }).findings.map(
      ({ rule }) => rule,
    );
  expect(rulesIn("whole")).toEqual(["stale-approval"]);
  expect(rulesIn("part")).toEqual([]);
});
