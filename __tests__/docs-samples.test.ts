import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { run } from "../cli/run";
import { mergeGraphs } from "../model/access-graph";
import { closureOf, type ReachedCapability } from "../model/closure";
import { indexGraph } from "../model/graph-index";
import { reachWords } from "../model/path-words";
import type { Major } from "../model/predefined-roles";
import { RULES } from "../policies/rules/index";
import { type Query, readCluster } from "../readers/catalog/read-cluster";
import { readDatabase } from "../readers/catalog/read-database";
import { readPolicies } from "../readers/policy/read-policies";
import { docsPages } from "../scripts/site/sources";
import { headingsOf, linksOf, type Sample, samplesOf } from "./support/markdown";
import { RECORDED } from "./support/recorded-plans";
import { TESTED_MAJORS, type TestServer, withServer } from "./support/servers";

/*
 * What stands beside a fence's language: `ts fails` does not compile and `ts throws` is refused when it runs, each for the reason in
 * its last comments; `yaml fails` is a policy file that the command after it reads, `yaml used` one that all commands after it read;
 * `json folder/file` is a file for the commands after it; `json contained` is part of what main.ts becomes. In `sh` and `console` each
 * `$ rolegate` command is run and its output compared, with `plan=NAME` where only that recorded plan is, as plan.json: one with a `postgres://` URL against a real server on which the `sql` sample
 * before it ran.
 */

const ROOT = join(__dirname, "..");
const TODAY = "2026-11-20";
const RULE_IDS = new Map(RULES.map((rule) => [rule.id, rule]));

