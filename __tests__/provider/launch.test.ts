import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished, installInto } from "../cli/installed";
import { withServer } from "../support/servers";
import { hasTerraform, terraform } from "../support/terraform";
import { membershipsOn, providerBlock } from "./support/acceptance";

const described = hasTerraform ? describe : describe.skip;
const MAJOR = 16;

described("the provider as a user installs it", () => {
  const home = mkdtempSync(join(tmpdir(), "rolegate-home-"));
  const folder = join(home, "infra");
  const env = { PATH: process.env.PATH, HOME: home, CHECKPOINT_DISABLE: "1" };
  beforeAll(async () => {
    await installInto(folder);
    // The trap of providers that are scripts: a project of ECMAScript modules around them.
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  test("`rolegate provider install` makes it known to Terraform, which starts it, with TLS on both sides, and applies", async () => {
    const installed = finished(join(folder, "node_modules/.bin/rolegate"), ["provider", "install"], { cwd: folder, env });
    expect(installed).toMatchObject({ code: 0, stderr: "" });
    expect(installed.stdout).toContain('rolegate = { source = "rolegate/rolegate"');
    expect(readdirSync(join(home, ".terraform.d/plugins")).sort()).toEqual(["registry.opentofu.org", "registry.terraform.io"]);
    await withServer(MAJOR, async (server) => {
      await server.admin.query("CREATE ROLE app LOGIN; CREATE ROLE team");
      const resource = 'resource "rolegate_memberships" "apps" {\n  members = ["app"]\n  grants = { app = { team = "noinherit" } }\n}\n';
      writeFileSync(join(folder, "main.tf"), providerBlock(server) + resource);
      expect(await terraform(["init"], folder, env)).toMatchObject({ code: 0 });
      expect(await terraform(["validate"], folder, env)).toMatchObject({ code: 0 });
      expect(await terraform(["apply", "-auto-approve"], folder, env)).toMatchObject({ code: 0 });
      expect(await membershipsOn(server, MAJOR)).toEqual(["app team noinherit"]);
      expect(await terraform(["plan", "-detailed-exitcode"], folder, env)).toMatchObject({ code: 0 });

      const secret = 'resource "rolegate_role" "shop" {\n  name = "shop"\n  password_wo = "open-sesame"\n  password_wo_version = "1"\n}\n';
      writeFileSync(join(folder, "main.tf"), providerBlock(server) + resource + secret);
      const logged = { ...env, TF_LOG_PROVIDER: "debug", TF_LOG_PATH: join(home, "terraform.log") };
      expect(await terraform(["apply", "-auto-approve"], folder, logged)).toMatchObject({ code: 0 });
      const log = readFileSync(join(home, "terraform.log"), "utf8");
      expect(log).toMatch(/\[DEBUG\] provider\.\S*rolegate\S*: ALTER ROLE: .*milliseconds=/);
      expect(log).toMatch(/\[DEBUG\] provider\.\S*rolegate\S*: ApplyResourceChange: .*type=rolegate_role/);
      expect(log).not.toContain("open-sesame");
      expect(log).not.toContain("SCRAM");
    });
  });

  test("into a folder of its own it comes with the CLI configuration that names it", async () => {
    const other = join(home, "other");
    mkdirSync(other);
    expect(finished(join(folder, "node_modules/.bin/rolegate"), ["provider", "install", "--dir", "mirror"], { cwd: other, env })).toMatchObject({ code: 0 });
    writeFileSync(join(other, "main.tf"), providerBlock({ host: "127.0.0.1", port: 1, user: "x", password: "x", database: "x" }));
    const configured = { ...env, HOME: other, TF_CLI_CONFIG_FILE: join(other, "mirror/rolegate.tfrc") };
    expect(await terraform(["init"], other, configured)).toMatchObject({ code: 0 });
    expect(await terraform(["validate"], other, configured)).toMatchObject({ code: 0 });
  });

  test("whoever starts it by hand is told what it is", () => {
    const bundle = join(folder, "node_modules/rolegate/dist/provider/provider.cjs");
    expect(finished(process.execPath, [bundle], { cwd: folder, env })).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("Terraform starts it by itself"),
    });
  });
});
