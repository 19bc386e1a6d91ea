import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { COMMUNITY_ADDRESS, communityProvider } from "../support/community-provider";
import { judgeRecorded, RECORDED } from "../support/recorded-plans";
import { type TestServer, withServer } from "../support/servers";
import { hasTerraform, terraform, withWorkspace } from "../support/terraform";
import { PLAN_CASES, type PlanCase } from "./support/recorded-cases";

/** `ROLEGATE_RECORD=1` writes what Terraform says now over what is recorded. */
const IS_RECORDING = process.env.ROLEGATE_RECORD !== undefined;
const HOST = "pg-shared.corp.test";
const PORT = 55216;
const POLICIES = join(RECORDED, "program-through-group", "policies");

/** The head of a configuration: denied plans must be made, so that the provider itself does not judge. */
const headOf = ({ host, port, user, password, database }: TestServer, { isMixed = false, after }: PlanCase): string => `terraform {
  required_providers {
    rolegate = { source = "rolegate/rolegate" }${isMixed ? '\n    postgresql = { source = "cyrilgdn/postgresql" }' : ""}
  }
}

provider "rolegate" {
  host     = "${host}"
  port     = ${port}
  username = "${user}"
  ${after.startsWith("PASSWORD_COMMAND") ? `password_command = "echo ${password}"` : ""}
  database = "${database}"
}
${isMixed ? `\nprovider "postgresql" {\n  host     = "${host}"\n  port     = ${port}\n  username = "${user}"\n}\n` : ""}
`;

/** Makes the plan on a real server, and gives it as JSON with the endpoint of the policy files. */
const planOf = (plan: PlanCase): Promise<{ readonly json: string; readonly main: string }> =>
  withServer(16, async (server) => {
    if (plan.sql !== undefined) await server.admin.query(plan.sql);
    const community = communityProvider((sql) => server.admin.query(sql));
    return withWorkspace(
      { isJudging: false, ...(plan.isMixed === true && { others: { [COMMUNITY_ADDRESS]: community } }), env: { PGPASSWORD: server.password } },
      async ({ folder, write, run, env }) => {
        const main = headOf(server, plan) + plan.after.replace("PASSWORD_COMMAND", "");
        const done = async (...args: readonly string[]): Promise<string> => {
          const { code, output } = await run(...args);
          if (code !== 0) throw new Error(output);
          return output;
        };
        if (plan.before !== undefined) {
          write("main.tf", headOf(server, plan) + plan.before);
          await done("apply", "-auto-approve");
        }
        write("main.tf", main);
        for (const [name, text] of Object.entries(plan.files ?? {})) write(name, text);
        if (plan.files !== undefined) await done("init");
        await done("plan", "-out=planned");
        const { code, output } = await terraform(["show", "-json", "planned"], folder, env);
        if (code !== 0) throw new Error(output);
        const elsewhere = (text: string): string =>
          text.replaceAll(`"${server.host}"`, `"${HOST}"`).replaceAll(String(server.port), String(PORT)).replaceAll(server.password, "secret");
        return { json: JSON.stringify(JSON.parse(elsewhere(output)), null, 1), main: elsewhere(main) };
      },
    );
  });

const record = (
  { name, title, expect: verdict, subjects = [], files = {} }: PlanCase,
  { json, main }: { readonly json: string; readonly main: string },
): void => {
  const folder = join(RECORDED, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  write("plan.json", `${json}\n`);
  write("main.tf", main);
  for (const [file, text] of Object.entries(files)) write(file, text);
  write(
    "case.json",
    `${JSON.stringify({ title, expect: verdict, subjects, today: "2026-11-20", terraform: "1.11.4", provider: "rolegate", postgres: 16 }, null, 2)}\n`,
  );
  cpSync(POLICIES, join(folder, "policies"), { recursive: true });
};

(hasTerraform ? describe : describe.skip)("plans that Terraform makes with our provider get the verdict that was recorded", () => {
  test.each(PLAN_CASES.map((plan) => [plan.name, plan] as const))("%s", async (name, plan) => {
    const made = await planOf(plan);
    if (IS_RECORDING) record(plan, made);
    const report = judgeRecorded(name, made.json);
    const refused = report.findings.filter(({ status, severity }) => status === "open" && severity === "error");
    const said = [...refused.map(({ rule, message }) => `${rule}: ${message}`), report.verdict];
    expect(said.at(-1) === plan.expect ? plan.expect : said).toBe(plan.expect);
  });
});
