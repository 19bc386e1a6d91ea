import fc from "fast-check";
import { EMPTY_GRAPH, type Membership } from "../../../model/access-graph";
import { optionWords, parseOptions } from "../../../model/membership-options";
import { facts } from "../../../policies/example";
import { MembershipsChange } from "../../../provider/memberships/change";
import { objectOfImportId } from "../../../provider/memberships/import-id";
import { grantsOfRows, type MembershipRow } from "../../../provider/memberships/rows";
import { type Claim, overlapOf } from "../../../provider/memberships/scope";
import { membershipStatements } from "../../../provider/memberships/statements";
import { unknownPlaces, validateMemberships } from "../../../provider/memberships/validate";
import { at } from "../../../provider/plugin/diagnostics";
import { type MapValue, UNKNOWN_VALUE, type Value, valueOfJson } from "../../../provider/plugin/value";

const row = (member: string, role: string, more: Partial<MembershipRow> = {}): MembershipRow => ({
  member,
  role,
  grantor: "postgres",
  admin: false,
  inherit: true,
  set: true,
  own: true,
  implicit: false,
  ...more,
});
const grants = (of: Record<string, Record<string, string>>) => new Map(Object.entries(of).map(([member, roles]) => [member, new Map(Object.entries(roles))]));
const claim = (of: "members" | "roles", names: readonly string[], given: Record<string, Record<string, string>> = {}): Claim => ({
  scope: { of, names: new Set(names) },
  grants: grants(given),
});
const pair = (member: string, role: string): Claim => ({ scope: { of: "pair", member, role }, grants: grants({ [member]: { [role]: "default" } }) });
const config = (json: object): MapValue => valueOfJson(json) as MapValue;

describe("options in words", () => {
  test("each combination has one spelling, which is read back", () => {
    fc.assert(
      fc.property(fc.record({ admin: fc.boolean(), inherit: fc.boolean(), set: fc.boolean() }), (options) => {
        expect(parseOptions(optionWords(options))).toEqual(options);
      }),
    );
  });

  test.each(["", "admin, noset", "noset,admin", "admin,admin", "default,admin", "DEFAULT", "inherit"])("%j is refused with how to write it", (words) =>
    expect(typeof parseOptions(words)).toBe("string"),
  );
});

describe("what two resources own", () => {
  test.each<[Claim, Claim, string | null]>([
    [claim("members", ["a", "b"]), claim("members", ["b"]), "every membership of b"],
    [claim("roles", ["r"]), claim("roles", ["r"]), "every membership in r"],
    [claim("members", ["a"]), claim("members", ["b"]), null],
    [claim("members", ["a"], { a: { r: "default" } }), claim("roles", ["r"]), "the membership of a in r"],
    [claim("members", ["a"]), claim("roles", ["r"], { a: { r: "default" } }), "the membership of a in r"],
    [claim("members", ["a"], { a: { s: "default" } }), claim("roles", ["r"], { b: { r: "default" } }), null],
    [pair("a", "r"), claim("members", ["a"]), "the membership of a in r"],
    [pair("a", "r"), claim("roles", ["r"]), "the membership of a in r"],
    [pair("a", "r"), pair("a", "r"), "the membership of a in r"],
    [pair("a", "r"), pair("a", "s"), null],
    [pair("a", "r"), claim("members", ["b"]), null],
  ])("%#", (a, b, both) => {
    expect(overlapOf(a, b)).toBe(both);
    expect(overlapOf(b, a)).toBe(both);
  });
});

describe("statements", () => {
  test.each<[string, readonly MembershipRow[], Record<string, Record<string, string>>, 15 | 16, readonly string[]]>([
    ["nothing to do", [row("a", "r")], { a: { r: "default" } }, 16, []],
    ["a new one", [], { a: { r: "admin,noset" } }, 16, ['GRANT "r" TO "a" WITH ADMIN TRUE, INHERIT TRUE, SET FALSE']],
    ["other options", [row("a", "r", { admin: true })], { a: { r: "default" } }, 16, ['GRANT "r" TO "a" WITH ADMIN FALSE, INHERIT TRUE, SET TRUE']],
    ["one too many", [row("a", "r")], {}, 16, ['REVOKE "r" FROM "a" GRANTED BY "postgres"']],
    ["another grantor's", [row("a", "r"), row("a", "r", { grantor: "al", own: false })], { a: { r: "default" } }, 16, ['REVOKE "r" FROM "a" GRANTED BY "al"']],
    [
      "another grantor's alone",
      [row("a", "r", { grantor: "al", own: false })],
      { a: { r: "default" } },
      16,
      ['REVOKE "r" FROM "a" GRANTED BY "al"', 'GRANT "r" TO "a" WITH ADMIN FALSE, INHERIT TRUE, SET TRUE'],
    ],
    [
      "before 16, ADMIN OPTION too many",
      [row("a", "r", { admin: true, inherit: null, set: null })],
      { a: { r: "default" } },
      15,
      ['REVOKE ADMIN OPTION FOR "r" FROM "a"', 'GRANT "r" TO "a"'],
    ],
    ["hostile names", [], { 'a"b': { "r\ns": "default" } }, 16, ['GRANT "r\ns" TO "a""b" WITH ADMIN FALSE, INHERIT TRUE, SET TRUE']],
  ])("%s", (_, rows, wanted, major, statements) => expect(membershipStatements(rows, grants(wanted), major)).toEqual(statements));

  test("what holds ADMIN OPTION goes last, for it may have granted the others", () => {
    const rows = [row("al", "r", { admin: true }), row("b", "r", { grantor: "al", own: false })];
    expect(membershipStatements(rows, grants({}), 16)).toEqual(['REVOKE "r" FROM "b" GRANTED BY "al"', 'REVOKE "r" FROM "al" GRANTED BY "postgres"']);
  });
});

