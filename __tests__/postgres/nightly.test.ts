import { readFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith, runIn } from "../cli/world";
import { samplesOf } from "../support/markdown";
import { TESTED_MAJORS, withServer } from "../support/servers";

/* The page says which GRANTs an audit needs, and what it does not see with them: both are tried. */

const page = samplesOf("docs/nightly.md", readFileSync(join(__dirname, "../../docs/nightly.md"), "utf8"));
const textOf = (language: string): string => {
  const sample = page.find((each) => each.language === language);
  if (sample === undefined) throw new Error(`docs/nightly.md has no sample of ${language}`);
  return sample.text;
};

describe.each(TESTED_MAJORS)("the login of the nightly audit on PostgreSQL %i", (major) => {
  it("sees all but what the page says, and is no finding of its own audit", async () => {
    await withServer(major, async (server) => {
      const first = await server.connect({ database: "postgres" });
      await first.query(textOf("sql"));
      await first.query("ALTER ROLE rolegate_auditor PASSWORD 'secret'");
      await first.query("CREATE ROLE orders_app LOGIN");
      const { rows } = await first.query<{ id: string }>("SELECT system_identifier::text AS id FROM pg_control_system()");
      const environments = textOf("yaml")
        .replace("postgres: 16", `postgres: ${major}`)
        .replace("host: orders.db.example.com, port: 5432", `host: "${server.host}", port: ${server.port}`)
        .replace("7412345678901234567", rows[0]?.id ?? "")
        // These servers have no TLS.
        .replace("verify-full", "disable");
      const folder = folderWith({ "policies/environments.yaml": environments });
      const ran = await runIn(folder, ["audit", "--all", "--complete", "--format", "json"], { env: { PGPASSWORD: "secret", HOME: "/nowhere" } });
      expect(ran).toMatchObject({ code: 0, stderr: "" });
      const { inputs, findings } = JSON.parse(ran.stdout) as {
        readonly inputs: readonly { readonly unseen: readonly string[] }[];
        readonly findings: readonly { readonly rule: string }[];
      };
      expect(inputs.map(({ unseen }) => unseen)).toEqual([[textOf("text").trim()]]);
      // The servers of these tests are older than the newest minors.
      expect(findings.map(({ rule }) => rule).filter((rule) => rule !== "require-supported-minor")).toEqual([]);
    });
  });
});
