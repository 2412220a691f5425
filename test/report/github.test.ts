import fc from "fast-check";
import { github } from "../../src/report/github";
import type { Finding, Report, Severity } from "../../src/model/finding";
import { context, doubtful, exposure, finding, place, problem, report, suppressed } from "./samples";

const lines = (changes: Partial<Report>): readonly string[] =>
  github(report(changes), context({ detail: "brief" }))
    .trimEnd()
    .split("\n");

interface Command {
  readonly level: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Reads a command as the runner does (actions/runner, ActionCommand.TryParseV2). */
function parsed(line: string): Command {
  const [, level = "", properties = "", message = ""] = /^::([a-z]+) (.*?)::(.*)$/s.exec(line) ?? [];
  const plain = (text: string): string =>
    text
      .replaceAll("%0D", "\r")
      .replaceAll("%0A", "\n")
      .replaceAll("%3A", ":")
      .replaceAll("%2C", ",")
      .replaceAll("%25", "%");
  const pairs = properties.split(",").map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at), plain(pair.slice(at + 1))] as const;
  });
  return { level, properties: Object.fromEntries(pairs), message: plain(message) };
}

test("a finding", () => {
  expect(lines({ findings: [finding()] })).toEqual([
    "::error file=compose.yaml,line=5,endLine=5,col=9,endColumn=19,title=high%3A public-database::" +
      "db answers postgresql on port 5432 to the internet%0A" +
      "bind it to 127.0.0.1, or let in only the addresses that use it",
  ]);
});

const levels: readonly (readonly [Severity, Finding["verdict"], string, string])[] = [
  ["critical", "exposed", "error", "critical: public-database"],
  ["high", "exposed", "error", "high: public-database"],
  ["medium", "exposed", "warning", "medium: public-database"],
  ["low", "exposed", "notice", "low: public-database"],
  ["info", "exposed", "notice", "info: public-database"],
  ["critical", "unknown", "warning", "unknown (critical): public-database"],
  ["info", "unknown", "warning", "unknown (info): public-database"],
];
test.each(levels)("%s %s is of level %s", (severity, verdict, level, title) => {
  const [line = ""] = lines({ findings: [finding({ severity, verdict })] });
  expect(parsed(line)).toMatchObject({ level, properties: { title } });
});

test("the gravest come first, and what is certain before what is not", () => {
  const findings = [doubtful, finding({ severity: "low" }), finding({ severity: "critical" })];
  const titles = lines({ findings, problems: [problem("unrecognised"), problem("syntax")] }).map(
    (line) => parsed(line).properties["title"],
  );
  expect(titles).toEqual([
    "critical: public-database",
    "low: public-database",
    "unknown (high): public-database",
    "not looked at (syntax)",
    "not understood, and so in doubt (unrecognised)",
  ]);
});

test("problems are warnings where they stand", () => {
  expect(lines({ problems: [problem("limit")] }).map(parsed)).toEqual([
    {
      level: "warning",
      properties: {
        file: "broken.yaml",
        line: "3",
        endLine: "3",
        col: "1",
        endColumn: "1",
        title: "not looked at (limit)",
      },
      message: "something is limit",
    },
  ]);
});

test("what it depends on and the way are in the message", () => {
  const hop = (line: number) => ({ what: "rule", name: `r${line}`, at: place("a", line) });
  const way = finding({
    matter: { kind: "exposure", exposure: exposure({ hops: [hop(1), hop(2)], blockedBy: hop(3) }) },
  });
  expect(parsed(lines({ findings: [way] })[0]!).message).toContain(
    "\nthe internet\n└─ stopped by rule  r3  a:3\n   └─ rule          r1  a:1\n      └─ rule       r2  a:2",
  );
  expect(parsed(lines({ findings: [doubtful] })[0]!).message).toMatch(/\ndepends on var\.cidr \(variables\.tf:3:1\)$/);
});

test("a place of several lines has no columns, which GitHub takes within one line only", () => {
  const at = { ...place("a", 1), endLine: 2 };
  expect(parsed(lines({ findings: [finding({ at })] })[0]!).properties).toEqual({
    file: "a",
    line: "1",
    endLine: "2",
    title: "high: public-database",
  });
});

test("a live object has no file, and its name in the message", () => {
  const at = { kind: "live", call: "DescribeSecurityGroups", object: "sg-1" } as const;
  const { properties, message } = parsed(lines({ findings: [finding({ at })] })[0]!);
  expect(properties).toEqual({ title: "high: public-database" });
  expect(message).toMatch(/^DescribeSecurityGroups sg-1\n/);
});

test("what is suppressed or hidden is not annotated; the summary counts it", () => {
  const all = report({ findings: [suppressed("high"), doubtful] });
  expect(github(all, context({ unknowns: "hidden" }))).toMatch(
    /^no findings, 1 unknown not shown, 1 suppressed, [^\n]*\n$/,
  );
});

const texts = fc.string({ unit: "binary", maxLength: 30 });
const traps = fc.constantFrom("::error::x", "\n::warning::x", "%0A", "a,b=c:d", "\r\n", "##[error]x", "\u2028");

test("whatever names hold, a command is one line and its file reads back", () => {
  fc.assert(
    fc.property(fc.oneof(texts, traps), fc.oneof(texts, traps), (file, message) => {
      const written = lines({ findings: [finding({ at: place(file, 1), message })], problems: [] });
      expect(written).toHaveLength(1);
      const command = parsed(written[0]!);
      expect(command.properties["file"]).toBe(file);
      expect(Object.keys(command.properties)).toEqual(["file", "line", "endLine", "col", "endColumn", "title"]);
      expect(command.message.split("\n")).toHaveLength(2);
    }),
  );
});
