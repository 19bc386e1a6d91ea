import { readReport } from "../../integrations/comment/read-report";
import { renderJson } from "../../reporters/json";
import { finding, report } from "../reporters/reports";

const real = report({
  findings: [
    finding({
      rule: "no-server-program",
      subject: "etl",
      message: "m",
      tier: "os",
      capability: "execute-server-program",
      path: [{ from: "a", to: "b", by: "inherit", via: null }],
    }),
    finding({ rule: "x", subject: "y", message: "m", status: "waived", waiver: { owner: "o", expires: "2026-12-01", reason: "r" } }),
  ],
  changes: [{ environment: "prod", role: "etl", gains: ["pg_monitor"], loses: [], capabilities: { gains: ["monitor"], loses: [] } }],
});
type Changed = Record<string, unknown>;
const read = (change: (value: Changed) => void) => {
  const value = JSON.parse(renderJson(real)) as Changed;
  change(value);
  return () => readReport(JSON.stringify(value), "report.json");
};

describe("a report that is read back", () => {
  it("is what was written", () => expect(readReport(renderJson(real), "report.json")).toEqual(real));

  it("may have fields that this version does not know", () => {
    expect(read((value) => Object.assign(value, { more: 1 }))).not.toThrow();
  });

  it.each<readonly [string, (value: Changed) => void]>([
    ["/verdict must be equal to one of", (value) => Object.assign(value, { verdict: "ALLOWED" })],
    ["/schema must be equal to constant", (value) => Object.assign(value, { schema: "rolegate.report/2" })],
    ["/findings must be array", (value) => Object.assign(value, { findings: {} })],
    ["/findings/0/message must be string", (value) => Object.assign((value.findings as Changed[])[0]!, { message: { toString: 1 } })],
    ["/findings/0/tier must ", (value) => Object.assign((value.findings as Changed[])[0]!, { tier: "__proto__" })],
    ["/findings/0/path/0/by must be equal to one of", (value) => Object.assign((value.findings as { path: Changed[] }[])[0]!.path[0]!, { by: "<b>" })],
    [
      "/changes/0/capabilities/gains/0 must be equal to one of",
      (value) => Object.assign((value.changes as Changed[])[0]!, { capabilities: { gains: [1], loses: [] } }),
    ],
    ["/summary must be object", (value) => Object.assign(value, { summary: null })],
    ["/environments/0/postgres/0 must be integer", (value) => Object.assign((value.environments as Changed[])[0]!, { postgres: ["16"] })],
  ])("is refused where %s", (why, change) => {
    expect(read(change)).toThrow(
      expect.objectContaining({ message: "`report.json` is no report of this version", details: [expect.stringContaining(why), expect.anything()] }),
    );
  });

  it.each(["", "[]", "null", "1", "{", '"<h1>ALLOWED</h1>"'])("is refused where it is %j", (text) => {
    expect(() => readReport(text, "report.json")).toThrow("`report.json` is no report of this version");
  });
});
