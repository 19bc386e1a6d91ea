import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CLEAN, ENVIRONMENTS, folderWith, outputFiles, PERSONAS, PROGRAM, runIn } from "./world";

const POLICIES = { "policies/environments.yaml": ENVIRONMENTS, "policies/personas.yaml": PERSONAS };

describe("the formats of rolegate explain", () => {
  test.each([
    ["svg", /^<svg /],
    ["html", /^<!DOCTYPE html>\n/],
    ["dot", /^digraph rolegate \{\n/],
  ])("draw one role, and all of them, as %s", async (format, start) => {
    const folder = folderWith(outputFiles({ prod: PROGRAM }));
    for (const which of [["orders_app"], ["--all"]]) {
      const ran = await runIn(folder, ["explain", ...which, "cdktf.out", "--format", format]);
      expect(ran).toMatchObject({ code: 0, stderr: "" });
      expect(ran.stdout).toMatch(start);
      expect(ran.stdout).toContain("pg_execute_server_program");
    }
  });

  test("go into files beside what is printed", async () => {
    const folder = folderWith({ ...outputFiles({ prod: CLEAN }), ...POLICIES });
    const reports = ["svg", "html", "dot", "json"].flatMap((format) => ["--report", `${format}=out.${format}`]);
    const ran = await runIn(folder, ["explain", "--all", "cdktf.out", ...reports]);
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    expect(ran.stdout).toMatch(/^prod, PostgreSQL 16/);
    expect(["svg", "html", "dot", "json"].map((format) => readFileSync(join(folder, `out.${format}`), "utf8").slice(0, 4))).toEqual([
      "<svg",
      "<!DO",
      "digr",
      "{\n  ",
    ]);
  });

  test.each([
    ["check", "--format", "svg"],
    ["check", "--report", "dot=x.dot"],
  ])("that draw are not for %s %s %s", async (command, option, value) => {
    const folder = folderWith({ ...outputFiles({ prod: CLEAN }), ...POLICIES });
    const ran = await runIn(folder, [command, "cdktf.out", option, value]);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toMatch(/^rolegate: the format `(svg|dot)` is for drawings, which only `rolegate explain` makes; there are text/);
    expect(existsSync(join(folder, "x.dot"))).toBe(false);
  });

  test("are known by name: another is refused with the list", async () => {
    const ran = await runIn(folderWith({ ...outputFiles({ prod: CLEAN }), ...POLICIES }), ["explain", "--all", "cdktf.out", "--format", "png"]);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain("there is no format `png` in this version; there are text, json, html, svg and dot");
  });
});
