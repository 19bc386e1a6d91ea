import { join } from "node:path";
import { ROOT } from "./files";
import { installedProgram } from "./program";
import { ALLOWED, DENIED, worldWith } from "./world";

const program = installedProgram();
const REVIEW = join(ROOT, "integrations/shell/review.sh");
const SH = ["sh"] as const;
const POSIX = process.platform === "win32" ? describe.skip : describe;

POSIX("integrations/shell/review.sh", () => {
  const world = (plan: string, files = {}) => {
    const { run, ...rest } = worldWith(plan, program, files);
    return { ...rest, review: (words: string, env = {}) => run(`"$REVIEW" ${words}`, { shell: SH, env: { REVIEW, ...env } }) };
  };

  it("judges the folder before anything is planned", async () => {
    const { review, asked, text } = world(ALLOWED);
    expect(await review("folder change/infra trusted/policies reports")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^ALLOWED, plan safety only/m),
    });
    expect(asked().map(({ args }) => args[0])).toEqual(["init"]);
    expect(asked()[0]?.args).toContain("-backend=false");
    expect(JSON.parse(text("reports/report.json"))).toMatchObject({ verdict: "allow" });
  });

  it("plans with the login, and judges nothing there", async () => {
    const { review, asked, text } = world(DENIED);
    expect(await review("plan change/infra made.tfplan", { PGPASSWORD: "secret" })).toMatchObject({ code: 0 });
    expect(asked().map(({ args, login }) => [args[0], login])).toEqual([
      ["init", "secret"],
      ["plan", "secret"],
    ]);
    expect(text("made.tfplan")).not.toBe("");
  });

  it.each([
    [ALLOWED, 0, "allow"],
    [DENIED, 1, "deny"],
  ])("judges the plan with the policies that it is given", async (plan, code, verdict) => {
    const { review, text } = world(plan);
    const ran = await review("judge change/infra plan.tfplan trusted/policies reports");
    expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code, stderr: expect.not.stringContaining("rolegate:") });
    expect(JSON.parse(text("reports/report.json")).verdict).toBe(verdict);
    expect(text("reports/report.md")).toContain(verdict === "deny" ? "DENIED" : "ALLOWED");
  });

  it("would permit it with the policies of the change", async () => {
    expect(await world(DENIED).review("judge change/infra plan.tfplan change/policies reports")).toMatchObject({ code: 0 });
  });

  it.each<readonly [string, string, Readonly<Record<string, string>>, Readonly<Record<string, string>>]>([
    ["the policies are not there", "judge change/infra plan.tfplan nowhere reports", {}, {}],
    ["the plan is not there", "judge change/infra nowhere.tfplan trusted/policies reports", {}, {}],
    ["the folder is not there", "folder nowhere trusted/policies reports", {}, {}],
    ["init fails", "folder change/infra trusted/policies reports", { "bin/terraform.fails.init": "" }, {}],
    ["planning fails", "plan change/infra made.tfplan", { "bin/terraform.fails.plan": "" }, {}],
    ["the plan cannot be rendered", "judge change/infra plan.tfplan trusted/policies reports", { "bin/terraform.fails.show": "" }, {}],
    ["there is no rolegate", "folder change/infra trusted/policies reports", {}, { ROLEGATE: "no-such-program" }],
    ["it is asked for something else", "apply everything", {}, {}],
    ["it is asked for nothing", "", {}, {}],
  ])("exits 2 and says why where %s", async (_, words, files, env) => {
    const { code, stderr } = await world(ALLOWED, files).review(words, env);
    expect({ code, said: stderr.trim() !== "" }).toEqual({ code: 2, said: true });
  });

  it("takes names as they are", async () => {
    const { review, text } = world(ALLOWED, { "change/$(touch pwned); x/main.tf": "" });
    expect(await review('folder "change/\\$(touch pwned); x" trusted/policies "re ports"')).toMatchObject({ code: 0 });
    expect(text("re ports/report.json")).not.toBe("");
    expect(text("pwned")).toBe("");
  });
});

POSIX("integrations/atlantis/rolegate-atlantis.sh", () => {
  const SCRIPT = join(ROOT, "integrations/atlantis/rolegate-atlantis.sh");
  const world = (plan: string, files = {}) => {
    const { run, folder, ...rest } = worldWith(plan, program, files);
    const env = { SCRIPT, ROLEGATE_POLICIES: join(folder, "trusted/policies"), PLANFILE: join(folder, "plan.tfplan") };
    return { ...rest, atlantis: (word: string, more = {}) => run(`"$SCRIPT" ${word}`, { shell: SH, env: { ...env, ...more }, cwd: "change/infra" }) };
  };
  /** As Atlantis decides on the text of a custom policy check; an exit with another status leaves it none. */
  const passes = ({ code, stdout }: { readonly code: number | null; readonly stdout: string }): boolean =>
    code === 0 && stdout !== "" && !/([1-9][0-9]* failure|failures": \[)/.test(stdout) && !stdout.trim().startsWith("FAIL");
  const items = (text: string): readonly string[] => text.match(/^FAIL .*$/gm) ?? [];

  it("lets Atlantis pass what is permitted", async () => {
    const ran = await world(ALLOWED).atlantis("policy-check");
    expect({ passes: passes(ran), items: items(ran.stdout) }).toEqual({ passes: true, items: [] });
  });

  it("lets Atlantis fail what is denied, with one line for each finding, and the review below", async () => {
    const ran = await world(DENIED).atlantis("policy-check");
    expect(passes(ran)).toBe(false);
    expect(items(ran.stdout)).toEqual([
      "FAIL no-server-program lab etl_migrator execute-server-program postgresql_role.migrator: etl_migrator can run programs on the server: it inherits pg_execute_server_program",
    ]);
    expect(ran.stdout).toContain("DENIED");
  });

  it("shows the same lines again, so that an approval stays while nothing is new", async () => {
    const [one, two] = await Promise.all([world(DENIED).atlantis("policy-check"), world(DENIED).atlantis("policy-check")]);
    expect(items(one.stdout)).toEqual(items(two.stdout));
  });

  it("is no permission where nothing could be judged", async () => {
    const ran = await world(ALLOWED, { "bin/terraform.fails.show": "" }).atlantis("policy-check");
    expect({ passes: passes(ran), code: ran.code, stdout: ran.stdout }).toEqual({ passes: false, code: 2, stdout: "" });
    expect(ran.stderr).toContain("could not render");
  });

  it.each([
    ["folder", ALLOWED, 0],
    ["apply", ALLOWED, 0],
    ["apply", DENIED, 1],
    ["anything", ALLOWED, 2],
  ])("%s ends as it must", async (word, plan, code) => expect(await world(plan).atlantis(word)).toMatchObject({ code }));

  it("lets nothing be planned whose folder is dangerous", async () => {
    const files = { "change/infra/data.tf": 'data "external" "x" {\n  program = ["psql"]\n}\n' };
    expect(await world(ALLOWED, files).atlantis("folder")).toMatchObject({ code: 1, stdout: expect.stringContaining("DENIED") });
  });
});
