import { type Answered, type Asked, type Fake, fakeService } from "./server";

export interface GitlabNote {
  id: number;
  body: string;
  readonly author: { readonly id: number };
  readonly system: boolean;
}

export interface FakeGitlab extends Fake {
  readonly notes: GitlabNote[];
  /** Of the merge request. */
  sha: string;
}

export const GITLAB_TOKEN = "glpat-secret0123456789";
const BOT = 77;

/** GitLab as its documentation has it: pages of at most 100 with 20 by default and `x-next-page`, newest first by default, 1,000,000 characters a note. */
export const fakeGitlab = async (): Promise<FakeGitlab> => {
  const notes: GitlabNote[] = [];
  const state = { sha: "c0ffee" };
  let next = 500;
  const answer = ({ method, url, headers, body }: Asked): Answered => {
    if (headers.authorization !== `Bearer ${GITLAB_TOKEN}`) return { status: 401, body: { message: "401 Unauthorized" } };
    if (url.pathname === "/api/v4/user") return { body: { id: BOT, username: "project_42_bot" } };
    const [, rest] = /^\/api\/v4\/projects\/42\/merge_requests\/7(\/.*)?$/.exec(url.pathname) ?? [];
    if (!/^\/api\/v4\/projects\/42\/merge_requests\/7(?:\/|$)/.test(url.pathname)) return { status: 404, body: { message: "404 Project Not Found" } };
    if (rest === undefined) return { body: { iid: 7, sha: state.sha } };
    if (body !== undefined && body.body.length > 1_000_000)
      return { status: 400, body: { message: { note: ["is too long (maximum is 1000000 characters)"] } } };
    if (rest === "/notes" && method === "POST") {
      const made = { id: next++, body: body.body as string, author: { id: BOT }, system: false };
      notes.push(made);
      return { status: 201, body: made };
    }
    if (rest === "/notes") {
      const size = Math.min(Number(url.searchParams.get("per_page") ?? 20), 100);
      const page = Number(url.searchParams.get("page") ?? 1);
      const sorted = url.searchParams.get("sort") === "asc" ? notes : [...notes].reverse();
      return { body: sorted.slice((page - 1) * size, page * size), headers: { "x-next-page": notes.length > page * size ? String(page + 1) : "" } };
    }
    const note = notes.find(({ id }) => rest === `/notes/${id}`);
    if (note !== undefined && method === "PUT") {
      note.body = body.body;
      return { body: note };
    }
    if (note !== undefined && method === "DELETE") {
      notes.splice(notes.indexOf(note), 1);
      return { status: 204 };
    }
    return { status: 404, body: { message: "404 Not found" } };
  };
  return Object.assign(state, { ...(await fakeService(answer)), notes });
};
