import { openService } from "../../integrations/comment/open-service";
import type { ServiceName } from "../../integrations/comment/settings";
import { upsertComment } from "../../integrations/comment/upsert";
import { AZURE_TOKEN, type FakeAzure, fakeAzure } from "./fakes/azure";
import { type FakeGithub, fakeGithub, GITHUB_TOKEN, pullRequest } from "./fakes/github";
import { type FakeGitlab, fakeGitlab, GITLAB_TOKEN } from "./fakes/gitlab";
import type { Answered, Fake } from "./fakes/server";

const MARKER = "<!-- rolegate:review -->";
const SHA = "c0ffee";
const slept: number[] = [];
let github: FakeGithub;
let gitlab: FakeGitlab;
let azure: FakeAzure;
beforeEach(async () => {
  slept.length = 0;
  [github, gitlab, azure] = await Promise.all([fakeGithub(), fakeGitlab(), fakeAzure()]);
  github.pulls.push(pullRequest(7, SHA));
});
afterEach(() => Promise.all([github.close(), gitlab.close(), azure.close()]));

const network = {
  fetch,
  sleep: async (milliseconds: number) => {
    slept.push(milliseconds);
  },
  now: () => new Date("2026-11-20T00:00:00Z"),
};
const pullEvent = (sha = SHA) => ({ pull_request: { number: 7, head: { sha } } });
const runEvent = (sha = SHA, owner = "mallory", branch = "$(touch x)", repository = "mallory/roles") => ({
  workflow_run: { head_branch: branch, head_sha: sha, head_repository: { full_name: repository, owner: { login: owner } } },
});

const environment = (): Record<ServiceName, Record<string, string>> => ({
  github: {
    GITHUB_API_URL: github.url,
    GITHUB_GRAPHQL_URL: `${github.url}/graphql`,
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_REPOSITORY: "acme/roles",
    GITHUB_TOKEN,
  },
  gitlab: {
    CI_API_V4_URL: `${gitlab.url}/api/v4`,
    CI_PROJECT_ID: "41",
    CI_MERGE_REQUEST_PROJECT_ID: "42",
    CI_MERGE_REQUEST_PROJECT_URL: "https://gitlab.com/acme/roles",
    CI_MERGE_REQUEST_IID: "7",
    CI_COMMIT_SHA: SHA,
    GITLAB_TOKEN,
  },
  azure: {
    SYSTEM_COLLECTIONURI: `${azure.url}/acme/`,
    SYSTEM_TEAMPROJECT: "Data Platform",
    BUILD_REPOSITORY_ID: "repo-1",
    SYSTEM_PULLREQUEST_PULLREQUESTID: "7",
    SYSTEM_PULLREQUEST_SOURCECOMMITID: SHA,
    SYSTEM_ACCESSTOKEN: AZURE_TOKEN,
  },
});

interface Posting {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly number?: string;
  readonly event?: unknown;
  readonly isDenied?: boolean;
}
const post = async (name: ServiceName, text: string, { env, number, event = pullEvent(), isDenied = true }: Posting = {}) =>
  upsertComment(await openService(name, { env: { ...environment()[name], ...env }, number }, event, network), {
    body: `${text}\n${MARKER}`,
    marker: MARKER,
    isDenied,
  });
const failure = async (name: ServiceName, posting: Posting = {}) => {
  try {
    await post(name, "text", posting);
  } catch (error) {
    const { message, details } = error as Error & { details: readonly string[] };
    return `${message}\n${details.join("\n")}`;
  }
  throw new Error("nothing went wrong");
};

/** Bodies of what is there, whoever wrote it. */
const bodies = (name: ServiceName): readonly string[] =>
  ({
    github: () => github.comments.map(({ body }) => body),
    gitlab: () => gitlab.notes.map(({ body }) => body),
    azure: () => azure.threads.flatMap(({ comments }) => comments.filter(({ isDeleted }) => !isDeleted).map(({ content }) => content)),
  })[name]();
const writeAs = (name: ServiceName, who: "bot" | "mallory", body: string): void => {
  if (name === "github") github.comments.push({ id: github.comments.length + 1, body, user: { login: who === "bot" ? "github-actions[bot]" : who } });
  if (name === "gitlab") gitlab.notes.push({ id: gitlab.notes.length + 1, body, author: { id: who === "bot" ? 77 : 5 }, system: false });
  if (name === "azure")
    azure.threads.push({
      id: azure.threads.length + 1000,
      status: "active",
      isDeleted: false,
      comments: [{ id: 1, content: body, author: { id: who === "bot" ? "00000000-aaaa-bbbb-cccc-000000000001" : "x" }, isDeleted: false }],
    });
};
const fakeOf = (name: ServiceName): Fake => ({ github, gitlab, azure })[name];
const NAMES: readonly ServiceName[] = ["github", "gitlab", "azure"];

