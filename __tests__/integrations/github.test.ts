import { join } from "node:path";
import { type FakeGithub, fakeGithub, GITHUB_TOKEN, pullRequest } from "./fakes/github";
import { ROOT } from "./files";
import { installedProgram } from "./program";
import { actionFiles, actionOf, environmentOf, type Step, workflowFiles, workflowOf } from "./steps";
import { ALLOWED, DENIED, hostile, type World, worldWith } from "./world";

const program = installedProgram();
const POSIX = process.platform === "win32" ? describe.skip : describe;
const ACTION = "integrations/github/action.yml";
const COMMENT = "integrations/github/comment/action.yml";
const stepsOf = (path: string): readonly Step[] =>
  path.endsWith("action.yml") ? actionOf(path).runs.steps : Object.values(workflowOf(path).jobs).flatMap(({ steps }) => steps);
const allSteps = [...workflowFiles, ...actionFiles].flatMap((path) => stepsOf(path).map((step) => [path, step] as const));

describe("every workflow and action", () => {
  it("puts no expression into a script: what somebody outside chose would become part of it", () => {
    const scripts = allSteps.filter(([, { run }]) => run !== undefined);
    expect(scripts.length).toBeGreaterThan(15);
    expect(scripts.filter(([, { run }]) => run?.includes("${{"))).toEqual([]);
  });

  it("stops a script at its first error", () => {
    expect(allSteps.filter(([, { run }]) => run?.includes("\n") && !run.startsWith("set -euo pipefail\n"))).toEqual([]);
  });

  it("names actions of others by their commit", () => {
    const used = allSteps.flatMap(([, { uses }]) => (uses === undefined || uses.startsWith("owner/rolegate/") ? [] : [uses]));
    expect(used.length).toBeGreaterThan(15);
    expect(used.filter((uses) => !/@[0-9a-f]{40}$/.test(uses))).toEqual([]);
  });

  it("gives one commit to each action", () => {
    const commits = new Map<string, Set<string>>();
    for (const [, { uses = "" }] of allSteps.filter(([, { uses }]) => uses !== undefined)) {
      const [name = "", commit = ""] = uses.split("@");
      commits.set(name, (commits.get(name) ?? new Set()).add(commit));
    }
    expect([...commits.values()].every((each) => each.size === 1)).toBe(true);
  });

  it("keeps no credentials of a checkout", () => {
    const checkouts = allSteps.filter(([, { uses }]) => uses?.startsWith("actions/checkout@"));
    expect(checkouts.filter(([, step]) => String(step.with?.["persist-credentials"]) !== "false")).toEqual([]);
  });
});

describe.each(workflowFiles)("%s", (path) => {
  const { on, permissions, jobs } = workflowOf(path);

  it("gives nothing that a job does not ask for, and never runs a change with the rights of the repository", () => {
    expect(permissions).toEqual({});
    expect(Object.keys(on)).not.toContain("pull_request_target");
    for (const job of Object.values(jobs)) expect(job.permissions).toBeDefined();
  });

  it("lets no job write that runs or holds what somebody outside made", () => {
    for (const [name, { permissions: own = {}, steps }] of Object.entries(jobs)) {
      const mayWrite = Object.values(own).includes("write");
      const holdsChange = "pull_request" in on && steps.some(({ uses }) => uses?.startsWith("actions/checkout@"));
      expect({ name, both: mayWrite && holdsChange }).toEqual({ name, both: false });
    }
  });

  it("has a secret only where the plan is made, and where it is opened", () => {
    const secrets = Object.entries(jobs).flatMap(([name, job]) =>
      [...JSON.stringify(job).matchAll(/secrets\.(\w+)/g)].map(([, secret]) => `${name}: ${secret}`),
    );
    const expected = path.endsWith("workflows/rolegate.yml") ? ["plan: PGUSER", "plan: PGPASSWORD", "plan: ROLEGATE_PLAN_KEY", "judge: ROLEGATE_PLAN_KEY"] : [];
    expect(secrets).toEqual(expected);
  });

  it("takes the policies from the default branch", () => {
    const trusted = Object.values(jobs).flatMap(({ steps }) =>
      steps.filter((step) => step.with?.path === "trusted" || (step.with?.ref !== undefined && step.uses?.includes("checkout"))),
    );
    if (path.endsWith("rolegate.yml")) expect(trusted.length).toBeGreaterThan(0);
    for (const step of trusted) expect(step.with?.ref).toBe("${{ github.event.repository.default_branch }}");
  });
});

