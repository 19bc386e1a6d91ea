import { InputError } from "../../model/input-error";
import { asArray, asId, asRecord, asText } from "./json";
import type { Requester } from "./request";
import type { CommentService, OwnComment } from "./service";

export const AZURE_WORDS = {
  service: "Azure DevOps",
  refusals: {
    401: ["the step needs `env: { SYSTEM_ACCESSTOKEN: $(System.AccessToken) }`"],
    403: ["the build service needs the permission `Contribute to pull requests` on the repository"],
    404: ["there is no such repository or pull request, or the build service may not see it"],
    400: ["Azure DevOps does not take this text"],
  },
} as const;

export interface AzureSettings {
  /** Such as `https://dev.azure.com/acme`. */
  readonly collection: string;
  readonly project: string;
  /** Id or name. */
  readonly repository: string;
  readonly number: string;
  /** The judged commit of the source branch; null where it is not known. */
  readonly commit: string | null;
}

const VERSION = "api-version=7.1";
/** What a thread says while something is to be done, and when nothing is: a branch policy can demand that all are resolved. */
const statusOf = (isDenied: boolean): "active" | "closed" => (isDenied ? "active" : "closed");

/** Threads of a pull request, by the REST interface of Azure DevOps: one thread, whose first comment is ours. */
export const azureComments = ({ collection, project, repository, number, commit }: AzureSettings, request: Requester): CommentService => {
  const pullRequest = `${collection}/${encodeURIComponent(project)}/_apis/git/repositories/${encodeURIComponent(repository)}/pullRequests/${number}`;
  const threads = `${pullRequest}/threads`;
  const setStatus = (thread: string, status: string): Promise<unknown> => request("PATCH", `${threads}/${thread}?${VERSION}`, { status });
  return {
    name: AZURE_WORDS.service,
    longest: 150_000,
    staleness: async () => {
      if (commit === null) return null;
      const { lastMergeSourceCommit } = asRecord((await request("GET", `${pullRequest}?${VERSION}`)).body);
      return asRecord(lastMergeSourceCommit).commitId === commit ? null : "the pull request has a newer commit, whose own run comments";
    },
    own: async () => {
      const data = asRecord((await request("GET", `${collection}/_apis/connectionData?${VERSION}-preview`)).body);
      const { id } = asRecord(data.authenticatedUser);
      if (asId(id) === "") throw new InputError("Azure DevOps does not say whose token this is", [...AZURE_WORDS.refusals[401]]);
      // All threads come at once.
      const listed = asArray(asRecord((await request("GET", `${threads}?${VERSION}`)).body).value).map(asRecord);
      return listed.filter(({ isDeleted }) => isDeleted !== true).flatMap((thread) => firstComment(thread, id));
    },
    create: async (body, isDenied) => {
      const comments = [{ parentCommentId: 0, commentType: "text", content: body }];
      const thread = asRecord((await request("POST", `${threads}?${VERSION}`, { comments, status: statusOf(isDenied) })).body);
      return { id: `${asId(thread.id)}/1`, body };
    },
    update: async (id, body, isDenied) => {
      const [thread = "", comment = ""] = id.split("/");
      await request("PATCH", `${threads}/${thread}/comments/${comment}?${VERSION}`, { content: body });
      await setStatus(thread, statusOf(isDenied));
    },
    remove: async (id) => {
      const [thread = "", comment = ""] = id.split("/");
      await request("DELETE", `${threads}/${thread}/comments/${comment}?${VERSION}`);
    },
    pageOf: (id) =>
      `${collection}/${encodeURIComponent(project)}/_git/${encodeURIComponent(repository)}/pullrequest/${number}?discussionId=${id.split("/")[0] ?? ""}`,
  };
};

const firstComment = (thread: Readonly<Record<string, unknown>>, author: unknown): readonly OwnComment[] => {
  const first = asRecord(asArray(thread.comments)[0]);
  if (first.isDeleted === true || asRecord(first.author).id !== author) return [];
  return [{ id: `${asId(thread.id)}/${asId(first.id)}`, body: asText(first.content) }];
};
