import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { buildSite } from "../scripts/site/site";
import { writeSite } from "../scripts/site/write";

/* The site as a reader has it: opened from a folder in a real Chromium (Debian's package), where anything asked of a server would fail. */

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 390, height: 800 };
/** One of each kind: lists of pages, long prose with tables, generated with code, many headings. */
const PAGES = ["index.html", "closure.html", "capabilities/execute-server-program.html", "api.html"];

if (CHROMIUM === undefined && process.env.CI === undefined) {
  console.warn("skipped: the site was opened in no browser, for there is no Chromium here (Debian: apt-get install chromium)");
  test.skip("the site in Chromium", () => {});
} else {
  const folder = mkdtempSync(join(tmpdir(), "rolegate-test-site-browser-"));
  let browser: Browser;

  beforeAll(async () => {
    if (CHROMIUM === undefined) throw new Error("there is no Chromium: install Debian's package `chromium`");
    writeSite(buildSite(join(__dirname, "..")), folder);
    const quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", ...quiet] });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page, and complains of what its policy refused, of errors, and of anything that was asked of a server. */
  const visit = async (name: string, options: BrowserContextOptions, then: (page: Page) => Promise<void>): Promise<void> => {
    const context = await browser.newContext(options);
    const complaints: string[] = [];
    try {
      const page = await context.newPage();
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("request", (request) => !request.url().startsWith("file:") && complaints.push(request.url()));
      await page.goto(pathToFileURL(join(folder, name)).href);
      await then(page);
      expect(complaints).toEqual([]);
    } finally {
      await context.close();
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
}
