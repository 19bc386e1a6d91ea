import { type AccessGraph, EMPTY_GRAPH, type Membership, NO_ORIGIN } from "../../model/access-graph";
import { driftOf } from "../../model/drift";
import { isShownSetting, sameInstant, sameSetting } from "../../model/drift/values";
import { UNKNOWN } from "../../model/unknown";
import { membership as member, role } from "../support/graphs";

describe("values of two sides", () => {
  it.each([
    ["2027-01-31T23:59:59Z", "2027-02-01T00:59:59+01:00", true],
    ["2027-01-31 23:59:59+00", "2027-01-31T23:59:59+00:00", true],
    ["2027-01-31 23:59:59", "2027-01-31T23:59:59+02:00", true],
    ["2027-01-31T23:59:59Z", "2027-01-31T23:59:59+02:00", false],
    [null, null, true],
    [null, "2027-01-31T23:59:59+00:00", false],
    ["31 January 2027", "2027-01-31T23:59:59+00:00", null],
    ["tomorrow", null, null],
  ] as const)("the end %s is %s: %s", (written, stored, same) => expect(sameInstant(written, stored)).toBe(same));

  it.each([
    ["statement_timeout", "30000", "30s", true],
    ["statement_timeout", "30000", "0.5min", true],
    ["statement_timeout", "30000", "30", false],
    ["search_path", "$user, public", '"$user", public', true],
    ["search_path", "Odd Name, public", '"Odd Name", public', true],
    ["search_path", "a, b", "b, a", false],
    ["work_mem", "1GB", "1024MB", false],
    ["role", "a", "a", true],
  ] as const)("%s = %s is %s: %s", (name, written, stored, same) => expect(sameSetting(name, written, stored)).toBe(same));

  it("shows no value of an application's own setting: it may be a key", () => {
    expect(["work_mem", "pgaudit.log", "app.jwt_secret"].map(isShownSetting)).toEqual([true, true, false]);
  });
});

const compared = (desired: Partial<AccessGraph>, live: Partial<AccessGraph>, appliers: readonly string[] = []) =>
  driftOf({
    desired: { ...EMPTY_GRAPH, ...desired },
    live: {
      graph: { ...EMPTY_GRAPH, ...live },
      objects: [],
      major: 16,
      bootstrapSuperuser: "postgres",
      databases: new Set(["postgres"]),
      worth: () => null,
      worthOfPrivilege: () => null,
    },
    administrators: ["postgres"],
    appliers,
    isVendors: () => false,
    unmanaged: [],
    external: new Map(),
    demandedSettings: [],
  });

describe("what cannot be told", () => {
  it("is neither a difference nor equal: an attribute, an option, memberships that are not all known", () => {
    const { differences, untold } = compared(
      {
        roles: [
          role("ann", { createdb: UNKNOWN, otherMemberships: "revoked", origin: { ...NO_ORIGIN, address: "postgresql_role.ann" } }),
          role("team", { login: false }),
        ],
        memberships: [member("ann", "team", { admin: UNKNOWN })],
        unknowns: [{ attribute: "roles", expression: "${var.roles}", role: "ann", origin: NO_ORIGIN }],
      },
      {
        roles: [role("ann"), role("team", { login: false }), role("other", { source: "external" })],
        memberships: [
          member("ann", "team", { grantor: "postgres", inherit: true, set: true }),
          member("ann", "pg_monitor", { grantor: "postgres", inherit: true, set: true }),
        ],
      },
    );
    expect(differences.map(({ detail }) => detail)).toEqual(["role other"]);
    expect(untold).toEqual([
      "CREATEDB of ann: the code does not say it, at postgresql_role.ann",
      "the options of the membership of ann in team: the code does not say them, at ?",
      "whether ann is to be a member of pg_monitor: `roles` of postgresql_role.ann is not all known",
    ]);
  });
});

describe("grantors, from PostgreSQL 16", () => {
  const roles = [role("ann"), role("lead"), role("team", { login: false })];
  const row = (grantor: string): Membership => member("ann", "team", { grantor, inherit: true, set: true, style: null });
  const told = (rows: readonly Membership[], appliers: readonly string[] = []): readonly (readonly [string, string])[] =>
    compared({ roles, memberships: [member("ann", "team")] }, { roles, memberships: rows }, appliers).differences.map(({ detail, terraform }) => [
      detail,
      terraform,
    ]);

  it.each([
    ["the bootstrap superuser's row alone", [row("postgres")], [], []],
    ["somebody's row alone, where it is not known who applies the code", [row("tfadmin")], [], []],
    ["the applier's row alone", [row("tfadmin")], ["tfadmin"], []],
    ["another's row alone, where it is known", [row("boss")], ["tfadmin"], [["who granted team", "blind"]]],
    ["the row of a role that the code creates", [row("lead")], [], [["who granted team", "blind"]]],
    ["a second row", [row("postgres"), row("lead")], [], [["team, granted a second time", "blind"]]],
  ] as const)("%s", (_, rows, appliers, expected) => expect(told(rows, appliers)).toEqual(expected));
});
