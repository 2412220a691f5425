import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020";
import { addresses, everyAddress, noAddress, type AddressSet } from "../../src/model/addresses";
import { addressBounds } from "../../src/model/bounds";
import { parseCidr } from "../../src/model/cidr";
import type { Exposure } from "../../src/model/exposure";
import type { Report } from "../../src/model/finding";
import { everyTraffic, icmpOf, portsOf, protocolOf, traffic } from "../../src/model/traffic";
import { json } from "../../src/report/json";
import { context, doubtful, exposure, finding, inDoubt, place, problem, report, suppressed } from "./samples";

type Fields = Record<string, unknown>;

interface Written extends Fields {
  readonly exposures: readonly Fields[];
  readonly findings: readonly Fields[];
  readonly problems: readonly Fields[];
}

const schema = JSON.parse(readFileSync(join(__dirname, "../../docs/report-v1.schema.json"), "utf8")) as object;
const isValid = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false }).compile(schema);

function read(value: Report): Written {
  const parsed = JSON.parse(json(value, context())) as Written;
  isValid(parsed);
  expect(isValid.errors).toBeNull();
  return parsed;
}

const live = { kind: "live", call: "describe-security-groups", object: "sg-1" } as const;
const block = (text: string): AddressSet => parseCidr(text)!;
const missing = { kind: "variable", name: "var.cidr", at: place("variables.tf", 3) } as const;

test("an empty report says how much was looked at", () => {
  expect(read(report())).toEqual({
    schema: "portcullis/report/v1",
    tool: { name: "portcullis", version: "1.2.3" },
    looked: { files: 2, byFormat: { compose: 2 }, facts: 3, exposures: 1, rules: 1 },
    exposures: [],
    findings: [],
    problems: [],
  });
});

test("an exposure says everything that the contract promises", () => {
  expect(read(report({ exposures: [exposure()] })).exposures).toEqual([
    {
      id: "e1",
      verdict: "exposed",
      reach: "assumed",
      layer: "published-port",
      target: "db",
      transport: "tcp",
      ports: ["5432"],
      sources: ["0.0.0.0/0", "::/0"],
      maybe: { ports: [], sources: [] },
      breadth: "everyone",
      entry: "direct",
      service: { name: "postgresql", kind: "database", by: "image" },
      door: { file: "compose.yaml", line: 5, column: 9, endLine: 5, endColumn: 20 },
      hops: [
        { what: "published port", name: "db", file: "compose.yaml", line: 5, column: 9, endLine: 5, endColumn: 20 },
      ],
      blockedBy: null,
      assuming: ["the host can be reached: compose.yaml cannot say"],
      missing: [],
    },
  ]);
});

const passing: readonly (readonly [string, Partial<Exposure>, object])[] = [
  [
    "ranges are minimal",
    { traffic: traffic.union(portsOf("tcp", [22, 22]), portsOf("tcp", [8000, 8010])) },
    { ports: ["22", "8000-8010"] },
  ],
  ["every protocol has every port", { transport: "any", traffic: everyTraffic }, { ports: ["0-65535"] }],
  ["a protocol without ports has none", { transport: "47", traffic: protocolOf(47) }, { ports: [], transport: "47" }],
  ["all of ICMP", { transport: "icmp", traffic: protocolOf(1) }, { ports: [], types: [] }],
  ["one ICMP type and code", { transport: "icmp", traffic: icmpOf("icmp", 8, 0) }, { ports: [], types: ["8/0"] }],
  ["one ICMPv6 type", { transport: "icmpv6", traffic: icmpOf("icmpv6", 128) }, { ports: [], types: ["128"] }],
  [
    "ICMP types in a row, the outer ones in part",
    { transport: "icmp", traffic: [[65536 + 3 * 256 + 4, 65536 + 8 * 256 + 1]] },
    { types: ["3/4-255", "4-7", "8/0-1"] },
  ],
  [
    "ICMP up to the last type, from a code on",
    { transport: "icmp", traffic: [[65536 + 254 * 256 + 255, 65536 + 65535]] },
    { types: ["254/255", "255"] },
  ],
  [
    "a single port that is not known",
    { opens: "one", traffic: portsOf("tcp", [32768, 60999]) },
    { opens: "one", ports: ["32768-60999"] },
  ],
  [
    "where nothing certainly passes the ports are only possible",
    { sources: addressBounds.between(noAddress, everyAddress, [missing]) },
    { ports: [], sources: [], maybe: { ports: ["5432"], sources: ["0.0.0.0/0", "::/0"] } },
  ],
  [
    "where more may pass than must, all that may is listed",
    {
      sources: addressBounds.between(block("10.0.0.0/8"), addresses.union(block("10.0.0.0/8"), block("11.0.0.0/8")), [
        missing,
      ]),
    },
    { ports: ["5432"], sources: ["10.0.0.0/8"], maybe: { ports: [], sources: ["10.0.0.0/7"] } },
  ],
  ["an unknown service", { service: undefined }, { service: null }],
  [
    "a door in an account that runs",
    { door: { what: "rule", name: "sgr-1", at: live, focus: live } },
    { door: { call: "describe-security-groups", object: "sg-1" } },
  ],
  [
    "what stands in the way",
    { blockedBy: { what: "route table", name: "rtb", at: live } },
    { blockedBy: { what: "route table", name: "rtb", call: "describe-security-groups", object: "sg-1" } },
  ],
  ["what is missing", { missing: [missing] }, { missing: [{ name: "var.cidr", file: "variables.tf", line: 3 }] }],
];

