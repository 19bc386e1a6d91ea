import { dirname } from "node:path";
import ts from "typescript";
import { START } from "./refused-programs";
import { UserProject } from "./user-project";

const project = new UserProject();
beforeAll(() => project.install());
afterAll(() => project.remove());

/** What was read of the libraries is read once for all. */
const registry = ts.createDocumentRegistry();
let programs = 0;

/** The language service of an editor with one program open. `|` is the cursor. */
const editing = (program: string): { readonly service: ts.LanguageService; readonly file: string; readonly cursor: number } => {
  const text = `${START}${program}\n`;
  const cursor = text.indexOf("|", START.length);
  project.add("edited", text.slice(0, cursor) + text.slice(cursor + 1));
  const file = project.path("with", "edited");
  const folder = dirname(file);
  programs += 1;
  const version = `program ${programs}`;
  const { config } = ts.readConfigFile(`${folder}/tsconfig.json`, ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const service = ts.createLanguageService(
    {
      getCompilationSettings: () => options,
      getScriptFileNames: () => fileNames,
      getScriptVersion: (name) => (name === file ? version : "1"),
      getScriptSnapshot: (name) => {
        const content = ts.sys.readFile(name);
        return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
      },
      getCurrentDirectory: () => folder,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: ts.sys.fileExists,
      readFile: ts.sys.readFile,
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
    },
    registry,
  );
  return { service, file, cursor };
};

const offered = (program: string): readonly string[] => {
  const { service, file, cursor } = editing(program);
  return (service.getCompletionsAtPosition(file, cursor, undefined)?.entries ?? []).map(({ name }) => name).sort();
};

const hovered = (program: string): string => {
  const { service, file, cursor } = editing(program);
  return ts.displayPartsToString(service.getQuickInfoAtPosition(file, cursor)?.documentation);
};

const OBSERVE = ["pg_monitor", "pg_read_all_settings", "pg_read_all_stats", "pg_stat_scan_tables"];

describe("an editor offers", () => {
  test.each<[string, string, readonly string[]]>([
    ["an app what observes", `new AppPersona(prod, "x", { memberOf: ["|"] });`, OBSERVE],
    ["the second membership as the first", `new AppPersona(prod, "x", { memberOf: ["pg_monitor", "|"] });`, OBSERVE],
    [
      "an ops what its PostgreSQL has, with options too",
      `new OpsPersona(prod, "ops_x", { memberOf: [{ role: "|" }] });`,
      ["pg_checkpoint", "pg_create_subscription", ...OBSERVE, "pg_signal_backend", "pg_use_reserved_connections"].sort(),
    ],
    ["shared environments", `Environment.shared(app, "|");`, ["prod"]],
    ["isolated environments", `Environment.isolated(app, "|");`, ["empty-lab", "migration-lab"]],
    ["the databases of an environment", `prod.database("|");`, ["orders"]],
    ["whom the allowlist names", `lab.permitServerProgram("|");`, ["etl_migrator"]],
    ["names that are ops", `new OpsPersona(prod, "|");`, ["alice", "bob", "metrics"]],
  ])("%s", (_what, program, names) => {
    expect(offered(program)).toEqual(names);
  });

  test("a dba of PostgreSQL 16 nothing that is newer, and nothing that needs a permit", () => {
    const names = offered(`new DbaPersona(prod, "dba_x", { memberOf: ["|"] });`).filter((name) => name.startsWith("pg_"));
    expect(names).toEqual(
      [
        ...OBSERVE,
        "pg_checkpoint",
        "pg_create_subscription",
        "pg_read_all_data",
        "pg_signal_backend",
        "pg_use_reserved_connections",
        "pg_write_all_data",
      ].sort(),
    );
  });

  test("of an environment nothing that is ours alone", () => {
    const names = offered("prod.|");
    expect(names).toEqual(expect.arrayContaining(["database", "environmentName", "kind", "postgres"]));
    expect(names.filter((name) => /facts|claim|access|origin|permit/i.test(name))).toEqual([]);
    expect(offered("lab.|")).toContain("permitServerProgram");
  });
});

describe("an editor says", () => {
  test.each([
    ["what memberships are", `new AppPersona(prod, "x", { member|Of: [] });`, "Roles that this one is a member of"],
    ["what a persona is for", `new App|Persona(prod, "x");`, "A role that this program creates"],
    ["what a level gives", "orders.re|ad();", "Reads every table and sequence of the schema"],
    ["what a permit is", `lab.permitServer|Program("etl_migrator");`, "Lets one role of this environment run programs on the server"],
  ])("%s", (_what, program, words) => {
    expect(hovered(program)).toContain(words);
  });
});
