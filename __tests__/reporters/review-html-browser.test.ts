import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { closeBrowser, describeInChromium, openPage } from "../support/browser";
import { HOSTILE_NAMES } from "../support/hostile-names";
import { attributeOf, htmlElements } from "../support/html";
import { serverOf } from "./drawing/clusters";
import { ALLOWED, DENIED, finding, PLANNED, report } from "./reports";
import { judgedPage, manyPaths, pageOf } from "./review-pages";

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 360, height: 740 };

/** What axe-core finds wrong, in words. */
const violationsIn = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const axe = (globalThis as unknown as { axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> } })
      .axe;
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ""}`));
  });
};

const viewBox = (page: Page): Promise<readonly number[]> =>
  page.evaluate(() => (document.querySelector(".figure svg")?.getAttribute("viewBox") ?? "").split(" ").map(Number));
const shownIn = (page: Page, selector: string): Promise<readonly string[]> =>
  page.evaluate(
    (asked) =>
      Array.from(document.querySelectorAll<HTMLElement>(asked))
        .filter((element) => element.checkVisibility())
        .map((element) => element.id),
    selector,
  );

describeInChromium("the page of a review in Chromium", () => {
  afterAll(closeBrowser);

  describe.each(["light", "dark"] as const)("in %s", (colorScheme) => {
    test.each([
      ["wide", WIDE, DENIED],
      ["narrow", NARROW, DENIED],
      ["wide and allowed", WIDE, ALLOWED],
      ["wide with losses", WIDE, PLANNED],
    ])("has no violation of accessibility, and asks nothing of anywhere: %s", async (_name, viewport, facts) => {
      const { page, events } = await openPage(pageOf(facts), { colorScheme, viewport, bypassCSP: true });
      expect(await violationsIn(page)).toEqual([]);
      expect(events).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      await page.context().close();
    });
  });

  test("runs under its own policy sent as a header, and is read under one that forbids scripts", async () => {
    const html = pageOf(DENIED);
    const policy = htmlElements(html).find((element) => attributeOf(element, "http-equiv") === "Content-Security-Policy")!;
    const strict = await openPage(html, {}, { "content-security-policy": `${attributeOf(policy, "content")}; frame-ancestors 'none'` });
    expect(await strict.page.evaluate(() => document.documentElement.className)).toBe("scripted");
    expect(strict.events).toEqual([]);
    await strict.page.context().close();

    const { page } = await openPage(
      html,
      {},
      { "content-security-policy": `${attributeOf(policy, "content")}; script-src 'none'`.replace(/script-src 'sha256-[^;]*;/, "") },
    );
    expect(await page.evaluate(() => document.documentElement.className)).toBe("");
    expect(await shownIn(page, "form, .zoom")).toEqual([]);
    expect(await page.locator(".finding").count()).toBe(4);
    expect(await page.locator(".figure svg").isVisible()).toBe(true);
    await page.context().close();
  });

  test("runs no script, shows no dialog and asks nothing, whatever a name says", async () => {
    const names = HOSTILE_NAMES.map(([, name]) => name);
    const findings = names.map((name, at) =>
      finding({
        ...{
          rule: "no-server-program",
          subject: name,
          message: `${name} can`,
          remedy: name,
          tier: "os",
          capability: "execute-server-program",
          cause: `c${at}`,
        },
        path: [{ from: name, to: `${name}2`, by: "function", via: name }],
        origin: { address: name, construct: name, file: name, line: 1 },
      }),
    );
    const { page, events } = await openPage(pageOf(report({ findings })));
    await page.fill("#find", "<script>alert(1)</script>");
    expect(await page.textContent("#find-answer")).toMatch(/^\d roles? found\.$/);
    await page.fill("#finding-filter input", "svg/onload");
    expect(await page.textContent("#finding-count")).toBe(`1 of ${names.length} findings shown`);
    expect(events).toEqual([]);
    await page.context().close();
  });

  test("finds a role, shows its path, and lets go", async () => {
    const { page } = await openPage(pageOf(DENIED));
    await page.fill("#find", "reporting");
    expect(await page.textContent("#find-answer")).toBe("1 role found.");
    const on = await page.locator("[data-box].on title").allTextContents();
    expect(on.map((title) => title.replace(/,.*/, ""))).toEqual([
      "role etl",
      "role pg_execute_server_program",
      "capability execute-server-program",
      "role orders_reporting",
    ]);
    expect(await page.locator("tr[data-row]:visible").count()).toBe(1);
    await page.fill("#find", "nobody");
    expect(await page.textContent("#find-answer")).toBe("No role fits.");
    await page.click("#graph-filter button");
    await expect(page.locator("tr[data-row]:visible").count()).resolves.toBe(3);
    expect(await page.locator(".on").count()).toBe(0);
    await page.context().close();
  });

  test("finds a role among many that share a row, and leads to its finding", async () => {
    const { page } = await openPage(pageOf(manyPaths(400)));
    await page.click(".as-text > summary");
    await page.fill("#find", "app_399");
    expect(await page.textContent("#find-answer")).toContain("1 role found");
    expect(await shownIn(page, "tr[data-row] .names li")).toHaveLength(1);
    await page.click("tr[data-row] a:text-is('app_399')");
    expect(await page.locator(":target").textContent()).toContain("owner_app_399");
    await page.context().close();
  });

  test("filters findings by severity, environment, tier, rule and word, and a link to one that is hidden shows it", async () => {
    const { page } = await openPage(pageOf(DENIED));
    const shown = (): Promise<readonly string[]> => shownIn(page, "[data-finding]");
    const count = (): Promise<string | null> => page.textContent("#finding-count");
    expect([(await shown()).length, await count()]).toEqual([4, "6 findings"]);
    await page.selectOption("[name=section]", "warning");
    expect([await shown(), await count()]).toEqual([["no-self-assigned-persona-1"], "1 of 6 findings shown"]);
    await page.selectOption("[name=section]", "");
    await page.selectOption("[name=environment]", { label: "migration-lab" });
    expect(await shown()).toEqual(["require-current-allowlist-1"]);
    await page.selectOption("[name=environment]", "");
    await page.selectOption("[name=tier]", "os");
    expect([await shown(), await count()]).toEqual([["no-server-program-1"], "3 of 6 findings shown"]);
    await page.click(".reasons a[href='#no-unapproved-predefined-role-1']");
    await page.waitForFunction(() => document.querySelector("#no-unapproved-predefined-role-1")?.checkVisibility());
    expect((await shown()).length).toBe(4);
    await page.selectOption("[name=rule]", "no-server-program");
    await page.fill("#finding-filter input", "no such words");
    expect([await shown(), await count()]).toEqual([[], "0 of 6 findings shown"]);
    await page.context().close();
  });

  test("shows the path of a finding in the graph", async () => {
    const { page } = await openPage(pageOf(DENIED));
    await page.click("#no-unapproved-predefined-role-1 .show");
    expect(await page.locator("[data-box].on .rg-name").allTextContents()).toEqual(["orders_app", "pg_read_all_data", "read-all-data"]);
    expect(await page.evaluate(() => location.hash)).toBe("#graph");
    await page.locator(".figure").focus();
    await page.keyboard.press("Escape");
    expect(await page.locator(".on").count()).toBe(0);
    await page.context().close();
  });

  test("is walked by keyboard in the order in which it is read, and every stop is seen", async () => {
    const { page } = await openPage(pageOf(DENIED), { viewport: WIDE });
    const stops: string[] = [];
    for (;;) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(() => {
        const at = document.activeElement;
        if (at === null || at === document.body) return null;
        const outline = getComputedStyle(at).outlineStyle;
        const order = Array.from(document.querySelectorAll("*")).indexOf(at);
        return { order, outline, name: `${at.tagName.toLowerCase()} ${at.id || at.getAttribute("aria-label") || (at.textContent ?? "").slice(0, 30)}` };
      });
      if (stop === null || stops.length > 100) break;
      expect(stop).toMatchObject({ outline: "solid" });
      stops.push(`${String(stop.order).padStart(6)} ${stop.name}`);
    }
    expect(stops).toEqual([...stops].sort());
    expect(stops[0]).toContain("Skip to the content");
    for (const name of [
      "input find",
      "select graph-tier",
      "button Zoom in",
      "div Drawing of prod, PostgreSQL 16",
      "a Show in the graph",
      "summary Each of the 3 findings",
    ])
      expect(stops.some((stop) => stop.includes(name))).toBe(true);
    await page.context().close();
  });

  test("prints all of it on white, whatever the screen was, and without what only a screen can use", async () => {
    const { page } = await openPage(pageOf(DENIED), { colorScheme: "dark", viewport: WIDE });
    await page.click("[data-zoom=in]");
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await page.emulateMedia({ media: "print" });
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(255, 255, 255)");
    expect(await page.locator("nav:visible, form:visible, .zoom:visible, .show:visible").count()).toBe(0);
    const [x, y] = await viewBox(page);
    expect([x, y]).toEqual([0, 0]);
    expect(await page.locator("summary:has-text('Each of the 3 findings') + table").isVisible()).toBe(true);
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
    await page.context().close();
  });

  test("shows only a tier, or only what breaks a rule", async () => {
    const { page } = await openPage(pageOf(DENIED));
    const names = (): Promise<readonly string[]> => page.locator("[data-box]:visible .rg-name").allTextContents();
    await page.selectOption("#graph-tier", "data");
    expect(await names()).toEqual(["orders_app", "pg_read_all_data", "read-all-data"]);
    await page.selectOption("#graph-tier", "");
    await page.check("#graph-offending");
    expect(await page.locator("[data-arrow]:visible").count()).toBe(await page.locator("[data-mark=offending][data-arrow]").count());
    await page.context().close();
  });

  test("zooms and moves by buttons, keys, wheel and drag, and never away from the drawing", async () => {
    const { page } = await openPage(judgedPage(serverOf(300)).html, { viewport: WIDE });
    await page.locator(".figure").scrollIntoViewIfNeeded();
    await page.click("[data-zoom=whole]");
    const [x0 = 0, , width0 = 0] = await viewBox(page);
    await page.click("[data-zoom=in]");
    expect((await viewBox(page))[2]).toBeCloseTo(width0 / 1.4, 0);
    await page.locator(".figure").focus();
    await page.keyboard.press("+");
    expect((await viewBox(page))[2]).toBeCloseTo(width0 / 1.96, 0);
    const before = await viewBox(page);
    await page.keyboard.press("ArrowRight");
    expect((await viewBox(page))[0]).toBeGreaterThan(before[0]!);
    for (let press = 0; press < 60; press++) await page.keyboard.press("ArrowLeft");
    expect((await viewBox(page))[0]).toBe(0);
    await page.keyboard.press("0");
    expect(await viewBox(page)).toEqual([x0, 0, width0, expect.any(Number)].map((value, at) => (at === 1 ? expect.any(Number) : value)));
    const { x, y, width, height } = (await page.locator(".figure").boundingBox())!;
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.wheel(0, -300);
    await page.context().close();
  });
});
