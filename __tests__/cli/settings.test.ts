import type { Io } from "../../cli/io";
import { formatOf, lookOf, reportFilesOf, standingIsErrorOf, todayOf } from "../../cli/settings";

const io = (isTerminal: boolean, env: Io["env"], columns?: number): Io => ({
  cwd: "/",
  env,
  now: () => new Date(0),
  stdin: () => Buffer.alloc(0),
  stdout: { write: async () => undefined, isTerminal, columns },
  stderr: { write: async () => undefined, isTerminal, columns },
});

describe("colour", () => {
  it.each([
    ["auto", true, {}, true],
    ["auto", false, {}, false],
    ["auto", true, { NO_COLOR: "1" }, false],
    ["auto", true, { NO_COLOR: "" }, true],
    ["auto", true, { TERM: "dumb" }, false],
    ["always", false, {}, true],
    ["always", false, { NO_COLOR: "1" }, true],
    ["never", true, {}, false],
  ] as const)("--color %s, terminal %s, environment %j: %s", (color, terminal, env, expected) => {
    expect(lookOf({ color }, io(terminal, env)).color).toBe(expected);
  });

  it("refuses another word", () => {
    expect(() => lookOf({ color: "blue" }, io(true, {}))).toThrow("--color is auto, always or never, got `blue`");
  });

  it.each([
    [undefined, 100],
    [80, 80],
    [400, 140],
  ])("a terminal of %s columns has lines of %s", (columns, width) => {
    expect(lookOf({ color: "auto" }, io(columns !== undefined, {}, columns)).width).toBe(width);
  });
});

describe("--today", () => {
  const now = new Date("2026-11-20T23:30:00-05:00");
  it("is today in UTC by default", () => expect(todayOf(undefined, now)).toBe("2026-11-21"));
  it.each(["2026-02-28", "2028-02-29", "2026-12-31"])("takes %s", (date) => expect(todayOf(date, now)).toBe(date));
  it.each(["2026-02-29", "2026-13-01", "2026-1-1", "20261120", "today", "2026-11-20T00:00:00Z", "", "0000-00-00"])("refuses `%s`", (date) =>
    expect(() => todayOf(date, now)).toThrow("--today is a date, YYYY-MM-DD, got"),
  );
});

describe("formats and reports", () => {
  it.each(["csv", "JSON", ""])("refuses `%s` by name and says which there are", (format) =>
    expect(() => formatOf(format)).toThrow(`there is no format \`${format}\` in this version; there are text and json`),
  );

  it("reads FORMAT=FILE, and a file may have an = in its name", () => {
    expect(reportFilesOf(["json=a=b.json", "text=out/report.txt"])).toEqual([
      { format: "json", file: "a=b.json" },
      { format: "text", file: "out/report.txt" },
    ]);
  });

  it.each(["json", "=x", "json=", "", "report.json"])("refuses --report `%s`", (report) =>
    expect(() => reportFilesOf([report])).toThrow("--report is FORMAT=FILE"),
  );
  it("refuses a report in a format that is not there", () => expect(() => reportFilesOf(["pdf=x"])).toThrow("there is no format `pdf`"));
  it("says of a format of reviews that it is one", () =>
    expect(() => formatOf("sarif")).toThrow("the format `sarif` is for reviews, which this command does not write; there are text and json"));

  it("knows --standing error and nothing else", () => {
    expect(standingIsErrorOf("error")).toBe(true);
    expect(standingIsErrorOf(undefined)).toBe(false);
    expect(() => standingIsErrorOf("warning")).toThrow("--standing is error, got `warning`");
  });
});
