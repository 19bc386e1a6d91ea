import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { apiPage } from "./api-page";
import { capabilityPages } from "./capabilities/pages";
import { withEscalationTable } from "./escalation-table";
import { examplePicture } from "./example-picture";
import { platformPage } from "./platform-page";
import { providerPages } from "./provider-docs/pages";
import { rulePages } from "./rule-pages";
import { buildSite } from "./site/site";
import { writeSite } from "./site/write";

/**
 * `npm run docs`: writes the pages and the picture that are generated (a test fails while they differ from their source), and then the
 * static site of all pages, in `site/`.
 */
const root = join(__dirname, "..");
const docs = join(root, "docs");
const folders = { rules: rulePages(), capabilities: capabilityPages() };
for (const [name, pages] of Object.entries(folders)) {
  const folder = join(docs, name);
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder)) if (!pages.has(old)) rmSync(join(folder, old));
  for (const [page, text] of pages) writeFileSync(join(folder, page), text);
}
const provider = join(docs, "provider");
rmSync(provider, { recursive: true, force: true });
const ofProvider = providerPages();
for (const [page, text] of ofProvider) {
  mkdirSync(dirname(join(provider, page)), { recursive: true });
  writeFileSync(join(provider, page), text);
}
writeFileSync(join(docs, "api.md"), apiPage());
writeFileSync(join(docs, "platforms.md"), platformPage());
const closure = join(docs, "closure.md");
writeFileSync(closure, withEscalationTable(readFileSync(closure, "utf8")));
writeFileSync(join(docs, "example.svg"), examplePicture());
console.log(
  `${folders.rules.size} pages in docs/rules, ${folders.capabilities.size} in docs/capabilities, ${ofProvider.size} in docs/provider, docs/api.md, docs/platforms.md, the table in docs/closure.md, and docs/example.svg`,
);

const site = buildSite(root);
for (const problem of [...site.broken.map((link) => `broken link, ${link}`), ...site.unlisted.map((page) => `${page} is in no list of docs/README.md`)])
  console.error(`docs: ${problem}`);
if (site.broken.length + site.unlisted.length > 0) process.exitCode = 1;
writeSite(site, join(root, "site"));
console.log(`${site.files.size} files in site/: open site/index.html`);