const pagesBelow = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`);
const textOf = (page: string): string => readFileSync(join(ROOT, page), "utf8");

const samples = ["README.md", ...pagesBelow("docs")].flatMap((page) => samplesOf(page, textOf(page)));
const withLanguage = (language: string): readonly Sample[] => samples.filter((sample) => sample.language === language);
const titled = (list: readonly Sample[]): readonly (readonly [string, Sample])[] => list.map((sample) => [sample.title, sample]);

describe("links", () => {
  test.each(["README.md", ...docsPages(ROOT).map(({ path }) => path)])("of %s lead somewhere", (page) => {
    const broken = linksOf(textOf(page)).filter((link) => {
      const [path = "", heading] = link.split("#");
      const target = path === "" ? page : relative(ROOT, join(ROOT, dirname(page), path));
      if (!existsSync(join(ROOT, target))) return true;
      return heading !== undefined && !headingsOf(textOf(target)).has(heading);
    });
    expect(broken).toEqual([]);
  });
});

/** Samples without imports go on from the first program of docs/constructs.md. */
const START = `import { Construct } from "constructs";
import { AppPersona, type AppMembership, DbaPersona, Environment, GatedApp, Login, OpsPersona } from "rolegate";
const app = new GatedApp();
const prod = Environment.shared(app, "prod");
const lab = Environment.isolated(app, "migration-lab");
const orders = prod.database("orders").schema("orders");
`;
const programOf = ({ text }: Sample): string => (/^import /m.test(text) ? `${text}\nexport {};\n` : `${START}{\n${text}\n}\n`);
/** What a sample says is answered: its comments at the end. */
const answersOf = ({ text }: Sample): readonly string[] => {
  const lines = text.split("\n");
  const last = lines.findLastIndex((line) => !line.startsWith("// "));
  return lines.slice(last + 1).map((line) => line.slice(3));
};

const programs = new Map(withLanguage("ts").map((sample, index) => [join(ROOT, "docs", `sample-${index}.ts`), sample]));
const fileOf = new Map([...programs].map(([file, sample]) => [sample, file]));

/** What the compiler says of all samples at once, against the sources: file to `TS2322: first line`. */
const compiled = (): ReadonlyMap<string, readonly string[]> => {
  const config = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile).config as { compilerOptions: Record<string, unknown> };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  const host = ts.createCompilerHost({ ...options, pathsBasePath: ROOT });
  const { fileExists, readFile, getSourceFile } = host;
  const textOfProgram = (file: string): string | undefined => {
    const sample = programs.get(join(file));
    return sample === undefined ? undefined : programOf(sample);
  };
  host.fileExists = (file) => programs.has(join(file)) || fileExists(file);
  host.readFile = (file) => textOfProgram(file) ?? readFile(file);
  host.getSourceFile = (file, language, ...rest) => {
    const text = textOfProgram(file);
    return text === undefined ? getSourceFile(file, language, ...rest) : ts.createSourceFile(file, text, language);
  };
  const program = ts.createProgram([...programs.keys(), join(ROOT, "policies/rolegate.d.ts")], { ...options, pathsBasePath: ROOT }, host);
  return new Map(
    [...programs.keys()].map((file) => {
      const source = program.getSourceFile(file);
      const problems = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      return [file, problems.map(({ code, messageText }) => `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, "\n").split("\n")[0]}`)];
    }),
  );
};

describe("TypeScript", () => {
  let said: ReadonlyMap<string, readonly string[]> = new Map();
  const complaints = (sample: Sample): readonly string[] => said.get(fileOf.get(sample) ?? "") ?? ["not compiled"];
  const output = mkdtempSync(join(tmpdir(), "rolegate-test-docs-"));
  beforeAll(() => {
    said = compiled();
    process.env.CDKTF_OUTDIR = output;
    jest.useFakeTimers({ now: Date.parse(`${TODAY}T12:00:00Z`), doNotFake: ["nextTick", "setImmediate", "setTimeout", "queueMicrotask"] });
  });
  afterAll(() => {
    jest.useRealTimers();
    delete process.env.CDKTF_OUTDIR;
    rmSync(output, { recursive: true, force: true });
  });

  const failing = withLanguage("ts").filter(({ words }) => words.includes("fails"));
  const compiling = withLanguage("ts").filter(({ words }) => !words.includes("fails"));
  const throwing = compiling.filter(({ words }) => words.includes("throws"));
  const running = compiling.filter((sample) => !throwing.includes(sample) && !sample.text.includes("node:test"));

  test.each(titled(compiling))("%s compiles", (_title, sample) => expect(complaints(sample)).toEqual([]));
  test.each(titled(failing))("%s does not compile, for the reason that it gives", (_title, sample) => {
    expect(answersOf(sample)).not.toEqual([]);
    expect(complaints(sample)).toEqual(answersOf(sample));
  });

  const runProgram = (sample: Sample): void => {
    const { outputText } = ts.transpileModule(programOf(sample), { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
    new Function("require", "exports", outputText)(require, {});
  };
  test.each(titled(running))("%s runs", (_title, sample) => runProgram(sample));
  test.each(titled(throwing))("%s is refused when it runs, for the reason that it gives", (_title, sample) => {
    let message = "";
    try {
      runProgram(sample);
    } catch (error) {
      message = (error as Error).message;
    }
    // Without the construct and line that a refusal ends with.
    expect([message.replace(/ \[[^[\]]*\]$/, "")]).toEqual(answersOf(sample));
  });
});

const fileNameOf = ({ text }: Sample): string | undefined => /^# (\w+\.yaml)\b/.exec(text)?.[1];
const policySamples = withLanguage("yaml").filter((sample) => fileNameOf(sample) !== undefined);

describe("policy files", () => {
  test.each(titled(policySamples.filter(({ words }) => !words.includes("fails"))))("%s loads", (_title, sample) => {
    const name = fileNameOf(sample) ?? "";
    const files = [{ name, text: sample.text }];
    if (name !== "environments.yaml") files.push({ name: "environments.yaml", text: textOf("policies/environments.yaml") });
    expect(() => readPolicies(files, { today: TODAY, rules: RULE_IDS })).not.toThrow();
  });

  test("of pages all say which file they are", () => expect(withLanguage("yaml").filter((sample) => !policySamples.includes(sample))).toEqual([]));
});

describe("JSON", () => {
  const main = JSON.parse(textOf("__tests__/fixtures/main/prod/cdk.tf.json")) as object;
  test.each(titled(withLanguage("json")))("%s is JSON, and what it says of the example is there", (_title, { text, words }) => {
    const value = JSON.parse(text) as object;
    if (words.includes("contained")) expect(main).toMatchObject(value);
  });
});

/** What a command of a page prints: standard output and errors as a terminal would show them. */
const printed = async (command: string, cwd: string, env: Readonly<Record<string, string>> = {}): Promise<string> => {
  let text = "";
  const sink = {
    write: async (part: string): Promise<void> => {
      text += part;
    },
    isTerminal: false,
    columns: undefined,
  };
  const args = command
    .replace(/^(npx )?rolegate\s*/, "")
    .split(/\s+/)
    .filter((word) => word !== "");
  await run(args, { cwd, env, now: () => new Date(`${TODAY}T12:00:00Z`), stdin: () => Buffer.alloc(0), stdout: sink, stderr: sink });
  return text.trimEnd();
};

/** Equal, where a line `...` stands for lines that are left out. */
const matches = (shown: string, real: string): boolean => {
  const pattern = shown.split("\n").map((line) => (line === "..." ? "(?:.*\\n)*?" : `${line.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\n`));
  return new RegExp(`^${pattern.join("")}$`).test(`${real}\n`);
};

const COMMAND = /^\$ (?:npx )?rolegate\b/;
const stackOf = (name: string): object => ({ name, synthesizedStackPath: `stacks/${name}/cdk.tf.json` });

/** The folder that a sample's commands are run in: a recorded plan and nothing else, or this repository's policy files and what its main.ts synthesizes, in the README edited by hand. */
const makeFolder = ({ page, words }: Sample): string => {
  const folder = mkdtempSync(join(tmpdir(), "rolegate-test-docs-"));
  const plan = words.find((word) => word.startsWith("plan="));
  if (plan !== undefined) {
    cpSync(join(RECORDED, plan.slice("plan=".length), "plan.json"), join(folder, "plan.json"));
    return folder;
  }
  cpSync(join(ROOT, "policies"), join(folder, "policies"), { recursive: true, filter: (path) => !/rules/.test(relative(ROOT, path)) });
  cpSync(join(ROOT, "__tests__/fixtures/main"), join(folder, "cdktf.out/stacks"), { recursive: true });
  const stacks = { prod: stackOf("prod"), "migration-lab": stackOf("migration-lab") };
  writeFileSync(join(folder, "cdktf.out/manifest.json"), JSON.stringify({ version: "0.21.0", stacks }));
  if (page !== "README.md") return folder;
  const file = join(folder, "cdktf.out/stacks/prod/cdk.tf.json");
  const stack = JSON.parse(readFileSync(file, "utf8")) as { resource: { postgresql_role: { orders_app: { roles: string[] } } } };
  stack.resource.postgresql_role.orders_app.roles = ["pg_execute_server_program"];
  writeFileSync(file, JSON.stringify(stack));
  return folder;
};

/** A named JSON sample, and a policy file that is used, are in the folder of the commands after them; one that fails is there for one command. */
const inputsBefore = (shell: Sample): readonly (readonly [string, string])[] => {
  const before = samples.filter(({ page, line }) => page === shell.page && line < shell.line);
  const [previous] = before.slice(-1);
  const named = before.flatMap(({ language, words, text }) =>
    language === "json" ? words.filter((word) => word.includes("/")).map((path) => [path, text] as const) : [],
  );
  const used = before.filter(({ language, words }) => language === "yaml" && words.includes("used")).map((sample) => policyFile(sample));
  const broken = previous?.language === "yaml" && previous.words.includes("fails") ? [policyFile(previous)] : [];
  return [...named, ...used, ...broken];
};
const policyFile = (sample: Sample): readonly [string, string] => [`policies/${fileNameOf(sample)}`, sample.text];

describe("commands", () => {
  const shells = [...withLanguage("sh"), ...withLanguage("console")].filter(({ text }) => COMMAND.test(text));

  /** Runs each command of the sample where its inputs are, and compares. */
  const runShell = async (shell: Sample, runs: (command: string, folder: string) => Promise<string>): Promise<void> => {
    const folder = makeFolder(shell);
    try {
      for (const [path, text] of inputsBefore(shell)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      for (const part of shell.text.split(/^(?=\$ )/m).filter((part) => COMMAND.test(part))) {
        const [first = "", ...rest] = part.trimEnd().split("\n");
        const shown = rest.join("\n");
        const real = await runs(first.slice(2), folder);
        if (!matches(shown, real)) expect(real).toBe(shown);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  const isLive = ({ text }: Sample): boolean => text.includes("postgres://");

  test.each(titled(shells.filter((shell) => !isLive(shell))))("%s print what is shown", (_title, shell) => runShell(shell, printed));

  /** The server of the sample's environment, `prod` of this repository's policy files, and the statements that ran on it. */
  const prepared = async (shell: Sample, { admin }: TestServer): Promise<void> => {
    const sql = samples.findLast(({ page, line, language }) => page === shell.page && line < shell.line && language === "sql");
    if (sql === undefined) throw new Error(`no SQL stands before ${shell.title}`);
    await admin.query(`CREATE ROLE auditor LOGIN PASSWORD 'secret'; ${sql.text}`);
  };
  const liveShells = shells.filter((shell) => isLive(shell) && TESTED_MAJORS.includes(16));
  if (liveShells.length > 0)
    test.each(titled(liveShells))("%s print what is shown of a real server", (_title, shell) =>
      withServer(16, async (server) => {
        await prepared(shell, server);
        const { rows } = await server.admin.query<{ id: string }>("SELECT system_identifier::text AS id FROM pg_control_system()");
        await runShell(shell, (command, folder) => {
          const file = join(folder, "policies/environments.yaml");
          const [prod = "", ...others] = readFileSync(file, "utf8").split(/^(?= {2}- name: migration-lab)/m);
          const here = prod
            .replace("host: orders.db.example.com, port: 5432", `host: "${server.host}", port: ${server.port}`)
            .replace("databases: [orders]", "databases: [test]")
            .replace("7412345678901234567", rows[0]?.id ?? "");
          writeFileSync(file, [here, ...others].join(""));
          return printed(command.replace("@orders.db.example.com/", `@${server.host}:${server.port}/`), folder, { PGPASSWORD: "secret" });
        });
      }),
    );

  test("every policy file that fails is followed by what is printed", () => {
    const after = (sample: Sample): Sample | undefined => samples[samples.indexOf(sample) + 1];
    expect(policySamples.filter((sample) => sample.words.includes("fails") && !shells.includes(after(sample) as Sample))).toEqual([]);
  });
});

/**
 * What a page says that a real server lets a role do: `-- 16: alice inherits pg_monitor`, `-- 16: alice never reaches superuser`; a
 * conditional path ends with its condition.
 */
const claimsOf = ({ text }: Sample): readonly { readonly major: Major; readonly claim: string }[] =>
  [...text.matchAll(/^-- (1\d): (.*)$/gm)].map(([, major, claim = ""]) => ({ major: Number(major) as Major, claim }));
const claims = withLanguage("sql").flatMap((sample) => claimsOf(sample).map((claim) => ({ ...claim, sample })));

const reachedWords = (role: string, { path, source, condition }: ReachedCapability): string =>
  `${reachWords(role, path, source)}${condition === null ? "" : `, ${condition}`}`;

describe("SQL", () => {
  const majors = TESTED_MAJORS.filter((tested) => claims.some(({ major }) => major === tested));
  for (const major of majors)
    test(`does on PostgreSQL ${major} what is said beside it`, async () => {
      await withServer(major, async ({ admin, database }) => {
        for (const sample of new Set(claims.filter((claim) => claim.major === major).map((claim) => claim.sample))) {
          await admin.query("BEGIN");
          await admin.query(sample.text);
          const query: Query = async (sql) => (await admin.query(sql)).rows;
          const graph = mergeGraphs([(await readCluster(query)).graph, (await readDatabase(query, database)).graph]);
          await admin.query("ROLLBACK");
          const closure = closureOf(indexGraph(graph), { major, administrators: ["postgres"] });
          for (const { claim } of claimsOf(sample).filter((claim) => claim.major === major)) {
            const [, role = "", never] = /^(\w+)(?: never reaches ([\w-]+)$)?/.exec(claim) ?? [];
            const reaches = closure.reaches(role);
            if (never !== undefined) expect(reaches.map(({ capability }) => capability)).not.toContain(never);
            else expect(reaches.map((reach) => reachedWords(role, reach))).toContain(claim);
          }
        }
      });
    });
});
