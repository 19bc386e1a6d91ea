import { AZURE_WORDS, azureComments } from "./azure";
import { GITHUB_WORDS, githubComments } from "./github";
import { GITLAB_WORDS, gitlabComments } from "./gitlab";
import { type Requester, requester, type ServiceWords } from "./request";
import type { CommentService } from "./service";
import { azureSettings, githubSettings, gitlabSettings, type ServiceName, type Surroundings } from "./settings";

/** The world that a service is reached through. */
export interface Network {
  readonly fetch: typeof fetch;
  /** Waits so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly now: () => Date;
}

/** The service by its name. `event` is what GitHub tells a run of itself. Throws an InputError where something is missing. */
export const openService = async (name: ServiceName, here: Surroundings, event: unknown, network: Network): Promise<CommentService> => {
  const ask = (words: ServiceWords, token: string, more: Readonly<Record<string, string>> = {}): Requester =>
    requester({ ...network, ...words, token, headers: { authorization: `Bearer ${token}`, ...more } });
  switch (name) {
    case "github": {
      const { token, ...settings } = githubSettings(here, event);
      const request = ask(GITHUB_WORDS, token, { accept: "application/vnd.github+json", "x-github-api-version": "2022-11-28" });
      return githubComments(settings, request);
    }
    case "gitlab": {
      const { token, ...settings } = gitlabSettings(here);
      return gitlabComments(settings, ask(GITLAB_WORDS, token));
    }
    case "azure": {
      const { token, ...settings } = azureSettings(here);
      return azureComments(settings, ask(AZURE_WORDS, token));
    }
  }
};
