import fc from "fast-check";
import { defaultTargetWords, type HeldPrivilege, parseDefaultTarget, parsePrivileges, privilegeWords } from "../../../model/privilege-words";
import { type MapValue, UNKNOWN_VALUE, type Value, valueOfJson } from "../../../provider/plugin/value";
import { PRIVILEGES_SCHEMA } from "../../../provider/privileges/schema";
import { validatePrivileges } from "../../../provider/privileges/validate";
import { askedOf, isPlaced, PRIVILEGE_ATTRIBUTES } from "../../../provider/privileges/wanted";

const config = (json: object): MapValue => valueOfJson({ role: "app", ...json }) as MapValue;

describe("privileges in words", () => {
  const held = fc.uniqueArray(
    fc.record({ privilege: fc.constantFrom("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN"), grantable: fc.boolean() }),
    { selector: ({ privilege }) => privilege },
  );

  test("each set has one spelling, which is read back", () => {
    fc.assert(
      fc.property(held, (privileges) => {
        const read = parsePrivileges("table", privilegeWords("table", privileges)) as readonly HeldPrivilege[];
        expect(new Set(read.map((each) => JSON.stringify(each)))).toEqual(new Set(privileges.map((each) => JSON.stringify(each))));
      }),
    );
  });

  test.each<[Parameters<typeof parsePrivileges>[0], string, string]>([
    ["table", "", 'no privilege ""'],
    ["table", "ALL", "There is no ALL"],
    ["table", "select", 'no privilege "select"'],
    ["table", "INSERT,SELECT", 'write it as "SELECT,INSERT"'],
    ["table", "SELECT,SELECT", 'write it as "SELECT"'],
    ["table", "SELECT, INSERT", 'no privilege " INSERT"'],
    ["table", "USAGE", 'no privilege "USAGE"'],
    ["database", "TEMP", 'no privilege "TEMP"'],
    ["parameter", "SET,ALTER", 'no privilege "ALTER"'],
    ["schema", "NONE,USAGE", 'no privilege "NONE"'],
  ])("on a %s %j is refused with how to write it", (kind, words, said) => expect(parsePrivileges(kind, words)).toContain(said));

  test("GRANT OPTION is of one privilege", () =>
    expect(parsePrivileges("parameter", "SET,ALTER SYSTEM WITH GRANT OPTION")).toEqual([
      { privilege: "SET", grantable: false },
      { privilege: "ALTER SYSTEM", grantable: true },
    ]));
});

describe("what default privileges are of", () => {
  test.each(["tables", "types", "schemas", "tables in sales", "functions in a in b", "sequences in  x"])("%j", (key) => {
    const target = parseDefaultTarget(key);
    expect(typeof target === "string" ? target : defaultTargetWords(target)).toBe(key);
  });

  test.each(["", "table", "tables in ", "schemas in sales", "TABLES", "large objects"])("%j is none", (key) =>
    expect(typeof parseDefaultTarget(key)).toBe("string"),
  );
});

test("every attribute that holds privileges is a map of strings, or of such maps", () => {
  for (const attribute of PRIVILEGE_ATTRIBUTES)
    expect(PRIVILEGES_SCHEMA.attributes[attribute]?.type).toEqual(isPlaced(attribute) ? ["map", ["map", "string"]] : ["map", "string"]);
});

describe("a configuration", () => {
  test.each<[object, string]>([
    [{}, "This resource owns nothing"],
    [{ role: "PUBLIC", schemas: {} }, "Everyone, or a role of that name?"],
    [{ role: "", schemas: {} }, "A role without a name"],
    [{ schemas: { sales: "USAGE,CREATE" } }, "schemas: sales"],
    [{ tables: { sales: { orders: "ALL" } } }, "tables: sales: orders"],
    [{ tables: { "": { orders: "SELECT" } } }, "A place without a name"],
    [{ functions: { sales: { total: "EXECUTE" } } }, "functions: sales: total"],
    [{ functions: { sales: { "total(int)": "EXECUTE" } } }, "functions: sales: total(int)"],
    [{ parameters: { Work_Mem: "SET" } }, "parameters: Work_Mem"],
    [{ default_privileges: { migrator: { table: "SELECT" } } }, "default_privileges: migrator: table"],
    [{ role: "public", schemas: { sales: "USAGE WITH GRANT OPTION" } }, "schemas: sales"],
  ])("%j is refused", (json, summary) => expect(validatePrivileges(config(json))).toMatchObject([{ severity: "error", summary }]));

  test("one of every kind is let through", () =>
    expect(
      validatePrivileges(
        config({
          role: "public",
          databases: { shop: "CONNECT,TEMPORARY", "*": "NONE" },
          schemas: { "*": "NONE" },
          tables: { sales: { "*": "SELECT", orders: "SELECT,INSERT" }, hr: {} },
          sequences: { sales: { "*": "USAGE" } },
          functions: { sales: { "total(integer, text)": "EXECUTE", "*": "NONE" } },
          parameters: { work_mem: "SET" },
          default_privileges: { migrator: { functions: "NONE", "tables in sales": "SELECT" } },
        }),
      ),
    ).toEqual([]));

  test("what is not known yet is not refused yet, and what is left out is not owned", () => {
    const unknown: Value = new Map<string, Value>([
      ["role", UNKNOWN_VALUE],
      ["tables", new Map([["sales", new Map<string, Value>([["orders", UNKNOWN_VALUE]])]])],
      ["schemas", UNKNOWN_VALUE],
    ]);
    expect(validatePrivileges(unknown)).toEqual([]);
    expect(askedOf(unknown, "databases")).toBeNull();
    expect(askedOf(unknown, "tables")).toEqual(new Map([["sales", new Map()]]));
  });
});
