import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rulePages } from "../scripts/rule-pages";

const folder = join(__dirname, "..", "docs", "rules");

test("docs/rules holds the page of each rule and nothing else; `npm run docs` writes them", () => {
  const written = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  expect(written).toEqual(new Map(rulePages()));
});
