import { logTo } from "../../../provider/plugin/log";
import { statementKind } from "../../../provider/session";

const now = (): Date => new Date("2026-12-01T01:02:03.004Z");
const linesWith = (env: Record<string, string>): readonly object[] => {
  const lines: object[] = [];
  const log = logTo(env, (text) => lines.push(JSON.parse(text) as object), now);
  for (const level of ["trace", "debug", "info", "warn", "error"] as const) log(level, `${level} line`, { milliseconds: 5 });
  return lines;
};

describe("the log of a provider", () => {
  test("is lines of JSON as go-hclog writes them", () =>
    expect(linesWith({ TF_LOG: "error" })).toEqual([
      { "@level": "error", "@message": "error line", "@module": "rolegate", "@timestamp": "2026-12-01T01:02:03.004000Z", milliseconds: 5 },
    ]));

  test.each<[Record<string, string>, number]>([
    [{}, 0],
    [{ TF_LOG: "off" }, 0],
    [{ TF_LOG: "INFO" }, 3],
    [{ TF_LOG: "json" }, 5],
    [{ TF_LOG: "trace", TF_LOG_PROVIDER: "warn" }, 2],
    [{ TF_LOG: "trace", TF_LOG_PROVIDER: "off" }, 0],
  ])("with %j it has %i of the five levels", (env, count) => expect(linesWith(env)).toHaveLength(count));
});

test.each([
  [`ALTER ROLE "APP" PASSWORD 'SECRET'`, "ALTER ROLE"],
  [`GRANT "PG_X" TO "APP" WITH ADMIN TRUE`, "GRANT"],
  ["GRANT SELECT ON TABLE", "GRANT SELECT ON TABLE"],
  ["\nSELECT role.rolname", "SELECT"],
  ["select 1", "statement"],
])("%s is logged as %s", (sql, kind) => expect(statementKind(sql)).toBe(kind));
