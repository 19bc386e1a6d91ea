// The constructs' tests once more, with `cdktf` being its live fork: what `"cdktf": "npm:cdktn@..."` does to a user's tree.
const base = require("./jest.config.cjs");

module.exports = {
  ...base,
  testMatch: ["<rootDir>/__tests__/constructs/*.test.ts"],
  testPathIgnorePatterns: ["fork\\.test\\.ts$"],
  globals: { LIBRARY: "cdktn.App" },
  // No servers: these tests need none.
  globalSetup: undefined,
  globalTeardown: undefined,
  moduleNameMapper: { ...base.moduleNameMapper, "^cdktf$": "cdktn" },
};
