import { createHash } from "node:crypto";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { AZURE_TOKEN, type FakeAzure, fakeAzure } from "./fakes/azure";
import { installedProgram } from "./program";
import { azureSteps } from "./steps";
import { ALLOWED, DENIED, hostile, worldWith } from "./world";

const program = installedProgram();
const POSIX = process.platform === "win32" ? describe.skip : describe;
const STEPS = azureSteps("integrations/azure/azure-pipelines.yml");
/** Stands for npm: what is installed is this checkout. */
const NPM = `#!/bin/sh\nmkdir -p "$3" && ln -sfn "$PROGRAM/node_modules" "$3/node_modules"\n`;

POSIX("the pipeline for Azure DevOps", () => {
  let azure: FakeAzure;
  beforeEach(async () => {
    azure = await fakeAzure();
  });
  afterEach(() => azure.close());

  /** One agent for all stages, where both checkouts are. */
  const world = async (plan: string, files: Readonly<Record<string, string | Buffer>> = {}) => {
    const made = worldWith(plan, program, { "bin/npm": NPM, ...files });
    await made.run("chmod +x bin/npm && mkdir agent && mkdir agent/s && mv change trusted agent/s/");
    const base = {
      PROGRAM: program,
      AGENT_TEMPDIRECTORY: join(made.folder, "temp"),
      PIPELINE_WORKSPACE: join(made.folder, "agent"),
      FOLDER: "infra",
      ROLEGATEVERSION: "0.1.0",
      BUILD_SOURCEBRANCHNAME: "$(touch pwned)",
      BUILD_SOURCEVERSIONMESSAGE: "$(touch pwned)",
    };
    const step = (stage: string, name: string, env: Readonly<Record<string, string>> = {}) => {
      const found = STEPS.find(([at, { displayName }]) => at === stage && displayName === name)?.[1];
      return made.run(found?.bash ?? "exit 99", { shell: ["bash", "--noprofile", "--norc"], env: { ...base, ...env } });
    };
    const comment = () =>
      step("comment", "Comment", {
        SYSTEM_ACCESSTOKEN: AZURE_TOKEN,
        SYSTEM_COLLECTIONURI: `${azure.url}/acme/`,
        SYSTEM_TEAMPROJECT: "Data Platform",
        BUILD_REPOSITORY_ID: "repo-1",
        BUILD_BUILDID: "55",
        SYSTEM_PULLREQUEST_PULLREQUESTID: "7",
        SYSTEM_PULLREQUEST_SOURCECOMMITID: "c0ffee",
      });
    /** What the agent obeys, wherever it stands in a line. */
    const commands = (stdout: string): readonly string[] => stdout.split("\n").filter((line) => line.includes("##vso[") || line.includes("##["));
    return { ...made, step, comment, commands };
  };
  const KEY = { PLAN_KEY: "k".repeat(64) };

  it("plans, closes and opens the plan, judges it, and opens a thread about it that it closes", async () => {
    const { step, comment, commands, run, asked, text, folder } = await world(DENIED);
    await step("folder", "Install rolegate");
    expect(await step("folder", "Judge the folder")).toMatchObject({ code: 0, stdout: expect.stringContaining("ALLOWED, plan safety only") });
    expect(await step("plan", "Plan", { PGPASSWORD: "secret" })).toMatchObject({ code: 0 });
    expect(await step("plan", "Close the plan", KEY)).toMatchObject({ code: 0 });
    await run("mkdir agent/rolegate-saved-plan && mv agent/s/closed/plan.enc agent/rolegate-saved-plan/");
    expect(await step("judge", "Open the plan", KEY)).toMatchObject({ code: 0 });
    const judged = await step("judge", "Judge the plan");
    expect(judged).toMatchObject({ code: 1, stdout: expect.stringContaining("DENIED") });
    expect(commands(judged.stdout)).toEqual([`##vso[task.uploadsummary]${folder}/agent/s/reports/report.md`]);
    expect(asked().map(({ args, login, key }) => [args[0], login !== null, key !== null])).toEqual([
      ["init", false, false],
      ["init", true, false],
      ["plan", true, false],
      ["init", false, false],
      ["show", false, false],
    ]);
    expect(text("agent/s/reports/junit.xml")).toContain("<failure");
    await run("mv agent/s/reports agent/rolegate-plan");
    expect(await comment()).toMatchObject({ code: 0, stdout: expect.stringMatching(/made the comment .*pullrequest\/7\?discussionId=1/) });
    expect(azure.threads).toMatchObject([{ status: "active", comments: [{ content: expect.stringContaining("DENIED") }] }]);
    await run("rolegate check bin/terraform.json --policies agent/s/change/policies --report json=agent/rolegate-plan/report.json");
    expect(await comment()).toMatchObject({ code: 0, stdout: expect.stringMatching(/updated/) });
    expect(azure.threads).toMatchObject([{ status: "closed", comments: [{ content: expect.stringContaining("ALLOWED") }] }]);
    await run("rm -r agent/rolegate-plan");
    expect(await comment()).toMatchObject({ code: 0 });
    expect(azure.threads).toMatchObject([{ status: "active", comments: [{ content: expect.stringMatching(/NOT JUDGED[\s\S]*buildId=55/) }] }]);
    expect(text("pwned")).toBe("");
  });

  it("is not moved by a role whose name is a command of the agent", async () => {
    const { step, commands, run } = await world(hostile("##vso[task.complete result=Succeeded;]done ##[section]x"));
    await run("cp plan.tfplan agent/s/change/infra/plan.tfplan");
    await step("judge", "Install rolegate");
    const judged = await step("judge", "Judge the plan");
    expect({ code: judged.code, commands: commands(judged.stdout).length }).toEqual({ code: 1, commands: 1 });
  });

  it("runs a Terraform of the given sum only", async () => {
    const archive = zipSync({ terraform: strToU8("#!/bin/sh\n") });
    const curl = '#!/bin/sh\nwhile [ "$1" != --output ]; do shift; done\ncp "$PROGRAM_ARCHIVE" "$2"\n';
    const { step, run, folder, text } = await world(ALLOWED, { "bin/curl": curl, "archive.zip": Buffer.from(archive) });
    await run("chmod +x bin/curl");
    const env = { TERRAFORMVERSION: "1.11.4", PROGRAM_ARCHIVE: join(folder, "archive.zip") };
    expect((await step("plan", "Install Terraform", { ...env, TERRAFORMSHA256: "put-in-the-sum" })).code).not.toBe(0);
    expect((await step("plan", "Install Terraform", { ...env, TERRAFORMSHA256: "0".repeat(64) })).code).not.toBe(0);
    expect(text("temp/terraform/terraform")).toBe("");
    const sum = createHash("sha256").update(archive).digest("hex");
    expect(await step("plan", "Install Terraform", { ...env, TERRAFORMSHA256: sum })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("##vso[task.prependpath]"),
    });
    expect(text("temp/terraform/terraform")).not.toBe("");
  });

  it.each([
    ["plan", "Close the plan", {}, { "temp/plan.tfplan": "the state" }],
    ["plan", "Close the plan", { PLAN_KEY: "$(planKey)" }, { "temp/plan.tfplan": "the state" }],
    ["plan", "Plan", {}, { "bin/terraform.fails.plan": "" }],
    ["judge", "Judge the plan", {}, { "bin/terraform.fails.init": "" }],
    ["judge", "Open the plan", KEY, {}],
  ])("fails in stage %s, %s, where something is missing or fails", async (stage, name, env, files) => {
    const { step } = await world(ALLOWED, files);
    expect((await step(stage, name, env)).code).not.toBe(0);
  });
});
