import { exitCodeOf, type Threshold } from "../../src/main/exit";
import type { Report } from "../../src/model/finding";
import { doubtful, finding, problem, report, suppressed } from "../report/samples";

const high: Threshold = { failOn: "high", unknown: "warn" };
const strict: Threshold = { failOn: "high", unknown: "fail" };
const nothing = { files: 0, byFormat: {}, facts: 0, exposures: 0, rules: 1 };

const cases: readonly (readonly [string, Partial<Report>, Threshold, number])[] = [
  ["nothing found", {}, high, 0],
  ["a finding at the threshold", { findings: [finding()] }, high, 1],
  ["a finding above it", { findings: [finding({ severity: "critical" })] }, high, 1],
  ["a finding below it", { findings: [finding({ severity: "medium" })] }, high, 0],
  ["an info finding where all count", { findings: [finding({ severity: "info" })] }, { ...high, failOn: "info" }, 1],
  ["a suppressed finding", { findings: [suppressed("critical")] }, strict, 0],
  ["an unknown finding that is only shown", { findings: [doubtful] }, high, 0],
  ["an unknown finding that is hidden", { findings: [doubtful] }, { ...high, unknown: "ignore" }, 0],
  ["an unknown finding that fails", { findings: [doubtful] }, strict, 1],
  ["something was not looked at", { problems: [problem("syntax")] }, high, 3],
  ["something was not readable", { problems: [problem("unreadable")] }, high, 3],
  ["a call was denied", { problems: [problem("denied")] }, high, 3],
  ["a limit was reached", { problems: [problem("limit")] }, high, 3],
  ["something was not understood", { problems: [problem("unrecognised"), problem("invalid-value")] }, high, 0],
  ["something was not understood, strictly", { problems: [problem("unrecognised")] }, strict, 1],
  ["findings win over what was not looked at", { findings: [finding()], problems: [problem("syntax")] }, high, 1],
  ["nothing to look at", { looked: nothing }, high, 3],
];

test.each(cases)("%s", (_, changes, threshold, code) => {
  expect(exitCodeOf(report(changes), threshold)).toBe(code);
});
