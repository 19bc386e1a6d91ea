import { InputError } from "../../model/input-error";
import { asArray, asId, asRecord, asText } from "./json";
import type { Requester } from "./request";
import type { CommentService, OwnComment } from "./service";

export const GITLAB_WORDS = {
  service: "GitLab",
  refusals: {
    401: ["the token is wrong, expired or revoked; a job's own CI_JOB_TOKEN may not write notes: give a project access token as GITLAB_TOKEN"],
    403: ["the token needs the scope `api` and at least the role Reporter"],
    404: ["there is no such project or merge request, or the token may not see it"],
    422: ["GitLab does not take this text"],
  },
} as const;

export interface GitlabSettings {
  /** Such as `https://gitlab.com/api/v4`. */
  readonly api: string;
  /** Number or path of the project that the merge request goes to. */
  readonly project: string;
  /** The page of that project. */
  readonly page: string;
  readonly number: string;
  /** The judged commit of the source branch; null where it is not known. */
  readonly commit: string | null;
}

/** Notes of a merge request, by GitLab's REST interface. */
export const gitlabComments = ({ api, project, page, number, commit }: GitlabSettings, request: Requester): CommentService => {
  const mergeRequest = `${api}/projects/${encodeURIComponent(project)}/merge_requests/${number}`;
  const notes = `${mergeRequest}/notes`;
  return {
    name: GITLAB_WORDS.service,
    longest: 1_000_000,
    staleness: async () => {
      if (commit === null) return null;
      const { sha } = asRecord((await request("GET", mergeRequest)).body);
      return sha === commit ? null : "the merge request has a newer commit, whose own pipeline comments";
    },
    own: async () => {
      const { id } = asRecord((await request("GET", `${api}/user`)).body);
      if (asId(id) === "") throw new InputError("GitLab does not say whose token this is", [...GITLAB_WORDS.refusals[401]]);
      const found: OwnComment[] = [];
      for (let next = "1"; next !== ""; ) {
        const answer = await request("GET", `${notes}?per_page=100&page=${next}&sort=asc&order_by=created_at`);
        for (const note of asArray(answer.body).map(asRecord)) if (note.system !== true && asRecord(note.author).id === id) found.push(noteOf(note));
        const header = answer.headers.get("x-next-page") ?? "";
        next = /^\d+$/.test(header) && Number(header) > Number(next) ? header : "";
      }
      return found;
    },
    create: async (body) => noteOf(asRecord((await request("POST", notes, { body })).body)),
    update: async (id, body) => {
      await request("PUT", `${notes}/${id}`, { body });
    },
    remove: async (id) => {
      await request("DELETE", `${notes}/${id}`);
    },
    pageOf: (id) => `${page}/-/merge_requests/${number}#note_${id}`,
  };
};

const noteOf = (note: Readonly<Record<string, unknown>>): OwnComment => ({ id: asId(note.id), body: asText(note.body) });
