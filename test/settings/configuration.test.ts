import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseCidr } from "../../src/model/cidr";
import { packetsOf } from "../../src/model/packets";
import { sourceText, type Problem } from "../../src/model/source";
import { portsOf, protocolOf, traffic } from "../../src/model/traffic";
import { internet } from "../../src/model/zones";
import { readConfiguration } from "../../src/settings/configuration";
import { ofConfiguration } from "../../src/settings/validators";
import { root } from "../support/catalogue";

const check = ofConfiguration();

function read(text: string): ReturnType<typeof readConfiguration> {
  return readConfiguration(sourceText("portcullis.yaml", text), check);
}

/** What is wrong, as the command says it. */
function complaints(text: string): readonly string[] {
  const result = read(text);
  return result.ok ? [] : result.problems.map(said);
}

function said({ message, at }: Problem): string {
  return at.kind === "file" ? `${at.line}:${at.column}: ${message}` : message;
}

const keysOfTop = "zones, hosts, compose, approved, rules, variables, ignore";

const invalid: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  "a key that there is not": [
    "rules: {}\nigonre: [a]\n",
    [`2:1: "igonre" is not a key that is known here: ${keysOfTop}`],
  ],
  "no mapping": ["- rules\n", ["1:1: must be object"]],
  "a severity that there is not": [
    "rules:\n  public-ssh: severe\n",
    ["2:15: rules.public-ssh: must be one of off, critical, high, medium, low, info"],
  ],
  "a truth value for off": [
    "rules: { public-ssh: false }",
    ["1:22: rules.public-ssh: must be one of off, critical, high, medium, low, info"],
  ],
  "a choice without files": [
    "compose:\n  - { profiles: [web] }\n",
    ["2:5: compose.0: must have required property 'files'"],
  ],
  "a choice of nothing": ["compose: [{ files: [] }]", ["1:20: compose.0.files: must NOT have fewer than 1 items"]],
  "a folder without its list": ["rules: { folders: mine }", ["1:19: rules.folders: must be array"]],
  "a pattern that is none": ["ignore:\n  - a\n  - 7\n", ["3:5: ignore.1: must be string"]],
  "an empty pattern": ['ignore: [""]', ["1:10: ignore.0: must NOT have fewer than 1 characters"]],
  "ignore without its list": ["ignore: examples\n", ["1:9: ignore: must be array"]],
  "variables without names": ["variables: [A]\n", ["1:12: variables: must be object"]],
  "a block that is none": [
    "zones:\n  office:\n    - 203.0.113.0/24\n    - 203.0.113.0/33\n    - office\n",
    [
      '4:7: zones.office: "203.0.113.0/33" is no CIDR block or address, such as 203.0.113.0/24',
      '5:7: zones.office: "office" is no CIDR block or address, such as 203.0.113.0/24',
    ],
  ],
  "a zone without its list": ["zones: { office: 10.0.0.0/8 }", ["1:18: zones.office: must be array"]],
  "an approval without a reason": [
    "approved:\n  - { to: web }\n",
    ["2:5: approved.0: must have required property 'reason'"],
  ],
  "a port beyond the last": [
    "approved: [{ to: web, reason: x, ports: [65536] }]",
    ["1:42: approved.0.ports.0: must be <= 65535"],
  ],
  "a day that is none": [
    "approved: [{ to: web, reason: x, until: soon }]",
    ['1:41: approved.0.until: must match pattern "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"'],
  ],
  "a key of a host that there is not": [
    "hosts:\n  web:\n    pubic: true\n",
    ['3:5: hosts.web: "pubic" is not a key that is known here: is, securityGroups, public, compose, nginx, databases'],
  ],
  "a day that the calendar lacks": [
    "approved: [{ to: web, reason: x, until: 2027-02-30 }]",
    ["1:41: approved.0.until: there is no day 2027-02-30"],
  ],
  "a zone that there is not": [
    "zones: { office: [10.0.0.0/8] }\napproved: [{ to: web, reason: x, from: ofice }]",
    ['2:40: approved.0.from: there is no zone ofice; did you mean "office": zones names them'],
  ],
  "a zone with the name of everyone": [
    "zones: { internet: [10.0.0.0/8] }",
    ["1:10: zones.internet: this name stands for everyone: choose another"],
  ],
  "a range that runs backwards": [
    "approved: [{ to: web, reason: x, ports: [90-80] }]",
    ["1:42: approved.0.ports: 90-80 is no port and no range of ports"],
  ],
  "a range beyond the last port": [
    "approved: [{ to: web, reason: x, ports: [80-70000] }]",
    ["1:42: approved.0.ports: 80-70000 is no port and no range of ports"],
  ],
  "ports of what has none": [
    "approved: [{ to: web, reason: x, ports: [8], transport: icmp }]",
    ["1:41: approved.0.ports: icmp has none: leave them out"],
  ],
  "a transport that there is not": [
    "approved: [{ to: web, reason: x, transport: tpc }]",
    ["1:45: approved.0.transport: must be one of tcp, udp, sctp, icmp, icmpv6, any"],
  ],
  "everything at once": [
    "rules: { public-ssh: 1 }\nignore: 2\n",
    ["1:22: rules.public-ssh: must be one of off, critical, high, medium, low, info", "2:9: ignore: must be array"],
  ],
  "a key twice": [
    "ignore: [a]\nignore: [b]\n",
    ['2:1: "ignore" stands twice in this mapping and the last one counts; keep one'],
  ],
  "two documents": ["ignore: [a]\n---\nignore: [b]\n", ["3:1: a configuration is one document: join the two"]],
};

