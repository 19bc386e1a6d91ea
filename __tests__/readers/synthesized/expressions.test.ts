import { UNKNOWN } from "../../../model/unknown";
import { isEphemeralReference, resolverOf } from "../../../readers/terraform/expressions";
import type { Json } from "../../../readers/terraform/json-text";
import { factsOf } from "./stacks";

const resolverWith = (values: Readonly<Record<string, Json>>) => resolverOf((reference) => values[reference.join(".")]);

test.each([
  ["a plain text", "pg_monitor", "pg_monitor"],
  ["a number", 5, 5],
  ["a dollar sign", "a$b %c", "a$b %c"],
  ["a reference", "${local.a}", "alpha"],
  ["a reference with spaces", "${ local.a }", "alpha"],
  ["references and texts", "x_${local.a}_${local.a}", "x_alpha_alpha"],
  ["a reference to a reference", "${local.to_a}", "alpha"],
  ["a reference to a list", "${local.list}", ["pg_monitor"]],
  ["an escaped dollar", "$${a}", "${a}"],
  ["an escaped percent", "%%{a}", "%{a}"],
  ["a variable", "${var.a}", UNKNOWN],
  ["a call", '${join("_", ["pg", "monitor"])}', UNKNOWN],
  ["a directive", "%{ if true }pg_monitor%{ endif }", UNKNOWN],
  ["strip markers", "${~ local.a ~}", UNKNOWN],
  ["an index", "${local.list[0]}", UNKNOWN],
  ["an iterator", "${each.value}", UNKNOWN],
  ["a list inside of a text", "x${local.list}", UNKNOWN],
  ["what is not there", "${local.nothing}", UNKNOWN],
  ["a cycle", "${local.round}", UNKNOWN],
  ["an unclosed reference", "${local.a", UNKNOWN],
  ["three dollars", "$$${local.a}", UNKNOWN],
  ["a reference to null", "${local.none}", UNKNOWN],
])("%s: %p", (_, value, expected) => {
  const resolver = resolverWith({
    "local.a": "alpha",
    "local.to_a": "${local.a}",
    "local.list": ["pg_monitor"],
    "local.round": "${local.trip}",
    "local.trip": "${local.round}",
    "local.none": null,
  });
  expect(resolver.resolve(value as Json)).toEqual(expected);
});

test("texts that double at each step do not grow without end", () => {
  const values: Record<string, Json> = { "local.x0": "xxxxxxxxxx" };
  for (let step = 1; step <= 40; step += 1) values[`local.x${step}`] = `\${local.x${step - 1}}\${local.x${step - 1}}`;
  expect(resolverWith(values).resolve("${local.x40}")).toBe(UNKNOWN);
});

test("a chain of a hundred thousand references ends", () => {
  const lookUp = ([, name]: readonly string[]): Json => `\${local.x${Number(name!.slice(1)) + 1}}`;
  expect(resolverOf(lookUp).resolve("${local.x0}")).toBe(UNKNOWN);
});

test.each([
  ["${var.pw}", true],
  ["${ var.pw }", true],
  ["${ephemeral.random_password.pw.result}", true],
  ["${var.other}", false],
  ["x${var.pw}", false],
  ["${var.pw.x}", false],
  ["${upper(var.pw)}", false],
  ["${ephemeral.random_password.pw}", false],
  [5, false],
  [undefined, false],
])("%p is just an ephemeral value: %p", (value, expected) => {
  expect(isEphemeralReference(value, new Set(["pw"]))).toBe(expected);
});

describe("in a stack", () => {
  const member = (role: string, blocks: object = {}): readonly string[] => {
    const { memberships, unknowns } = factsOf({ resource: { postgresql_grant_role: { g: { role, grant_role: "pg_monitor" } }, ...blocks } });
    return [...memberships.map((membership) => membership.member), ...unknowns.map(({ attribute, expression }) => `${attribute}: ${expression}`)];
  };

  test("a resource's literal name is followed", () => {
    expect(member("${postgresql_role.x.name}", { postgresql_role: { x: { name: "alice" } } })).toEqual(["alice"]);
  });

  test.each([
    ["an attribute that is not written", { name: "alice" }, "id"],
    ["a resource with several instances", { name: "alice", count: 2 }, "name"],
    ["a name that Terraform ignores", { name: "alice", lifecycle: { ignore_changes: ["name"] } }, "name"],
    ["a name that is a variable", { name: "${var.x}" }, "name"],
  ])("%s is not", (_, body, attribute) => {
    expect(member(`\${postgresql_role.x.${attribute}}`, { postgresql_role: { x: body } })).toContain(`role: \${postgresql_role.x.${attribute}}`);
  });

  test("a variable is never followed, whatever its default", () => {
    const facts = factsOf({
      variable: { v: { default: "pg_execute_server_program" } },
      resource: { postgresql_role: { x: { name: "x", roles: ["${var.v}", "pg_monitor"] } } },
    });
    expect(facts.memberships.map(({ role }) => role)).toEqual(["pg_monitor"]);
    expect(facts.unknowns.map(({ attribute, expression, role }) => [attribute, expression, role])).toEqual([["roles", "${var.v}", "x"]]);
  });

  test("locals are followed, in lists too", () => {
    const facts = factsOf({
      locals: [{ all: ["pg_monitor", "${local.one}"] }, { one: "pg_read_all_stats" }],
      resource: { postgresql_role: { x: { name: "x", roles: "${local.all}" } } },
    });
    expect(facts.memberships.map(({ role }) => role)).toEqual(["pg_monitor", "pg_read_all_stats"]);
    expect(facts.unknowns).toEqual([]);
  });

  test("a local that is given twice is not", () => {
    const facts = factsOf({ locals: [{ a: "x" }, { a: "y" }], resource: { postgresql_role: { x: { name: "${local.a}" } } } });
    expect(facts.unknowns.map(({ expression }) => expression)).toEqual(["${local.a}"]);
  });
});
