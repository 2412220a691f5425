import { manual, ruleTable, servicePage } from "../../src/report/manual";
import { postgresql, publicDatabase } from "./samples";

test("a rule as a page", () => {
  expect(manual(publicDatabase)).toBe(`public-database: A database can be reached from the internet
Severity: critical / high / low (proven / assumed / latent)

Why
  Whoever reaches a database can guess its passwords.
  Scanners find it within hours.

What to do
  let in only the addresses that use it

References
  CIS AWS Foundations 3.0.0 5.2
  AWS Security Hub EC2.19 <https://docs.aws.amazon.com/securityhub/>

Example, exposed: published
  compose.yaml
    services:
      db:
        ports:
      - 5432:5432
`);
});

test("a rule that has one severity says only that", () => {
  expect(manual({ ...publicDatabase, severity: "medium" })).toContain("\nSeverity: medium\n");
});

test("rules as a table, in order of id", () => {
  const other = { ...publicDatabase, id: "open-egress", title: "Everything may leave", severity: "low" } as const;
  expect(ruleTable([publicDatabase, other])).toBe(
    "open-egress      low                    Everything may leave\n" +
      "public-database  critical / high / low  A database can be reached from the internet\n",
  );
});

test("a service", () => {
  expect(servicePage([postgresql])).toBe(`postgresql: PostgreSQL (database)
  ports           5432/tcp
  clear text      optional
  authentication  required
  images          postgres
  sources         https://www.postgresql.org/docs/current/
`);
});