test.each(Object.entries(invalid))("%s", (_, [text, messages]) => {
  expect(complaints(text)).toEqual(messages);
});

test("broken YAML is a complaint, whatever stands around it", () => {
  const result = read("rules: [\nignore: [a]\n");
  expect(result.ok).toBe(false);
  expect(result).toMatchObject({ problems: [{ code: "syntax" }] });
});

const nothing = { rules: [], folders: [], variables: new Map(), ignore: [], hosts: [], approved: undefined };

const valid: Readonly<Record<string, readonly [string, object]>> = {
  nothing: ["", nothing],
  "comments alone": ["# rules:\n#   a: off\n", nothing],
  "an empty mapping": ["{}", nothing],
  "rules and folders": [
    "rules:\n  public-ssh: critical\n  public-mail: off\n  folders: [a, b/c]\n",
    {
      ...nothing,
      rules: [
        { id: "public-ssh", to: "critical", at: { line: 2, column: 3 } },
        { id: "public-mail", to: "off", at: { line: 3, column: 3 } },
      ],
      folders: [
        { text: "a", at: { line: 4, column: 13 } },
        { text: "b/c", at: { line: 4, column: 16 } },
      ],
    },
  ],
  "variables of every kind": [
    'variables: { A: 1, B: text, "var.c": [10.0.0.0/8, { d: null }], E: true, __proto__: x }',
    {
      ...nothing,
      variables: new Map<string, unknown>([
        ["A", 1],
        ["B", "text"],
        ["var.c", ["10.0.0.0/8", { d: null }]],
        ["E", true],
        ["__proto__", "x"],
      ]),
    },
  ],
  "JSON, which is YAML too": ['{ "ignore": ["a/**", "!a/b"] }', { ...nothing, ignore: ["a/**", "!a/b"] }],
};

test.each(Object.entries(valid))("%s", (_, [text, configuration]) => {
  expect(read(text)).toMatchObject({ ok: true, value: configuration });
});

test("what is approved is sets of packets, and what runs on a machine has its places", () => {
  const text = [
    "zones: { office: [52.1.2.0/28] }",
    "hosts:",
    "  web-1: { is: aws_instance.web, securityGroups: [a], public: true, compose: [c.yaml], nginx: [n.conf] }",
    "  web-2: {}",
    "approved:",
    "  - { to: web, ports: [80, 8000-8010], from: office, reason: the shop, until: 2028-02-29 }",
    "  - { to: ping, transport: icmp, reason: monitoring }",
  ].join("\n");
  const read = readConfiguration(sourceText("portcullis.yaml", text), check);
  const office = parseCidr("52.1.2.0/28")!;
  expect(read).toMatchObject({
    ok: true,
    value: {
      hosts: [
        {
          name: "web-1",
          at: { line: 3, column: 3 },
          is: { text: "aws_instance.web", at: { line: 3, column: 16 } },
          securityGroups: [{ text: "a" }],
          publicly: { reached: "from the internet", at: { line: 3 } },
          compose: [{ text: "c.yaml" }],
          nginx: [{ text: "n.conf" }],
        },
        {
          name: "web-2",
          is: undefined,
          securityGroups: [],
          publicly: undefined,
          compose: [],
          nginx: [],
          databases: [],
        },
      ],
      approved: [
        {
          to: "web",
          packets: packetsOf(office, traffic.union(portsOf("tcp", [80, 80]), portsOf("tcp", [8000, 8010]))),
          reason: "the shop",
          until: "2028-02-29",
          at: { line: 6, column: 5 },
        },
        { to: "ping", packets: packetsOf(internet, protocolOf(1)), until: undefined },
      ],
    },
  });
});

test("every example of the documentation holds", () => {
  const page = readFileSync(join(root, "docs/configuration.md"), "utf8");
  const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, example = ""]) => example);
  expect(examples.length).toBeGreaterThan(1);
  expect(examples.flatMap(complaints)).toEqual([]);
});

test("the environment gives no value", () => {
  process.env["PORTCULLIS_TEST"] = "10.0.0.0/8";
  try {
    const result = read("variables: { A: '${PORTCULLIS_TEST}', B: $PORTCULLIS_TEST }");
    expect(result.ok && [...result.value.variables.values()]).toEqual(["${PORTCULLIS_TEST}", "$PORTCULLIS_TEST"]);
  } finally {
    delete process.env["PORTCULLIS_TEST"];
  }
});
