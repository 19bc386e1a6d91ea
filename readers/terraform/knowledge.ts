import type { OpaqueFact } from "../../model/access-graph";
import type { Endpoint } from "../../model/policy";

/** What of the policy files a reader needs to tell which facts are about PostgreSQL. */
export interface ReaderKnowledge {
  /** Sources of the providers that may speak to PostgreSQL. */
  readonly providers: readonly string[];
  /** Endpoints of all environments: whatever names one can reach it. */
  readonly endpoints: readonly Endpoint[];
}

/** A provider that may not speak to PostgreSQL and is asked to. */
export const foreignProvider = (source: string, providers: readonly string[]): Omit<OpaqueFact, "origin"> => ({
  what: `the provider \`${source}\``,
  why: `it would speak to PostgreSQL, and is none of those that may: ${providers.map((name) => `\`${name}\``).join(", ")}`,
  remedy: "name one of them in `terraform.required_providers`, or let the owners add this one to `providers` in environments.yaml",
});
