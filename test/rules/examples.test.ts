import { scan } from "../../src/engine";
import { catalogue, filesOf } from "../support/catalogue";
import { settingsFor } from "../support/configured";

/** Rules whose subject is written or not, and cannot be unknown. */
const neverUnknown = new Set([
  "cleartext-listener",
  "control-socket-mounted",
  "default-security-group-open",
  "expired-approval",
  "host-network",
  "binds-all-interfaces",
  "listener-in-ephemeral-range",
  "missing-description",
  "narrow-ephemeral-range",
  "port-conflict",
  "privileged-port",
  "registered-port-reused",
  "sensitive-port-from-single-address",
  "public-address",
  "stale-approval",
  "subnet-assigns-public-address",
  "internet-facing-load-balancer",
  "unused-security-group",
  "unused-suppression",
  "wide-source-range",
]);

describe.each(catalogue().rules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  test.each(rule.examples.map((example) => [`${example.verdict}: ${example.title}`, example] as const))(
    "%s",
    (_, { files, verdict }) => {
      const report = scan(filesOf(files), catalogue(), settingsFor(filesOf(files)));
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
