import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rulePages } from "./rule-pages";

/** `npm run docs`: writes the pages that are generated; a test fails while they differ from the rules. */
const folder = join(__dirname, "..", "docs", "rules");
const pages = rulePages();
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) if (!pages.has(name)) rmSync(join(folder, name));
for (const [name, text] of pages) writeFileSync(join(folder, name), text);
console.log(`${pages.size} pages in docs/rules`);
