import fc from "fast-check";
import { shownName } from "../../model/path-words";
import { facts } from "../../policies/example";
import { asServerReads, graphAsServerReads, nameProblem } from "../../policies/names";
import { SEED } from "../support/sample";

test.each([
  "orders_app",
  "Jean-Luc Müller",
  "zoë.o'connor@example.com",
  "a b",
  "王小明",
  "ops_王",
  "петров",
  "x".repeat(63),
  "pg_monitor",
  "rds_superuser",
  "straße",
  "42",
])("%s is an ordinary name", (name) => {
  expect(nameProblem(name)).toBeNull();
});

test.each([
  ["", "is empty"],
  ["pg_execute_server_program\0x", "holds a NUL byte"],
  ["a\0", "holds a NUL byte"],
  [`\${x}`, "Terraform reads as a template"],
  ["%{ if true }", "Terraform reads as a template"],
  ["a\nb", "holds a control character"],
  ["a\u001b[31m", "holds a control character"],
  ["orders\u200b_app", "nobody can see"],
  ["\u202eppa_sredro", "nobody can see"],
  ["orders\u00ad_app", "nobody can see"],
  ["a\u2028b", "nobody can see"],
  ["zoe\u0308", "not in Unicode normal form NFC"],
  ["\ud800", "no valid Unicode"],
  ["x".repeat(64), "has 64 bytes"],
  ["ü".repeat(32), "has 64 bytes"],
  ["public", "reserves"],
  ["NONE", "reserves"],
  ["pg_mоnitor", "several scripts"],
  ["οrders_app", "several scripts"],
  ["раγе", "several scripts"],
  ["PG_MONITOR", "looks like pg_monitor"],
  ["Rds_Superuser", "looks like rds_superuser"],
  ["ｐｇ_monitor", "looks like pg_monitor"],
  ["pg_monitor ", "looks like pg_monitor"],
])("%j is refused", (name, why) => {
  expect(nameProblem(name)).toContain(why);
});

test("the server reads a name up to its first NUL byte", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (head, tail) => {
      const whole = head.replaceAll("\0", "");
      expect(asServerReads(`${whole}\0${tail}`)).toBe(whole);
      expect(asServerReads(whole)).toBe(whole);
    }),
    { seed: SEED },
  );
});

test("a graph without NUL bytes is itself", () => {
  const { graph } = facts().login("a").member("a", "b").setting("a", "role", "b");
  expect(graphAsServerReads(graph)).toBe(graph);
});

test("every place where a role is named is read as the server does", () => {
  const { graph } = facts().login("a\0x").member("b\0x", "c\0x").setting("d\0x", "role", "e\0x").grant("f\0x", "USAGE", { objectType: "schema", schema: "s" });
  const read = graphAsServerReads(graph);
  expect(read.roles.map(({ name }) => name)).toEqual(["a"]);
  expect(read.memberships.map(({ member, role }) => [member, role])).toEqual([["b", "c"]]);
  expect(read.settings.map(({ role, value }) => [role, value])).toEqual([["d", "e"]]);
  expect(read.grants.map(({ grantee }) => grantee)).toEqual(["f"]);
});

test("a message shows what nobody can see, and no name can end its line", () => {
  expect(shownName("orders_app")).toBe("orders_app");
  expect(shownName("a b")).toBe("`a b`");
  expect(shownName("a\0b\u200b")).toBe("`a\\u{0}b\\u{200b}`");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => !/[\p{C}\p{Zl}\p{Zp}]/u.test(shownName(name))),
    { seed: SEED },
  );
});
