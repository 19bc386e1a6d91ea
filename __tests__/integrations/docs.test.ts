import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parse } from "yaml";
import packageFile from "../../package.json";
import { headingsOf, linksOf, samplesOf } from "../support/markdown";
import { filesOf, ROOT, textOf } from "./files";
import { actionOf } from "./steps";

const pages = filesOf("docs/integrations");

test.each(pages)("the links of %s lead somewhere", (page) => {
  const broken = linksOf(textOf(page)).filter((link) => {
    const [path = "", heading] = link.split("#");
    const target = path === "" ? page : relative(ROOT, join(ROOT, dirname(page), path));
    return !existsSync(join(ROOT, target)) || (heading !== undefined && !headingsOf(textOf(target)).has(heading));
  });
  expect(broken).toEqual([]);
});

test("every integration has its page, and every page is found from the first", () => {
  const first = linksOf(textOf("docs/integrations/README.md"));
  for (const name of ["github", "gitlab", "azure", "atlantis", "shell"]) {
    expect(pages).toContain(`docs/integrations/${name}.md`);
    expect(first).toContain(`${name}.md`);
  }
});

test("the pages show YAML that can be read, and no input that is not there", () => {
  const yaml = pages.flatMap((page) => samplesOf(page, textOf(page)).filter(({ language }) => language === "yaml"));
  expect(yaml.length).toBeGreaterThan(2);
  for (const { text } of yaml) expect(() => parse(text)).not.toThrow();
  const [action] = samplesOf("docs/integrations/github.md", textOf("docs/integrations/github.md"))
    .filter(({ language, text }) => language === "yaml" && text.includes("uses: owner/rolegate"))
    .map(({ text }) => parse(text) as readonly { readonly with: Readonly<Record<string, string>> }[]);
  const { inputs } = actionOf("integrations/github/action.yml");
  expect(Object.keys(action?.[0]?.with ?? {}).filter((name) => !(name in inputs))).toEqual([]);
  for (const name of Object.keys(inputs)) expect(textOf("docs/integrations/github.md")).toContain(name);
});

test("what the page of Atlantis shows is what its configuration says", () => {
  const [shown] = samplesOf("docs/integrations/atlantis.md", textOf("docs/integrations/atlantis.md")).filter(({ language }) => language === "yaml");
  const whole = parse(textOf("integrations/atlantis/repos.yaml")) as { readonly workflows: unknown };
  expect(parse(shown?.text ?? "")).toEqual({ workflows: whole.workflows });
});

test("the pipelines install the version that they belong to", () => {
  expect(textOf("integrations/gitlab/templates/rolegate.yml")).toContain(`description: Of rolegate.\n      default: ${packageFile.version}\n`);
  expect(textOf("integrations/azure/azure-pipelines.yml")).toContain(`name: rolegateVersion\n    value: ${packageFile.version}\n`);
});
