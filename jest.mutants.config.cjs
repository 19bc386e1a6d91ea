// The tests that `npm run mutants` asks of each mutant: what is quick and about the closure.
const { globalSetup, globalTeardown, workerIdleMemoryLimit, ...settings } = require("./jest.config.cjs");

module.exports = {
  ...settings,
  maxWorkers: 1,
  testTimeout: 10_000,
  testMatch: ["**/__tests__/model/closure*.test.ts", "**/__tests__/model/closure/*.test.ts"],
};
