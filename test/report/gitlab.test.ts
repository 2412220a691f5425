import { gitlab } from "../../src/report/gitlab";
import type { Report } from "../../src/model/finding";
import { context, doubtful, finding, problem, report, suppressed } from "./samples";

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

function issues(changes: Partial<Report>, unknowns: "shown" | "hidden" = "shown"): readonly Issue[] {
  return JSON.parse(gitlab(report(changes), context({ unknowns }))) as readonly Issue[];
}

test("a finding", () => {
  expect(issues({ findings: [finding()] })).toEqual([
    {
      description:
        "db answers postgresql on port 5432 to the internet: bind it to 127.0.0.1, or let in only the addresses that use it",
      check_name: "public-database",
      fingerprint: "f1",
      severity: "critical",
      location: { path: "compose.yaml", lines: { begin: 5 } },
    },
  ]);
});

test.each([
  ["critical", "blocker"],
  ["high", "critical"],
  ["medium", "major"],
  ["low", "minor"],
  ["info", "info"],
] as const)("%s is %s", (severity, gravity) => {
  expect(issues({ findings: [finding({ severity })] })[0]?.severity).toBe(gravity);
});

test("what is unknown is minor, or left out where it is not to be shown", () => {
  expect(issues({ findings: [doubtful] }).map(({ severity }) => severity)).toEqual(["minor"]);
  expect(issues({ findings: [doubtful] }, "hidden")).toEqual([]);
});

test("nothing found is an empty list, and so is what is suppressed", () => {
  expect(gitlab(report(), context())).toBe("[]\n");
  expect(issues({ findings: [suppressed("high")] })).toEqual([]);
});

test("what was not looked at is an issue, and no two have one fingerprint", () => {
  const found = issues({ problems: [problem("syntax"), problem("syntax", 9), problem("unrecognised")] });
  expect(found.map(({ check_name, severity }) => `${check_name} ${severity}`)).toEqual([
    "syntax major",
    "syntax major",
    "unrecognised info",
  ]);
  expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(3);
});

test("an object of an account has a place of its own", () => {
  const at = { kind: "live", call: "ec2:DescribeSecurityGroups", object: "eu-west-1/sg-1" } as const;
  expect(issues({ findings: [finding({ at })] })[0]?.location).toEqual({
    path: "ec2:DescribeSecurityGroups/eu-west-1/sg-1",
    lines: { begin: 1 },
  });
});
