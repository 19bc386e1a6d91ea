import fc from "fast-check";
import { EMPTY_GRAPH, NO_ORIGIN } from "../../../model/access-graph";
import { facts } from "../../../policies/example";
import { at } from "../../../provider/plugin/diagnostics";
import { type MapValue, sameValue, UNKNOWN_VALUE, type Value, valueOfJson } from "../../../provider/plugin/value";
import { PLANNED_ROLE, RoleChange } from "../../../provider/role/change";
import { differencesOf, factsOf } from "../../../provider/role/facts";
import { roleOfTheirs } from "../../../provider/role/move";
import { objectOf } from "../../../provider/role/object";
import { storedPassword } from "../../../provider/role/password";
import { roleStatements } from "../../../provider/role/statements";
import { stubOf } from "../../../provider/role/stub";
import { unknownPlaces, validateRole } from "../../../provider/role/validate";

const object = (json: object): MapValue => new Map<string, Value>([...stubOf("app"), ...(valueOfJson(json) as MapValue)]);

const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const settingMaps = optional(
  fc.dictionary(fc.constantFrom("work_mem", "TimeZone", "search_path"), fc.constantFrom("8MB", "a,b", ""), { noNullPrototype: true }),
);
const objects: fc.Arbitrary<MapValue> = fc
  .record({
    login: optional(fc.boolean()),
    superuser: optional(fc.boolean()),
    inherit: optional(fc.boolean()),
    replication: optional(fc.boolean()),
    connection_limit: optional(fc.constantFrom(-1, 0, 5)),
    valid_until: optional(fc.constantFrom("infinity", "2030-01-01T00:00:00Z", "2030-01-01 01:00+01", "2031-01-01T00:00:00Z")),
    settings: settingMaps,
    database_settings: optional(
      fc.dictionary(
        fc.constantFrom("a", "b"),
        settingMaps.map((map) => map ?? {}),
        { noNullPrototype: true },
      ),
    ),
    comment: optional(fc.constantFrom("one", "two")),
    password_wo_version: optional(fc.constantFrom("1", "2")),
  })
  .map(object);

describe("an object and the facts of a role", () => {
  test("what a server has that is as it is written leaves the object as it is, whatever is left out", () => {
    fc.assert(fc.property(objects, (written) => expect(sameValue(objectOf(factsOf(written), written), written)).toBe(true)));
  });

  test("what a server has otherwise is told, and nothing else: the object says just that", () => {
    fc.assert(
      fc.property(objects, objects, (written, live) => {
        const told = objectOf(factsOf(live), written);
        expect(differencesOf(factsOf(told), factsOf(live))).toEqual([]);
        expect(sameValue(told, written)).toBe(differencesOf(factsOf(live), factsOf(written)).length === 0);
      }),
    );
  });

  test("the statements are none where nothing differs", () => {
    fc.assert(
      fc.property(objects, objects, (a, b) => {
        const statements = roleStatements(factsOf(a), factsOf(b), null);
        expect(statements.length === 0).toBe(differencesOf(factsOf(a), factsOf(b)).length === 0);
      }),
    );
  });
});

test("only what differs is written, and a password as its verifier", () => {
  const found = factsOf(object({ login: true, settings: { work_mem: "8MB", a: "1" } }));
  const wanted = factsOf(
    object({ name: "shop", login: true, create_role: true, settings: { work_mem: "9MB" }, database_settings: { d: { role: "x" } }, comment: "it's" }),
  );
  expect(roleStatements(found, wanted, { set: "SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy" })).toEqual([
    'ALTER ROLE "app" RENAME TO "shop"',
    'ALTER ROLE "shop" CREATEROLE',
    `ALTER ROLE "shop" PASSWORD 'SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy'`,
    'ALTER ROLE "shop" RESET "a"',
    `ALTER ROLE "shop" SET "work_mem" TO '9MB'`,
    `ALTER ROLE "shop" IN DATABASE "d" SET "role" TO 'x'`,
    `COMMENT ON ROLE "shop" IS 'it''s'`,
  ]);
  // RFC 7677's example.
  const salt = Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64");
  expect(storedPassword("pencil", salt)).toBe(
    "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
  );
});

