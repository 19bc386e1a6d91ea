import { readFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith, runIn } from "./cli/world";

const ROOT = join(__dirname, "..");

test("docs/reports.md shows the comment as a forge renders it, word for word", async () => {
  const plan = readFileSync(join(__dirname, "fixtures/plans/program-through-group/plan.json"));
  const { stdout, code } = await runIn(folderWith({ "plan.json": plan }), ["check", "plan.json", "--format", "markdown"]);
  expect(code).toBe(1);
  const [, ...shown] = stdout.trimEnd().split("\n");
  expect(readFileSync(join(ROOT, "docs/reports.md"), "utf8")).toContain(shown.map((line) => `> ${line}`.trimEnd()).join("\n"));
});
