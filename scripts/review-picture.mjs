// `npm run review-picture`: the top of the page of a recorded plan that is denied, as docs/review.png. It needs Chromium on the PATH.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PLAN = join(ROOT, "__tests__/fixtures/plans/program-two-levels");
const ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"];
const WIDTH = 1200;

const asked = ["check", "plan.json", "--policies", "policies", "--today", "2026-11-20", "--format", "html"];
const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, "dist/cli/rolegate.js"), ...asked], { cwd: PLAN, encoding: "utf8", maxBuffer: 1e8 });
if (status !== 1) throw new Error(`the plan was to be denied, and check ended with ${status}: ${stderr}`);
const executablePath = spawnSync("which", ["chromium"], { encoding: "utf8" }).stdout.trim();
if (executablePath === "") throw new Error("there is no chromium on the PATH: Debian's package is named so");

const folder = mkdtempSync(join(tmpdir(), "rolegate-picture-"));
const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
try {
  writeFileSync(join(folder, "review.html"), stdout);
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 900 }, colorScheme: "light" });
  await page.goto(pathToFileURL(join(folder, "review.html")).href);
  const bottom = await page.evaluate(() => document.querySelector(".figure").getBoundingClientRect().bottom);
  await page.screenshot({ path: join(ROOT, "docs/review.png"), clip: { x: 0, y: 0, width: WIDTH, height: Math.ceil(bottom) + 2 }, fullPage: true });
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
