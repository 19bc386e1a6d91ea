import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { reviewRenderings } from "../../cli/review-renderings";
import { REVIEW_FORMATS } from "../../cli/settings";
import { finding, report } from "../reporters/reports";
import { ENVIRONMENTS, filesBelow, folderWith, outputFiles, PERSONAS, PROGRAM, runIn } from "./world";

const DENIED = { ...outputFiles({ prod: PROGRAM }), "policies/environments.yaml": ENVIRONMENTS, "policies/personas.yaml": PERSONAS };

describe("the formats of a review", () => {
  it.each(REVIEW_FORMATS)("%s is printed as it is written to a file, and the exit code is that of the judgement", async (format) => {
    const folder = folderWith(DENIED);
    const printed = await runIn(folder, ["check", "cdktf.out", "--format", format]);
    expect(printed).toMatchObject({ code: 1, stderr: "" });
    const written = await runIn(folder, ["check", "cdktf.out", "--quiet", "--report", `${format}=report`]);
    expect(written).toMatchObject({ code: 1, stderr: "" });
    expect(readFileSync(join(folder, "report"), "utf8")).toBe(printed.stdout);
    expect(printed.stdout).not.toBe("");
  });

  it("are written all at once, or none of them", async () => {
    const folder = folderWith(DENIED);
    const reports = REVIEW_FORMATS.flatMap((format) => ["--report", `${format}=${format}.out`]);
    await runIn(folder, ["check", "cdktf.out", ...reports]);
    expect(REVIEW_FORMATS.filter((format) => !existsSync(join(folder, `${format}.out`)))).toEqual([]);
    const empty = folderWith(DENIED);
    const ran = await runIn(empty, ["check", "cdktf.out", ...reports, "--report", "sarif=absent/report.sarif"]);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain("absent/report.sarif");
    expect(filesBelow(empty).filter((name) => /out$|tmp/.test(name) && !name.startsWith("cdktf.out"))).toEqual([]);
  });

  it("are not written to one file", async () => {
    const folder = folderWith(DENIED);
    const ran = await runIn(folder, ["check", "cdktf.out", "--report", "markdown=x", "--report", "sarif=./x"]);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(existsSync(join(folder, "x"))).toBe(false);
  });

  it("name files from the root of the repository, and of others the name only", async () => {
    const folder = folderWith(Object.fromEntries(Object.entries(DENIED).map(([name, text]) => [`infra/roles/${name}`, text])));
    mkdirSync(join(folder, ".git"));
    const place = async (cwd: string, input: string): Promise<string> => {
      const ran = await runIn(join(folder, cwd), ["check", input, "--policies", join(folder, "infra/roles/policies"), "--format", "gitlab"]);
      return JSON.parse(ran.stdout)[0].location.path;
    };
    const stack = "cdktf.out/stacks/prod/cdk.tf.json";
    expect(await place("infra/roles", "cdktf.out")).toBe(`infra/roles/${stack}`);
    expect(await place(".", "infra/roles/cdktf.out")).toBe(`infra/roles/${stack}`);
    const outside = folderWith({ x: "" });
    const ran = await runIn(outside, ["check", join(folder, "infra/roles/cdktf.out"), "--policies", join(folder, "infra/roles/policies"), "--format", "sarif"]);
    expect(ran.stdout).toContain('"uri": "cdk.tf.json"');
    expect(ran.stdout).not.toContain(dirname(folder));
  });

  it.each(["prod", "prod-eu/orders_1.2", "a".repeat(100)])("are told apart by the id `%s`", async (id) => {
    const { stdout, code } = await runIn(folderWith(DENIED), ["check", "cdktf.out", "--format", "markdown", "--id", id]);
    expect(code).toBe(1);
    expect(stdout.split("\n")[0]).toBe(`<!-- rolegate:review:${id} -->`);
  });

  it.each(["", "a--b", "-a", "a b", "--><b>", "ä", "a\n", "a".repeat(101)])("refuse the id %j", async (id) => {
    const ran = await runIn(folderWith(DENIED), ["check", "cdktf.out", `--id=${id}`]);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toMatch(/^rolegate: --id is at most 100 letters/);
  });

  it("are made of 100,000 findings", () => {
    const findings = Array.from({ length: 100_000 }, (_, n) =>
      finding({ rule: "no-superuser", subject: `role_${n}`, message: `role_${n} is a superuser`, tier: "superuser", cause: n % 2 === 0 ? "c1" : `c${n}` }),
    );
    const changes = findings.map(({ subject }) => ({
      environment: "prod",
      role: subject,
      gains: ["pg_monitor"],
      loses: [],
      capabilities: { gains: ["monitor" as const], loses: [] },
    }));
    const look = { look: { color: false, width: 100 }, quiet: false, id: null, reached: () => [] };
    const renderings = reviewRenderings(report({ findings, changes }), look, { cwd: __dirname });
    for (const format of REVIEW_FORMATS) {
      const text = renderings[format](true);
      expect(text.slice(0, 60_000)).toContain("role_1");
      expect(text.length).toBeLessThan(100_000_000);
    }
  });
});