test("rows are told by pair, with every other grantor", () => {
  const rows = [row("a", "r", { inherit: false }), row("a", "r", { grantor: "al", own: false, admin: true, inherit: false })];
  expect(grantsOfRows(rows)).toEqual(grants({ a: { r: "admin,noinherit, granted by al" } }));
});

describe("what a resource makes of the facts", () => {
  const of = (member: string, role: string) => facts().member(member, role).graph.memberships[0] as Membership;
  const places = { scope: at("members"), of: (member: string) => at("grants", member) };
  const [standing, foreign, others] = [of("a", "r"), of("a", "s"), of("b", "s")];
  const graph = { ...EMPTY_GRAPH, memberships: [standing, foreign, others] };

  test("what stands as it is wanted stays the same fact, and what others own is not touched", () => {
    const change = new MembershipsChange(claim("members", ["a"], { a: { r: "default", t: "admin" } }), null, places);
    const after = change.applyTo(graph);
    expect(after.memberships.slice(0, 2)).toEqual([standing, others]);
    expect(after.memberships[0]).toBe(standing);
    expect(after.memberships.slice(2)).toMatchObject([{ member: "a", role: "t", admin: true }]);
    expect(change.placeOf({ from: "a", to: "t", by: "inherit", via: null })).toEqual(at("grants", "a"));
    expect(change.placeOf({ from: "a", to: "r", by: "inherit", via: null })).toBeNull();
    expect(change.applyTo(after)).toBe(after);
  });

  test("what it owned before goes, too", () => {
    const change = new MembershipsChange(claim("members", ["a"], { a: { r: "default", s: "default" } }), { of: "members", names: new Set(["b"]) }, places);
    expect(change.applyTo(graph).memberships).toEqual([standing, foreign]);
  });
});

describe("a configuration", () => {
  test.each<[object, string]>([
    [{ grants: {} }, "Write either members or roles"],
    [{ members: ["a"], roles: ["b"], grants: {} }, "Write either members or roles"],
    [{ members: ["a", "a"], grants: {} }, "a is listed twice"],
    [{ members: ["a"], grants: { b: { r: "default" } } }, "b is not in members"],
    [{ roles: ["r"], grants: { b: { s: "default" } } }, "s is not in roles"],
    [{ members: ["a"], grants: { a: { r: "on" } } }, "Options of a membership"],
  ])("%j is refused", (json, summary) => expect(validateMemberships(config(json))).toMatchObject([{ severity: "error", summary }]));

  test("what is not known yet is not refused yet, and is found", () => {
    const unknown: Value = new Map<string, Value>([
      ["members", ["a", UNKNOWN_VALUE]],
      ["roles", null],
      ["grants", new Map([["b", new Map<string, Value>([["r", UNKNOWN_VALUE]])]])],
    ]);
    expect(validateMemberships(unknown)).toEqual([]);
    expect(unknownPlaces(unknown)).toEqual([[{ attribute: "members" }], [{ attribute: "grants" }, { key: "b" }]]);
  });
});

describe("an id to import by", () => {
  test.each<[string, string, readonly string[]]>([
    ["members=a,b", "members", ["a", "b"]],
    ["roles=r", "roles", ["r"]],
    ['{"members": ["a,b"]}', "members", ["a,b"]],
  ])("%s", (id, of, names) => expect(objectOfImportId(id).get(of)).toEqual(names));

  test.each(["", "a", "members=", "{}", '{"members": "a"}', '{"members": [], "roles": []}', '{"x": ["a"]}'])("%j is none", (id) =>
    expect(() => objectOfImportId(id)).toThrow("That is no id of memberships"),
  );
});
