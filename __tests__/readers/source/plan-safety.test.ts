import { readSource } from "../../../readers/source/read-source";
import { folderOf, KNOWLEDGE, opaquesOf, POSTGRES, read, refused } from "./folders";

const data = (pattern: string, more = ""): string => `data "postgresql_schemas" "x" {\n  database = "orders"\n  ${pattern}\n}\n${more}`;

test("files with the line ends of Windows say the same at the same lines", async () => {
  const text = `${data(`regex_pattern = "x'"`)}\nresource "terraform_data" "x" {\n  provisioner "local-exec" {\n    command = "x"\n  }\n}\n`;
  const found = await refused({ "main.tf": POSTGRES, "data.tf": text });
  expect(found).toHaveLength(2);
  expect(await refused({ "main.tf": POSTGRES.replaceAll("\n", "\r\n"), "data.tf": text.replaceAll("\n", "\r\n") })).toEqual(found);
});

describe("data sources of the provider", () => {
  test.each([
    ["a plain literal", data('regex_pattern = "^app_"')],
    ["a list of them", data('like_any_patterns = ["app_%", "ops_%"]')],
    ["a local value that is one", data("regex_pattern = local.p", 'locals {\n  p = "^app_"\n}')],
    ["for_each over plain patterns", data('regex_pattern = "^app_"\n  for_each = toset(["a"])')],
    ["another configuration of the provider", data('regex_pattern = "x"\n  provider = postgresql.other', 'provider "postgresql" {\n  alias = "other"\n}')],
  ])("%s is permitted", async (_, text) => {
    expect(await refused({ "main.tf": POSTGRES, "data.tf": text })).toEqual([]);
  });

  test.each([
    ["a quote", data(`regex_pattern = "x'; GRANT pg_monitor TO app; --"`)],
    ["a quote by its code", data('regex_pattern = "x\\u0027"')],
    ["a quote in a list", data(`like_any_patterns = ["a", "'"]`)],
    ["a quote in a heredoc", data("regex_pattern = <<-E\n  x'\n  E")],
    ["a variable, whatever its default", data("regex_pattern = var.p", 'variable "p" {\n  default = "x"\n}')],
    ["a function", data('regex_pattern = chr("39")')],
    ["a directive", data(`regex_pattern = "x%{ if true }'%{ endif }"`)],
    ["a key of for_each", data('regex_pattern = each.key\n  for_each = toset(["a"])')],
    ["a local value with a quote", data("regex_pattern = local.p", `locals {\n  p = "'"\n}`)],
    ["a local value of two files", data("regex_pattern = local.p", 'locals {\n  p = "x"\n}\nlocals {\n  p = "y"\n}')],
    ["a database that leads elsewhere", data('regex_pattern = "x"').replace('"orders"', '"x?host=other"')],
    ["a database that is not known", data('regex_pattern = "x"').replace('"orders"', "var.d")],
    ["an argument that is not known", data('regex_pattern = "x"\n  query = "x"')],
    ["a dynamic block", data('regex_pattern = "x"\n  dynamic "pattern" {\n    for_each = []\n    content {}\n  }')],
    ["a data source that is not known", 'data "postgresql_query" "x" {\n  query = "x"\n}'],
    ["an ephemeral resource of the provider", 'ephemeral "postgresql_query" "x" {}'],
  ])("%s is refused", async (_, text) => {
    expect(await refused({ "main.tf": POSTGRES, "data.tf": text })).toEqual([expect.stringMatching(/^(data|ephemeral)\.postgresql_\w+\.x infra\/data\.tf:1$/)]);
  });

  it("is about the server that its provider configuration names", async () => {
    const { servers } = await read({ "main.tf": POSTGRES, "data.tf": data(`regex_pattern = "'"`) });
    expect(servers.map(({ provider, host, port }) => ({ provider, host, port }))).toEqual([
      { provider: "postgresql", host: "orders.db.example.com", port: 5432 },
    ]);
  });

  it("are read in `check` blocks too", async () => {
    const check = `check "c" {\n  ${data(`regex_pattern = "'"`).trim()}\n  assert {\n    condition     = true\n    error_message = "x"\n  }\n}\n`;
    expect(await refused({ "main.tf": POSTGRES, "check.tf": check })).toEqual(["data.postgresql_schemas.x infra/check.tf:2"]);
  });
});

