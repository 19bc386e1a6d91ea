import { UNKNOWN } from "../../../model/unknown";
import { allowlistEntry, facts, LAB_ENVIRONMENT } from "../../../policies/example";
import { found } from "../found";

const RULE = "no-untrusted-language";

test.each(["plpython3u", "plpythonu", "plpython2u", "plperlu", "pltclu", "plsh", "pljavau", "PLPERLU", "hstore_plpython3u"])(
  "extension %s brings one",
  (name) => {
    expect(found(RULE, facts().extension(name))).toMatchObject([{ tier: "os", capability: "untrusted-language" }]);
    expect(found("no-opaque-resource", facts().extension(name))).toEqual([]);
  },
);

test.each(["sql", "SQL", "plpgsql", "plperl", "pltcl", "plv8"])("a function in %s is trusted", (language) => {
  expect(found(RULE, facts().function("f", { language }))).toEqual([]);
});

test.each([
  ["c", "no-server-code", "load-server-code"],
  ["C", "no-server-code", "load-server-code"],
  ["internal", "no-server-code", "load-server-code"],
  ["plpython3u", RULE, "untrusted-language"],
  ["plpgsql ", RULE, "untrusted-language"],
  ["safe_tcl", RULE, "untrusted-language"],
])("a function in %j is not, and %s says so", (language, rule, capability) => {
  const graph = facts().function("f", { language });
  expect(found(rule, graph)).toMatchObject([{ capability, subject: "postgresql_function.f", tier: "os", severity: "error" }]);
  expect(found(rule === RULE ? "no-server-code" : RULE, graph)).toEqual([]);
});

test("a language that is unknown is untrusted", () => {
  expect(found(RULE, facts().function("f", { language: UNKNOWN }))[0]?.message).toContain("cannot be known yet");
});

test("an environment's `extensions` does not excuse a language, an allowlist entry does, and no function", () => {
  const policy = { ...LAB_ENVIRONMENT.policy!, extensions: ["plpython3u"] };
  const graph = facts().extension("plpython3u").function("f", { language: "plpython3u" });
  const subjects = (allowlist: ReturnType<typeof allowlistEntry>[]) =>
    found(RULE, graph, { environment: { ...LAB_ENVIRONMENT, policy }, policy: { allowlist } }).map(({ subject }) => subject);
  expect(subjects([])).toEqual(["postgresql_extension.plpython3u", "postgresql_function.f"]);
  expect(subjects([allowlistEntry({ capability: "untrusted-language" })])).toEqual(["postgresql_function.f"]);
  expect(subjects([allowlistEntry({ capability: "untrusted-language", expires: "2026-11-19" })])).toHaveLength(2);
});
