import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { finished, installInto } from "../cli/installed";
import { filesBelow, folderWith, runIn } from "../cli/world";
import { urlOf } from "../support/applied-example";
import { applyAsProvider, snapshotOf } from "../support/provider-apply";
import { REALISTIC } from "../support/realistic-cluster";
import { SAMPLED_MAJORS, TESTED_MAJORS, type TestServer, withServer } from "../support/servers";

const installed = folderWith({});
beforeAll(() => installInto(installed), 300_000);

/** The repository that is written for a cluster, with its packages. */
const adopted = async (server: TestServer, database: string): Promise<{ readonly folder: string; readonly told: string }> => {
  const parent = folderWith({});
  const ran = await runIn(parent, ["adopt", urlOf(server, database), "--out", "out"]);
  if (ran.code !== 0) throw new Error(ran.stderr);
  const folder = join(parent, "out");
  symlinkSync(join(installed, "node_modules"), join(folder, "node_modules"));
  return { folder, told: ran.stdout };
};

const synthesized = (folder: string): string => {
  const ran = finished(process.execPath, ["--import", "tsx", "main.ts"], { cwd: folder, env: { PATH: process.env.PATH } });
  if (ran.code !== 0) throw new Error(`${ran.stdout}${ran.stderr}`);
  return readFileSync(join(folder, "cdktf.out/stacks/prod/cdk.tf.json"), "utf8");
};

const typeErrors = (folder: string): string => finished(process.execPath, [join(installed, "node_modules/typescript/bin/tsc")], { cwd: folder }).stdout;

/** What Biome's formatter would write otherwise, at the width of the program. */
const misformatted = (folder: string): readonly string[] =>
  ["main.ts", "imports.ts", "grants.ts"].filter((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    const { stdout, status } = spawnSync(
      join(installed, "node_modules/.bin/biome"),
      ["format", "--indent-style=space", "--line-width=120", `--stdin-file-path=${file}`],
      { input: text, encoding: "utf8", cwd: folderWith({}) },
    );
    if (status !== 0) throw new Error(stdout);
    return stdout !== text;
  });

const snapshot = async (server: TestServer, database: string): Promise<unknown> => {
  const client = await server.connect({ database });
  try {
    return await snapshotOf(client);
  } finally {
    await client.end();
  }
};

describe.each(SAMPLED_MAJORS)("adopt on PostgreSQL %i", (major) => {
  it("writes a program that is permitted, that the server is as, and whose apply changes nothing", () =>
    withServer(major, async (server) => {
      await server.admin.query("CREATE DATABASE shop");
      const shop = await server.connect({ database: "shop" });
      for (const sql of REALISTIC(major)) await shop.query(sql);
      const { folder, told } = await adopted(server, "shop");
      const text = synthesized(folder);
      const drift = await runIn(folder, ["drift", "cdktf.out", urlOf(server, "shop")]);
      expect(drift.stdout).toMatch(/^SAME: /);
      expect(drift.code).toBe(0);
      expect((await runIn(folder, ["check", "cdktf.out"])).stdout).toMatch(/^ALLOWED/);
      const before = await snapshot(server, "shop");
      await applyAsProvider(text, (database) => server.connect({ database }));
      expect(await snapshot(server, "shop")).toEqual(before);
      const everything =
        filesBelow(folder)
          .filter((file) => !file.startsWith("node_modules"))
          .map((file) => readFileSync(join(folder, file), "utf8"))
          .join("\n") + told;
      expect(everything).not.toMatch(/hunter2|SCRAM-SHA-256|md5[0-9a-f]{32}/);
      for (const left of ["root2 is a superuser", "etl is a member of pg_execute_server_program, which is tier os", "legacy: the setting work_mem"])
        expect(told).toContain(left);
      if (major === 18) {
        expect(typeErrors(folder)).toBe("");
        expect(misformatted(folder)).toEqual([]);
      }
    }));
});

/** Names that a program, a comment or a policy file could stumble over. */
const HOSTILE = [
  'quo"te',
  "apo'strophe",
  "back`tick",
  "new\nline",
  "zero\u200bwidth",
  "class",
  "import",
  "default",
  "constructor",
  "__proto__",
  "toString",
  "a-b",
  "a_b",
  "a b",
  "aB",
  "9lives",
  "*/ evil",
  "// comment",
  "${x}",
  "star*",
  "zoë",
  "orders@corp.com",
  "backend",
  "x".repeat(63),
  "Environment",
  "true",
  "no",
  "\u202eodd",
  "app",
  "importRoles",
];

it("writes a program for any name, or says which names it cannot write", () =>
  withServer(TESTED_MAJORS.at(-1) ?? 18, async (server) => {
    await server.admin.query("CREATE DATABASE shop");
    const shop = await server.connect({ database: "shop" });
    const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
    await shop.query('CREATE SCHEMA "od""d"');
    for (const [at, name] of HOSTILE.entries()) {
      await shop.query(`CREATE ROLE ${quoted(name)} ${at % 2 === 0 ? "LOGIN" : "NOLOGIN"}`);
      // Biome has a layout of its own for keys that are longer than a line.
      if (name.length < 60) await shop.query(`CREATE TABLE "od""d".${quoted(name)} (); GRANT SELECT ON "od""d".${quoted(name)} TO ${quoted(name)}`);
    }
    await shop.query(`GRANT "a b", "class", ${quoted("*/ evil")} TO "a-b"; GRANT "a-b" TO "aB"; GRANT "aB", "toString", "zoë" TO "app"`);
    const { folder, told } = await adopted(server, "shop");
    expect(typeErrors(folder)).toBe("");
    expect(misformatted(folder)).toEqual([]);
    synthesized(folder);
    for (const shown of ["new\\u{a}line", "zero\\u{200b}width", "${x}", "star*", "constructor", "\\u{202e}odd"])
      expect(told).toContain(`${shown} cannot be written`);
    const { stdout, code } = await runIn(folder, ["drift", "cdktf.out", urlOf(server, "shop"), "--format", "json"]);
    // What no policy file can name either stays a difference.
    const left = (JSON.parse(stdout) as { differences: { role: string; about: string }[] }).differences;
    expect(left.map(({ role, about }) => `${about} ${role}`).sort()).toEqual(["role ${x}", "role new\nline", "role zero\u200bwidth", "role \u202eodd"].sort());
    expect(code).toBe(1);
  }));

it("writes all or nothing, never over a file, and says what is missing", () =>
  withServer(TESTED_MAJORS.at(-1) ?? 18, async (server) => {
    const folder = folderWith({ "out/main.ts": "mine" });
    const there = await runIn(folder, ["adopt", urlOf(server, "test"), "--out", "out"]);
    expect(there).toMatchObject({ code: 2, stdout: "" });
    expect(there.stderr).toContain("nothing written: a file is there already");
    expect(filesBelow(folder)).toEqual(["out/main.ts"]);
    expect((await runIn(folder, ["adopt", urlOf(server, "test")])).stderr).toContain("where to?");
    expect((await runIn(folder, ["adopt", "cdktf.out", "--out", "x"])).stderr).toContain("adopt takes a live server");
    expect(await runIn(folder, ["adopt", urlOf(server, "test"), "--out", "empty"])).toMatchObject({ code: 0 });
    expect(filesBelow(join(folder, "empty"))).toContain("main.ts");
  }));
