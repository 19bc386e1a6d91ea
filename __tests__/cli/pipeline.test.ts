import { type PlannedChange, PROVIDER, planOf, roleValues } from "../support/plans";
import { ENVIRONMENTS, folderWith, PERSONAS, runIn } from "./world";

const PROGRAM = "pg_execute_server_program";
const at = (host: string) => ({ postgresql: { ...PROVIDER, expressions: { host: { constant_value: host }, port: { constant_value: 5432 } } } });
const planFor = (host: string, change: PlannedChange): string => JSON.stringify(planOf([change], {}, at(host)));
const MIGRATOR = { name: "migrator", after: roleValues("etl_migrator", { roles: [PROGRAM] }) };

const ENTRY = (environment: string): string => `allowlist:
  - environment: ${environment}
    capability: execute-server-program
    roles: [etl_migrator]
    isolation: migration-host
    reason: "unload files are decompressed on the server"
    owner: data-platform@example.com
    expires: 2027-01-31
    audit: { log_statement: all }
`;
const BASE = { "policies/environments.yaml": ENVIRONMENTS, "policies/personas.yaml": PERSONAS };
const under = (folder: string, files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));

/** The recommended pipeline: the checkout of a change beside the policy files of the protected branch, which the judging job names itself. */
const pipeline = (change: Readonly<Record<string, string>>) => {
  const folder = folderWith({ ...under("protected", BASE), ...under("change", { ...BASE, ...change }) });
  return (words: readonly string[]) => runIn(`${folder}/change`, words);
};
const digestOf = async (run: ReturnType<typeof pipeline>, policies: string): Promise<string> =>
  JSON.parse((await run(["check", "plan.json", "--policies", policies, "--format", "json"])).stdout).policies.sha256;

describe("a change that brings its own permission", () => {
  const LAB = planFor("lab.db.example.com", MIGRATOR);
  const change = { "plan.json": LAB, "policies/allowlist.yaml": ENTRY("lab") };

  test("would be permitted by its own entry", async () => {
    expect(await pipeline(change)(["check", "plan.json"])).toMatchObject({ code: 0 });
  });

  test("gains nothing by it where the policy files are those of the protected branch", async () => {
    const run = pipeline(change);
    const denied = await run(["check", "plan.json", "--policies", "../protected/policies", "--format", "json"]);
    const without = await pipeline({ "plan.json": LAB })(["check", "plan.json", "--policies", "../protected/policies", "--format", "json"]);
    expect(denied.code).toBe(1);
    expect(JSON.parse(denied.stdout).findings).toMatchObject([{ rule: "no-server-program", severity: "error", status: "open", subject: "etl_migrator" }]);
    expect(JSON.parse(denied.stdout)).toEqual(JSON.parse(without.stdout));
  });

  test("gains nothing by it where the job says which policy files it means", async () => {
    const run = pipeline(change);
    const sha256 = await digestOf(run, "../protected/policies");
    expect(await run(["check", "plan.json", "--policies-sha256", sha256])).toMatchObject({ code: 2, stdout: "" });
    expect(await run(["check", "plan.json", "--policies", "../protected/policies", "--policies-sha256", sha256])).toMatchObject({ code: 1 });
  });

  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ["an entry for a shared environment", { "policies/allowlist.yaml": ENTRY("prod") }],
    ["an environment of its own for the same server", { "policies/environments.yaml": ENVIRONMENTS.replace("kind: shared", "kind: isolated") }],
    [
      "a persona that approves it",
      { "policies/personas.yaml": PERSONAS.replace("roles: [etl_migrator], approved: []", `roles: [etl_migrator], approved: [${PROGRAM}]`) },
    ],
    [
      "a waiver",
      {
        "policies/waivers.yaml": `waivers:\n  - { rule: no-server-program, environment: prod, subject: etl_migrator, reason: "x", owner: a@example.com, expires: 2027-01-31 }\n`,
      },
    ],
  ])("gains nothing by %s", async (_, files) => {
    const run = pipeline({ "plan.json": planFor("orders.db.example.com", MIGRATOR), ...files });
    expect(await run(["check", "plan.json", "--policies", "../protected/policies"])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("etl_migrator inherits pg_execute_server_program"),
    });
  });
});
