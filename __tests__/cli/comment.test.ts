import { renderJson } from "../../reporters/json";
import { type FakeGithub, fakeGithub, GITHUB_TOKEN, pullRequest } from "../integrations/fakes/github";
import { finding, report } from "../reporters/reports";
import { folderWith, runIn } from "./world";

describe("rolegate comment", () => {
  let github: FakeGithub;
  beforeEach(async () => {
    github = await fakeGithub();
    github.pulls.push(pullRequest(7, "c0ffee"));
  });
  afterEach(() => github.close());
  const folder = () => folderWith({ "report.json": renderJson(report({})), "event.json": '{"pull_request":{"number":7,"head":{"sha":"c0ffee"}}}' });
  const env = (): Record<string, string> => ({
    GITHUB_ACTIONS: "true",
    GITHUB_API_URL: github.url,
    GITHUB_GRAPHQL_URL: `${github.url}/graphql`,
    GITHUB_REPOSITORY: "acme/roles",
    GITHUB_TOKEN,
  });
  const run = (words: readonly string[], more: Readonly<Record<string, string>> = {}, cwd = folder()) =>
    runIn(cwd, ["comment", ...words], { env: { ...env(), GITHUB_EVENT_PATH: `${cwd}/event.json`, ...more } });

  it("knows whose run this is, makes the comment, updates it, and leaves it where nothing changed", async () => {
    expect(await run(["report.json"])).toEqual({ code: 0, stdout: "made the comment https://github.com/acme/roles/pull/7#issuecomment-1000\n", stderr: "" });
    expect(await run(["report.json"])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^the comment says the same already: /) });
    expect(await run(["--not-judged"])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^updated the comment/) });
    expect(await run(["report.json", "--quiet"])).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(github.comments).toMatchObject([{ body: expect.stringMatching(/^<!-- rolegate:review -->\n## ✅ ALLOWED/) }]);
  });

  it("keeps reviews with an id apart", async () => {
    await run(["report.json", "--id", "prod"]);
    await run(["report.json", "--id", "lab"]);
    await run(["report.json", "--id", "prod"]);
    expect(github.comments.map(({ body }) => body.split("\n")[0])).toEqual(["<!-- rolegate:review:prod -->", "<!-- rolegate:review:lab -->"]);
  });

  it("leaves a comment for a report with 20,000 findings, within what GitHub takes", async () => {
    const findings = Array.from({ length: 20_000 }, (_, index) => finding({ rule: "no-server-program", subject: `role_${index}`, message: "m".repeat(200) }));
    const cwd = folderWith({ "report.json": renderJson(report({ findings })), "event.json": '{"pull_request":{"number":7,"head":{"sha":"c0ffee"}}}' });
    expect(await run(["report.json"], {}, cwd)).toMatchObject({ code: 0 });
    expect(github.comments[0]?.body.length).toBeLessThanOrEqual(65_536);
    expect(github.comments[0]?.body).toContain("cut");
  });

  it.each<readonly [string, readonly string[], Readonly<Record<string, string>>, string]>([
    ["no report", [], {}, "rolegate: give the JSON report of `check`, or --not-judged where there is none\n"],
    ["a report and --not-judged", ["report.json", "--not-judged"], {}, "rolegate: give the JSON report"],
    ["a file that is not there", ["nowhere.json"], {}, "rolegate: cannot read `nowhere.json`: no such file or folder\n"],
    ["a file that is no report", ["event.json"], {}, "rolegate: `event.json` is no report of this version\n"],
    ["another service", ["report.json", "--to", "bitbucket"], {}, "rolegate: --to is github, gitlab or azure, got `bitbucket`\n"],
    ["no service", ["report.json"], { GITHUB_ACTIONS: "" }, "rolegate: this is no run of a service that is known: say --to github, gitlab or azure\n"],
    ["no number", ["report.json", "--pull-request", "7;x"], {}, "rolegate: --pull-request is a number, got `7;x`\n"],
    ["an id with more than a name", ["report.json", "--id", "a --> b"], {}, "rolegate: --id is "],
    ["no token", ["report.json"], { GITHUB_TOKEN: "" }, "rolegate: GITHUB_TOKEN is not set\n"],
    ["an event that is not there", ["report.json"], { GITHUB_EVENT_PATH: "/nowhere" }, "rolegate: cannot read `GITHUB_EVENT_PATH`"],
    ["an event that is none", ["report.json"], { GITHUB_EVENT_PATH: __filename }, "rolegate: the file that GITHUB_EVENT_PATH names is no JSON\n"],
  ])("exits 2 for %s, says why, and asks nobody", async (_, words, more, message) => {
    const ran = await run(words, more);
    expect({ code: ran.code, stdout: ran.stdout, stderr: ran.stderr.slice(0, message.length) }).toEqual({ code: 2, stdout: "", stderr: message });
    expect(ran.stderr).not.toContain("internal fault");
    expect(github.log).toEqual([]);
  });

  it("says what GitHub refuses, and shows no token", async () => {
    const ran = await run(["report.json"], { GITHUB_TOKEN: "wrong-token" });
    expect(ran).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/^rolegate: GitHub answers 401 to \/repos\/acme\/roles\/pulls\/7\n {2}it says: Bad credentials\n/),
    });
    expect(ran.stderr).not.toContain("wrong-token");
  });
});
