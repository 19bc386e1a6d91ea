import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith, runIn } from "./world";

const role = (name: string, address = `postgresql_role.${name}`) => ({
  mode: "managed",
  address,
  type: "postgresql_role",
  name,
  values: { name, roles: null },
});
const stateOf = (...resources: readonly object[]): string => JSON.stringify({ format_version: "1.0", values: { root_module: { resources } } });
const FILE = "rolegate-migration.tf";

const migrate = async (state: string, main: string) => {
  const folder = folderWith({ "state.json": state, "new/main.tf": main });
  const { code, stdout, stderr } = await runIn(folder, ["migrate", "state.json", "new"]);
  const file = join(folder, "new", FILE);
  return { code, said: stdout + stderr, text: existsSync(file) ? readFileSync(file, "utf8") : null, folder };
};

test("writes the blocks into the folder of the new configuration, names by reference included, and never over a file", async () => {
  const main =
    'resource "rolegate_role" "a" {\n  name = local.a\n}\nlocals {\n  a = "a$${x}"\n}\nresource "rolegate_memberships" "m" {\n  members = [rolegate_role.a.name]\n  grants  = {}\n}\n';
  const { code, text, said, folder } = await migrate(stateOf(role("a${x}", 'module.m["k"].postgresql_role.a[0]')), main);
  expect({ code, said }).toMatchObject({ code: 0, said: expect.stringContaining("1 move, 0 to forget, 1 import") });
  expect(text).toContain('moved {\n  from = module.m["k"].postgresql_role.a[0]\n  to   = rolegate_role.a\n}');
  expect(text).toContain('id = "members=a$${x}"');
  expect(await runIn(folder, ["migrate", "state.json", "new"])).toMatchObject({ code: 2, stderr: expect.stringContaining("there already") });
});

test.each([
  ["nothing takes a role's place", stateOf(role("a")), 'resource "rolegate_role" "b" {\n  name = "b"\n}\n', /`postgresql_role.a`/],
  ["there is nothing to do", stateOf(), 'resource "rolegate_role" "b" {\n  name = "b"\n}\n', /need no migration/],
  [
    "a name is a variable",
    stateOf(role("a")),
    'variable "n" {}\nresource "rolegate_role" "a" {\n  name = var.n\n}\n',
    /`name` of `rolegate_role.a` is not written out/,
  ],
  [
    "a resource has several instances",
    stateOf(role("a")),
    'resource "rolegate_role" "a" {\n  for_each = toset(["a"])\n  name = each.key\n}\n',
    /`for_each` of `rolegate_role.a`/,
  ],
  [
    "an address is none of Terraform's",
    stateOf(role("a", "postgresql_role.a\n}")),
    'resource "rolegate_role" "a" {\n  name = "a"\n}\n',
    /an address that Terraform does not write/,
  ],
  ["it is a plan", JSON.stringify({ format_version: "1.2", resource_changes: [] }), "", /is a plan, not a state/],
  ["it is no state", "[]", "", /is not a state in JSON/],
])("refuses, and writes nothing, where %s", async (_, state, main, message) => {
  const { code, text, said } = await migrate(state, main);
  expect({ code, text }).toEqual({ code: 2, text: null });
  expect(said).toMatch(message);
});

test("wants a folder with a configuration", async () => {
  expect(await runIn(folderWith({ "state.json": stateOf() }), ["migrate", "state.json", "nowhere"])).toMatchObject({ code: 2 });
});
