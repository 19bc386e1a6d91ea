import { type Answered, type Asked, type Fake, fakeService } from "./server";

export interface GithubComment {
  id: number;
  body: string;
  readonly user: { readonly login: string };
}

export interface FakeGithub extends Fake {
  readonly comments: GithubComment[];
  readonly pulls: { number: number; head: { sha: string; ref: string; repo: { full_name: string; owner: { login: string } } } }[];
}

export const GITHUB_TOKEN = "ghs_secret0123456789";
const BOT = "github-actions[bot]";

/**
 * GitHub as its REST documentation has it: pages of at most 100 with 30 by default and a `link` header, 65,536 characters a comment, 401 without
 * a token, `GET /user` refused to a job's token, `viewer` of the GraphQL interface allowed.
 */
export const fakeGithub = async (): Promise<FakeGithub> => {
  const comments: GithubComment[] = [];
  const pulls: FakeGithub["pulls"] = [];
  let next = 1000;
  const tooLong: Answered = {
    status: 422,
    body: {
      message: "Validation Failed",
      errors: [{ resource: "IssueComment", code: "unprocessable", field: "data", message: "Body is too long (maximum is 65536 characters)" }],
    },
  };
  const answer = ({ method, url, headers, body }: Asked): Answered => {
    if (headers.authorization !== `Bearer ${GITHUB_TOKEN}`) return { status: 401, body: { message: "Bad credentials" } };
    const { pathname } = url;
    if (pathname === "/user") return { status: 403, body: { message: "Resource not accessible by integration" } };
    if (pathname === "/graphql") return { body: { data: { viewer: { login: BOT } } } };
    const [, rest = ""] = /^\/repos\/acme\/roles(\/.*)$/.exec(pathname) ?? [];
    const number = /^\/(?:issues|pulls)\/(\d+)/.exec(rest)?.[1];
    const pull = pulls.find((each) => String(each.number) === number);
    if (rest === "/pulls" && method === "GET") {
      const [owner, ...branch] = (url.searchParams.get("head") ?? ":").split(":");
      return { body: pulls.filter(({ head }) => head.repo.owner.login === owner && head.ref === branch.join(":")) };
    }
    if (/^\/pulls\/\d+$/.test(rest) && pull !== undefined) return { body: pull };
    if (/^\/issues\/\d+\/comments$/.test(rest) && pull !== undefined) {
      if (method === "POST") {
        if (body.body.length > 65_536) return tooLong;
        const made = { id: next++, body: body.body as string, user: { login: BOT } };
        comments.push(made);
        return { status: 201, body: made };
      }
      const size = Math.min(Number(url.searchParams.get("per_page") ?? 30), 100);
      const page = Number(url.searchParams.get("page") ?? 1);
      const more = comments.length > page * size ? { link: `<${url.pathname}?page=${page + 1}>; rel="next"` } : {};
      return { body: comments.slice((page - 1) * size, page * size), headers: more };
    }
    const comment = comments.find(({ id }) => rest === `/issues/comments/${id}`);
    if (comment !== undefined && method === "PATCH") {
      if (body.body.length > 65_536) return tooLong;
      comment.body = body.body;
      return { body: comment };
    }
    if (comment !== undefined && method === "DELETE") {
      comments.splice(comments.indexOf(comment), 1);
      return { status: 204 };
    }
    return { status: 404, body: { message: "Not Found", documentation_url: "https://docs.github.com/rest" } };
  };
  return { ...(await fakeService(answer)), comments, pulls };
};

export const pullRequest = (number: number, sha: string, from = "acme/roles", ref = "change"): FakeGithub["pulls"][number] => ({
  number,
  head: { sha, ref, repo: { full_name: from, owner: { login: from.split("/")[0] ?? "" } } },
});