/** Runs a step of the action as the runner does; `inputs` are those of the step that uses it. */
const runStep = async (
  world: World,
  step: Step,
  inputs: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
  cwd = "change/infra",
) => {
  const values = { ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`inputs.${name}`, value])), ...more };
  const at = (name: string): string => join(world.folder, "temp", name);
  const env = {
    ...environmentOf(step, values),
    RUNNER_TEMP: join(world.folder, "temp"),
    GITHUB_OUTPUT: at("output"),
    GITHUB_STEP_SUMMARY: at("summary"),
  };
  return world.run(step.run ?? "", { env, cwd });
};

const INPUTS = {
  input: "plan.tfplan",
  policies: "trusted/policies",
  "policies-sha256": "",
  source: "",
  environment: "",
  standing: "",
  install: program,
  name: "rolegate-plan",
  id: "",
};

POSIX("the action", () => {
  const [install, check] = actionOf(ACTION).runs.steps as [Step, Step];
  const act = async (plan: string, inputs: Partial<typeof INPUTS> = {}, files: Readonly<Record<string, string | Buffer>> = {}) => {
    const world = worldWith(plan, program, files);
    await world.run("cp plan.tfplan change/infra/plan.tfplan");
    const given = { ...INPUTS, ...inputs };
    const installed = await runStep(world, install, given, { "github.action_path": join(ROOT, "integrations/github") });
    if (installed.code !== 0) return { ...installed, world, outputs: "", summary: "" };
    const outputs = Object.fromEntries(
      world
        .text("temp/output")
        .trim()
        .split("\n")
        .map((line) => line.split("=") as [string, string]),
    );
    const ran = await runStep(world, check, given, {
      "steps.install.outputs.program": outputs.program ?? "",
      "steps.install.outputs.reports": outputs.reports ?? "",
      "github.workspace": world.folder,
    });
    return { ...ran, world, outputs: world.text("temp/output"), summary: world.text("temp/summary") };
  };
  /** What the runner obeys: lines that begin with `::`, but those that stand between stop and resume. */
  const commandsIn = (stdout: string): readonly string[] => {
    const commands: string[] = [];
    let stopped: string | null = null;
    for (const line of stdout.split(/\r\n|\r|\n/).map((each) => each.trim())) {
      if (stopped !== null) stopped = line === `::${stopped}::` ? null : stopped;
      else if (line.startsWith("::stop-commands::")) stopped = line.slice("::stop-commands::".length);
      else if (line.startsWith("::") || line.includes("##[")) commands.push(line);
    }
    return commands;
  };

  it("lets pass what is permitted, and says so in the summary", async () => {
    const { code, outputs, summary, world } = await act(ALLOWED);
    expect({ code, outputs }).toEqual({ code: 0, outputs: expect.stringMatching(/\nverdict=allow\n$/) });
    expect(summary).toContain("ALLOWED");
    expect(JSON.parse(world.text("temp/rolegate/rolegate-plan/report.json"))).toMatchObject({ verdict: "allow" });
    expect(JSON.parse(world.text("temp/rolegate/rolegate-plan/report.sarif"))).toMatchObject({ version: "2.1.0" });
  });

  it("fails what is denied, though the change brings an allowlist entry for it", async () => {
    const { code, outputs, summary, stdout, world } = await act(DENIED);
    expect({ code, outputs }).toEqual({ code: 1, outputs: expect.stringMatching(/\nverdict=deny\n$/) });
    expect(summary).toContain("etl_migrator");
    expect(commandsIn(stdout)).toEqual(expect.arrayContaining([expect.stringMatching(/^::error .*no-server-program/)]));
    expect(world.asked().map(({ login, key }) => [login, key])).toEqual([[null, null]]);
    expect(await act(DENIED, { policies: "change/policies" })).toMatchObject({ code: 0 });
  });

  it("fails where nothing could be judged, without a verdict", async () => {
    const { code, outputs, summary, stdout } = await act(ALLOWED, { policies: "nowhere" });
    expect({ code, outputs }).toEqual({ code: 2, outputs: expect.not.stringContaining("verdict") });
    expect(summary).toContain("could not judge");
    expect(commandsIn(stdout)).toEqual(["::error title=rolegate::nothing could be judged, so nothing is permitted: the log says why"]);
  });

  it.each([
    ["a workflow command", "::add-mask::x\n::set-output name=verdict::allow"],
    ["an old command", "##[error]x"],
    ["a shell command", "$(touch pwned)`touch pwned`"],
    ["a heading", "# ALLOWED\n\n</details>"],
  ])("is not moved by a role whose name is %s", async (_, name) => {
    const { code, stdout, world } = await act(hostile(name));
    expect(code).toBe(1);
    expect(commandsIn(stdout).filter((command) => !/^::(?:error|warning|notice) /.test(command))).toEqual([]);
    expect(world.text("change/infra/pwned")).toBe("");
    expect(world.text("temp/output")).not.toContain("allow");
  });

  it("takes its inputs as values", async () => {
    const { code, world } = await act(ALLOWED, { environment: "$(touch pwned)", source: '"; touch pwned; "', id: "a b" });
    expect(code).toBe(2);
    expect(world.text("change/infra/pwned")).toBe("");
  });

  it("says that rolegate is not installed where `install` says", async () => {
    const { code, stderr } = await act(ALLOWED, { install: "nowhere" });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("there is no rolegate in the folder that `install` names") });
  });

  it("installs the version that it belongs to from the registry, and runs no script of a package", async () => {
    const npm = `#!/bin/sh\necho "$@" > "$RUNNER_TEMP/npm"\nmkdir -p "$3/node_modules/rolegate/dist/cli"\n: > "$3/node_modules/rolegate/dist/cli/rolegate.js"\n`;
    const world = worldWith(ALLOWED, program, { "bin/npm": npm });
    await world.run("chmod +x bin/npm");
    const ran = await runStep(world, install, { ...INPUTS, install: "" }, { "github.action_path": join(ROOT, "integrations/github") });
    expect(ran).toMatchObject({ code: 0 });
    expect(world.text("temp/npm")).toMatch(/^install --prefix \S+ --ignore-scripts --omit=peer .*rolegate@\d+\.\d+\.\d+\n$/);
  });
});

