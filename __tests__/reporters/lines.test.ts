import { NO_ORIGIN } from "../../model/access-graph";
import { renderLines } from "../../reporters/lines";
import { finding, report } from "./reports";

const linesOf = (facts: Parameters<typeof report>[0]): readonly string[] =>
  renderLines({ report: report(facts) })
    .split("\n")
    .slice(0, -1);
const one = { rule: "no-server-program", subject: "etl", message: "etl can run programs on the server: it inherits pg_execute_server_program" };
const at = (address: string) => ({ ...NO_ORIGIN, address });

describe("findings as lines", () => {
  it("are one line each, with what tells them apart", () => {
    expect(linesOf({ findings: [finding({ ...one, capability: "execute-server-program", origin: at("postgresql_role.etl") })] })).toEqual([
      "FAIL no-server-program prod etl execute-server-program postgresql_role.etl: etl can run programs on the server: it inherits pg_execute_server_program",
    ]);
  });

  it("say what denies and what does not", () => {
    const findings = [
      finding({ ...one, subject: "a" }),
      finding({ ...one, subject: "b", severity: "warning" }),
      finding({ ...one, subject: "c", status: "standing" }),
      finding({ ...one, subject: "d", status: "waived" }),
    ];
    expect(linesOf({ findings }).map((line) => line.split(" ").filter((_, word) => word === 0 || word === 3))).toEqual([
      ["FAIL", "a"],
      ["STANDING", "c"],
      ["WAIVED", "d"],
      ["WARN", "b"],
    ]);
  });

  it("say that what was there before denies, where it does", () => {
    expect(linesOf({ findings: [finding({ ...one, status: "standing" })], verdict: "deny" })[0]).toMatch(/^FAIL /);
    expect(linesOf({ findings: [finding({ ...one, status: "standing" })] })[0]).toMatch(/^STANDING /);
  });

  it("are the same in whatever order they were found, and each is there once", () => {
    const findings = [finding({ ...one, subject: "b" }), finding({ ...one, subject: "a" }), finding({ ...one, subject: "b" })];
    expect(linesOf({ findings })).toEqual(linesOf({ findings: [...findings].reverse() }));
    expect(linesOf({ findings })).toHaveLength(2);
  });

  it("stay one line and as many words, whatever is in a name", () => {
    for (const subject of ["a b", "x\nFAIL y", "\u202e", '"', "", "::add-mask::x", "日本", "a:"]) {
      const [line = "", ...more] = linesOf({ findings: [finding({ ...one, subject, message: subject })] });
      expect(more).toEqual([]);
      expect(line).toMatch(/^FAIL no-server-program prod "[^\n]*" - -: /);
    }
  });

  it("are none where nothing was found", () => expect(renderLines({ report: report({}) })).toBe(""));
});
