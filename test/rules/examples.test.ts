import { scan } from "../../src/engine";
import { catalogue, filesOf } from "../support/catalogue";

/** Rules whose subject is written or not, and cannot be unknown. */
const neverUnknown = new Set([
  "cleartext-listener",
  "control-socket-mounted",
  "default-security-group-open",
  "host-network",
  "binds-all-interfaces",
  "missing-description",
  "privileged-port",
  "sensitive-port-from-single-address",
  "public-address",
  "subnet-assigns-public-address",
  "internet-facing-load-balancer",
  "unused-suppression",
  "wide-source-range",
]);

describe.each(catalogue().rules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  test.each(rule.examples.map((example) => [`${example.verdict}: ${example.title}`, example] as const))(
    "%s",
    (_, { files, verdict }) => {
      const report = scan(filesOf(files), catalogue(), { variables: new Map(), named: [] });
      const said = report.findings.filter((finding) => finding.rule === id && !finding.suppressed);
      expect(report.problems.filter(({ code }) => code === "syntax")).toEqual([]);
      expect([...new Set(said.map((finding) => finding.verdict))]).toEqual(verdict === "safe" ? [] : [verdict]);
    },
  );

  test("shows what is exposed, what is safe and, where it can be, what is unknown", () => {
    const shown = new Set(rule.examples.map(({ verdict }) => verdict));
    expect(shown).toContain("exposed");
    expect(shown).toContain("safe");
    if (!neverUnknown.has(id)) expect(shown).toContain("unknown");
  });
});