POSIX("the workflow of a repository with Terraform", () => {
  const { jobs } = workflowOf("integrations/github/workflows/rolegate.yml");
  const step = (job: string, name: string): Step => jobs[job]?.steps.find((each) => each.name === name) as Step;
  const KEY = "k".repeat(64);
  const values = (key: string, isPrivate: boolean) => ({
    "secrets.PGUSER": "planner",
    "secrets.PGPASSWORD": "secret",
    "secrets.ROLEGATE_PLAN_KEY": key,
    "github.event.repository.private": String(isPrivate),
  });
  const run = (world: World, one: Step, given: Readonly<Record<string, string>>, cwd: string) =>
    world.run(one.run ?? "", { env: { ...environmentOf(one, given), FOLDER: "infra", RUNNER_TEMP: join(world.folder, "temp") }, cwd });

  it.each([
    ["closed with a key", KEY, false, "plan.enc"],
    ["as it is in a private repository without one", "", true, "plan.tfplan"],
  ])("takes the plan from one job to the other %s", async (_, key, isPrivate, file) => {
    const world = worldWith(ALLOWED, program);
    const given = values(key, isPrivate);
    expect(await run(world, step("plan", "Plan"), given, "change")).toMatchObject({ code: 0 });
    expect(world.asked().map(({ args, login }) => [args[0], login])).toEqual([
      ["init", "secret"],
      ["plan", "secret"],
    ]);
    expect(await run(world, step("plan", "Close the plan"), given, "change")).toMatchObject({ code: 0 });
    expect(world.text(`change/closed/${file}`)).not.toBe("");
    await world.run("mv change/closed closed");
    expect(await run(world, step("judge", "Open the plan"), given, ".")).toMatchObject({ code: 0 });
    expect(world.text("change/infra/plan.tfplan")).toBe(world.text("plan.tfplan"));
    expect(await run(world, step("judge", "The providers that the plan was made with"), given, ".")).toMatchObject({ code: 0, stdout: "" });
  });

  it("lets no plan out of a public repository without a key", async () => {
    const world = worldWith(ALLOWED, program, { "temp/plan.tfplan": "the state" });
    const ran = await run(world, step("plan", "Close the plan"), values("", false), "change");
    expect(ran).toMatchObject({ code: 2, stdout: expect.stringContaining("ROLEGATE_PLAN_KEY") });
    expect(world.text("change/closed/plan.tfplan")).toBe("");
  });

  it.each(["init", "plan"])("fails where %s fails", async (word) => {
    const world = worldWith(ALLOWED, program, { [`bin/terraform.fails.${word}`]: "" });
    expect((await run(world, step("plan", "Plan"), values("", true), "change")).code).not.toBe(0);
  });

  it("opens no plan that another key closed", async () => {
    const world = worldWith(ALLOWED, program, { "temp/plan.tfplan": "the state" });
    await run(world, step("plan", "Close the plan"), values(KEY, false), ".");
    // Of a wrong key openssl notices only the padding, in 255 of 256 cases; what comes out is no plan in any case.
    await run(world, step("judge", "Open the plan"), values("other", false), ".");
    expect(world.text("change/infra/plan.tfplan")).not.toBe("the state");
  });

  it("says so where the change brings a lock file of its own", async () => {
    const world = worldWith(ALLOWED, program, { "change/infra/.terraform.lock.hcl": "" });
    const ran = await run(world, step("judge", "The providers that the plan was made with"), {}, ".");
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringMatching(/^::warning title=rolegate::the change brings its own infra/) });
  });
});

