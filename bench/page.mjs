// The page of a review. `benchPage` makes each page in a process of its own and opens it in Chromium; `node bench/page.mjs ROLES FILE` makes one and prints JSON.
import { spawnSync } from "node:child_process";
import { statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);

/** Sizes and seconds of pages: an operator in ten, a loader in twenty, the rest applications; every loader and half of the operators break a rule. */
export const benchPage = async (scratch, atReference) => {
  const [small, large] = [5_000, 50_000].map((roles) => made(roles, join(scratch, `review-${roles}.html`)));
  const row = (what, measured, holds, limit = "stated") => ({ what, measured, limit, holds });
  const rows = [
    row(`the page of 5,000 roles, ${small.findings} findings`, `${small.megabytes.toFixed(2)} MB`, small.megabytes < 3, "less than 3 MB"),
    atReference("  rendering it", small.seconds, 0.5),
    row("  peak memory of its process, judging included", `${small.peak.toFixed(0)} MB`, true),
    row("a page of 50,000, to that", `${(large.megabytes / small.megabytes).toFixed(1)} x the bytes`, large.megabytes / small.megabytes <= 11, "at most 11 x"),
    row("  rendering it, to that", `${(large.seconds / small.seconds).toFixed(1)} x`, large.seconds / small.seconds <= 11, "at most 11 x"),
  ];
  return [...rows, ...(await inChromium([small, large], atReference, row))];
};

const made = (roles, file) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), String(roles), file], { encoding: "utf8" });
  if (status !== 0) throw new Error(`the page of ${roles} roles ended with ${status}: ${stderr.slice(-2000)}`);
  return { file, megabytes: statSync(file).size / 1e6, ...JSON.parse(stdout) };
};

const ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"];

/** From opening the file until a search is answered and drawn: the best of three. */
const inChromium = async (pages, atReference, row) => {
  const { chromium } = await import("playwright-core");
  const path = spawnSync("which", ["chromium"], { encoding: "utf8" }).stdout.trim();
  if (path === "") return [row("the page in Chromium", "SKIPPED: there is no Chromium on the PATH", true)];
  const browser = await chromium.launch({ executablePath: path, args: ARGUMENTS });
  try {
    const best = [];
    for (const { file } of pages) {
      const times = [];
      for (let run = 0; run < 3; run++) {
        const page = await browser.newPage();
        const started = process.hrtime.bigint();
        await page.goto(pathToFileURL(file).href);
        await page.fill("#find", "etl_1");
        await page.waitForFunction(() => document.querySelector("#find-answer")?.textContent !== "");
        times.push(Number(process.hrtime.bigint() - started) / 1e9);
        await page.close();
      }
      best.push(Math.min(...times));
    }
    return [atReference("  5,000 roles in Chromium, until a search is answered", best[0], 2), row("  50,000 so", `${best[1].toFixed(2)} s`, true)];
  } finally {
    await browser.close();
  }
};

const serverOf = (count, { EMPTY_GRAPH, NO_ORIGIN }) => {
  const roles = [];
  const memberships = [];
  const role = (name, login = true) => {
    const no = { superuser: false, createrole: false, createdb: false, replication: false, bypassrls: false };
    roles.push({ name, login, inherit: true, ...no, connectionLimit: -1, validUntil: null, source: "managed", origin: NO_ORIGIN });
    return name;
  };
  const grant = (granted, member) => memberships.push({ member, role: granted, grantor: null, admin: false, inherit: true, set: true, origin: NO_ORIGIN });
  const watchers = Array.from({ length: 40 }, (_, at) => role(`ops_region_${at}`, false));
  for (const [at, group] of watchers.entries()) grant(at % 2 === 0 ? "pg_monitor" : "pg_signal_backend", group);
  grant("pg_execute_server_program", role("unload", false));
  grant("pg_read_server_files", role("exchange", false));
  for (let at = 0; roles.length < count; at++) {
    if (at % 10 === 0) grant(watchers[at % 40], role(`ops_${at}`));
    else if (at % 20 === 1) grant(at % 40 === 1 ? "unload" : "exchange", role(`etl_${at}`));
    else role(`app_${at}`);
  }
  return { ...EMPTY_GRAPH, roles, memberships };
};

const [count, file] = process.argv[1] === fileURLToPath(import.meta.url) ? process.argv.slice(2) : [];
if (file !== undefined) {
  const facts = require("../dist/model/access-graph.js");
  const { judge } = require("../dist/policies/judge.js");
  const { ruleById } = require("../dist/policies/rules/index.js");
  const { explain } = require("../dist/cli/reach-of-roles.js");
  const { reviewOf } = require("../dist/reporters/review/review.js");
  const { renderReviewHtml } = require("../dist/reporters/review-html.js");
  const environment = {
    name: "prod",
    kind: "shared",
    majors: [16],
    platform: "self-hosted",
    administrators: ["postgres"],
    providerLogins: [],
    endpoint: "known",
  };
  const subjects = [{ environment: { ...environment, policy: null }, graph: serverOf(Number(count), facts) }];
  const judged = judge({ today: "2026-11-20", policy: null, subjects });
  const input = { kind: "terraform-plan", path: "plan.json", sha256: "0".repeat(64), judged: ["roles"], unseen: [] };
  const report = { schema: "rolegate.report/1", tool: { name: "rolegate", version: "0" }, today: "2026-11-20", inputs: [input], policies: null, ...judged };
  const { explanations } = explain({ subjects, unseen: [], policy: null, today: "2026-11-20", role: null });
  const started = process.hrtime.bigint();
  const html = renderReviewHtml(reviewOf(report, ruleById), { fileOf: (name) => name }, explanations);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  writeFileSync(file, html);
  console.log(JSON.stringify({ seconds, findings: judged.findings.length, peak: process.resourceUsage().maxRSS / 1024 }));
}
