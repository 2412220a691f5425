module.exports = {
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  transform: { "\\.ts$": "<rootDir>/test/support/transform.cjs" },
  reporters: ["default", "<rootDir>/test/support/closing-line.cjs"],
  testTimeout: 30000,
};
