import { join } from "node:path";
import { ENVIRONMENTS, folderWith, runIn } from "./world";

const MAIN = `terraform {
  required_providers {
    postgresql = { source = "cyrilgdn/postgresql" }
  }
}
provider "postgresql" {
  host = "orders.db.example.com"
  port = 5432
}
module "team" {
  source = "./modules/team"
}
`;
const NEEDS = 'terraform {\n  required_providers {\n    postgresql = { source = "cyrilgdn/postgresql" }\n  }\n}\n';
const DATA = 'data "postgresql_schemas" "x" {\n  database      = "orders"\n  regex_pattern = PATTERN\n}\n';
const folder = (pattern: string): string =>
  folderWith({
    "policies/environments.yaml": ENVIRONMENTS,
    "infra/main.tf": MAIN,
    "infra/modules/team/data.tf": DATA.replace("PATTERN", pattern),
    "infra/.hidden.tf": "broken {",
    "infra/modules/team/needs.tf": NEEDS,
  });

describe("check of a Terraform folder", () => {
  it("says first that it is about plan safety only, and permits what is safe to plan", async () => {
    const { code, stdout } = await runIn(folder('"^app_"'), ["check", "infra"]);
    expect({ code, first: stdout.split("\n")[0] }).toEqual({ code: 0, first: "ALLOWED, plan safety only: no errors" });
  });

  it("denies what is not, with file and line", async () => {
    const { code, stdout } = await runIn(folder("var.p"), ["check", "infra/", "--format", "json"]);
    const report = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(report.inputs).toMatchObject([{ kind: "terraform-source", path: "infra", judged: ["plan-safety"] }]);
    expect(report.findings).toMatchObject([
      {
        rule: "no-opaque-resource",
        environment: "prod",
        origin: { address: "module.team.data.postgresql_schemas.x", file: "infra/modules/team/data.tf", line: 1 },
      },
    ]);
    expect((await runIn(folder("var.p"), ["check", "infra"])).stdout).toMatch(/^DENIED, plan safety only: 1 error in prod\n/);
  });

  it("refuses bad input with exit 2", async () => {
    const broken = folderWith({ "infra/main.tf": "resource {" });
    expect(await runIn(broken, ["check", "infra"])).toMatchObject({ code: 2, stderr: expect.stringContaining("`infra/main.tf` line 1:") });
    expect(await runIn(folder('"x"'), ["explain", "--all", "infra"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("only `rolegate check` reads"),
    });
  });
});

describe("--source", () => {
  const fixture = join(__dirname, "../fixtures/plans/host-from-variable");
  const today = ["--today", "2026-11-20"];

  it("makes a host known that is a variable, and tells lines", async () => {
    expect((await runIn(fixture, ["check", "plan.json", ...today])).code).toBe(1);
    expect((await runIn(fixture, ["check", "plan.json", "--source", ".", ...today])).code).toBe(0);
    const psql = await runIn(join(__dirname, "../fixtures/plans/local-exec-psql"), ["check", "plan.json", "--source", ".", ...today]);
    expect(psql).toMatchObject({ code: 1, stdout: expect.stringContaining("at        main.tf:22  terraform_data.extra_grants") });
  });

  it("is about one plan, and names a folder with a configuration", async () => {
    expect(await runIn(fixture, ["check", ".", "--source", "."])).toMatchObject({ code: 2, stderr: expect.stringContaining("none is given") });
    expect(await runIn(fixture, ["check", "plan.json", "--source", "policies"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("no Terraform folder"),
    });
  });
});
