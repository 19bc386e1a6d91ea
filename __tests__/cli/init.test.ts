import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { repositoryFiles } from "../../cli/init";
import { VERSIONS } from "../../cli/init/program";
import packageFile from "../../package.json";
import { readPolicies } from "../../readers/policy/read-policies";
import { filesBelow, folderWith, runIn } from "./world";

const ALL = [
  ".github/workflows/rolegate-comment.yml",
  ".github/workflows/rolegate.yml",
  ".gitignore",
  "CODEOWNERS",
  "README.md",
  "access.test.ts",
  "cdktf.json",
  "main.ts",
  "package.json",
  "policies/allowlist.yaml",
  "policies/environments.yaml",
  "policies/personas.yaml",
  "policies/rolegate.d.ts",
  "tsconfig.json",
];

const request = { name: "pg-roles", version: "1.2.3", projectId: "0", today: "2026-11-20", policiesOnly: false, pipeline: "github" } as const;

describe("rolegate init", () => {
  it("writes every file of a repository and says what to do next", async () => {
    const folder = folderWith({});
    const ran = await runIn(folder, ["init", "db/Roles of Acme"]);
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    expect(filesBelow(join(folder, "db/Roles of Acme"))).toEqual(ALL);
    expect(ran.stdout).toContain("1. cd 'db/Roles of Acme' && npm install");
    expect(JSON.parse(readFileSync(join(folder, "db/Roles of Acme/package.json"), "utf8")).name).toBe("roles-of-acme");
  });

  it("writes into the current folder, beside what is there", async () => {
    const folder = folderWith({ "notes.md": "mine" });
    expect((await runIn(folder, ["init"])).code).toBe(0);
    expect(filesBelow(folder)).toEqual([...ALL, "notes.md"].sort());
  });

  it.each(["main.ts", ".gitignore", "policies/personas.yaml"])("overwrites nothing and writes nothing when %s is there", async (taken) => {
    const folder = folderWith({ [taken]: "mine", "README.md": "mine" });
    const ran = await runIn(folder, ["init"]);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain("nothing written: 2 files are there already");
    expect(ran.stderr).toContain(`\n  ${taken}\n`);
    expect(filesBelow(folder)).toEqual(["README.md", taken].sort());
  });

  it.each([
    ["gitlab", [".gitlab-ci.yml"]],
    ["azure", ["azure-pipelines.yml"]],
    ["atlantis", ["atlantis.yaml"]],
    ["none", []],
  ] as const)("writes the pipeline of %s, as integrations/ has it, with an owner", async (pipeline, own) => {
    const folder = folderWith({});
    expect(await runIn(folder, ["init", "--ci", pipeline])).toMatchObject({ code: 0, stderr: "" });
    expect(filesBelow(folder)).toEqual([...ALL.filter((name) => !name.startsWith(".github/")), ...own].sort());
    for (const name of own) {
      expect(readFileSync(join(folder, name), "utf8")).toBe(readFileSync(join(__dirname, "../../integrations", pipeline, "cdktf", name), "utf8"));
      expect(readFileSync(join(folder, "CODEOWNERS"), "utf8")).toContain(`/${name} `);
    }
    expect(readFileSync(join(folder, ".gitignore"), "utf8").includes("cdktf.out/")).toBe(pipeline !== "atlantis");
    expect(readFileSync(join(folder, "README.md"), "utf8")).not.toContain(".github");
  });

  it.each([
    [["--ci", "jenkins"], "--ci is github, gitlab, azure, atlantis or none, got `jenkins`"],
    [["--ci", "gitlab", "--policies-only"], "--policies-only writes no pipeline, and --ci asks for one"],
  ])("refuses %s and writes nothing", async (words, message) => {
    const folder = folderWith({});
    expect(await runIn(folder, ["init", ...words])).toMatchObject({ code: 2, stderr: `rolegate: ${message}\n` });
    expect(filesBelow(folder)).toEqual([]);
  });

  it("overwrites no pipeline that is there", async () => {
    const folder = folderWith({ ".gitlab-ci.yml": "mine" });
    expect(await runIn(folder, ["init", "--ci", "gitlab"])).toMatchObject({ code: 2, stdout: "" });
    expect(filesBelow(folder)).toEqual([".gitlab-ci.yml"]);
  });

  it("does not write through a link that leads nowhere", async () => {
    const folder = folderWith({});
    symlinkSync("/nowhere/main.ts", join(folder, "main.ts"));
    expect((await runIn(folder, ["init"])).code).toBe(2);
    expect(filesBelow(folder)).toEqual(["main.ts"]);
  });

  it("leaves nothing behind where a folder cannot be made", async () => {
    const folder = folderWith({ ".github": "a file" });
    const ran = await runIn(folder, ["init"]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/^rolegate: cannot (write|make)/);
    expect(filesBelow(folder)).toEqual([".github"]);
    mkdirSync(join(folder, "policies"));
  });

  it("writes only the policy files where the repository is there already", async () => {
    const folder = folderWith({ "package.json": "{}", "README.md": "" });
    const ran = await runIn(folder, ["init", "--policies-only"]);
    expect(ran.code).toBe(0);
    expect(filesBelow(folder)).toEqual(["README.md", "package.json", ...ALL.filter((name) => name.startsWith("policies/"))]);
    expect(await runIn(folder, ["types", "--check"])).toMatchObject({ code: 0 });
  });

  it("builds with the versions that this package is tested with, all exact", () => {
    const tested: Readonly<Record<string, string>> = packageFile.devDependencies;
    for (const [name, version] of Object.entries({ ...VERSIONS.dependencies, ...VERSIONS.devDependencies }))
      expect([name, tested[name]]).toEqual([name, version]);
    const { dependencies } = JSON.parse(repositoryFiles(request).get("package.json") ?? "");
    expect(dependencies.rolegate).toBe("1.2.3");
  });

  it.each([
    ["Roles of Acme!", "roles-of-acme"],
    ["..", "postgresql-roles"],
    ["役割", "postgresql-roles"],
    ["rolegate", "postgresql-roles"],
  ])("names the package of the folder `%s` `%s`", (name, expected) => {
    expect(JSON.parse(repositoryFiles({ ...request, name }).get("package.json") ?? "").name).toBe(expected);
  });

  it("has policy files that are read as they are, and as they are with their comments taken away", () => {
    const files = [...repositoryFiles(request)].filter(([name]) => name.endsWith(".yaml") && name.startsWith("policies/"));
    const uncommented = files.map(([name, text]) => ({
      name,
      text: text.replace("allowlist: []", "allowlist:").replace(/^( *)# ( *(?:- )?(?:\{|[a-zA-Z]+:(?: |$)).*)$/gm, "$1$2"),
    }));
    expect(
      readPolicies(
        files.map(([name, text]) => ({ name, text })),
        { today: "2026-11-20" },
      ).environments.map(({ name }) => name),
    ).toEqual(["prod"]);
    const all = readPolicies(uncommented, { today: "2026-11-20" });
    expect(all).toMatchObject({
      environments: [{ name: "prod" }, { name: "migration-lab" }],
      external: [{ role: "platform_metrics" }],
      allowlist: [{ roles: ["etl_migrator"] }],
    });
  });
});
