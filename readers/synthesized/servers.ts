import { InputError } from "../../model/input-error";
import { blocksOf } from "../terraform/blocks";
import type { Resolver } from "../terraform/expressions";
import { field, type JsonObject } from "../terraform/json-text";
import { configurationKey } from "../terraform/provider-reference";
import { readServer, type ServerBuilder, unconfigured } from "../terraform/server-builder";

/** Stands for the provider configuration of facts that are about none of several. */
const WHOLE_STACK = "(the whole stack)";

/** What is known of the local names of providers. */
interface ProviderNames {
  /** True for those whose configurations are read as PostgreSQL's, forks included. */
  speaksPostgres(localName: string): boolean;
  /** The canonical source. */
  sourceOf(localName: string): string;
}

/** All provider configurations of a stack, by `name` or `name.alias`. */
export class Servers {
  private readonly servers = new Map<string, ServerBuilder>();
  private readonly configured: readonly ServerBuilder[];
  private readonly inUse = new Set<ServerBuilder>();

  /** Reads the configurations of the local names that stand for PostgreSQL. Throws an InputError for one that is given twice. */
  constructor(root: JsonObject, path: string, resolver: Resolver, { speaksPostgres, sourceOf }: ProviderNames) {
    for (const { labels, body } of blocksOf(field(root, "provider"), 1, "provider", path)) {
      const [name = ""] = labels;
      if (!speaksPostgres(name)) continue;
      const key = configurationKey(name, body);
      if (this.servers.has(key)) throw new InputError(`\`${path}\`: the provider \`${key}\` is configured twice`, ["give one of them an alias"]);
      this.servers.set(key, readServer(key, sourceOf(name), body, resolver));
    }
    this.configured = [...this.servers.values()];
  }

  /** The configuration that something uses. One that is not written is Terraform's empty default, or for an alias its error: unknown both. */
  at(key: string): ServerBuilder {
    const known = this.servers.get(key);
    const server = known ?? unconfigured(key);
    if (known === undefined) this.servers.set(key, server);
    this.inUse.add(server);
    return server;
  }

  /** Where facts about the whole stack go: the one configuration that there is, else one of no server. */
  forStack(): ServerBuilder {
    const candidates = this.inUse.size > 0 ? this.used() : this.configured;
    const [only] = candidates;
    return candidates.length === 1 && only !== undefined ? this.at(only.provider) : this.at(WHOLE_STACK);
  }

  /** Those that something uses, in the order in which they were met; another is not judged. */
  used(): readonly ServerBuilder[] {
    return [...this.inUse];
  }
}
