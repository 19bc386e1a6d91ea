import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type PlannedChange, PROVIDER, planOf, roleValues } from "../support/plans";
import { folderWith, runIn } from "./world";

const PROGRAM = "pg_execute_server_program";
const at = (host: string) => ({ postgresql: { ...PROVIDER, expressions: { host: { constant_value: host }, port: { constant_value: 5432 } } } });
const plan = (changes: readonly PlannedChange[]): string => JSON.stringify(planOf(changes, {}, at("db.example.com")));
const DENIED = plan([{ name: "app", after: roleValues("orders_app", { roles: [PROGRAM] }) }]);
const ALLOWED = plan([{ name: "app", after: roleValues("orders_app") }]);
const inFolder = (files: Readonly<Record<string, string | Buffer>>, argv: readonly string[], stdin?: string) =>
  runIn(folderWith(files), argv, stdin === undefined ? {} : { stdin });

describe("rolegate check, of a plan", () => {
  test("denies and permits by exit code, from a file and from standard input", async () => {
    expect(await inFolder({ "plan.json": DENIED }, ["check", "plan.json", "--quiet"])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("orders_app inherits pg_execute_server_program"),
    });
    expect(await inFolder({}, ["check", "-", "--quiet"], DENIED)).toMatchObject({ code: 1, stdout: expect.stringContaining("DENIED: 1 error") });
    expect(await inFolder({ "plan.json": ALLOWED }, ["check", "plan.json"])).toMatchObject({ code: 0, stdout: expect.stringContaining("ALLOWED") });
  });

  test("says in JSON what was judged and what could not be seen", async () => {
    const { stdout } = await inFolder({ "plan.json": ALLOWED }, ["check", "plan.json", "--format", "json"]);
    expect(JSON.parse(stdout).inputs).toEqual([
      {
        kind: "terraform-plan",
        path: "plan.json",
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        judged: ["roles", "plan-safety"],
        unseen: [expect.stringContaining("removed"), expect.anything()],
      },
    ]);
  });

  test("judges several together: a group of one is known in the other", async () => {
    const group = plan([{ name: "tools", after: roleValues("tools", { login: false, roles: [PROGRAM] }) }]);
    const member = plan([{ name: "app", after: roleValues("orders_app", { roles: ["tools"] }) }]);
    const { stdout } = await inFolder({ "a.json": group, "b.json": member }, ["check", "a.json", "b.json", "--format", "json"]);
    expect(JSON.parse(stdout).findings.filter(({ rule }: { rule: string }) => rule === "no-server-program")).toHaveLength(2);
  });

  test("counts what stood before only where it is asked to", async () => {
    const standing = plan([{ name: "app", actions: ["no-op"], after: roleValues("orders_app", { roles: [PROGRAM] }) }]);
    expect(await inFolder({ "plan.json": standing }, ["check", "plan.json"])).toMatchObject({ code: 0, stdout: expect.stringContaining("standing") });
    expect(await inFolder({ "plan.json": standing }, ["check", "plan.json", "--standing", "error"])).toMatchObject({ code: 1 });
  });

  test.each<readonly [string, string | Buffer, string]>([
    ["an empty file", "", "is empty"],
    ["a text that ends too early", ALLOWED.slice(0, -40), "the text ends too early"],
    ["no JSON", "{ plan }", "expected a key"],
    ["two documents", `${ALLOWED}\n${ALLOWED}`, "text after the end"],
    ["a byte order mark", `\uFEFF${ALLOWED}`, "byte order mark"],
    ["UTF-16", Buffer.from(`\uFEFF${ALLOWED}`, "utf16le"), "not UTF-8 text"],
    ["a key given twice", ALLOWED.replace("{", '{"complete":false,'), "`complete` is given twice"],
    ["a nesting bomb", `{"format_version":"1.2","configuration":{},"planned_values":${"[".repeat(200_000)}${"]".repeat(200_000)}}`, "nests deeper"],
    ["a list", "[]", "it holds a list"],
    ["a state", '{"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"x","outputs":{},"resources":[]}', "is a Terraform state"],
    ["a state as JSON", '{"format_version":"1.0","terraform_version":"1.11.4","values":{}}', "is a Terraform state"],
    ["a provider schema", '{"format_version":"1.0","provider_schemas":{}}', "is a provider schema"],
    ["a log of terraform plan", '{"@level":"info","@message":"Terraform 1.11.4"}', "the log of `terraform plan -json`"],
    ["another format", ALLOWED.replace('"1.2"', '"2.0"'), "`format_version` `2.0`"],
    ["a format that is no version", ALLOWED.replace('"1.2"', "12"), "`format_version` `12`"],
    ["no configuration", '{"format_version":"1.2","resource_changes":[]}', "has no `configuration`"],
    ["a section of another kind", '{"format_version":"1.2","configuration":{},"resource_changes":{}}', "`resource_changes` is not what Terraform writes"],
    ["another archive", Buffer.from("PK\u0003\u0004rest"), "is an archive and no saved plan"],
  ])("refuses %s with exit 2, and says what it is", async (_, text, words) => {
    const { code, stdout, stderr } = await inFolder({ "plan.json": text }, ["check", "plan.json"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(words);
    expect(stderr).not.toContain("internal fault");
  });

  test("refuses standard input that is given twice, and what is not there", async () => {
    expect(await inFolder({}, ["check", "-", "-"], ALLOWED)).toMatchObject({ code: 2, stderr: expect.stringContaining("standard input is given twice") });
    expect(await inFolder({}, ["check", "plan.json"])).toMatchObject({ code: 2, stderr: expect.stringContaining("no such file") });
  });

  test("permits an empty plan", async () => {
    expect(
      await inFolder({ "plan.json": '{"format_version":"1.2","terraform_version":"1.11.4","configuration":{"root_module":{}}}' }, ["check", "plan.json"]),
    ).toMatchObject({ code: 0 });
  });
});

describe("explain and diff, of a plan", () => {
  test("explain it as it will be after the change", async () => {
    const { code, stdout } = await inFolder({ "plan.json": DENIED }, ["explain", "orders_app", "plan.json"]);
    expect([code, stdout]).toEqual([0, expect.stringContaining("orders_app inherits pg_execute_server_program")]);
  });

  test("compare it with a stack or another plan", async () => {
    const folder = folderWith({ "a.json": ALLOWED });
    writeFileSync(join(folder, "b.json"), DENIED);
    expect(await runIn(folder, ["diff", "a.json", "b.json"])).toMatchObject({ code: 1, stdout: expect.stringContaining("pg_execute_server_program") });
    expect(await runIn(folder, ["diff", "a.json", "a.json"])).toMatchObject({ code: 0 });
  });
});
