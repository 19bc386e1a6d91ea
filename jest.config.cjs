// Everything is TypeScript through swc; `npm test` chooses the projects and the length of the long suites.
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } }] },
  moduleNameMapper: { "^rolegate$": "<rootDir>/index.ts" },
  // Real PostgreSQL servers, started when a test asks for one.
  globalSetup: "<rootDir>/__tests__/support/global-setup.ts",
  globalTeardown: "<rootDir>/__tests__/support/global-teardown.ts",
  // For what hangs, and no shorter for any test: it counts the wait for a shared server that another suite has.
  testTimeout: process.env.ROLEGATE_LONG === "1" ? 3_600_000 : 300_000,
  // Most suites wait for servers and processes: jest's own choice, one worker on two cores, leaves a core idle.
  maxWorkers: "100%",
  workerIdleMemoryLimit: "1GB",
};
