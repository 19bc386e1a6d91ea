import fc from "fast-check";
import { synthGate } from "../../gates/synth";
import { InputError } from "../../model/input-error";
import type { Report } from "../../model/report";
import { COMMUNITY, filesOf, PROVIDER } from "../readers/synthesized/stacks";
import { IS_LONG, SEED } from "../support/sample";
import { POLICY, TODAY } from "./policies";

const DANGER = { role: "orders_app", grant_role: "pg_execute_server_program" };
const STACK = {
  "//": { metadata: { stackName: "prod" } },
  terraform: { ...COMMUNITY, backend: { local: { path: "x" } } },
  provider: PROVIDER,
  variable: { pw: { type: "string", ephemeral: true } },
  locals: { group: "ops_sre" },
  output: { a: { value: "${postgresql_role.app.name}" } },
  data: { postgresql_schemas: { s: { database: "orders", like_any_patterns: ["a%"] } } },
  check: { c: { assert: { condition: true } } },
  moved: [{ from: "postgresql_role.x", to: "postgresql_role.app" }],
  resource: {
    postgresql_role: {
      app: { name: "orders_app", login: true, roles: ["${local.group}"], password_wo: "${var.pw}", connection_limit: 3, "//": { metadata: { path: "a/b" } } },
      group: { name: "ops_sre", lifecycle: { ignore_changes: ["roles"] } },
    },
    postgresql_grant: {
      g: { role: "orders_app", database: "orders", schema: "orders", object_type: "function", objects: ["f(int)"], privileges: ["EXECUTE"] },
    },
    postgresql_default_privileges: { d: { role: "orders_app", owner: "o", database: "orders", object_type: "table", privileges: ["SELECT"] } },
    postgresql_schema: { s: { name: "orders", policy: [{ role: "orders_app", usage: true }] } },
    postgresql_function: { f: { name: "f", body: "begin end", arg: [{ type: "int" }] } },
    postgresql_extension: { e: { name: "citext" } },
    terraform_data: { t: { input: "x" } },
    postgresql_grant_role: { danger: DANGER },
  },
};

type Path = readonly (string | number)[];
const pathsOf = (value: unknown, path: Path = []): readonly Path[] =>
  typeof value === "object" && value !== null ? [path, ...Object.entries(value).flatMap(([key, next]) => pathsOf(next, [...path, key]))] : [path];

/** Values that a reader stumbles over: other types, other shapes, expressions, names of what objects inherit. */
const strange = fc.oneof(
  fc.constantFrom(
    null,
    true,
    0,
    -1,
    Number.MAX_VALUE,
    "",
    "\u0000",
    "${",
    "%{",
    "${local.group}",
    "${var.pw}",
    "${postgresql_role.app.name}",
    "$${x}",
    "constructor",
    "__proto__",
  ),
  fc.constantFrom([], {}, [[]], [{}], { a: {} }, [null], ["${"], { "//": 1 }, [["a"], ["b"]]),
  fc.jsonValue({ maxDepth: 3 }),
);
const mutation = fc.record({ at: fc.nat(), value: strange, how: fc.constantFrom("replace", "remove", "wrap", "add") });

function mutate(root: unknown, { at, value, how }: { at: number; value: unknown; how: string }): unknown {
  const paths = pathsOf(root);
  const path = paths[at % paths.length]!;
  const change = (node: unknown, [key, ...rest]: Path): unknown => {
    if (key === undefined)
      return how === "wrap" ? [node] : how === "add" && typeof node === "object" && node !== null ? { ...node, [String(value)]: value } : value;
    if (how === "remove" && rest.length === 0)
      return Array.isArray(node) ? node.filter((_, index) => String(index) !== String(key)) : without(node as object, String(key));
    if (Array.isArray(node)) return node.map((element, index) => (String(index) === String(key) ? change(element, rest) : element));
    return { ...(node as object), [key]: change((node as Record<string, unknown>)[key], rest) };
  };
  return change(root, path);
}
const without = (object: object, key: string): object => Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));

/** Is the dangerous grant still where Terraform would read it? */
const isDangerLeft = (root: unknown): boolean => {
  const bodies = (value: unknown, keys: readonly string[]): readonly unknown[] => {
    if (Array.isArray(value)) return value.flatMap((element) => bodies(element, keys));
    const [key, ...rest] = keys;
    if (key === undefined) return [value];
    return typeof value === "object" && value !== null && Object.hasOwn(value, key) ? bodies((value as Record<string, unknown>)[key], rest) : [];
  };
  return bodies(root, ["resource", "postgresql_grant_role", "danger"]).some(
    (body) =>
      typeof body === "object" &&
      body !== null &&
      JSON.stringify({ ...body, role: undefined }) === JSON.stringify({ ...DANGER, role: undefined }) &&
      "role" in body,
  );
};

const judged = (text: string): Report | InputError => {
  try {
    return synthGate({ stacks: [filesOf(text)], policy: POLICY, today: TODAY, version: "0.1.0" });
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
};

const numRuns = IS_LONG ? 50_000 : 1_000;

test("a stack that is changed at random is judged or refused as input, and never allowed with the dangerous grant in it", () => {
  let dangerous = 0;
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
      const root = mutations.reduce<unknown>(mutate, STACK);
      const text = JSON.stringify(root);
      const outcome = judged(text);
      if (!isDangerLeft(JSON.parse(text))) return;
      dangerous += 1;
      if (!(outcome instanceof InputError)) expect(outcome.verdict).toBe("deny");
    }),
    { seed: SEED, numRuns },
  );
  // The property says nothing if the grant seldom survives.
  expect(dangerous).toBeGreaterThan(numRuns / 3);
});

test("a text that is changed at random is judged or refused as input", () => {
  const text = JSON.stringify(STACK);
  const edit = fc.tuple(fc.nat(text.length), fc.nat(30), fc.constantFrom("", '"', "{", "}", "[", "]", ",", "\\", "\u0000", "\n", "null", "${", "é"));
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      judged(edits.reduce((current, [at, drop, insert]) => current.slice(0, at) + insert + current.slice(at + drop), text));
    }),
    { seed: SEED, numRuns },
  );
});
