import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { buildSite } from "../scripts/site/site";
import { closeBrowser, describeInChromium, openSite } from "./support/browser";

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 390, height: 800 };
/** One of each kind: lists of pages, long prose with tables, generated with code, many headings. */
const PAGES = ["index.html", "closure.html", "capabilities/execute-server-program.html", "api.html"];

describeInChromium("the site of docs/ in Chromium", () => {
  const { files } = buildSite(join(__dirname, ".."));
  afterAll(closeBrowser);

  /** Opens a page, and complains of what its policy refused, of errors, and of anything that the site does not hold. */
  const visit = async (name: string, options: BrowserContextOptions, then: (page: Page) => Promise<void>): Promise<void> => {
    const { page, events } = await openSite(files, name, options);
    try {
      await then(page);
      expect(events).toEqual([]);
    } finally {
      await page.context().close();
    }
  };

  describe.each([
    ["light, wide", { colorScheme: "light", viewport: WIDE }],
    ["dark, narrow", { colorScheme: "dark", viewport: NARROW }],
  ] as const)("the site, %s", (_name, options) => {
    test.each(PAGES)("%s has nothing that a library for accessibility objects to, and fits", async (name) => {
      await visit(name, { ...options, bypassCSP: true }, async (page) => {
        await page.evaluate(AXE);
        const violations = await page.evaluate(async () => {
          const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
          return (await axe.run({ preload: false })).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
        });
        expect(violations).toEqual([]);
        expect(await page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth")).toBe(0);
      });
    });
  });

  test("is searched by keyboard, under its own policy", async () => {
    await visit("rules/no-superuser.html", { viewport: WIDE }, async (page) => {
      await page.keyboard.press("/");
      await page.keyboard.type("execute server program");
      await page.waitForSelector("#found a");
      expect(await page.textContent("#found [role=status]")).toMatch(/sections? found/);
      await page.keyboard.press("ArrowDown");
      await Promise.all([page.waitForURL(/execute-server-program|no-server-program/), page.keyboard.press("Enter")]);
    });
    await visit("index.html", { viewport: WIDE }, async (page) => {
      await page.fill("#search", "xyzzyplugh");
      await page.waitForFunction("document.querySelector('#found [role=status]').textContent === 'Nothing found'");
      await page.keyboard.press("Escape");
      expect(await page.isVisible("#found")).toBe(false);
    });
  });

  test("shows what was found within a small screen", async () => {
    await visit("index.html", { viewport: NARROW }, async (page) => {
      await page.fill("#search", "pg_read_all_data");
      await page.waitForSelector("#found a");
      const box = await page.locator("#found").boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(NARROW.width);
    });
  });

  test("lets a keyboard skip to the content, and a small screen open the menu", async () => {
    await visit("concepts.html", { viewport: NARROW }, async (page) => {
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.className")).toBe("skip");
      await page.keyboard.press("Enter");
      expect(await page.evaluate("document.activeElement.id")).toBe("content");
      expect(await page.isVisible("#pages")).toBe(false);
      await page.click(".menu");
      expect(await page.isVisible("#pages")).toBe(true);
      expect(await page.getAttribute(".menu", "aria-expanded")).toBe("true");
    });
  });

  test("is whole without script", async () => {
    await visit("concepts.html", { viewport: NARROW, javaScriptEnabled: false }, async (page) => {
      expect(await page.isVisible("#pages a[aria-current=page]")).toBe(true);
      expect(await page.isVisible(".search")).toBe(false);
    });
  });
});