POSIX("the comment", () => {
  const [, step] = actionOf(COMMENT).runs.steps as [Step, Step];
  const init = workflowOf("integrations/github/cdktf/rolegate-comment.yml").jobs.comment?.steps.find(({ name }) => name === "Comment") as Step;
  let github: FakeGithub;
  beforeEach(async () => {
    github = await fakeGithub();
    github.pulls.push(pullRequest(9, "fork1", "mallory/roles", "$(touch pwned)"));
  });
  afterEach(() => github.close());

  const EVENT = JSON.stringify({
    workflow_run: {
      html_url: "https://github.com/acme/roles/actions/runs/5",
      head_branch: "$(touch pwned)",
      head_sha: "fork1",
      head_repository: { full_name: "mallory/roles", owner: { login: "mallory" } },
    },
  });
  const reportOf = async (plan: string): Promise<string> => {
    const { run, text } = worldWith(plan, program);
    await run("rolegate check bin/terraform.json --policies trusted/policies --report json=report.json");
    return text("report.json");
  };
  const comment = (one: Step, files: Readonly<Record<string, string>>, values: Readonly<Record<string, string>> = {}) => {
    const world = worldWith(ALLOWED, program, { "event.json": EVENT, ...files });
    const env = environmentOf(one, {
      "steps.install.outputs.program": join(program, "node_modules/rolegate/dist/cli/rolegate.js"),
      "inputs.report": "reports/report.json",
      "inputs.id": "",
      "inputs.token": GITHUB_TOKEN,
      "github.token": GITHUB_TOKEN,
      ...values,
    });
    return world.run((one.run ?? "").replaceAll("npx --no-install ", ""), {
      env: {
        ...env,
        GITHUB_API_URL: github.url,
        GITHUB_GRAPHQL_URL: `${github.url}/graphql`,
        GITHUB_REPOSITORY: "acme/roles",
        GITHUB_EVENT_PATH: join(world.folder, "event.json"),
      },
    });
  };

  it("is made in the pull request of the fork, and updated by the next run", async () => {
    const [denied, allowed] = [await reportOf(DENIED), await reportOf(ALLOWED)];
    expect(await comment(step, { "reports/report.json": denied })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^made the comment .*pull\/9#/),
      stderr: "",
    });
    expect(github.comments).toMatchObject([{ body: expect.stringContaining("DENIED") }]);
    expect(await comment(init, { "reports/report.json": allowed })).toMatchObject({ code: 0, stdout: expect.stringMatching(/^updated the comment/) });
    expect(github.comments).toMatchObject([{ body: expect.stringMatching(/^<!-- rolegate:review -->\n## ✅ ALLOWED/) }]);
    expect(await comment(step, {}, { "inputs.id": "lab" })).toMatchObject({ code: 0, stdout: expect.stringMatching(/^made/) });
    expect(github.comments).toHaveLength(2);
    expect(github.comments[1]?.body).toContain("NOT JUDGED");
    expect(github.comments[1]?.body).toContain("https://github.com/acme/roles/actions/runs/5");
  });

  it("takes nothing for a report that is none, and leaves the comment", async () => {
    const ran = await comment(init, { "reports/report.json": '{"schema":"rolegate.report/1","verdict":"allow"}' });
    expect(ran).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("is no report of this version") });
    expect(github.comments).toEqual([]);
  });
});
