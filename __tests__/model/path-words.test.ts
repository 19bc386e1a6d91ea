import { pathWords, reachWords, shownName, stepLabel } from "../../model/path-words";
import { STEP_KINDS, type Step, type StepKind } from "../../model/report";

const step = (by: StepKind, via: string | null = null, to = "etl", from = "app"): Step => ({ from, to, by, via });

describe("a path in words", () => {
  test.each<[Step, string, string]>([
    [step("inherit"), "app inherits etl", "inherits"],
    [step("set-role"), "app can SET ROLE etl", "SET ROLE"],
    [step("admin"), "app can grant itself etl", "ADMIN"],
    [step("create-role"), "app can take etl by CREATEROLE", "CREATEROLE"],
    [step("create-role", "a team"), "app can take etl by CREATEROLE and ADMIN OPTION of `a team`", "CREATEROLE and ADMIN of `a team`"],
    [step("login-setting"), "app becomes etl at login", "at login"],
    [step("function", "function app.pay(integer)"), "app can call function app.pay(integer), which runs as etl", "calls function app.pay(integer)"],
    [step("trigger", "trigger audit on app.orders"), "app can fire trigger audit on app.orders, which runs as etl", "fires trigger audit on app.orders"],
    [step("ownership", "trigger t on app.jobs"), "app owns what leads to etl by trigger t on app.jobs", "ownership, trigger t on app.jobs"],
    [step("parameter", "SET on parameter x"), "app has SET on parameter x, which leads to etl", "SET on parameter x"],
    [step("foreign-table", "foreign table app.f"), "app can use foreign table app.f, which leads to etl", "uses foreign table app.f"],
    [step("credentials", "its md5 verifier"), "app can log in as etl by its md5 verifier", "logs in by its md5 verifier"],
    [step("public", null, "PUBLIC"), "app has what PUBLIC has", "PUBLIC"],
    [step("public", "EXECUTE"), "app has through PUBLIC EXECUTE, which leads to etl", "EXECUTE"],
    [step("attribute"), "app has an attribute, which leads to etl", "attribute"],
  ])("%j reads %s", (one, words, label) => {
    expect(pathWords([one])).toBe(words);
    expect(stepLabel(one)).toBe(label);
  });

  test.each(STEP_KINDS)("a step by %s reads as words where no object is named", (by) => {
    expect(pathWords([step(by)])).toMatch(/^app [a-z][\w ,]*\betl\b[\w ]*$/);
    expect(stepLabel(step(by))).toMatch(/^[\w ]+$/);
  });

  test("goes on from everyone to what an object leads to", () => {
    const path = [step("public", null, "PUBLIC"), step("function", "function app.pay(integer)", "etl", "PUBLIC"), step("inherit", null, "pg_monitor", "etl")];
    expect(pathWords(path)).toBe("app has what PUBLIC has, which can call function app.pay(integer), which runs as etl, which inherits pg_monitor");
    expect(pathWords(path, "it")).toMatch(/^it has what PUBLIC has/);
  });

  test("shows nothing that a reader cannot see, in names and in objects", () => {
    expect(pathWords([step("function", "function \u202ex()", "et\u200bl")])).toBe("app can call function \\u{202e}x(), which runs as `et\\u{200b}l`");
    expect(stepLabel(step("function", "function \u202ex()"))).toBe("calls function \\u{202e}x()");
  });
});

describe("how a role comes to a capability", () => {
  const source = "EXECUTE on function pg_catalog.lo_export(oid, text)";

  test.each<[string, readonly Step[], string | null, string]>([
    ["itself", [], null, "app has it itself"],
    ["by an object", [], source, `app has ${source}`],
    ["by a role", [step("inherit")], null, "app inherits etl"],
    ["by the object of a role", [step("inherit")], source, `app inherits etl, which has ${source}`],
    ["by an object that the last step calls", [step("function", "function f()")], "EXECUTE on function f()", "app can call function f(), which runs as etl"],
    [
      "by a function that the last step logs in by",
      [step("credentials", "function public.dblink_connect_u(text)", "postgres")],
      "EXECUTE on function public.dblink_connect_u(text)",
      "app can log in as postgres by function public.dblink_connect_u(text)",
    ],
    ["by an object of who it logs in as", [step("credentials", "its md5 verifier")], source, `app can log in as etl by its md5 verifier, which has ${source}`],
    [
      "by a table whose trigger the last step fires",
      [step("trigger", "trigger t on app.orders, function f()")],
      "INSERT or UPDATE on app.orders",
      "app can fire trigger t on app.orders, function f(), which runs as etl",
    ],
    [
      "by another object of who a function runs as",
      [step("function", "function f()")],
      "EXECUTE on function g()",
      "app can call function f(), which runs as etl, which has EXECUTE on function g()",
    ],
    [
      "by a function that a trigger runs",
      [step("ownership", "trigger t on app.orders", "postgres")],
      "ownership of function app.f()",
      "app has ownership of function app.f(), which leads to postgres by trigger t on app.orders",
    ],
    [
      "by a parameter that a role may set",
      [step("inherit"), step("parameter", "SET on parameter x", "postgres", "etl")],
      "SET on parameter x",
      "app inherits etl, which has SET on parameter x, which leads to postgres",
    ],
    ["by an object of everyone", [step("public", null, "PUBLIC")], source, `app has what PUBLIC has, which has ${source}`],
  ])("%s", (_, path, object, words) => {
    expect(reachWords("app", path, object)).toBe(words);
  });

  test("says it of a subject that a sentence has named already", () => {
    expect(reachWords("app", [step("inherit")], source, "it")).toBe(`it inherits etl, which has ${source}`);
    expect(reachWords("app", [step("parameter", "SET on parameter x")], "SET on parameter x", "it")).toBe("it has SET on parameter x, which leads to etl");
    expect(reachWords("app", [], null, "it")).toBe("it has it itself");
  });

  test("quotes the role and hides nothing of the object", () => {
    expect(reachWords("my app", [], "USAGE on \u200b")).toBe("`my app` has USAGE on \\u{200b}");
    expect(shownName("my app")).toBe("`my app`");
  });
});