describe("our own provider", () => {
  const ours = (more: string, source = "rolegate/rolegate"): string =>
    `terraform {\n  required_providers {\n    rolegate = { source = "${source}" }\n  }\n}\nprovider "rolegate" {\n  host = "orders.db.example.com"\n  port = 5432\n${more}}\n`;
  const refusedIn = async (text: string): Promise<readonly string[]> =>
    opaquesOf(await readSource(folderOf({ "main.tf": text }), { ...KNOWLEDGE, providers: ["rolegate/rolegate"] })).map(({ what }) => what);

  test.each([
    ["a resource", `${ours("")}resource "rolegate_memberships" "x" {\n  members = ["a"]\n  grants = {}\n}\n`, []],
    ["a cloud's token", ours('  password_command = "gcloud sql generate-login-token"\n'), []],
    ["a program", ours('  password_command = "./token.sh"\n'), ["the argument `password_command` of a provider configuration"]],
    ["a program by a variable", `${ours("  password_command = var.c\n")}variable "c" {}\n`, ["the argument `password_command` of a provider configuration"]],
    ["a data source that is not known", `${ours("")}data "rolegate_query" "x" {}\n`, ["a rolegate_query data source"]],
    ["a fork", ours("", "evil/rolegate"), ["the provider `evil/rolegate`"]],
    [
      "a fork that is asked for a program",
      ours('  password_command = "x"\n', "evil/rolegate"),
      ["the provider `evil/rolegate`", "the argument `password_command` of a provider configuration"],
    ],
  ])("with %s", async (_, text, expected) => {
    expect(await refusedIn(text)).toEqual(expected);
  });
});

const PROVISIONER = 'provisioner "local-exec" {\n    command = "COMMAND"\n  }';
const EXECUTORS: readonly (readonly [string, string])[] = [
  ["a provisioner", `resource "terraform_data" "x" {\n  ${PROVISIONER}\n}`],
  ["a connection", 'resource "aws_instance" "x" {\n  connection {\n    host = "COMMAND"\n  }\n}'],
  ["a provisioner of a removed block", `removed {\n  from = null_resource.x\n  ${PROVISIONER}\n}`],
  ["an action", 'action "local_command" "x" {\n  config {\n    command = "COMMAND"\n  }\n}'],
  ["a program during the plan", 'data "external" "x" {\n  program = ["COMMAND"]\n}'],
  ["a program for a provider's credentials", 'provider "kubernetes" {\n  exec {\n    command = "COMMAND"\n  }\n}'],
  ["the same, dynamically", 'provider "kubernetes" {\n  dynamic "exec" {\n    for_each = [1]\n    content {\n      command = "COMMAND"\n    }\n  }\n}'],
];

describe("what runs programs", () => {
  test.each(EXECUTORS)("%s is refused beside PostgreSQL", async (_, text) => {
    expect(await refused({ "main.tf": POSTGRES, "run.tf": text })).toEqual([expect.stringMatching(/ infra\/run\.tf:1$/)]);
  });
  test.each(EXECUTORS)("%s is nobody's business in a folder without it", async (_, text) => {
    expect(await refused({ "run.tf": text })).toEqual([]);
  });
  test.each(EXECUTORS)("%s is refused where it names a server of the policies", async (_, text) => {
    expect(await refused({ "run.tf": text.replace("COMMAND", "psql -h orders.db.example.com") })).toHaveLength(1);
  });

  it("permits what asks for a cluster's token", async () => {
    const provider = 'provider "kubernetes" {\n  exec {\n    command = "aws"\n    args = ["eks", "get-token"]\n  }\n}';
    expect(await refused({ "main.tf": POSTGRES, "k8s.tf": provider })).toEqual([]);
  });

  it("refuses state encryption that asks a program for its key", async () => {
    const encryption = 'terraform {\n  encryption {\n    key_provider "external" "x" {\n      command = ["x"]\n    }\n  }\n}';
    expect(await refused({ "main.tf": POSTGRES, "state.tf": encryption })).toEqual(["terraform.encryption infra/state.tf:1"]);
  });

  it("refuses a block that it does not know", async () => {
    expect(await refused({ "main.tf": POSTGRES, "new.tf": "hook {\n}" })).toEqual(["hook infra/new.tf:1"]);
  });
});

describe("providers", () => {
  test.each([
    ["a fork", POSTGRES.replace("cyrilgdn", "acme"), "registry.terraform.io/acme/postgresql"],
    ["another registry", POSTGRES.replace("cyrilgdn", "mirror.example.com/cyrilgdn"), "mirror.example.com/cyrilgdn/postgresql"],
    ["one that is configured and not declared", 'provider "postgresql" {}', "registry.terraform.io/hashicorp/postgresql"],
    ["one that is only used", 'resource "postgresql_role" "x" {\n  name = "x"\n}', "registry.terraform.io/hashicorp/postgresql"],
    [
      "a fork under another name",
      'terraform {\n  required_providers {\n    db = { source = "acme/postgresql" }\n  }\n}',
      "registry.terraform.io/acme/postgresql",
    ],
  ])("%s is refused", async (_, text, source) => {
    expect(await refused({ "main.tf": text })).toEqual([expect.stringContaining(source)]);
  });
});

