import { argumentTypes, routineParts } from "../../model/argument-types";
import { ARGUMENT_LISTS } from "../support/argument-lists";

// __tests__/postgres/written-routines.test.ts asks real servers about the same lists.
describe("the types of a list of arguments", () => {
  it.each(ARGUMENT_LISTS)("(%s) are %s", (written, printed) => {
    expect(argumentTypes(written)).toBe(printed);
  });

  it.each(ARGUMENT_LISTS)("(%s), printed, are themselves", (_written, printed) => {
    expect(argumentTypes(printed)).toBe(printed);
  });

  it.each([
    ["a type of one's own without its schema", 'KIND, "kind", "Kind", _kind', 'kind, kind, "Kind", kind[]'],
    ["letters that only some servers fold", "KÉ", "kÉ"],
    ["default values, which CREATE FUNCTION takes", "a int DEFAULT 3, b text = 'x', int default 1", "integer, text, integer"],
    ["what is no type", "a b c, t.a%TYPE, int(, , .", "a b c, t . a % type, int ( , , ."],
  ])("of %s", (_what, written, printed) => {
    expect(argumentTypes(written)).toBe(printed);
  });
});

describe("a routine as it is written", () => {
  it.each([
    ["total", { name: "total" }],
    ["total()", { name: "total", arguments: "" }],
    ["total ( int4, text )", { name: "total", arguments: "integer, text" }],
    ["total(numeric(10,2))", { name: "total", arguments: "numeric" }],
    ["Total(x)(INT)", { name: "Total(x)", arguments: "integer" }],
    ['f(app."a(b")', { name: "f", arguments: 'app."a(b"' }],
    ["total(x", { name: "total(x" }],
    ["total)", { name: "total)" }],
    ["total(int) -- more", { name: "total(int) -- more" }],
  ])("%s is %j", (written, parts) => {
    expect(routineParts(written)).toEqual(parts);
  });

  it("is not taken apart where nobody would write so much", () => {
    for (const part of ['("x', "(a", '"', "("]) expect(routineParts(`${part.repeat(100_000)}(int)`).arguments).toBeUndefined();
    expect(routineParts(`f(${" ".repeat(9990)}int)`).arguments).toBe("integer");
  });
});
