import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { CLEAN, folderWith } from "../world";

const ROOT = join(__dirname, "..", "..", "..");
const SCRIPT = `
const { run } = require(${JSON.stringify(join(ROOT, "cli", "run.ts"))});
const sink = { write: async () => undefined, isTerminal: false, columns: undefined };
const io = { cwd: process.cwd(), env: {}, now: () => new Date(), stdout: sink, stderr: sink };
(async () => {
  for (const argv of [["--version"], ["check", "stack"], ["explain", "--all", "stack"], ["diff", "stack", "stack"]]) await run(argv, io);
  const before = Object.keys(require.cache).filter((file) => /node_modules.pg./.test(file)).length;
  await run(["explain", "--all", "postgres://u:p@127.0.0.1:1/d"], io);
  const after = Object.keys(require.cache).filter((file) => /node_modules.pg./.test(file)).length;
  process.stdout.write(JSON.stringify([before, after > 0]));
})();
`;

test("the PostgreSQL client is loaded for a live server and for nothing else", () => {
  const cwd = folderWith({ "stack/cdk.tf.json": CLEAN });
  const loader = join(ROOT, "node_modules", "tsx", "dist", "cjs", "index.cjs");
  expect(JSON.parse(execFileSync(process.execPath, ["--require", loader, "-e", SCRIPT], { cwd, encoding: "utf8" }))).toEqual([0, true]);
});
