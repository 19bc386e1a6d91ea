import { planInMemory } from "../../../readers/plan/plan-bytes";
import { readPlan } from "../../../readers/plan/read-plan";
import { readPlanSource } from "../../../readers/source/read-plan-source";
import { folderOf, KNOWLEDGE, opaquesOf } from "./folders";

const provider = (host: string): string => `
terraform {
  required_providers {
    postgresql = { source = "cyrilgdn/postgresql" }
  }
}
provider "postgresql" {
  host = ${host}
  port = 5432
}
resource "postgresql_role" "x" {
  name = "x"
}
`;

const planText = (variables: unknown, declared: unknown = { h: {} }): string =>
  JSON.stringify({
    format_version: "1.2",
    resource_changes: [
      {
        address: "postgresql_role.x",
        mode: "managed",
        type: "postgresql_role",
        name: "x",
        provider_name: "registry.terraform.io/cyrilgdn/postgresql",
        change: { actions: ["create"], before: null, after: { name: "x" }, after_unknown: {} },
      },
    ],
    configuration: {
      provider_config: {
        postgresql: {
          name: "postgresql",
          full_name: "registry.terraform.io/cyrilgdn/postgresql",
          expressions: { host: { references: ["var.h.host", "var.h"] }, port: { constant_value: 5432 } },
        },
      },
      root_module: {
        variables: declared,
        resources: [
          {
            address: "postgresql_role.x",
            mode: "managed",
            type: "postgresql_role",
            name: "x",
            provider_config_key: "postgresql",
            expressions: { name: { constant_value: "x" } },
          },
        ],
      },
    },
    variables,
  });

const readWith = async (files: Readonly<Record<string, string>>, text = planText({ h: { value: "a.example.com" } })) =>
  readPlan({ ...planInMemory("plan.json", text), source: await readPlanSource(folderOf(files), KNOWLEDGE) }, KNOWLEDGE);

describe("a host that is a variable", () => {
  test.each([
    ["is known where the configuration says just that", "var.h", { h: { value: "a.example.com" } }, "a.example.com"],
    ["is known where it is an attribute of it", "var.h.host", { h: { value: { host: "a.example.com" } } }, "a.example.com"],
    ["in quotes is the same", '"${var.h}"', { h: { value: "a.example.com" } }, "a.example.com"],
    ["is not known where something is made of it", 'replace(var.h, "a", "b")', { h: { value: "a.example.com" } }, null],
    ["is not known where something stands beside it", '"x${var.h}"', { h: { value: "a.example.com" } }, null],
    ["is not known by another variable than the plan names", "var.other", { other: { value: "a.example.com" } }, null],
    ["is not known without a value", "var.h", {}, null],
    ["is not known where the configuration writes a literal, which the plan does not", '"a.example.com"', { h: { value: "a.example.com" } }, null],
  ])("%s", async (_, host, variables, expected) => {
    const { servers } = await readWith({ "main.tf": provider(host) }, planText(variables));
    const [server] = servers;
    expect(typeof server?.host === "string" ? server.host : null).toBe(expected);
  });

  it("is not known where it is sensitive", async () => {
    const text = planText({ h: { value: "a.example.com" } }, { h: { sensitive: true } });
    expect(typeof (await readWith({ "main.tf": provider("var.h") }, text)).servers[0]?.host).toBe("symbol");
  });
});

describe("what plan JSON does not show", () => {
  const removed = 'removed {\n  from = null_resource.x\n  provisioner "local-exec" {\n    command = "psql"\n  }\n}\n';

  it("is refused beside it, with its line, and is no more called unseen", async () => {
    const reading = await readWith({ "main.tf": provider("var.h"), "removed.tf": removed });
    expect(opaquesOf(reading).map(({ origin: { address, file, line } }) => [address, file, line])).toEqual([
      ["removed.null_resource.x", "infra/removed.tf", 1],
    ]);
    expect(reading.input.unseen).toEqual([expect.stringContaining("the cluster")]);
    expect(readPlan(planInMemory("plan.json", planText({})), KNOWLEDGE).input.unseen).toContainEqual(expect.stringContaining("--source"));
  });

  it("does not refuse what the plan shows itself", async () => {
    const shown = 'data "postgresql_schemas" "x" {\n  regex_pattern = var.p\n}\n';
    expect(opaquesOf(await readWith({ "main.tf": provider("var.h"), "data.tf": shown }))).toEqual([]);
  });

  it("tells whether memberships that nobody wrote are ignored", async () => {
    const source = (body: string) => readPlanSource(folderOf({ "main.tf": `resource "postgresql_role" "x" {\n${body}\n}` }), KNOWLEDGE);
    expect((await source("lifecycle {\n    ignore_changes = [roles]\n  }")).ignores("postgresql_role.x", "roles")).toBe(true);
    expect((await source("lifecycle {\n    ignore_changes = all\n  }")).ignores("postgresql_role.x", "roles")).toBe(true);
    expect((await source('name = "x"')).ignores("postgresql_role.x", "roles")).toBe(false);
    expect((await source('name = "x"')).ignores("postgresql_role.y", "roles")).toBeUndefined();
  });
});
