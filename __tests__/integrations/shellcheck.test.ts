import { spawnSync } from "node:child_process";
import { filesOf, textOf } from "./files";
import { actionFiles, actionOf, azureSteps, gitlabScripts, workflowFiles, workflowOf } from "./steps";

interface Script {
  readonly name: string;
  readonly shell: "sh" | "bash";
  readonly text: string;
}

const inFiles: readonly Script[] = filesOf("integrations")
  .filter((name) => name.endsWith(".sh"))
  .map((name) => ({ name, text: textOf(name), shell: textOf(name).startsWith("#!/bin/sh\n") ? "sh" : "bash" }));

const inGithub: readonly Script[] = [
  ...workflowFiles.flatMap((name) => Object.values(workflowOf(name).jobs).flatMap(({ steps }) => steps.map(({ run }) => ({ name, run })))),
  ...actionFiles.flatMap((name) => actionOf(name).runs.steps.map(({ run }) => ({ name, run }))),
].flatMap(({ name, run }) => (run === undefined ? [] : [{ name, shell: "bash" as const, text: run }]));

const inAzure: readonly Script[] = filesOf("integrations/azure")
  .filter((name) => name.endsWith(".yml"))
  .flatMap((name) => azureSteps(name).map(([, { bash = "" }]) => ({ name, shell: "bash", text: bash })));

const inGitlab: readonly Script[] = ["integrations/gitlab/templates/rolegate.yml", "integrations/gitlab/cdktf/.gitlab-ci.yml"].flatMap((name) =>
  gitlabScripts(name).map(({ job, text }) => ({ name: `${name} ${job}`, shell: "sh", text })),
);

const scripts = [...inFiles, ...inGithub, ...inAzure, ...inGitlab];
const shellcheck = ({ shell, text }: Script) => {
  // Where a pipeline gives a variable, the script says so by none of its own.
  const { status, stdout } = spawnSync("shellcheck", ["--shell", shell, "--exclude", "SC2154", "-"], { input: text, encoding: "utf8" });
  return { status, stdout };
};
const isHere = spawnSync("shellcheck", ["--version"]).status === 0;
if (!isHere && process.env.CI === undefined)
  console.warn("shellcheck is not installed, so no shell script of integrations/ was looked at: `apt-get install shellcheck`");

test("every script is found", () => {
  expect(inFiles.map(({ name }) => name)).toEqual([
    "integrations/atlantis/rolegate-atlantis.sh",
    "integrations/github/install.sh",
    "integrations/shell/review.sh",
  ]);
  expect([inGithub.length > 15, inAzure.length > 12, inGitlab.length > 6]).toEqual([true, true, true]);
});

(isHere || process.env.CI !== undefined ? test : test.skip)("shellcheck has nothing to say of any script", () => {
  expect(shellcheck({ name: "", shell: "bash", text: "rm $1\n" }).status).toBe(1);
  const said = [...new Map(scripts.map((script) => [script.text, script])).values()].map((script) => ({ name: script.name, said: shellcheck(script).stdout }));
  expect(said.filter(({ said }) => said !== "")).toEqual([]);
});

describe("Azure Pipelines", () => {
  test("puts no value of its own into a script: what somebody outside chose would become part of it", () => {
    expect(inAzure.filter(({ text }) => /\$\([A-Za-z]+\.[\w.]+\)|\$\{\{|\$\[/.test(text))).toEqual([]);
  });
  test("stops a script at its first error", () => {
    expect(inAzure.filter(({ text }) => text.includes("\n") && !text.startsWith("set -euo pipefail\n"))).toEqual([]);
  });
});

test("GitLab stops a script at its first error", () => {
  expect(inGitlab.filter(({ text }) => !text.startsWith("set -eu\n") && !/^npm ci/.test(text))).toEqual([]);
});
