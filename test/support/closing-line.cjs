const { writeSync } = require("node:fs");

/** Ends the output with one plain line that any CI can read, after jest's own summary. */
module.exports = class ClosingLine {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites }) {
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : "";
    process.on("exit", () => writeSync(1, `${numPassedTests} passed, ${failed} failed${skipped}\n`));
  }
};
