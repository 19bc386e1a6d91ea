import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { readSynthesizedInputs } from "../../cli/synthesized-input";
import { InputError } from "../../model/input-error";
import { CLEAN, folderWith, outputFiles } from "./world";

const errorOf = (run: () => unknown): InputError => {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
};

const read = (folder: string, ...inputs: string[]) => readSynthesizedInputs(inputs, folder);

describe("synthesized input on disk", () => {
  it("is the stacks that the manifest lists, each with its bytes, lines and what lies beside it", () => {
    const folder = folderWith({
      ...outputFiles({ prod: CLEAN, lab: "{}" }),
      "cdktf.out/stacks/prod/origins.json": JSON.stringify({ "postgresql_role.orders_app": { file: "main.ts", line: 12 }, "postgresql_role.x": { file: 3 } }),
      "cdktf.out/stacks/prod/extra.tf": "",
      "cdktf.out/stacks/prod/cdk_override.tf.json": "{}",
      "cdktf.out/stacks/prod/x.tofu": "",
      "cdktf.out/stacks/prod/a.auto.tfvars": "",
      "cdktf.out/stacks/prod/metadata.json": "{}",
      "cdktf.out/stacks/prod/terraform.tfstate": "{}",
      "cdktf.out/stacks/prod/.hidden.tf": "",
      "cdktf.out/stacks/prod/.terraform/modules/x.tf": "",
    });
    expect(read(folder, "cdktf.out")).toEqual({
      stacks: [
        {
          name: "prod",
          path: "cdktf.out/stacks/prod/cdk.tf.json",
          text: CLEAN,
          origins: { "postgresql_role.orders_app": { file: "main.ts", line: 12 } },
          collisions: [],
          otherFiles: ["a.auto.tfvars", "cdk_override.tf.json", "extra.tf", "x.tofu"],
        },
        { name: "lab", path: "cdktf.out/stacks/lab/cdk.tf.json", text: "{}", origins: {}, collisions: [], otherFiles: [] },
      ],
      notices: [],
    });
  });

  it.each(["cdktf.out", "cdktf.out/", "./cdktf.out", "cdktf.out/../cdktf.out"])("shows the path `%s` without detours", (input) => {
    const { stacks } = read(folderWith(outputFiles({ prod: CLEAN })), input);
    expect(stacks.map((stack) => stack.path)).toEqual(["cdktf.out/stacks/prod/cdk.tf.json"]);
  });

  it.each(["../elsewhere", "stacks/lab", ".", 3])("is refused where the manifest runs a stack in another folder: %s", (workingDirectory) => {
    const files = outputFiles({ prod: CLEAN });
    const manifest = JSON.parse(files["cdktf.out/manifest.json"] ?? "") as { stacks: { prod: object } };
    const changed = JSON.stringify({ stacks: { prod: { ...manifest.stacks.prod, workingDirectory } } });
    expect(() => read(folderWith({ ...files, "cdktf.out/manifest.json": changed }), "cdktf.out")).toThrow(/runs it in/);
  });

  it("is refused without opening it where it is a pipe", () => {
    const folder = folderWith({});
    execFileSync("sh", ["-c", 'mkfifo "$0"', join(folder, "pipe")]);
    expect(() => read(folder, "pipe")).toThrow("`pipe` is a file that is not judged");
  });

  it("is one stack folder, also the current one, and one folder counts once", () => {
    const folder = folderWith(outputFiles({ prod: CLEAN, lab: "{}" }));
    const stack = join(folder, "cdktf.out/stacks/prod");
    expect(read(stack, ".").stacks.map(({ name, path }) => ({ name, path }))).toEqual([{ name: "prod", path: "cdk.tf.json" }]);
    symlinkSync(stack, join(folder, "link"));
    expect(read(folder, "cdktf.out/stacks/prod", "cdktf.out", "link").stacks.map(({ name }) => name)).toEqual(["prod", "lab"]);
  });

  it("judges a stack folder that the manifest does not list, and says so", () => {
    const folder = folderWith({ ...outputFiles({ prod: CLEAN }), "cdktf.out/stacks/old/cdk.tf.json": "{}", "cdktf.out/stacks/gone/terraform.tfstate": "{}" });
    const { stacks, notices } = read(folder, "cdktf.out");
    expect(stacks.map(({ name }) => name)).toEqual(["prod", "old"]);
    expect(notices).toEqual([expect.stringContaining("`cdktf.out/stacks/old` is not in manifest.json; it is judged too")]);
  });

  it("keeps a byte order mark, so that the reader sees what Terraform sees", () => {
    const { stacks } = read(folderWith(outputFiles({ prod: `\uFEFF${CLEAN}` })), "cdktf.out");
    expect(stacks[0]?.text.codePointAt(0)).toBe(0xfeff);
  });

  it("costs only the lines when origins.json is broken", () => {
    const folder = folderWith({ ...outputFiles({ prod: CLEAN }), "cdktf.out/stacks/prod/origins.json": "{" });
    expect(read(folder, "cdktf.out").stacks[0]?.origins).toEqual({});
  });

  it.each<[string, string, Readonly<Record<string, string | Buffer>>, string, string]>([
    ["a live server", "postgres://admin:hunter2@db.example.com/x", {}, "a live server (`postgres://...`) is not judged", "plan JSON"],
    ["a live server, other spelling", "PostgreSQL://db", {}, "a live server", "plan JSON"],
    ["an empty name", "", {}, "an input is empty", "plan JSON"],
    ["a path that is not there", "nowhere", {}, "cannot read `nowhere`: no such file or folder", ""],
    ["a Terraform file", "main.tf", { "main.tf": "" }, "`main.tf` is a Terraform file", "plan JSON"],
    ["another file", "notes.txt", { "notes.txt": "x" }, "`notes.txt` is a file that is not judged", "plan JSON"],
    ["the file of a stack", "s/cdk.tf.json", { "s/cdk.tf.json": CLEAN }, "`s/cdk.tf.json` is a file: give its folder", ""],
    ["a Terraform folder", "infra", { "infra/main.tf": "" }, "`infra` is a Terraform folder", "plan JSON"],
    ["a program that was not synthesized", ".", { "cdktf.json": "{}", "main.ts": "" }, "`.` is a program that was not synthesized", "npm run synth"],
    ["the folder above", ".", { ...outputFiles({ prod: CLEAN }), "cdktf.json": "{}" }, "`.` is no synthesized folder", "did you mean `cdktf.out`"],
    ["another folder", "x", { "x/readme.md": "" }, "`x` has neither manifest.json nor cdk.tf.json", "npm run synth"],
    ["a manifest that is not JSON", "x", { "x/manifest.json": "{'stacks'" }, "`x/manifest.json`", ""],
    ["a manifest of something else", "x", { "x/manifest.json": "[]" }, "`x/manifest.json` is no manifest of cdktf", "synthesize again"],
    ["a manifest without stacks", "x", { "x/manifest.json": '{"stacks":{}}' }, "`x` has no stack", ""],
    [
      "a manifest that leads away",
      "x",
      { "x/manifest.json": '{"stacks":{"a":{"name":"a","synthesizedStackPath":"../a/cdk.tf.json"}}}' },
      "which is no cdk.tf.json below it",
      "",
    ],
    [
      "a manifest that leads to the root",
      "x",
      { "x/manifest.json": '{"stacks":{"a":{"name":"a","synthesizedStackPath":"/etc/cdk.tf.json"}}}' },
      "which is no cdk.tf.json below it",
      "",
    ],
    [
      "a manifest that names another file",
      "x",
      { "x/manifest.json": '{"stacks":{"a":{"name":"a","synthesizedStackPath":"stacks/a/x.json"}}}' },
      "which is no cdk.tf.json below it",
      "",
    ],
    ["a manifest whose stack has no path", "x", { "x/manifest.json": '{"stacks":{"a":{"name":"a"}}}' }, "does not say where stack `a` is", ""],
    [
      "a stack that is gone",
      "x",
      { "x/manifest.json": '{"stacks":{"a":{"name":"a","synthesizedStackPath":"stacks/a/cdk.tf.json"}}}', "x/stacks/a/y": "" },
      "`x/stacks/a/cdk.tf.json` is missing",
      "synthesize again",
    ],
    [
      "a manifest and a stack in one folder",
      "x",
      { "x/manifest.json": '{"stacks":{}}', "x/cdk.tf.json": CLEAN },
      "`x` has both manifest.json and cdk.tf.json",
      "",
    ],
    [
      "a Terraform folder among the stacks",
      "cdktf.out",
      { ...outputFiles({ prod: CLEAN }), "cdktf.out/stacks/hand/main.tf": "" },
      "`cdktf.out/stacks/hand` is a Terraform folder",
      "",
    ],
    ["bytes that are not UTF-8", "x", { "x/cdk.tf.json": Buffer.from([0x7b, 0xff, 0x7d]) }, "`x/cdk.tf.json`: it is not UTF-8 text", ""],
  ])("refuses %s", (_, input, files, message, detail) => {
    const error = errorOf(() => read(folderWith(files), input));
    expect(error.message).toContain(message);
    expect(error.details.join("\n")).toContain(detail);
    expect(error.message + error.details.join("")).not.toContain("hunter2");
  });

  it("refuses an empty folder, links in a circle and a link that leads nowhere", () => {
    const folder = folderWith(outputFiles({ prod: CLEAN }));
    mkdirSync(join(folder, "empty"));
    symlinkSync("b", join(folder, "a"));
    symlinkSync("a", join(folder, "b"));
    symlinkSync("nowhere", join(folder, "cdktf.out/stacks/dangling"));
    expect(errorOf(() => read(folder, "empty")).message).toBe("`empty` is empty");
    expect(errorOf(() => read(folder, "a")).message).toBe("cannot read `a`: its symbolic links lead in a circle");
    expect(errorOf(() => read(folder, "cdktf.out")).message).toBe("cannot read `cdktf.out/stacks/dangling`: no such file or folder");
  });

  it("does not quote a broken manifest, which may hold a secret", () => {
    const folder = folderWith({ "x/manifest.json": '{"stacks": hunter2}' });
    expect(errorOf(() => read(folder, "x")).message).not.toContain("hunter2");
  });
});