describe.each(NAMES)("a comment on %s", (name) => {
  it("is made once, and updated in place afterwards", async () => {
    expect(await post(name, "first")).toMatchObject({ did: "made", page: expect.stringMatching(/^https?:.*7/) });
    expect(await post(name, "second")).toMatchObject({ did: "updated" });
    expect(await post(name, "second")).toMatchObject({ did: "left" });
    expect(bodies(name)).toEqual([`second\n${MARKER}`]);
  });

  it("is found behind hundreds of others", async () => {
    for (let index = 0; index < 250; index++) writeAs(name, "mallory", `comment ${index}`);
    await post(name, "first");
    await post(name, "second");
    expect(bodies(name).filter((body) => body.includes(MARKER))).toEqual([`second\n${MARKER}`]);
    expect(bodies(name)).toHaveLength(251);
  });

  it("is none that somebody else wrote with our marker", async () => {
    writeAs(name, "mallory", `ALLOWED ${MARKER}`);
    await post(name, "DENIED");
    expect(bodies(name)).toEqual([`ALLOWED ${MARKER}`, `DENIED\n${MARKER}`]);
  });

  it("is none of ours with another marker", async () => {
    writeAs(name, "bot", "something else");
    expect(await post(name, "text")).toMatchObject({ did: "made" });
  });

  it("becomes one where two runs made two", async () => {
    writeAs(name, "bot", `old ${MARKER}`);
    writeAs(name, "bot", `older ${MARKER}`);
    await post(name, "new");
    expect(bodies(name)).toEqual([`new\n${MARKER}`]);
  });

  it("waits as long as the service asks", async () => {
    const busy: Answered = { status: 429, headers: { "retry-after": "7" }, body: { message: "too many" } };
    fakeOf(name).faults.push(
      () => busy,
      ({ method }) => (method === "POST" ? busy : null),
    );
    expect(await post(name, "text")).toMatchObject({ did: "made" });
    expect(slept).toEqual([7000, 7000]);
    expect(bodies(name)).toHaveLength(1);
  });

  it("asks again where the service fails, each time later, and gives up", async () => {
    fakeOf(name).faults.push(
      () => ({ status: 502, body: "<html>" }),
      () => ({ status: 503 }),
    );
    expect(await post(name, "text")).toMatchObject({ did: "made" });
    expect(slept).toEqual([1000, 2000]);
    for (let index = 0; index < 5; index++) fakeOf(name).faults.push(() => ({ status: 500, body: { message: "oops" } }));
    expect(await failure(name)).toMatch(/answers 500[\s\S]*it says: oops/);
  });

  it("is not made twice where nobody knows whether it was made", async () => {
    const fake = fakeOf(name);
    // Made, and then the gateway loses the answer.
    fake.faults.push(({ method, url }) => {
      if (method !== "POST" || url.pathname === "/graphql") return null;
      writeAs(name, "bot", `text\n${MARKER}`);
      return { status: 504 };
    });
    expect(await post(name, "text")).toMatchObject({ did: "left" });
    expect(bodies(name)).toEqual([`text\n${MARKER}`]);
  });

  it("says nothing where a newer commit is there", async () => {
    gitlab.sha = "newer";
    azure.commit = "newer";
    github.pulls.splice(0, 1, pullRequest(7, "newer"));
    expect(await post(name, "text")).toMatchObject({ did: "nothing", why: expect.stringContaining("newer commit") });
    expect(bodies(name)).toEqual([]);
  });

  it("goes to the request that is named, at whatever commit it is", async () => {
    gitlab.sha = "newer";
    azure.commit = "newer";
    github.pulls.splice(0, 1, pullRequest(7, "newer"));
    expect(await post(name, "text", { number: "7", event: {} })).toMatchObject({ did: "made" });
  });

  const tokenName = { github: "GITHUB_TOKEN", gitlab: "GITLAB_TOKEN", azure: "SYSTEM_ACCESSTOKEN" }[name];
  it("needs a token, and says which variable holds it", async () => {
    expect(await failure(name, { env: { [tokenName]: undefined } })).toMatch(new RegExp(`^${tokenName} is not set\n`));
  });

  it("shows no token, not even where the service repeats it", async () => {
    const wrong = "very-secret-token";
    fakeOf(name).faults.push(() => ({ status: 401, body: { message: `Bad credentials: ${wrong}` } }));
    const said = await failure(name, { env: { [tokenName]: wrong } });
    expect(said).toContain("Bad credentials: (token)");
    expect(said).not.toContain(wrong);
  });

  it("says of a wrong token what to do", async () => {
    expect(await failure(name, { env: { [tokenName]: "wrong" } })).toMatch(
      name === "azure" ? /the token may be wrong/ : /answers 401[\s\S]*the token is wrong/,
    );
  });

  it.each([
    [403, /answers 403[\s\S]*it says: no[\s\S]*(pull-requests: write|scope `api`|Contribute to pull requests)/],
    [404, /answers 404[\s\S]*there is no such/],
    [name === "azure" ? 400 : 422, /does not take this text/],
    [301, /it moved, and the token is not sent to another address/],
  ])("says of %d what to do", async (status, words) => {
    const headers: Record<string, string> = status === 301 ? { location: "http://127.0.0.1:1/" } : {};
    fakeOf(name).faults.push(() => ({ status, headers, body: { message: "no" } }));
    expect(await failure(name)).toMatch(words);
    expect(slept).toEqual([]);
  });

  it("is not waited for longer than two minutes", async () => {
    fakeOf(name).faults.push(() => ({ status: 429, headers: { "retry-after": "3600" }, body: { message: "slow down" } }));
    expect(await failure(name)).toMatch(/was asked too often[\s\S]*slow down[\s\S]*later/);
    expect(slept).toEqual([]);
  });

  it("says that nobody answers", async () => {
    await fakeOf(name).close();
    expect(await failure(name)).toMatch(/does not answer at 127\.0\.0\.1/);
    expect(slept).toEqual([1000, 2000, 4000, 8000]);
  });

  it("sends the token to one host only, and none of it in an address", async () => {
    await post(name, "text");
    for (const { url, headers } of fakeOf(name).asked) {
      expect(url.href).not.toContain(environment()[name][tokenName]);
      expect(headers.authorization).toBe(`Bearer ${environment()[name][tokenName]}`);
    }
  });
});