test.each(passing)("%s", (_, changes, expected) => {
  expect(read(report({ exposures: [exposure(changes)] })).exposures[0]).toMatchObject(expected);
});

test("opens and types are there only where they say something", () => {
  const [written] = read(report({ exposures: [exposure()] })).exposures;
  expect(Object.keys(written!)).not.toEqual(expect.arrayContaining(["opens"]));
  expect(Object.keys(written!)).not.toEqual(expect.arrayContaining(["types"]));
});

test("findings, suppressed ones included", () => {
  const { findings } = read(report({ exposures: [inDoubt], findings: [finding(), doubtful, suppressed("low")] }));
  expect(findings).toEqual([
    {
      rule: "public-database",
      severity: "high",
      verdict: "exposed",
      exposure: "e1",
      target: "db",
      name: "db",
      message: "db answers postgresql on port 5432 to the internet",
      file: "compose.yaml",
      line: 5,
      column: 9,
      endLine: 5,
      endColumn: 20,
      fingerprint: "f1",
      suppressed: null,
    },
    expect.objectContaining({ verdict: "unknown", exposure: "e2" }),
    expect.objectContaining({ suppressed: { reason: "a test system", file: "compose.yaml", line: 4 } }),
  ]);
});

test("findings about something other than an exposure have none", () => {
  const at = place("main.tf", 1);
  const trait = {
    kind: "trait",
    subject: { id: "#sg", name: "aws_security_group.a" },
    trait: "no-description",
    holds: { known: true },
    detail: "",
    at,
  } as const;
  const { findings } = read(
    report({ findings: [finding({ matter: { kind: "trait", trait } }), finding({ matter: { kind: "comment", at } })] }),
  );
  expect(findings.map((one) => [one["exposure"], one["target"]])).toEqual([
    [null, "aws_security_group.a"],
    [null, null],
  ]);
});

test("problems of files and of calls", () => {
  const denied = { code: "denied", message: "not allowed", at: live } as const;
  expect(read(report({ problems: [problem("syntax"), denied] })).problems).toEqual([
    { code: "syntax", message: "something is syntax", file: "broken.yaml", line: 3 },
    { code: "denied", message: "not allowed", call: "describe-security-groups", object: "sg-1" },
  ]);
});

test("the text holds no control character, and its strings come back whole", () => {
  const message = "a\u001b[31m \u009b31m \u007f \ud800 b";
  const written = json(report({ findings: [finding({ message })] }), context());
  expect(written).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  expect((JSON.parse(written) as Written).findings[0]!["message"]).toBe(message);
});

describe("the schema refuses", () => {
  const sample = json(
    report({ exposures: [exposure()], findings: [finding()], problems: [problem("limit")] }),
    context(),
  );
  const wrongs: readonly (readonly [string, string, string])[] = [
    ["line 0", '"line": 5', '"line": 0'],
    ["a place without a line", '"line": 5,', ""],
    ["a key that is not in the contract", '"reach":', '"colour": "red", "reach":'],
    ["a key in a door", '"door": {', '"door": { "what": "rule",'],
    ["an unknown verdict", '"verdict": "exposed"', '"verdict": "perhaps"'],
    ["a port as a number", '"5432"', "5432"],
    ["a finding without a fingerprint", '"fingerprint": "f1",', ""],
    ["an unknown code", '"code": "limit"', '"code": "oops"'],
    ["another schema", "report/v1", "report/v2"],
  ];
  test.each(wrongs)("%s", (_, right, wrong) => {
    expect(isValid(JSON.parse(sample))).toBe(true);
    expect(sample).toContain(right);
    expect(isValid(JSON.parse(sample.replace(right, wrong)))).toBe(false);
  });
});
