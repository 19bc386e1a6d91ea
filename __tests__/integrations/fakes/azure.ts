import { type Answered, type Asked, type Fake, fakeService } from "./server";

export interface AzureThread {
  readonly id: number;
  status: string;
  isDeleted: boolean;
  comments: { id: number; content: string; readonly author: { readonly id: string }; isDeleted: boolean }[];
}

export interface FakeAzure extends Fake {
  readonly threads: AzureThread[];
  /** Last commit of the source branch. */
  commit: string;
}

export const AZURE_TOKEN = "eyJ.secret.0123456789";
const BOT = "00000000-aaaa-bbbb-cccc-000000000001";

/** Azure DevOps as its documentation has it: all threads at once, 150,000 characters a comment, a sign-in page with 203 for a wrong token. */
export const fakeAzure = async (): Promise<FakeAzure> => {
  const threads: AzureThread[] = [];
  const state = { commit: "c0ffee" };
  let next = 1;
  const answer = ({ method, url, headers, body }: Asked): Answered => {
    if (headers.authorization !== `Bearer ${AZURE_TOKEN}`) return { status: 203, headers: { "content-type": "text/html" }, body: "<!DOCTYPE html>Sign In" };
    if (!(url.searchParams.get("api-version") ?? "").startsWith("7.1")) return { status: 400, body: { message: "No api-version was supplied" } };
    if (url.pathname === "/acme/_apis/connectionData") return { body: { authenticatedUser: { id: BOT } } };
    const base = "/acme/Data%20Platform/_apis/git/repositories/repo-1/pullRequests/7";
    if (url.pathname === base) return { body: { pullRequestId: 7, lastMergeSourceCommit: { commitId: state.commit } } };
    if (!url.pathname.startsWith(`${base}/threads`)) return { status: 404, body: { message: "TF401019: The Git repository does not exist" } };
    const content = body?.content ?? body?.comments?.[0]?.content;
    if (typeof content === "string" && content.length > 150_000) return { status: 400, body: { message: "The comment is longer than 150000 characters" } };
    const [thread, comment] = url.pathname.slice(base.length + "/threads/".length).split("/comments/");
    const found = threads.find(({ id }) => String(id) === thread);
    if (url.pathname === `${base}/threads` && method === "POST") {
      const made = {
        id: next++,
        status: body.status as string,
        isDeleted: false,
        comments: [{ id: 1, content: content as string, author: { id: BOT }, isDeleted: false }],
      };
      threads.push(made);
      return { body: made };
    }
    if (url.pathname === `${base}/threads`) return { body: { value: threads, count: threads.length } };
    const one = found?.comments.find(({ id }) => String(id) === comment);
    if (one !== undefined && method === "PATCH") {
      one.content = content;
      return { body: one };
    }
    if (one !== undefined && method === "DELETE") {
      one.isDeleted = true;
      return { status: 204 };
    }
    if (found !== undefined && method === "PATCH") {
      found.status = body.status;
      return { body: found };
    }
    return { status: 404, body: { message: "not found" } };
  };
  return Object.assign(state, { ...(await fakeService(answer)), threads });
};
