import { spawnSync } from "node:child_process";
import { join } from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import { folderWith } from "../cli/world";
import azureSchema from "../fixtures/schemas/azure-pipelines.json";
import { filesOf, ROOT, textOf } from "./files";

const node = (cwd: string, ...args: readonly string[]) => {
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: "utf8" });
  return { stdout, stderr };
};

describe("GitHub's own parser", () => {
  const complaintsOf = (...files: readonly string[]): Readonly<Record<string, readonly string[]>> => {
    const { stdout, stderr } = node(ROOT, "--import", "tsx", "__tests__/support/github-parser.mts", ...files);
    if (stdout === "") throw new Error(stderr);
    return JSON.parse(stdout);
  };
  const files = filesOf("integrations/github").filter((name) => name.endsWith(".yml"));

  it("takes every action and workflow", () => {
    expect(files).toHaveLength(6);
    expect(complaintsOf(...files)).toEqual(Object.fromEntries(files.map((name) => [name, []])));
  });

  it("would say what is wrong", () => {
    const workflow = textOf("integrations/github/workflows/rolegate.yml").replace("runs-on", "run-on").replace("secrets.PGUSER", "secretz.PGUSER");
    const action = textOf("integrations/github/action.yml").replace("using: composite", "using: compost");
    const folder = folderWith({ "rolegate.yml": workflow, "action.yml": action });
    const said = complaintsOf(join(folder, "rolegate.yml"), join(folder, "action.yml"));
    expect(said[join(folder, "rolegate.yml")]).toEqual([
      expect.stringContaining("Unexpected value 'run-on'"),
      expect.stringContaining("Required property is missing: runs-on"),
      expect.stringContaining("Unrecognized named-value: 'secretz'"),
    ]);
    expect(said[join(folder, "action.yml")]).not.toEqual([]);
  });
});

describe("GitLab's schema, by gitlab-ci-local", () => {
  const preview = (files: Readonly<Record<string, string>>) => {
    const folder = folderWith(files);
    for (const words of [
      ["init", "-q"],
      ["remote", "add", "origin", "https://gitlab.com/acme/roles.git"],
      ["add", "."],
    ])
      spawnSync("git", words, { cwd: folder });
    spawnSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "x"], { cwd: folder });
    return node(folder, "--require", join(ROOT, "__tests__/support/set-union.cjs"), join(ROOT, "node_modules/gitlab-ci-local/dist/index.js"), "--preview");
  };
  const COMPONENT = "templates/rolegate.yml";
  const including = (inputs: string) => `stages: [test]\ninclude:\n  - local: ${COMPONENT}\n    inputs: ${inputs}\n`;

  it("takes the component with its inputs", () => {
    const { stdout, stderr } = preview({
      ".gitlab-ci.yml": including("{ folder: db, policies-project: acme/policies }"),
      [COMPONENT]: textOf(`integrations/gitlab/${COMPONENT}`),
    });
    expect(stderr).toContain("json schema validated");
    const jobs = parse(stdout.slice(stdout.indexOf("---"))) as Record<
      string,
      { readonly variables?: Record<string, string>; readonly script?: readonly string[] }
    >;
    expect(Object.keys(jobs).filter((name) => name.startsWith("rolegate"))).toEqual(["rolegate-folder", "rolegate-plan", "rolegate-judge", "rolegate-note"]);
    expect(jobs["rolegate-judge"]?.variables).toMatchObject({ FOLDER: "db", POLICIES_PROJECT: "acme/policies" });
    expect(stdout).not.toContain("$[[");
  });

  it("refuses the component without the project of the policies", () => {
    const { stdout, stderr } = preview({ ".gitlab-ci.yml": including("{ folder: db }"), [COMPONENT]: textOf(`integrations/gitlab/${COMPONENT}`) });
    expect(stdout + stderr).toMatch(/policies-project/);
    expect(stderr).not.toContain("json schema validated");
  });

  it("takes what init writes, and would say what is wrong", () => {
    const text = textOf("integrations/gitlab/cdktf/.gitlab-ci.yml");
    expect(preview({ ".gitlab-ci.yml": text }).stderr).toContain("json schema validated");
    const { stdout, stderr } = preview({ ".gitlab-ci.yml": text.replace("access: developer", "access: everyone") });
    expect(stdout + stderr).toMatch(/access/);
    expect(stderr).not.toContain("json schema validated");
  });
});

describe("the schema of Azure Pipelines", () => {
  const validate = new Ajv({ strict: false, unicodeRegExp: false, coerceTypes: true }).compile(azureSchema);
  // All scalars are text to Azure.
  const read = (text: string): unknown => parse(text, { schema: "failsafe" });
  const files = filesOf("integrations/azure").filter((name) => name.endsWith(".yml"));

  it.each(files)("takes %s", (name) => expect([validate(read(textOf(name))), validate.errors]).toEqual([true, null]));

  it.each([
    ["persistCredentials", "persistCredential"],
    ["dependsOn: plan", "dependOn: plan"],
    ["testResultsFormat: JUnit", "testResultsFormat: TAP"],
    ["NodeTool@0", "NodeTool@99"],
  ])("would refuse it with %s as %s", (right, wrong) => {
    expect(validate(read(textOf("integrations/azure/azure-pipelines.yml").replace(right, wrong)))).toBe(false);
  });
});