describe("modules", () => {
  const call = 'module "team" {\n  source = "./team"\n}\n';
  const evil = data("regex_pattern = var.p");

  it("are read at their path, before `terraform init` too", async () => {
    expect(await refused({ "main.tf": POSTGRES + call, "team/main.tf": POSTGRES + evil })).toEqual([
      expect.stringContaining("module.team.data.postgresql_schemas.x infra/team/main.tf:"),
    ]);
  });

  it("are read where `modules.json` says, in nested modules too", async () => {
    const files = {
      "main.tf": `${POSTGRES}module "team" {\n  source = "acme/team/aws"\n}\n`,
      ".terraform/modules/team/main.tf": 'module "inner" {\n  source = "./inner"\n}',
      ".terraform/modules/team/inner/main.tf": POSTGRES + evil,
    };
    const manifest = { Modules: [{ Key: "team", Source: "registry.terraform.io/acme/team/aws", Version: "1.0.0", Dir: ".terraform/modules/team" }] };
    expect(await refused(files, manifest)).toEqual([expect.stringContaining("module.team.module.inner.data.postgresql_schemas.x")]);
    const other = { Modules: [{ ...manifest.Modules[0], Source: "registry.terraform.io/other/team/aws" }] };
    expect(await refused(files, other)).toEqual(["module.team infra/main.tf:11"]);
  });

  it("are read where a manifest leads elsewhere than the path of a local one", async () => {
    const files = { "main.tf": POSTGRES + call, "team/main.tf": "", "evil/main.tf": POSTGRES + evil };
    expect(await refused(files, { Modules: [{ Key: "team", Source: "./team", Dir: "evil" }] })).toHaveLength(1);
  });

  it("that are not there are refused beside PostgreSQL, and said elsewhere", async () => {
    expect(await refused({ "main.tf": POSTGRES + call })).toEqual(["module.team infra/main.tf:11"]);
    const ordinary = await read({ "main.tf": call });
    expect(opaquesOf(ordinary)).toEqual([]);
    expect(ordinary.input.unseen).toContainEqual(expect.stringContaining("`module.team`"));
  });

  it("that call themselves are bad input", async () => {
    await expect(refused({ "main.tf": 'module "x" {\n  source = "./"\n}' })).rejects.toThrow("without end");
  });
});

describe("which files are read, and how they are merged", () => {
  const good = data('regex_pattern = "x"');
  const bad = 'data "postgresql_schemas" "x" {\n  regex_pattern = var.p\n}';

  it("lets an override file replace arguments", async () => {
    expect(await refused({ "main.tf": POSTGRES + good, "x_override.tf": bad })).toHaveLength(1);
    expect(await refused({ "main.tf": POSTGRES + bad, "override.tf": good })).toEqual([]);
    expect(await refused({ "main.tf": POSTGRES, "override.tf": POSTGRES.replace("cyrilgdn", "acme") })).toHaveLength(1);
    const local = data("regex_pattern = local.p", 'locals {\n  p = "x"\n}');
    expect(await refused({ "main.tf": POSTGRES + local, "override.tf": `locals {\n  p = "'"\n}` })).toHaveLength(1);
    expect(await refused({ "main.tf": POSTGRES + local, "override.tf": 'locals {\n  p = "y"\n}' })).toEqual([]);
  });

  it("reads Terraform's JSON beside HCL", async () => {
    const json = JSON.stringify({ data: { postgresql_schemas: { x: { regex_pattern: "${var.p}" } } } }, null, 2);
    expect(await refused({ "main.tf": POSTGRES, "more.tf.json": json })).toEqual(["data.postgresql_schemas.x infra/more.tf.json:4"]);
  });

  it("judges what Terraform reads and what OpenTofu reads, each as it does", async () => {
    expect(await refused({ "main.tf": POSTGRES, "x.tf": good, "x.tofu": bad })).toHaveLength(1);
    expect(await refused({ "main.tf": POSTGRES, "x.tf": bad, "x.tofu": good })).toHaveLength(1);
    expect(await refused({ "main.tf": POSTGRES, "x.tf": good, "x.tofu": good })).toEqual([]);
    expect(await refused({ "main.tf": POSTGRES + bad, "override.tofu": good })).toHaveLength(1);
  });
});

describe("bad input", () => {
  test.each([
    ["not HCL", 'resource "a" {', "`infra/main.tf` line 1: Unclosed configuration block"],
    ["an argument given twice", "locals {\n  a = 1\n  a = 2\n}", "`infra/main.tf` line 3: Attribute redefined"],
    ["a nesting bomb", `locals {\n  a = ${"[".repeat(10_000)}${"]".repeat(10_000)}\n}`, "nests deeper than 200"],
    ["a zero byte", "locals {}\u0000", "is not UTF-8 text"],
  ])("%s", async (_, text, message) => {
    await expect(refused({ "main.tf": text })).rejects.toThrow(message);
  });
  it("a manifest that is none", async () => {
    await expect(refused({ "main.tf": "" }, [])).rejects.toThrow("is not what `terraform init` writes");
  });
});
