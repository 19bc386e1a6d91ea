import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ENVIRONMENTS, folderWith, PERSONAS } from "../cli/world";
import { type FakeGitlab, fakeGitlab, GITLAB_TOKEN } from "./fakes/gitlab";
import { installedProgram } from "./program";
import { gitlabScripts } from "./steps";
import { ALLOWED, DENIED, worldWith } from "./world";

const program = installedProgram();
const POSIX = process.platform === "win32" ? describe.skip : describe;
const SH = ["sh", "-e"] as const;
const JOBS = gitlabScripts("integrations/gitlab/templates/rolegate.yml", {
  folder: "infra",
  "policies-project": "acme/policies",
  "policies-branch": "main",
  "policies-folder": "policies",
  version: "0.1.0",
});
/** Stands for npm: what is installed is this checkout. */
const NPM = `#!/bin/sh\nln -s "$PROGRAM/node_modules" "$3/node_modules"\n`;

POSIX("the component for GitLab", () => {
  let gitlab: FakeGitlab;
  let policies: string;
  beforeAll(() => {
    policies = folderWith({ "policies/environments.yaml": ENVIRONMENTS, "policies/personas.yaml": PERSONAS });
    const git = (...words: string[]) => spawnSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...words], { cwd: policies });
    git("init", "-q", "-b", "main");
    git("add", ".");
    git("commit", "-qm", "policies");
  });
  beforeEach(async () => {
    gitlab = await fakeGitlab();
  });
  afterEach(() => gitlab.close());

  /** One runner for all jobs, whose checkout is `change`. */
  const world = async (plan: string, files: Readonly<Record<string, string>> = {}) => {
    const made = worldWith(plan, program, { "bin/npm": NPM, "builds/.keep": "", ...files });
    await made.run("chmod +x bin/npm && cp plan.tfplan change/infra/rolegate.tfplan");
    const job = (name: string, more: Readonly<Record<string, string>> = {}) => {
      const { text, variables } = JOBS.find((each) => each.job === name) ?? { text: "exit 99", variables: {} };
      const env = {
        ...variables,
        PROGRAM: program,
        GIT_CONFIG_COUNT: "1",
        GIT_CONFIG_KEY_0: `url.file://${policies}.insteadOf`,
        GIT_CONFIG_VALUE_0: "https://gitlab-ci-token:job-token@gitlab.example.com:443/acme/policies.git",
        CI_SERVER_PROTOCOL: "https",
        CI_SERVER_HOST: "gitlab.example.com",
        CI_SERVER_PORT: "443",
        CI_JOB_TOKEN: "job-token",
        CI_JOB_ID: name,
        CI_BUILDS_DIR: join(made.folder, "builds"),
        CI_PROJECT_DIR: join(made.folder, "change"),
        CI_COMMIT_TITLE: "$(touch pwned)",
        CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: "$(touch pwned)",
        ...more,
      };
      return made.run(text, { shell: SH, env, cwd: "change" });
    };
    const note = (more: Readonly<Record<string, string>> = {}) =>
      job("rolegate-note", {
        GITLAB_TOKEN,
        CI_API_V4_URL: `${gitlab.url}/api/v4`,
        CI_PROJECT_ID: "42",
        CI_PROJECT_URL: "https://gitlab.com/acme/roles",
        CI_MERGE_REQUEST_IID: "7",
        CI_COMMIT_SHA: "c0ffee",
        CI_PIPELINE_URL: "https://gitlab.com/acme/roles/-/pipelines/5",
        ...more,
      });
    return { ...made, job, note };
  };

  it("judges folder and plan, permits, and notes it", async () => {
    const { job, note, text, asked } = await world(ALLOWED);
    expect(await job("rolegate-folder")).toMatchObject({ code: 0, stdout: expect.stringContaining("ALLOWED, plan safety only") });
    expect(await job("rolegate-judge")).toMatchObject({ code: 0 });
    expect(asked().map(({ login }) => login)).toEqual([null, null, null]);
    expect(JSON.parse(text("change/rolegate-plan/code-quality.json"))).toEqual([]);
    expect(text("change/rolegate-plan/junit.xml")).toContain("<testsuites");
    expect(await note()).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/made the comment https:\/\/gitlab\.com\/acme\/roles\/-\/merge_requests\/7#note_/),
    });
    expect(gitlab.notes).toMatchObject([{ body: expect.stringContaining("ALLOWED") }]);
    expect(text("change/pwned")).toBe("");
  });

  it("fails what is denied, though the change brings an allowlist entry, and updates the note", async () => {
    const { job, note, text } = await world(DENIED);
    expect(await note()).toMatchObject({ code: 0, stdout: expect.stringMatching(/made/) });
    expect(gitlab.notes).toMatchObject([{ body: expect.stringMatching(/NOT JUDGED[\s\S]*pipelines\/5/) }]);
    expect(await job("rolegate-judge")).toMatchObject({ code: 1, stdout: expect.stringContaining("DENIED") });
    expect(JSON.parse(text("change/rolegate-plan/code-quality.json"))).toMatchObject([{ check_name: "no-server-program", severity: "blocker" }]);
    expect(await note()).toMatchObject({ code: 0, stdout: expect.stringMatching(/updated/) });
    expect(gitlab.notes).toMatchObject([{ body: expect.stringContaining("DENIED") }]);
  });

  it("plans with the login and judges nothing there", async () => {
    const { job, asked } = await world(DENIED);
    expect(await job("rolegate-plan", { PGPASSWORD: "secret" })).toMatchObject({ code: 0 });
    expect(asked().map(({ args, login }) => [args[0], login])).toEqual([
      ["init", "secret"],
      ["plan", "secret"],
    ]);
  });

  it.each([
    ["rolegate-plan", { "bin/terraform.fails.plan": "" }, {}],
    ["rolegate-judge", { "bin/terraform.fails.show": "" }, {}],
    ["rolegate-folder", {}, { POLICIES_FOLDER: "nowhere" }],
    ["rolegate-folder", {}, { POLICIES_BRANCH: "nowhere" }],
    ["rolegate-note", {}, { GITLAB_TOKEN: "" }],
  ])("fails in %s where something fails", async (name, files, more) => {
    const { job } = await world(ALLOWED, files);
    expect((await job(name, more)).code).not.toBe(0);
  });
});