describe("GitHub", () => {
  it("is asked for the pull request of a fork by what the event says, and the commit decides", async () => {
    github.pulls.push(pullRequest(8, "other", "mallory/roles", "$(touch x)"), pullRequest(9, "fork1", "mallory/roles", "$(touch x)"));
    expect(await post("github", "text", { event: runEvent("fork1") })).toMatchObject({ did: "made", page: expect.stringContaining("/pull/9#") });
    expect(github.log).toContain(`GET /repos/acme/roles/pulls?state=open&head=${encodeURIComponent("mallory:$(touch x)")}&per_page=100`);
  });

  it.each([
    ["its commit is no longer the last", runEvent("gone")],
    ["it is of another fork", runEvent("fork1", "mallory", "$(touch x)", "mallory/other")],
  ])("gets no comment of a run that ended where %s", async (_, event) => {
    github.pulls.push(pullRequest(9, "fork1", "mallory/roles", "$(touch x)"));
    expect(await post("github", "text", { event })).toEqual({ did: "nothing", why: "no open pull request is at the judged commit" });
    expect(github.comments).toEqual([]);
  });

  it("waits where its secondary limit says so with 403", async () => {
    github.faults.push(() => ({
      status: 403,
      headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(Date.parse("2026-11-20T00:00:09Z") / 1000) },
      body: {},
    }));
    expect(await post("github", "text")).toMatchObject({ did: "made" });
    expect(slept).toEqual([9000]);
  });

  it("says what is missing where a run is about no pull request", async () => {
    expect(await failure("github", { event: { ref: "refs/heads/main" } })).toMatch(/^there is no pull request to comment\n[\s\S]*--pull-request NUMBER/);
  });
});

describe("Azure DevOps", () => {
  it("has an open thread while something is denied, and a closed one afterwards", async () => {
    await post("azure", "DENIED");
    expect(azure.threads).toMatchObject([{ status: "active" }]);
    await post("azure", "ALLOWED", { isDenied: false });
    expect(azure.threads).toMatchObject([{ status: "closed", comments: [{ content: `ALLOWED\n${MARKER}` }] }]);
  });

  it("is not sent a variable that it left as it was written", async () => {
    expect(await failure("azure", { env: { SYSTEM_ACCESSTOKEN: "$(System.AccessToken)" } })).toMatch(/^SYSTEM_ACCESSTOKEN is not set/);
  });
});
