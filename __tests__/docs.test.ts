import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CONSEQUENCES } from "../model/closure/consequences";
import { withEscalationTable } from "../scripts/escalation-table";
import { examplePicture } from "../scripts/example-picture";
import { platformPage } from "../scripts/platform-page";
import { rulePages } from "../scripts/rule-pages";

const folder = join(__dirname, "..", "docs", "rules");

test("docs/rules holds the page of each rule and nothing else; `npm run docs` writes them", () => {
  const written = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  expect(written).toEqual(new Map(rulePages()));
});

test("docs/platforms.md is what `npm run docs` writes of the platforms", () => {
  expect(readFileSync(join(__dirname, "..", "docs", "platforms.md"), "utf8")).toBe(platformPage());
});

test("docs/closure.md has the catalogue of escalations; `npm run docs` writes its table", () => {
  const page = readFileSync(join(__dirname, "..", "docs", "closure.md"), "utf8");
  expect(page).toBe(withEscalationTable(page));
});

test.each(CONSEQUENCES.map((consequence) => [consequence.from, consequence.gives] as const))("docs/closure.md says that %s may lead to %s", (from, gives) => {
  const rows = readFileSync(join(__dirname, "..", "docs", "closure.md"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| `"));
  expect(rows.filter((row) => row.includes(`\`${from}\``) && row.includes(`\`${gives}\``))).not.toEqual([]);
});

test("docs/example.svg shows what main.ts synthesizes; `npm run docs` draws it", () => {
  expect(readFileSync(join(__dirname, "..", "docs", "example.svg"), "utf8")).toBe(examplePicture());
});
