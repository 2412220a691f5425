import type { Exposure } from "../../src/model/exposure";
import type { Finding, Report, Severity } from "../../src/model/finding";
import { addressBounds } from "../../src/model/bounds";
import { everyAddress, noAddress } from "../../src/model/addresses";
import type { FilePlace, Problem, ProblemCode } from "../../src/model/source";
import { portsOf } from "../../src/model/traffic";
import type { Service } from "../../src/model/service";
import { plain, type ReportContext, type RuleManual } from "../../src/report/reporter";

/** From a column of a line to a column of the same line, the end excluded. */
export function place(file: string, line: number, [column, endColumn]: readonly [number, number] = [1, 1]): FilePlace {
  return { kind: "file", file, line, column, endLine: line, endColumn };
}

export const postgresql: Service = {
  name: "postgresql",
  product: "PostgreSQL",
  kind: "database",
  ports: [{ port: 5432, transport: "tcp", assumed: true }],
  cleartext: "optional",
  authentication: "required",
  images: ["postgres"],
  sources: ["https://www.postgresql.org/docs/current/"],
};

export const publicDatabase: RuleManual = {
  id: "public-database",
  title: "A database can be reached from the internet",
  why: "Whoever reaches a database can guess its passwords.\nScanners find it within hours.",
  fix: "let in only the addresses that use it",
  references: [
    { standard: "CIS AWS Foundations", version: "3.0.0", control: "5.2" },
    { standard: "AWS Security Hub", control: "EC2.19", url: "https://docs.aws.amazon.com/securityhub/" },
  ],
  examples: [
    {
      verdict: "exposed",
      title: "published",
      files: { "compose.yaml": "services:\n  db:\n    ports:\n\t- 5432:5432\n" },
    },
  ],
  severity: { proven: "critical", assumed: "high", latent: "low" },
};

const door = place("compose.yaml", 5, [9, 20]);

export function exposure(changes: Partial<Exposure> = {}): Exposure {
  return {
    id: "e1",
    verdict: "exposed",
    reach: "assumed",
    layer: "published-port",
    target: { id: "compose.yaml#db", name: "db" },
    door: { what: "published port", name: "db", at: door, focus: door },
    transport: "tcp",
    traffic: portsOf("tcp", [5432, 5432]),
    opens: "all",
    sources: addressBounds.certain(everyAddress),
    breadth: "everyone",
    breadthAtMost: "everyone",
    service: { service: postgresql, by: "image" },
    cleartext: "unknown",
    entry: "direct",
    serves: undefined,
    otherWays: [],
    hops: [{ what: "published port", name: "db", at: door }],
    blockedBy: undefined,
    assuming: ["the host can be reached: compose.yaml cannot say"],
    missing: [],
    ...changes,
  };
}

const missing = { kind: "variable", name: "var.cidr", at: place("variables.tf", 3) } as const;

export const inDoubt = exposure({
  id: "e2",
  verdict: "unknown",
  sources: addressBounds.between(noAddress, everyAddress, [missing]),
  breadth: "private",
  missing: [missing],
});

export function finding(changes: Partial<Finding> = {}): Finding {
  return {
    rule: "public-database",
    severity: "high",
    verdict: "exposed",
    matter: { kind: "exposure", exposure: exposure() },
    message: "db answers postgresql on port 5432 to the internet",
    fix: "bind it to 127.0.0.1, or let in only the addresses that use it",
    at: door,
    door,
    fingerprint: "f1",
    suppressed: undefined,
    ...changes,
  };
}

export const doubtful = finding({
  verdict: "unknown",
  matter: { kind: "exposure", exposure: inDoubt },
  message: "db may answer on port 5432",
  fingerprint: "f2",
});

export function suppressed(severity: Severity): Finding {
  return finding({
    severity,
    suppressed: { by: "comment", reason: "a test system", at: place("compose.yaml", 4) },
    fingerprint: "f3",
  });
}

export function problem(code: ProblemCode, line = 3): Problem {
  return { code, message: `something is ${code}`, at: place("broken.yaml", line) };
}

export function report(changes: Partial<Report> = {}): Report {
  return {
    looked: { files: 2, byFormat: { compose: 2 }, facts: 3, exposures: 1, rules: 1 },
    subjects: [],
    exposures: [],
    findings: [],
    problems: [],
    ...changes,
  };
}

export const composeFile = 'services:\n  db:\n    image: postgres\n    ports:\n      - "5432:5432"\n';

export function context(changes: Partial<ReportContext> = {}): ReportContext {
  return {
    version: "1.2.3",
    rules: [publicDatabase],
    text: (file) => (file === "compose.yaml" ? composeFile : undefined),
    paint: plain,
    detail: "full",
    unknowns: "shown",
    ...changes,
  };
}
