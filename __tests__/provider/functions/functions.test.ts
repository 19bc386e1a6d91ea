import { FUNCTION_SCHEMA } from "../../../provider/functions/schema";
import { argumentsProblem, resultProblem } from "../../../provider/functions/spelling";
import { validateFunction } from "../../../provider/functions/validate";
import { type MapValue, UNKNOWN_VALUE, valueOfJson } from "../../../provider/plugin/value";

const GOOD = {
  name: "f",
  schema: "ops",
  returns: "boolean",
  language: "plpgsql",
  body: "BEGIN RETURN true; END",
  owner: "keeper",
  executors: ["alice"],
};
const config = (json: object): MapValue => valueOfJson({ ...GOOD, ...json }) as MapValue;

describe("arguments", () => {
  test.each([
    "",
    "integer",
    "pid integer, reason text",
    "pid integer, VARIADIC words text[]",
    "OUT a double precision, INOUT b character varying[]",
    `"Odd, name" sales."Type", c timestamp with time zone`,
    "reason text DEFAULT 'it''s'::text, n integer DEFAULT 5, o integer DEFAULT '-5'::integer, p text DEFAULT NULL::text",
  ])("%j", (written) => expect(argumentsProblem(written)).toBeNull());

  test.each([
    "pid int",
    "int",
    "pid integer,reason text",
    "pid integer) RETURNS integer LANGUAGE plpython3u AS 'x'; --",
    "pid integer, x text DEFAULT (SELECT 1)",
    "x text DEFAULT now()",
    "x text DEFAULT 'a\\'",
    "x text DEFAULT 'a'; DROP",
    "pid integer -- ",
    "a timestamptz, b integer",
    "a varchar[]",
    "character(5)",
  ])("%j is refused", (written) => expect(argumentsProblem(written)).not.toBeNull());
});

describe("what is returned", () => {
  test.each(["void", "SETOF text", "TABLE(id integer, name text)", 'sales."Order"[]', "timestamp without time zone"])("%j", (written) =>
    expect(resultProblem(written)).toBeNull(),
  );

  test.each(["", "int", "TABLE(id int)", "text LANGUAGE plpython3u", "void AS 'x'", "TABLE(a integer) LANGUAGE sql", "SETOF", "text;"])(
    "%j is refused",
    (written) => expect(resultProblem(written)).not.toBeNull(),
  );
});

test("the good configuration has what is required", () =>
  expect(Object.keys(GOOD)).toEqual(Object.keys(FUNCTION_SCHEMA.attributes).filter((name) => FUNCTION_SCHEMA.attributes[name]?.mode === "required")));

describe("a configuration", () => {
  test.each<[object, string]>([
    [{ name: "" }, "name is empty"],
    [{ arguments: "int" }, "arguments of the function"],
    [{ returns: "int" }, "returns of the function"],
    [{ volatility: "VOLATILE" }, "volatility of the function"],
    [{ language: "c" }, "No language of the server itself"],
    [{ language: "internal" }, "No language of the server itself"],
    [{ security_definer: true }, "A security definer function without a safe search_path"],
    [{ security_definer: true, settings: { search_path: "pg_catalog" } }, "A security definer function without a safe search_path"],
    [{ security_definer: true, settings: { search_path: "pg_temp, pg_catalog" } }, "A security definer function without a safe search_path"],
    [{ security_definer: true, settings: { search_path: '"pg_catalog, pg_temp"' } }, "A security definer function without a safe search_path"],
    [{ security_definer: true, settings: { search_path: '"$user", pg_temp' } }, "A security definer function without a safe search_path"],
    [{ executors: ["a", "a"] }, "a is listed twice"],
    [{ executors: ["keeper"] }, "The owner needs no EXECUTE"],
    [{ executors: ["Public"] }, "Everyone, or a role of that name?"],
  ])("%j is refused", (json, summary) => expect(validateFunction(config(json))).toMatchObject([{ severity: "error", summary }]));

  test.each<object>([{}, { executors: [] }, { executors: ["public"] }, { security_definer: true, settings: { search_path: "pg_catalog, pg_temp" } }])(
    "%j is let through",
    (json) => expect(validateFunction(config(json))).toEqual([]),
  );

  test("what is not known yet is not refused yet", () =>
    expect(validateFunction(new Map([...config({ security_definer: true }), ["settings", UNKNOWN_VALUE], ["executors", UNKNOWN_VALUE]]))).toEqual([]));
});
