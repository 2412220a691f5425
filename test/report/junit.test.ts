import fc from "fast-check";
import { spawnSync } from "node:child_process";
import { junit } from "../../src/report/junit";
import type { Report } from "../../src/model/finding";
import { describeWith, found } from "../support/judges";
import { context, doubtful, finding, place, problem, report, suppressed } from "./samples";

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

function plain(text: string): string {
  expect(text).not.toMatch(/[<"]|&(?!(amp|lt|gt|quot);)/);
  return text.replace(/&(\w+);/g, (_, name: string) => entities[name]!);
}

/** Reads the XML that reports are made of, and refuses what is not well-formed. */
function read(xml: string): Element {
  const [declaration, rest] = [xml.slice(0, xml.indexOf("\n")), xml.slice(xml.indexOf("\n") + 1)];
  expect(declaration).toBe('<?xml version="1.0" encoding="UTF-8"?>');
  expect(xml).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
  const open: { name: string; attributes: Record<string, string>; children: Element[]; text: string }[] = [
    { name: "", attributes: {}, children: [], text: "" },
  ];
  for (const [, close, name, attributes = "", empty, text] of rest.matchAll(
    /<(\/?)(\w+)((?: \w+="[^"]*")*)(\/?)>|([^<]+)/g,
  )) {
    if (name === undefined) open.at(-1)!.text += plain(text!.trim());
    else if (close === "/") {
      const done = open.pop()!;
      expect(done.name).toBe(name);
      open.at(-1)!.children.push(done);
    } else {
      const pairs = [...attributes.matchAll(/ (\w+)="([^"]*)"/g)].map(
        ([, key, value]) => [key!, plain(value!)] as const,
      );
      const element = { name, attributes: Object.fromEntries(pairs), children: [], text: "" };
      if (empty === "/") open.at(-1)!.children.push(element);
      else open.push(element);
    }
  }
  expect(open).toHaveLength(1);
  expect(open[0]!.children).toHaveLength(1);
  return open[0]!.children[0]!;
}

const results = ["failure", "error", "skipped"];

/** What the schemas in use agree on (Jenkins' xunit plugin, and the one of Apache Ant's reports without its times and hosts). */
function expectSchema({ name, attributes, children }: Element): void {
  expect([name, attributes]).toEqual(["testsuites", { name: "portcullis" }]);
  for (const suite of children) {
    expect([suite.name, Object.keys(suite.attributes)]).toEqual([
      "testsuite",
      ["name", "tests", "failures", "errors", "skipped", "time"],
    ]);
    const inCases = suite.children.flatMap((one) => one.children);
    const count = (result: string): string => String(inCases.filter((one) => one.name === result).length);
    expect(suite.attributes).toMatchObject({
      tests: String(suite.children.length),
      failures: count("failure"),
      errors: count("error"),
      skipped: count("skipped"),
    });
    for (const one of suite.children) {
      expect([one.name, Object.keys(one.attributes)]).toEqual(["testcase", ["classname", "name", "time"]]);
      expect(one.children.length).toBeLessThan(2);
      for (const result of one.children) {
        expect(results).toContain(result.name);
        expect(Object.keys(result.attributes)).toEqual(result.name === "skipped" ? [] : ["type", "message"]);
      }
    }
    const names = suite.children.map((one) => one.attributes["name"]);
    expect(new Set(names).size).toBe(names.length);
  }
}

function suites(changes: Partial<Report>): Readonly<Record<string, readonly Element[]>> {
  const tree = read(junit(report(changes), context()));
  expectSchema(tree);
  return Object.fromEntries(tree.children.map((suite) => [suite.attributes["name"]!, suite.children] as const));
}

test("a rule that found nothing has passed", () => {
  expect(suites({})).toEqual({
    input: [
      {
        name: "testcase",
        attributes: { classname: "portcullis.input", name: "looked at", time: "0" },
        children: [],
        text: "",
      },
    ],
    "public-database": [
      {
        name: "testcase",
        attributes: { classname: "portcullis.public-database", name: "nothing found", time: "0" },
        children: [],
        text: "",
      },
    ],
  });
});

test("a finding is a failure, whose name does not move with its line", () => {
  expect(suites({ findings: [finding()] })["public-database"]).toMatchObject([
    {
      attributes: { name: "db answers postgresql on port 5432 to the internet (compose.yaml)" },
      children: [
        {
          name: "failure",
          attributes: { type: "high", message: "high: db answers postgresql on port 5432 to the internet" },
          text: "compose.yaml:5:9\nbind it to 127.0.0.1, or let in only the addresses that use it",
        },
      ],
    },
  ]);
});

test("what is unknown or suppressed is skipped with the reason", () => {
  expect(suites({ findings: [doubtful, suppressed("low")] })["public-database"]).toMatchObject([
    {
      children: [
        {
          name: "skipped",
          text: expect.stringMatching(/^unknown \(high\): .*\n.*\n.*\ndepends on var\.cidr/) as string,
        },
      ],
    },
    { children: [{ name: "skipped", text: expect.stringMatching(/^suppressed: a test system\n/) as string }] },
  ]);
});

test("what was not looked at is an error, what was not understood is skipped", () => {
  expect(suites({ problems: [problem("syntax"), problem("unrecognised")] })["input"]).toMatchObject([
    { children: [] },
    { children: [{ name: "error", attributes: { type: "syntax" }, text: "broken.yaml:3:1" }] },
    { children: [{ name: "skipped" }] },
  ]);
});

test("where nothing was looked at, no rule has passed", () => {
  const looked = { files: 0, byFormat: {}, facts: 0, exposures: 0, rules: 1 };
  const all = suites({ looked });
  expect(Object.keys(all)).toEqual(["input"]);
  expect(all["input"]).toMatchObject([
    { children: [{ name: "error", attributes: { message: "nothing was looked at" } }] },
  ]);
});

test("findings of one name are told apart", () => {
  const cases = suites({ findings: [finding(), finding({ fingerprint: "f9" })] })["public-database"]!;
  expect(cases.map((one) => one.attributes["name"])).toEqual([
    "db answers postgresql on port 5432 to the internet (compose.yaml)",
    "db answers postgresql on port 5432 to the internet (compose.yaml) [2]",
  ]);
});

const texts = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom('"/><x a="', "]]>", "<!--", "&amp;&#0;", "\u0000\u001b[31m", "\ufffe\uffff", "\ud800", "a\nb"),
);

test("whatever names hold, the XML is well-formed", () => {
  fc.assert(
    fc.property(texts, texts, (file, message) => {
      const hostile = finding({ at: place(file, 1), message, fix: message, rule: message });
      suites({ findings: [hostile], problems: [{ ...problem("syntax"), message }] });
    }),
  );
});

describeWith(found("xmllint"), "xmllint", (program) => {
  test("reads a report with everything in it", () => {
    const message = '<&"\u0001\ufffe]]>';
    const findings = [finding({ message }), doubtful, suppressed("low")];
    const xml = junit(report({ findings, problems: [problem("limit"), problem("unrecognised")] }), context());
    const { status, stderr } = spawnSync(program, ["--noout", "-"], { input: xml, encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
  });
});
