import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { ENVIRONMENTS, folderWith, runIn } from "./world";

const COMMUNITY = `terraform {
  required_providers {
    postgresql = { source = "cyrilgdn/postgresql" }
  }
}
`;
const REMOVED = 'removed {\n  from = null_resource.x\n  provisioner "local-exec" {\n    command = "psql"\n  }\n}\n';
const lock = (hash: string, version = "1.26.0", source = "cyrilgdn/postgresql"): string =>
  `provider "registry.terraform.io/${source}" {\n  version = "${version}"\n  hashes = [\n    "${hash}",\n  ]\n}\n`;

const archive = (files: Readonly<Record<string, string>>): Buffer =>
  Buffer.from(
    zipSync(
      Object.fromEntries(
        Object.entries({ tfplan: "x", "tfconfig/modules.json": '[{"Key":"","Dir":"."}]', ".terraform.lock.hcl": lock("h1:a"), ...files }).map(
          ([name, text]) => [name, strToU8(text)],
        ),
      ),
    ),
  );

const PLAN = JSON.stringify({ format_version: "1.2", configuration: {}, resource_changes: [] });
const ROLE_PLAN = JSON.stringify({
  format_version: "1.2",
  configuration: { provider_config: { postgresql: { name: "postgresql", full_name: "registry.terraform.io/cyrilgdn/postgresql" } } },
  resource_changes: [
    {
      address: "postgresql_role.orders_app",
      mode: "managed",
      type: "postgresql_role",
      name: "orders_app",
      provider_name: "registry.terraform.io/cyrilgdn/postgresql",
      change: { actions: ["create"], before: null, after: { name: "orders_app", login: true, roles: ["pg_read_all_data"] }, after_unknown: {} },
    },
  ],
});
/** Stands for Terraform: writes what it was given beside itself, and prints a plan. */
const PROGRAM = `#!${process.execPath}
require("node:fs").writeFileSync(__filename + ".ran", JSON.stringify({ args: process.argv.slice(2), env: process.env }));
process.stdout.write(${JSON.stringify(PLAN)});
`;

const world = (files: Readonly<Record<string, string>>, own: Readonly<Record<string, string>> = {}) => {
  const folder = folderWith({
    "policies/environments.yaml": ENVIRONMENTS,
    ".terraform.lock.hcl": lock("h1:a"),
    "bin/terraform": PROGRAM,
    "p.tfplan": archive(files),
    ...own,
  });
  chmodSync(join(folder, "bin/terraform"), 0o755);
  const env = { PATH: join(folder, "bin"), PGPASSWORD: "secret", AWS_SECRET_ACCESS_KEY: "secret", TF_CLI_ARGS_show: "-x", TF_LOG: "trace" };
  const ran = (): { readonly args: readonly string[]; readonly env: Readonly<Record<string, string>> } | null => {
    try {
      return JSON.parse(readFileSync(join(folder, "bin/terraform.ran"), "utf8"));
    } catch {
      return null;
    }
  };
  const run = (...words: string[]) => runIn(folder, words, { env });
  return { run, check: () => run("check", "p.tfplan"), ran };
};

// The program is found by its first line, which Windows does not read.
(process.platform === "win32" ? describe.skip : describe)("check of a saved plan", () => {
  it("renders it without credentials and judges it with the configuration inside", async () => {
    const { check, ran } = world({ "tfconfig/m-/main.tf": COMMUNITY });
    expect(await check()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ALLOWED: /) });
    expect(ran()).toMatchObject({ args: ["show", "-json", expect.any(String)] });
    expect(Object.keys(ran()?.env ?? {}).filter((name) => /^(?:PG|AWS_|TF_CLI_ARGS|TF_LOG)/.test(name))).toEqual([]);
  });

  it("sees what plan JSON does not show, in modules too", async () => {
    const modules = JSON.stringify([
      { Key: "", Dir: "." },
      { Key: "team", Source: "./team", Dir: "team" },
    ]);
    const { check } = world({
      "tfconfig/m-/main.tf": `${COMMUNITY}module "team" {\n  source = "./team"\n}\n`,
      "tfconfig/m-team/main.tf": REMOVED,
      "tfconfig/modules.json": modules,
    });
    expect(await check()).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("at        p.tfplan:tfconfig/m-team/main.tf:1  module.team.removed.null_resource.x"),
    });
  });

  test.each([
    ["in its configuration", 1, { "tfconfig/m-/main.tf": COMMUNITY.replace("cyrilgdn", "acme") }],
    ["in its lock file", 2, { "tfconfig/m-/main.tf": "", ".terraform.lock.hcl": lock("h1:a", "1.26.0", "acme/postgresql") }],
  ])("refuses a fork %s without starting it", async (_, expected, files) => {
    const { check, ran } = world(files);
    const { code, stdout, stderr } = await check();
    expect({ code, ran: ran() }).toEqual({ code: expected, ran: null });
    expect(`${stdout}${stderr}`).toContain("acme/postgresql");
  });

  test.each([
    ["another hash", { ".terraform.lock.hcl": lock("h1:b") }, {}, "none of its hashes"],
    ["another version", { ".terraform.lock.hcl": lock("h1:a", "1.14.0") }, {}, "says 1.26.0"],
    ["a provider that is not pinned here", {}, { ".terraform.lock.hcl": "" }, "does not name"],
  ])("does not render a plan with %s", async (_, files, own, message) => {
    const { check, ran } = world({ "tfconfig/m-/main.tf": COMMUNITY, ...files }, own);
    expect(await check()).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
    expect(ran()).toBeNull();
  });

  it("explains and compares what it renders", async () => {
    const { run } = world({ "tfconfig/m-/main.tf": COMMUNITY }, { "bin/terraform": PROGRAM.replace(JSON.stringify(PLAN), JSON.stringify(ROLE_PLAN)) });
    expect(await run("explain", "orders_app", "p.tfplan")).toMatchObject({ code: 0, stdout: expect.stringContaining("pg_read_all_data") });
    expect(await run("diff", "p.tfplan", "p.tfplan")).toMatchObject({ code: 0 });
  });

  it("explains no plan that it must not render", async () => {
    const { run, ran } = world({ "tfconfig/m-/main.tf": COMMUNITY.replace("cyrilgdn", "acme") });
    expect(await run("explain", "--all", "p.tfplan")).toMatchObject({ code: 2, stderr: expect.stringMatching(/cannot be explained\n.*acme\/postgresql/) });
    expect(ran()).toBeNull();
  });

  it("says what is missing where nothing can render it", async () => {
    const { check } = world({ "tfconfig/m-/main.tf": COMMUNITY }, { "bin/terraform": "#!/nowhere\n" });
    expect(await check()).toMatchObject({ code: 2, stderr: expect.stringContaining("TERRAFORM_BINARY_NAME") });
  });

  test.each([
    ["an archive of something else", zipSync({ "a.txt": strToU8("x") }), "it holds no `tfplan`"],
    ["a broken archive", Buffer.from("PK\u0003\u0004 and nothing more"), "is an archive and no saved plan"],
  ])("%s is bad input", async (_, bytes, message) => {
    const folder = folderWith({ "p.tfplan": Buffer.from(bytes) });
    expect(await runIn(folder, ["check", "p.tfplan"])).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });
});
