import { type HeldResource, migrationOf, type WantedResource } from "../../model/migration";

const HELD: readonly HeldResource[] = [
  { address: "postgresql_role.app", kind: "role", name: "app", memberOf: ["team"] },
  { address: 'postgresql_grant_role.each["a b"]', kind: "membership", member: "alice", role: "team" },
  { address: "postgresql_grant_role.one", kind: "membership", member: "bob", role: "team" },
  { address: "module.m.postgresql_grant.g[0]", kind: "privileges", role: "app", database: "shop" },
  { address: "module.m.postgresql_grant.g[1]", kind: "privileges", role: "app", database: "shop" },
];
const WANTED: readonly WantedResource[] = [
  { address: "rolegate_role.app", kind: "role", name: "app" },
  { address: "rolegate_memberships.all", kind: "memberships", of: "members", names: ["app", "alice"] },
  { address: "rolegate_membership.bob", kind: "membership", member: "bob", role: "team" },
  { address: "rolegate_privileges.app", kind: "privileges", role: "app", database: null, owns: { tables: ["sales"] } },
];
const NOTHING_KEPT: ReadonlySet<string> = new Set();

test("one to one is moved, what one resource owns now is forgotten, without its keys, and imported", () => {
  expect(migrationOf(HELD, { resources: WANTED, kept: NOTHING_KEPT })).toEqual({
    moved: [
      { from: "postgresql_role.app", to: "rolegate_role.app" },
      { from: "postgresql_grant_role.one", to: "rolegate_membership.bob" },
    ],
    forgotten: ["module.m.postgresql_grant.g", "postgresql_grant_role.each"],
    imported: [
      { to: "rolegate_memberships.all", id: "members=app,alice" },
      { to: "rolegate_privileges.app", id: '{"role":"app","tables":["sales"]}' },
    ],
    left: [],
  });
});

test("what nothing takes over is said, the memberships of a role's list too", () => {
  expect(migrationOf(HELD, { resources: WANTED.filter(({ kind }) => kind === "role"), kept: NOTHING_KEPT }).left).toEqual([
    "the membership of `app` in `team`, which `roles` of `postgresql_role.app` gives",
    '`postgresql_grant_role.each["a b"]`',
    "`postgresql_grant_role.one`",
    "`module.m.postgresql_grant.g[0]`",
    "`module.m.postgresql_grant.g[1]`",
  ]);
});

test("what the community provider keeps is left alone", () => {
  const kept = new Set(["postgresql_role.app", "postgresql_grant_role.each", "postgresql_grant_role.one", "module.m.postgresql_grant.g"]);
  expect(migrationOf(HELD, { resources: [], kept })).toEqual({ moved: [], forgotten: [], imported: [], left: [] });
});

test("another database's privileges are not those, and names with commas are written as JSON", () => {
  const resources: readonly WantedResource[] = [
    { address: "p", kind: "privileges", role: "app", database: "other", owns: {} },
    { address: "m", kind: "memberships", of: "roles", names: ["a,b"] },
  ];
  const { left, imported } = migrationOf(HELD.slice(3), { resources, kept: NOTHING_KEPT });
  expect(left).toHaveLength(2);
  expect(imported.map(({ id }) => id)).toEqual(['{"role":"app","database":"other"}', '{"roles":["a,b"]}']);
});
