module.exports = {
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  setupFiles: ["<rootDir>/test/support/seed.ts"],
  transform: { "\\.ts$": "<rootDir>/test/support/transform.cjs" },
  reporters: ["default", "<rootDir>/test/support/closing-line.cjs"],
  testTimeout: 30000,
};
