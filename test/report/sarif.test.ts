import { sarif } from "../../src/report/sarif";
import { context, doubtful, exposure, finding, place, problem, publicDatabase, report, suppressed } from "./samples";
import type { Finding, Report, Severity } from "../../src/model/finding";

type Fields = Record<string, unknown>;

interface Physical {
  readonly artifactLocation: Fields;
  readonly region: Fields;
}

interface Result extends Fields {
  readonly locations: readonly { readonly physicalLocation: Physical }[];
}

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly Fields[]; readonly notifications: readonly Fields[] } };
  readonly results: readonly Result[];
  readonly invocations: readonly Fields[];
  readonly columnKind: string;
}

function run(changes: Partial<Report> = {}): Run {
  const log = JSON.parse(sarif(report(changes), context())) as {
    readonly version: string;
    readonly runs: readonly Run[];
  };
  expect(log.version).toBe("2.1.0");
  expect(log.runs).toHaveLength(1);
  return log.runs[0]!;
}

const result = (changes: Partial<Finding> = {}): Result => run({ findings: [finding(changes)] }).results[0]!;

test("a run without findings has results, and they are none", () => {
  const { results, invocations, columnKind } = run();
  expect(results).toEqual([]);
  expect(invocations).toEqual([{ executionSuccessful: true }]);
  expect(columnKind).toBe("utf16CodeUnits");
});

test("a rule tells why and what to do, with the severity that it can reach", () => {
  const [rule] = run().tool.driver.rules;
  expect(rule).toMatchObject({
    id: "public-database",
    shortDescription: { text: publicDatabase.title },
    helpUri: "https://docs.aws.amazon.com/securityhub/",
    defaultConfiguration: { level: "error" },
    properties: { tags: ["security"], "security-severity": "9.5" },
  });
  for (const part of [
    publicDatabase.why,
    publicDatabase.fix,
    "CIS AWS Foundations 3.0.0 5.2",
    "AWS Security Hub EC2.19",
  ])
    expect(rule).toMatchObject({ help: { text: expect.stringContaining(part) as string } });
});

test("a finding", () => {
  expect(result()).toEqual({
    ruleId: "public-database",
    ruleIndex: 0,
    kind: "fail",
    level: "error",
    message: {
      text: "db answers postgresql on port 5432 to the internet. bind it to 127.0.0.1, or let in only the addresses that use it",
    },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "compose.yaml", uriBaseId: "%SRCROOT%" },
          region: { startLine: 5, startColumn: 9, endLine: 5, endColumn: 20 },
        },
      },
    ],
    partialFingerprints: { "portcullis/v1": "f1" },
    properties: { severity: "high", verdict: "exposed", "security-severity": "8.0", target: "db" },
  });
});

const levels: readonly (readonly [Severity, Finding["verdict"], string])[] = [
  ["critical", "exposed", "error"],
  ["high", "exposed", "error"],
  ["medium", "exposed", "warning"],
  ["low", "exposed", "note"],
  ["info", "exposed", "note"],
  ["critical", "unknown", "warning"],
  ["medium", "unknown", "note"],
  ["info", "unknown", "note"],
];
test.each(levels)("%s %s is of level %s", (severity, verdict, level) => {
  expect(result({ severity, verdict })).toMatchObject({ level, kind: "fail", properties: { verdict } });
});

const uris: readonly (readonly [string, object])[] = [
  ["deploy/a b#1.yaml", { uri: "deploy/a%20b%231.yaml", uriBaseId: "%SRCROOT%" }],
  ["a:b%.tf", { uri: "a%3Ab%25.tf", uriBaseId: "%SRCROOT%" }],
  ["größe/港.tf", { uri: "gr%C3%B6%C3%9Fe/%E6%B8%AF.tf", uriBaseId: "%SRCROOT%" }],
  ["/etc/nginx/nginx.conf", { uri: "file:///etc/nginx/nginx.conf" }],
  ["C:/work/main.tf", { uri: "file:///C%3A/work/main.tf" }],
  ["\ud800.tf", { uri: "%EF%BF%BD.tf", uriBaseId: "%SRCROOT%" }],
];
test.each(uris)("the path %j", (file, expected) => {
  expect(result({ at: place(file, 1) }).locations[0]!.physicalLocation.artifactLocation).toEqual(expected);
});

