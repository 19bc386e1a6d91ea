import packageFile from "../../package.json";
import { RULES } from "../../policies/rules/index";
import { folderWith, runIn } from "./world";

const folder = folderWith({});

describe("the command line", () => {
  it.each<[readonly string[], string]>([
    [["chek"], "unknown command `chek`; did you mean `check`?"],
    [["audit"], "unknown command `audit`"],
    [["check", "--polices", "x", "y"], "unknown option `--polices`; did you mean `--policies`?"],
    [["check", "x", "--facts", "postgres://u:hunter2@h/d"], "unknown option `--facts`"],
    [["check"], "missing required argument `input`"],
    [["check", "x", "--today"], "option `--today <date>` argument missing"],
    [["rules", "a", "b"], "too many arguments for `rules`"],
    [["check", "x", "--\u001b[2J"], "unknown option `--\\u{1b}[2J`"],
    [[], "no command given"],
  ])("%j is exit 2", async (argv, words) => {
    const ran = await runIn(folder, argv);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain(`rolegate: ${words}`);
    expect(ran.stderr).not.toContain("hunter2");
  });

  it("prints help on standard output, with no command that is not built", async () => {
    const ran = await runIn(folder, ["--help"]);
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    expect(ran.stdout).toMatch(/check INPUT\.\.\.[\s\S]*explain ROLE INPUT\.\.\.[\s\S]*diff A B[\s\S]*rules \[ID\][\s\S]*types[\s\S]*init \[DIR\]/);
    expect(ran.stdout).not.toMatch(/^ {2}(audit|seal|apply|provider)/m);
  });

  it.each(["check", "explain", "diff", "rules", "types", "init"])("prints the help of `%s`", async (command) => {
    const ran = await runIn(folder, [command, "--help"]);
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    expect(ran.stdout).toContain(`Usage: rolegate ${command}`);
    expect(await runIn(folder, ["help", command])).toEqual(ran);
  });

  it("prints the version of the package", async () => {
    expect(await runIn(folder, ["--version"])).toEqual({ code: 0, stdout: `${packageFile.version}\n`, stderr: "" });
  });
});

describe("rolegate rules", () => {
  it("lists every rule", async () => {
    const ran = await runIn(folder, ["rules"]);
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    for (const { id } of RULES) expect(ran.stdout).toContain(id);
    expect(ran.stdout).toMatch(/^rule +severity +tier +demand\n/);
    expect(Math.max(...ran.stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it("prints them as the contract has it", async () => {
    const rules = JSON.parse((await runIn(folder, ["rules", "--format", "json"])).stdout);
    expect(rules).toHaveLength(RULES.length);
    for (const rule of rules) expect(Object.keys(rule)).toEqual(["id", "title", "severity", "tier", "waivable", "rationale", "remedy", "references"]);
  });

  it("prints the page of one, and as JSON an array of one", async () => {
    expect((await runIn(folder, ["rules", "no-server-program"])).stdout).toMatch(/^# no-server-program\n[\s\S]*COPY \.\.\. PROGRAM[\s\S]*[^\n]\n$/);
    expect(JSON.parse((await runIn(folder, ["rules", "no-superuser", "--format", "json"])).stdout)).toMatchObject([{ id: "no-superuser" }]);
  });

  it("does not know another, and says what is near", async () => {
    const ran = await runIn(folder, ["rules", "no-server-progam"]);
    expect(ran).toEqual({
      code: 2,
      stdout: "",
      stderr: "rolegate: there is no rule `no-server-progam`\n  did you mean `no-server-program`?\n  `rolegate rules` lists them\n",
    });
  });
});
