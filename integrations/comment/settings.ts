import { InputError } from "../../model/input-error";
import type { AzureSettings } from "./azure";
import type { GithubSettings, GithubTarget } from "./github";
import type { GitlabSettings } from "./gitlab";
import { asId, asRecord, asText } from "./json";

/** What a run is told by its service, and what a person said instead. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The request that was named on the command line. */
  readonly number: string | undefined;
}

export const SERVICES = ["github", "gitlab", "azure"] as const;
export type ServiceName = (typeof SERVICES)[number];

/** Whose run this is, by what each service says of itself; null where none does. */
export const serviceHere = ({ env }: Surroundings): ServiceName | null => {
  if (env.GITHUB_ACTIONS === "true") return "github";
  if (env.GITLAB_CI === "true") return "gitlab";
  if (env.TF_BUILD?.toLowerCase() === "true") return "azure";
  return null;
};

/** Needs a token and a pull request. Throws an InputError that names what is missing. */
export const githubSettings = (here: Surroundings, event: unknown): GithubSettings & { readonly token: string } => {
  const { env } = here;
  return {
    api: trimmed(env.GITHUB_API_URL ?? "https://api.github.com"),
    graphql: trimmed(env.GITHUB_GRAPHQL_URL ?? "https://api.github.com/graphql"),
    server: trimmed(env.GITHUB_SERVER_URL ?? "https://github.com"),
    repository: needed(env, "GITHUB_REPOSITORY", "the repository as owner/name"),
    target: githubTarget(here, event),
    token: needed(env, "GITHUB_TOKEN", "a token with `pull-requests: write`, such as the `github.token` of the job"),
  };
};

/** A `workflow_run` tells of the run that ended, everything else of the pull request itself. */
const githubTarget = ({ number }: Surroundings, event: unknown): GithubTarget => {
  const { pull_request: pullRequest, workflow_run: run } = asRecord(event);
  if (number !== undefined) return { number, commit: null };
  if (run !== undefined) {
    const { head_branch: branch, head_sha: sha, head_repository: repository } = asRecord(run);
    const { full_name: name, owner } = asRecord(repository);
    const login = asRecord(owner).login;
    if (asText(branch) !== "" && asText(sha) !== "" && asText(login) !== "" && asText(name) !== "")
      return { headBranch: asText(branch), commit: asText(sha), headOwner: asText(login), headRepository: asText(name) };
  }
  const named = asId(asRecord(pullRequest).number);
  if (named !== "") return { number: named, commit: asText(asRecord(asRecord(pullRequest).head).sha) || null };
  throw noRequest("the event of this run has no pull request");
};

export const gitlabSettings = ({ env, number }: Surroundings): GitlabSettings & { readonly token: string } => {
  const mergeRequest = number ?? env.CI_MERGE_REQUEST_IID ?? "";
  if (mergeRequest === "") throw noRequest("CI_MERGE_REQUEST_IID is not set: only merge-request pipelines have it");
  return {
    api: trimmed(needed(env, "CI_API_V4_URL", "the address of the API, such as https://gitlab.com/api/v4")),
    // In a pipeline of a fork, CI_PROJECT_ID is the fork's.
    project: env.CI_MERGE_REQUEST_PROJECT_ID || needed(env, "CI_PROJECT_ID", "the number of the project"),
    page: trimmed(env.CI_MERGE_REQUEST_PROJECT_URL || (env.CI_PROJECT_URL ?? "")),
    number: mergeRequest,
    // In a pipeline of the merged result the commit is none of the branch.
    commit: number === undefined ? env.CI_MERGE_REQUEST_SOURCE_BRANCH_SHA || env.CI_COMMIT_SHA || null : null,
    token: needed(env, "GITLAB_TOKEN", "a project access token with the scope `api`"),
  };
};

export const azureSettings = ({ env, number }: Surroundings): AzureSettings & { readonly token: string } => {
  const pullRequest = number ?? env.SYSTEM_PULLREQUEST_PULLREQUESTID ?? "";
  if (pullRequest === "") throw noRequest("SYSTEM_PULLREQUEST_PULLREQUESTID is not set: only builds of a pull request have it");
  return {
    collection: trimmed(needed(env, "SYSTEM_COLLECTIONURI", "the organization, such as https://dev.azure.com/acme")),
    project: needed(env, "SYSTEM_TEAMPROJECT", "the project"),
    repository: needed(env, "BUILD_REPOSITORY_ID", "the repository"),
    number: pullRequest,
    commit: number === undefined ? env.SYSTEM_PULLREQUEST_SOURCECOMMITID || null : null,
    token: needed(env, "SYSTEM_ACCESSTOKEN", "the token of the job: `env: { SYSTEM_ACCESSTOKEN: $(System.AccessToken) }`"),
  };
};

const needed = (env: Surroundings["env"], name: string, what: string): string => {
  const value = env[name] ?? "";
  // Azure leaves a variable that it does not have as it was written.
  if (value === "" || value.startsWith("$(")) throw new InputError(`${name} is not set`, [`it is ${what}`]);
  return value;
};

const noRequest = (why: string): InputError =>
  new InputError("there is no pull request to comment", [why, "run this for pull requests only, or name one: `--pull-request NUMBER`"]);

const trimmed = (url: string): string => url.replace(/\/+$/, "");