test("a place without extent has no end", () => {
  expect(result({ at: place("a", 1) }).locations[0]!.physicalLocation.region).toEqual({ startLine: 1, startColumn: 1 });
});

test("a live object is a logical location", () => {
  const at = { kind: "live", call: "describe-security-groups", object: "sg-1" } as const;
  expect(result({ at }).locations).toEqual([
    {
      logicalLocations: [{ fullyQualifiedName: "sg-1", kind: "resource" }],
      properties: { call: "describe-security-groups" },
    },
  ]);
});

test("hops are related locations where there is more than one", () => {
  const hop = (line: number) => ({ what: "rule", name: `r${line}`, at: place("a", line) });
  const related = (lines: readonly number[]) =>
    result({ matter: { kind: "exposure", exposure: exposure({ hops: lines.map(hop) }) } })["relatedLocations"];
  expect(related([1])).toBeUndefined();
  expect(related([1, 2])).toMatchObject([
    { id: 1, message: { text: "rule r1" } },
    { id: 2, message: { text: "rule r2" }, physicalLocation: { region: { startLine: 2 } } },
  ]);
});

test("suppressed findings say why", () => {
  expect(run({ findings: [suppressed("high")] }).results[0]!["suppressions"]).toMatchObject([
    { kind: "inSource", justification: "a test system", location: { physicalLocation: { region: { startLine: 4 } } } },
  ]);
  expect(result()).not.toHaveProperty("suppressions");
});

test("a rule that is not in the catalogue has no index", () => {
  expect(result({ rule: "unused-suppression" })).not.toHaveProperty("ruleIndex");
});

test("problems are notifications, and what was not looked at means that the run did not succeed", () => {
  const { invocations, tool } = run({ problems: [problem("syntax"), problem("unrecognised")] });
  expect(invocations[0]).toMatchObject({
    executionSuccessful: false,
    toolExecutionNotifications: [
      { descriptor: { id: "syntax" }, level: "error", locations: [{ physicalLocation: { region: { startLine: 3 } } }] },
      { descriptor: { id: "unrecognised" }, level: "warning" },
    ],
  });
  const known = tool.driver.notifications.map(({ id }) => id);
  expect(known).toEqual(expect.arrayContaining(["syntax", "unrecognised"]));
  expect(run({ problems: [problem("unrecognised")] }).invocations[0]!["executionSuccessful"]).toBe(true);
});

test("nowhere an empty array but results, and nowhere line or column 0", () => {
  const log = sarif(
    report({ findings: [finding(), doubtful, suppressed("low")], problems: [problem("limit")] }),
    context(),
  );
  JSON.parse(log, (key, value: unknown) => {
    if (Array.isArray(value)) expect([key, value.length]).not.toEqual([key, 0]);
    if (/^(start|end)(Line|Column)$/.test(key)) expect(value).toBeGreaterThan(0);
    return value;
  });
});

test("an edit is a fix: one replacement in one file", () => {
  const at = place("compose.yaml", 5, [9, 20]);
  const door = { ...exposure().door, edit: { at, text: '"127.0.0.1:5432:5432"' } };
  const { fixes } = result({ matter: { kind: "exposure", exposure: exposure({ door }) }, fix: "bind it" });
  const deletedRegion = { startLine: 5, startColumn: 9, endLine: 5, endColumn: 20 };
  expect(fixes).toEqual([
    {
      description: { text: "bind it" },
      artifactChanges: [
        {
          artifactLocation: { uri: "compose.yaml", uriBaseId: "%SRCROOT%" },
          replacements: [{ deletedRegion, insertedContent: { text: '"127.0.0.1:5432:5432"' } }],
        },
      ],
    },
  ]);
});
