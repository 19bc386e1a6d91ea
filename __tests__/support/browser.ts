import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
const ARGUMENTS = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

const found = (process.env.PATH ?? "")
  .split(delimiter)
  .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  .find((file) => existsSync(file));

/** Tests in a real Chromium: on CI they fail where there is none, elsewhere they are skipped and say so. */
export const describeInChromium = (name: string, tests: () => void): void => {
  const isAsked = found !== undefined || Boolean(process.env.CI);
  if (!isAsked) console.warn(`SKIPPED: ${name}: there is no Chromium on the PATH; Debian's package is named chromium`);
  (isAsked ? describe : describe.skip)(name, tests);
};

/** What a page did that nobody sees in it. */
export interface Watched {
  readonly page: Page;
  /** Errors, broken policies, dialogs and requests, in words. */
  readonly events: readonly string[];
}

let browser: Promise<Browser> | undefined;

/** A page that shows this HTML as if it came from `https://review.test/`, with these headers; nothing else is answered. Close the browser after all. */
export const openPage = async (html: string, options: BrowserContextOptions = {}, headers: Readonly<Record<string, string>> = {}): Promise<Watched> => {
  if (found === undefined) throw new Error("there is no Chromium on the PATH: `apt-get install chromium` brings it");
  browser ??= chromium.launch({ executablePath: found, args: ARGUMENTS });
  const context = await (await browser).newContext(options);
  const page = await context.newPage();
  const events: string[] = [];
  page.on("pageerror", ({ message }) => events.push(`error: ${message}`));
  page.on("console", (message) => events.push(`console: ${message.text()}`));
  page.on("dialog", (dialog) => {
    events.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  let isFirst = true;
  await context.route("**", (route) => {
    if (isFirst) {
      isFirst = false;
      return route.fulfill({ body: html, headers: { "content-type": "text/html; charset=utf-8", ...headers } });
    }
    events.push(`request: ${route.request().url()}`);
    return route.abort();
  });
  await page.goto("https://review.test/", { waitUntil: "load" });
  return { page, events };
};

/** To be called after all tests of a file. */
export const closeBrowser = async (): Promise<void> => {
  await (await browser)?.close();
  browser = undefined;
};
