import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Capability } from "../model/capability";
import { CONSEQUENCES, UNKNOWN_VERIFIERS } from "../model/closure/consequences";
import { ESCALATIONS } from "../model/closure/escalations";
import { apiPage } from "../scripts/api-page";
import { BY_OWNER, GIVEN } from "../scripts/capabilities/object-ways";
import { capabilityPages } from "../scripts/capabilities/pages";
import { withEscalationTable } from "../scripts/escalation-table";
import { examplePicture } from "../scripts/example-picture";
import { platformPage } from "../scripts/platform-page";
import { EXAMPLES, providerPages } from "../scripts/provider-docs/pages";
import { rulePages } from "../scripts/rule-pages";
import { OBJECT_PROOFS } from "./postgres/escalations/object-proofs";

const docs = join(__dirname, "..", "docs");
const written = (folder: string): ReadonlyMap<string, string> =>
  new Map(readdirSync(join(docs, folder)).map((name) => [name, readFileSync(join(docs, folder, name), "utf8")]));

test("docs/rules holds the page of each rule and nothing else; `npm run docs` writes them", () => {
  expect(written("rules")).toEqual(new Map(rulePages()));
});

test("docs/capabilities holds the page of each capability and nothing else; `npm run docs` writes them", () => {
  expect(written("capabilities")).toEqual(new Map(capabilityPages()));
});

test("docs/provider holds a page of the provider, of each resource and data source, and nothing else; `npm run docs` writes them", () => {
  const folder = join(docs, "provider");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".md"));
  expect(new Map(files.map((name) => [name.replaceAll("\\", "/"), readFileSync(join(folder, name), "utf8")]))).toEqual(new Map(providerPages()));
});

test("examples/ is of resources and data sources that there are", () => {
  const pages = [...providerPages().keys()];
  const shown = ["resources", "data-sources"].flatMap((folder) =>
    (existsSync(join(EXAMPLES, folder)) ? readdirSync(join(EXAMPLES, folder)) : []).map((name) => `${folder}/${name.replace(/^rolegate_/, "")}.md`),
  );
  expect(shown.filter((page) => !pages.includes(page))).toEqual([]);
});

test("docs/api.md says what the docstrings say; `npm run docs` writes it", () => {
  expect(readFileSync(join(docs, "api.md"), "utf8")).toBe(apiPage());
});

test("docs/api.md has everything that index.ts exports, each with words of its own", () => {
  const exported = [...readFileSync(join(__dirname, "../index.ts"), "utf8").matchAll(/^export (?:type )?(?:\{([^}]+)\}|(?:class|interface) (\w+))/gm)].flatMap(
    ([, list, name]) => (list ?? name ?? "").split(",").map((word) => word.replace("type ", "").trim()),
  );
  const page = readFileSync(join(docs, "api.md"), "utf8");
  expect([...page.matchAll(/^### (\w+)$/gm)].map(([, name]) => name).sort()).toEqual(exported.sort());
  expect([...page.matchAll(/^### (\w+)\n\n(?=```|\||#)/gm)].map(([, name]) => name)).toEqual([]);
});

describe("the objects that capability pages name", () => {
  const proven = new Map<string, Set<Capability>>();
  for (const { path, gives } of OBJECT_PROOFS) proven.set(path, (proven.get(path) ?? new Set()).add(gives));
  const follows = (given: readonly Capability[]): readonly Capability[] =>
    [...CONSEQUENCES, UNKNOWN_VERIFIERS].filter(({ from }) => given.includes(from)).map(({ gives }) => gives);

  test("are of every unit of the catalogue", () => {
    expect([...Object.keys(GIVEN), ...BY_OWNER].sort()).toEqual(ESCALATIONS.map(({ id }) => id).sort());
  });

  test.each(Object.entries(GIVEN))("%s give what real servers prove, or what follows from it", (unit, given) => {
    const shown = [...(proven.get(unit) ?? [])];
    expect(shown).not.toEqual([]);
    expect(shown.filter((capability) => !given.includes(capability) && !follows(given).includes(capability))).toEqual([]);
  });
});

test("docs/platforms.md is what `npm run docs` writes of the platforms", () => {
  expect(readFileSync(join(docs, "platforms.md"), "utf8")).toBe(platformPage());
});

test("docs/closure.md has the catalogue of escalations; `npm run docs` writes its table", () => {
  const page = readFileSync(join(docs, "closure.md"), "utf8");
  expect(page).toBe(withEscalationTable(page));
});

test.each(CONSEQUENCES.map((consequence) => [consequence.from, consequence.gives] as const))("docs/closure.md says that %s may lead to %s", (from, gives) => {
  const rows = readFileSync(join(docs, "closure.md"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| `"));
  expect(rows.filter((row) => row.includes(`\`${from}\``) && row.includes(`\`${gives}\``))).not.toEqual([]);
});

test("docs/example.svg shows what main.ts synthesizes; `npm run docs` draws it", () => {
  expect(readFileSync(join(docs, "example.svg"), "utf8")).toBe(examplePicture());
});
