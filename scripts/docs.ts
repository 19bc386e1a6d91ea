import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withEscalationTable } from "./escalation-table";
import { examplePicture } from "./example-picture";
import { platformPage } from "./platform-page";
import { rulePages } from "./rule-pages";

/** `npm run docs`: writes the pages and the picture that are generated; a test fails while they differ from their source. */
const docs = join(__dirname, "..", "docs");
const rules = join(docs, "rules");
const pages = rulePages();
mkdirSync(rules, { recursive: true });
for (const name of readdirSync(rules)) if (!pages.has(name)) rmSync(join(rules, name));
for (const [name, text] of pages) writeFileSync(join(rules, name), text);
writeFileSync(join(docs, "platforms.md"), platformPage());
const closure = join(docs, "closure.md");
writeFileSync(closure, withEscalationTable(readFileSync(closure, "utf8")));
writeFileSync(join(docs, "example.svg"), examplePicture());
console.log(`${pages.size} pages in docs/rules, docs/platforms.md, the table in docs/closure.md, and docs/example.svg`);
