import type { Hop } from "../model/exposure";
import type { Finding, Report } from "../model/finding";
import type { FilePlace, Place, Problem } from "../model/source";
import { written } from "./json";
import { wasNotLookedAt } from "./problems";
import type { ReportContext } from "./reporter";
import { levels, problemDescriptors, ruleDescriptor, securitySeverity } from "./sarif-rules";
import { targetOf } from "./target";

const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const root = "%SRCROOT%";

/** SARIF 2.1.0 as code scanning services take it: one run, no line 0, and no empty array where one of them refuses it. */
export function sarif(report: Report, { version, rules }: Pick<ReportContext, "version" | "rules">): string {
  const indexes = new Map(rules.map((rule, i) => [rule.id, i]));
  return written({
    $schema: schema,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "portcullis",
            version,
            semanticVersion: version,
            rules: rules.map(ruleDescriptor),
            notifications: problemDescriptors(),
          },
        },
        invocations: [invocation(report.problems)],
        originalUriBaseIds: { [root]: { description: { text: "The folder in which portcullis ran." } } },
        columnKind: "utf16CodeUnits",
        results: report.findings.map((finding) => resultOf(finding, indexes)),
      },
    ],
  });
}

function invocation(problems: readonly Problem[]): object {
  return {
    executionSuccessful: !problems.some(wasNotLookedAt),
    ...(problems.length > 0 ? { toolExecutionNotifications: problems.map(notification) } : {}),
  };
}

function notification(problem: Problem): object {
  return {
    descriptor: { id: problem.code },
    level: wasNotLookedAt(problem) ? "error" : "warning",
    message: { text: problem.message },
    locations: [location(problem.at)],
  };
}

function resultOf(finding: Finding, indexes: ReadonlyMap<string, number>): object {
  const index = indexes.get(finding.rule);
  const hops = finding.matter.kind === "exposure" ? finding.matter.exposure.hops : [];
  return {
    ruleId: finding.rule,
    ...(index === undefined ? {} : { ruleIndex: index }),
    kind: "fail",
    level: levelOf(finding),
    message: { text: `${finding.message}. ${finding.fix}` },
    locations: [location(finding.at)],
    ...fixesFor(finding),
    ...(hops.length > 1 ? { relatedLocations: hops.map(relatedLocation) } : {}),
    partialFingerprints: { "portcullis/v1": finding.fingerprint },
    ...(finding.suppressed
      ? {
          suppressions: [
            {
              kind: finding.suppressed.by === "comment" ? "inSource" : "external",
              justification: finding.suppressed.reason,
              location: location(finding.suppressed.at),
            },
          ],
        }
      : {}),
    properties: {
      severity: finding.severity,
      verdict: finding.verdict,
      "security-severity": securitySeverity[finding.severity],
      target: targetOf(finding.matter),
    },
  };
}

/** SARIF section 3.55: a replacement whose deleted region has no extent inserts. */
function fixesFor({ matter, fix }: Finding): object {
  const edit = matter.kind === "exposure" ? matter.exposure.door.edit : undefined;
  if (!edit) return {};
  const { line, column, endLine, endColumn } = edit.at;
  const deletedRegion = { startLine: line, startColumn: column, endLine, endColumn };
  const replacements = [{ deletedRegion, insertedContent: { text: edit.text } }];
  const change = { artifactLocation: artifact(edit.at.file), replacements };
  return { fixes: [{ description: { text: fix }, artifactChanges: [change] }] };
}

/** What is not known for certain never counts as an error. */
function levelOf({ severity, verdict }: Finding): "error" | "warning" | "note" {
  const level = levels[severity];
  if (verdict === "exposed") return level;
  return level === "error" ? "warning" : "note";
}

function relatedLocation({ what, name, at }: Hop, i: number): object {
  return { id: i + 1, message: { text: `${what} ${name}` }, ...location(at) };
}

function location(place: Place): object {
  if (place.kind === "live")
    return {
      logicalLocations: [{ fullyQualifiedName: place.object, kind: "resource" }],
      properties: { call: place.call },
    };
  return { physicalLocation: { artifactLocation: artifact(place.file), region: regionOf(place) } };
}

/** Columns are ours: SARIF's end is exclusive too (section 3.30.8). A place without extent is a point, which has no end. */
function regionOf({ line, column, endLine, endColumn }: FilePlace): object {
  const start = { startLine: line, startColumn: column };
  return line === endLine && column === endColumn ? start : { ...start, endLine, endColumn };
}

function artifact(file: string): object {
  const encoded = file.split("/").map(encodedSegment).join("/");
  return isAbsolute(file)
    ? { uri: `file://${encoded.startsWith("/") ? "" : "/"}${encoded}` }
    : { uri: encoded, uriBaseId: root };
}

/** Percent-encodes what RFC 3986 does not allow in a path segment; a lone surrogate has no UTF-8 and becomes U+FFFD. */
function encodedSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Cs}/gu, "\ufffd"));
}

function isAbsolute(file: string): boolean {
  return file.startsWith("/") || /^[A-Za-z]:\//.test(file);
}
