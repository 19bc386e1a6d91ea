import { InputError } from "../../model/input-error";
import { asArray, asId, asRecord, asText } from "./json";
import type { Requester } from "./request";
import type { CommentService, OwnComment } from "./service";

export const GITHUB_WORDS = {
  service: "GitHub",
  refusals: {
    401: ["the token is wrong or expired: give the job's own, `github.token`"],
    403: [
      "the job needs `permissions: { pull-requests: write }`",
      "a pull request from a fork gets a token that may only read: comment from a workflow that runs on `workflow_run`",
    ],
    404: ["there is no such repository or pull request, or the token may not see it"],
    422: ["GitHub does not take this text"],
  },
} as const;

/** What the event of a run says of its pull request. */
export type GithubTarget =
  | { readonly number: string; readonly commit: string | null }
  /** A run of `workflow_run` has no number where the pull request is from a fork. */
  | { readonly headOwner: string; readonly headBranch: string; readonly headRepository: string; readonly commit: string };

export interface GithubSettings {
  /** Such as `https://api.github.com`. */
  readonly api: string;
  readonly graphql: string;
  readonly server: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly target: GithubTarget;
}

const PAGE = 100;

/** Comments of a pull request, by GitHub's REST interface. */
export const githubComments = async (settings: GithubSettings, request: Requester): Promise<CommentService> => {
  const { api, graphql, server, repository, target } = settings;
  const base = `${api}/repos/${repository.split("/").map(encodeURIComponent).join("/")}`;
  const number = "number" in target ? target.number : await openPullRequest(base, target, request);
  const comments = `${base}/issues/${number}/comments`;
  return {
    name: GITHUB_WORDS.service,
    longest: 65_536,
    staleness: async () => {
      if (number === null) return "no open pull request is at the judged commit";
      if (target.commit === null) return null;
      const { head } = asRecord((await request("GET", `${base}/pulls/${number}`)).body);
      return asRecord(head).sha === target.commit ? null : "the pull request has a newer commit, whose own run comments";
    },
    own: async () => {
      const login = await ownLogin(graphql, request);
      const found: OwnComment[] = [];
      for (let page = 1; ; page++) {
        const { body } = await request("GET", `${comments}?per_page=${PAGE}&page=${page}`);
        const listed = asArray(body).map(asRecord);
        for (const comment of listed) if (asRecord(comment.user).login === login) found.push(commentOf(comment));
        if (listed.length < PAGE) return found;
      }
    },
    create: async (body) => commentOf(asRecord((await request("POST", comments, { body })).body)),
    update: async (id, body) => {
      await request("PATCH", `${base}/issues/comments/${id}`, { body });
    },
    remove: async (id) => {
      await request("DELETE", `${base}/issues/comments/${id}`);
    },
    pageOf: (id) => `${server}/${repository}/pull/${number}#issuecomment-${id}`,
  };
};

const commentOf = (comment: Readonly<Record<string, unknown>>): OwnComment => ({ id: asId(comment.id), body: asText(comment.body) });

/** Branch and owner are what somebody outside chose, so the commit decides. */
const openPullRequest = async (
  base: string,
  { headOwner, headBranch, headRepository, commit }: Exclude<GithubTarget, { readonly number: string }>,
  request: Requester,
): Promise<string | null> => {
  const head = encodeURIComponent(`${headOwner}:${headBranch}`);
  const { body } = await request("GET", `${base}/pulls?state=open&head=${head}&per_page=${PAGE}`);
  const found = asArray(body)
    .map(asRecord)
    .find(({ head }) => asRecord(head).sha === commit && asRecord(asRecord(head).repo).full_name === headRepository);
  return found === undefined ? null : asId(found.number);
};

/** The login that the token stands for. A job's token may not ask `GET /user`, but this it may. */
const ownLogin = async (graphql: string, request: Requester): Promise<string> => {
  const { body } = await request("POST", graphql, { query: "query { viewer { login } }" });
  const login = asText(asRecord(asRecord(asRecord(body).data).viewer).login);
  if (login === "")
    throw new InputError("GitHub does not say whose token this is", ["`query { viewer { login } }` has no answer", ...GITHUB_WORDS.refusals[401]]);
  return login;
};
