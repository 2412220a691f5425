import type { Finding, Report } from "../model/finding";
import { compareText, type Problem } from "../model/source";
import { details } from "./details";
import { wasNotLookedAt } from "./problems";
import type { ReportContext } from "./reporter";
import { visible } from "./visible";
import { servedIn, type Served } from "./ways";
import { where } from "./where";

/**
 * JUnit's XML as CI servers read it: a suite for each rule, and one for what was looked at.
 *
 * A finding is a failure whatever its severity; one that is unknown or suppressed is skipped with the reason; a rule that
 * found nothing has passed. An input that was not looked at is an error, one that was not understood is skipped.
 */
export function junit(report: Report, { rules }: Pick<ReportContext, "rules">): string {
  const found = byRule(report.findings);
  const served = servedIn(report);
  const ids = [...new Set([...rules.map(({ id }) => id), ...found.keys()])].toSorted(compareText);
  const suites = [
    suite("input", inputCases(report)),
    ...(report.looked.files === 0 ? [] : ids.map((id) => suite(visible(id), ruleCases(found.get(id) ?? [], served)))),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="portcullis">\n${suites.join("")}</testsuites>\n`;
}

function byRule(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const finding of findings) {
    const others = found.get(finding.rule);
    if (others) others.push(finding);
    else found.set(finding.rule, [finding]);
  }
  return found;
}

/** What came of one case; `lines` are safe to show. */
interface Case {
  readonly name: string;
  readonly result: "passed" | "failure" | "error" | "skipped";
  readonly type: string;
  readonly message: string;
  readonly lines: readonly string[];
}

function suite(name: string, cases: readonly Case[]): string {
  const count = (wanted: Case["result"]): number => cases.filter(({ result }) => result === wanted).length;
  const counts = `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}"`;
  const names = distinct(cases.map((one) => one.name));
  const written = cases.map((one, i) => testcase(name, { ...one, name: names[i] ?? one.name }));
  return `  <testsuite name="${escaped(name)}" ${counts} time="0">\n${written.join("")}  </testsuite>\n`;
}

function testcase(suiteName: string, { name, result, type, message, lines }: Case): string {
  const start = `    <testcase classname="portcullis.${escaped(suiteName)}" name="${escaped(name)}" time="0"`;
  const body = escaped(lines.join("\n"));
  switch (result) {
    case "passed":
      return `${start}/>\n`;
    case "skipped":
      // Some schemas allow no attribute here.
      return `${start}>\n      <skipped>${escaped(`${message}\n`)}${body}</skipped>\n    </testcase>\n`;
    case "failure":
    case "error":
      return `${start}>\n      <${result} type="${escaped(type)}" message="${escaped(message)}">${body}</${result}>\n    </testcase>\n`;
  }
}

function ruleCases(findings: readonly Finding[], served: Served): readonly Case[] {
  return findings.length === 0 ? [passed("nothing found")] : findings.map((finding) => findingCase(finding, served));
}

/** The name has no line, so that a block that moves stays the same test. */
function findingCase(finding: Finding, served: Served): Case {
  const { at, severity, suppressed, verdict } = finding;
  const message = visible(finding.message);
  const told = {
    name: `${message} (${at.kind === "file" ? visible(at.file) : where(at)})`,
    type: severity,
    lines: [where(at), ...details(finding, served)],
  };
  if (suppressed) return { ...told, result: "skipped", message: `suppressed: ${visible(suppressed.reason)}` };
  if (verdict === "unknown") return { ...told, result: "skipped", message: `unknown (${severity}): ${message}` };
  return { ...told, result: "failure", message: `${severity}: ${message}` };
}

function inputCases({ looked, problems }: Report): readonly Case[] {
  const nothing: readonly Case[] =
    looked.files > 0
      ? [passed("looked at")]
      : [{ ...passed("looked at"), result: "error", message: "nothing was looked at" }];
  return [...nothing, ...problems.map(problemCase)];
}

function problemCase(problem: Problem): Case {
  const message = visible(problem.message);
  return {
    name: `${message} (${problem.at.kind === "file" ? visible(problem.at.file) : where(problem.at)})`,
    result: wasNotLookedAt(problem) ? "error" : "skipped",
    type: problem.code,
    message,
    lines: [where(problem.at)],
  };
}

function passed(name: string): Case {
  return { name, result: "passed", type: "", message: "", lines: [] };
}

/** Cases of one name would be taken for one: the second and further ones are numbered. */
function distinct(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} [${times}]`;
  });
}

/** As text or as the value of an attribute; what XML 1.0 has no character for ("Char", production 2) is written as an escape. */
function escaped(text: string): string {
  return text
    .replace(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