describe("what a role's change makes of the facts", () => {
  const wanted = (json: object) => factsOf(object(json), PLANNED_ROLE);

  test("a role that is as it is wanted stays the same fact, and so does the graph", () => {
    const { graph } = facts().login("app").setting("app", "work_mem", "8MB");
    expect(new RoleChange("app", wanted({ login: true, settings: { work_mem: "8MB" } }), false).applyTo(graph)).toBe(graph);
  });

  test("it is made, altered, or changed by its password alone", () => {
    const change = new RoleChange(null, wanted({ login: true }), false);
    const made = change.applyTo(EMPTY_GRAPH);
    expect(made.roles).toMatchObject([{ name: "app", login: true, origin: { address: "rolegate_role" } }]);
    expect(change.applyTo(made)).toBe(made);
    const { graph } = facts().login("app");
    expect(new RoleChange("app", wanted({ login: true }), true).applyTo(graph).roles).toMatchObject([{ origin: { address: "rolegate_role" } }]);
    expect(new RoleChange("app", wanted({ login: true, superuser: true }), false).applyTo(graph).roles).toMatchObject([{ superuser: true }]);
  });

  test("a rename takes along what it holds and owns, and nothing of others", () => {
    const { graph } = facts().login("app").login("other").group("team").member("app", "team").member("other", "team");
    const owned = { ...graph, ownerships: [{ owner: "app", objectType: "schema" as const, database: "d", object: "s", origin: NO_ORIGIN }] };
    const after = new RoleChange("app", wanted({ name: "shop", login: true }), false).applyTo(owned);
    expect(after.roles.map(({ name }) => name)).toEqual(["shop", "other", "team"]);
    expect(after.memberships.map(({ member }) => member)).toEqual(["shop", "other"]);
    expect(after.memberships[1]).toBe(graph.memberships[1]);
    expect(after.ownerships).toMatchObject([{ owner: "shop" }]);
  });
});

describe("a configuration", () => {
  test.each<[object, string]>([
    [{ name: "pg_team" }, "The prefix pg_ is reserved"],
    [{ name: "x".repeat(64) }, "That is no role name"],
    [{ connection_limit: 1.5 }, "connection_limit is out of range"],
    [{ connection_limit: -2 }, "connection_limit is out of range"],
    [{ valid_until: "tomorrow" }, "valid_until is no point in time"],
    [{ valid_until: "2030-01-01" }, "valid_until is no point in time"],
    [{ password_wo: "x" }, "password_wo and password_wo_version go together"],
    [{ password_wo_version: "x" }, "password_wo and password_wo_version go together"],
    [{ password_wo: "", password_wo_version: "1" }, "An empty password"],
    [{ password_wo: `md5${"0".repeat(32)}`, password_wo_version: "1" }, "An md5 verifier"],
    [{ comment: "" }, "An empty comment"],
    [{ settings: { "work mem": "1" } }, "That is no setting"],
    [{ settings: { timezone: "a", TimeZone: "b" } }, "TimeZone is set twice"],
    [{ database_settings: { d: { "x;": "1" } } }, "That is no setting"],
  ])("%j is refused", (json, summary) => expect(validateRole(object(json))).toMatchObject([{ severity: "error", summary }]));

  test("what is not known yet is found where it matters", () => {
    const config = new Map<string, Value>([
      ...object({}),
      ["superuser", UNKNOWN_VALUE],
      ["comment", UNKNOWN_VALUE],
      ["settings", new Map([["role", UNKNOWN_VALUE]])],
    ]);
    expect(validateRole(config)).toEqual([]);
    expect(unknownPlaces(config)).toEqual([at("superuser"), at("settings", "role")]);
  });
});

describe("a state of the community provider", () => {
  const source = { provider: "registry.example.com/cyrilgdn/postgresql", type: "postgresql_role", version: 0 };
  const theirs = valueOfJson({ name: "app", roles: ["team"], password: "s", skip_drop_role: true, password_wo_version: "3", login: true }) as MapValue;

  test("gives the name and the version of the password; what has no counterpart is said, and no password", () => {
    const { state, diagnostics } = roleOfTheirs({ ...source, state: theirs });
    expect([...state].filter(([, value]) => value !== null)).toEqual([
      ["name", "app"],
      ["password_wo_version", "3"],
    ]);
    expect(diagnostics.map(({ summary }) => summary)).toEqual([
      "The memberships of app are not moved with it",
      "The password of app stays as it is",
      "app had skip_drop_role",
    ]);
  });

  test.each([
    { ...source, type: "postgresql_grant" },
    { ...source, provider: "registry.example.com/evil/postgresql" },
  ])("anything else is refused: %j", (other) => expect(() => roleOfTheirs({ ...other, state: theirs })).toThrow("cannot be moved"));
});
