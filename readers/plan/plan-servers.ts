import { type Facts, newFacts } from "../../model/access-graph";
import type { Revoked } from "../../model/reading";
import type { Json, JsonObject } from "../terraform/json-text";
import { readServer, type ServerBuilder, unconfigured } from "../terraform/server-builder";
import { expressionAt, type PlannedConfiguration, referencesShown } from "./configuration";
import { PLANNED, unknownValue } from "./values";

/** One provider configuration with what it speaks for before the change and after it. */
export interface PlanServer extends ServerBuilder {
  readonly before: Facts;
  /** Facts of `facts`, which is after the change, that stood before and that the change leaves alone. */
  readonly kept: Set<object>;
  readonly revoked: Revoked[];
}

/** Stands for the provider configuration of facts that are about none of several. */
const WHOLE_PLAN = "(the whole plan)";

/** The provider configurations of a plan that something uses. */
export class PlanServers {
  readonly #servers = new Map<string, PlanServer>();
  readonly #used = new Set<PlanServer>();

  constructor(private readonly configuration: PlannedConfiguration) {}

  /** The configuration that a resource of these modules names; Terraform may write the key of a module above it. */
  of(key: string, modules: readonly string[]): PlanServer {
    return this.at(this.#known(key, modules) ?? key);
  }

  /** Of a resource without configuration: the one configuration of its provider; where there are several, none of them. */
  ofProvider(source: string): PlanServer {
    const keys = [...this.configuration.providers.values()].filter((provider) => provider.source === source).map(({ key }) => key);
    return this.at(keys.length === 1 ? (keys[0] ?? source) : source);
  }

  /** Where facts about the whole plan go: the one configuration that something uses, else one of no server. */
  forPlan(): PlanServer {
    const [only, ...others] = this.#used;
    return only !== undefined && others.length === 0 ? only : this.at(WHOLE_PLAN);
  }

  /** Those that something uses, in the order in which they were met. */
  used(): readonly PlanServer[] {
    return [...this.#used];
  }

  at(key: string): PlanServer {
    const known = this.#servers.get(key) ?? this.#made(key);
    this.#servers.set(key, known);
    this.#used.add(known);
    return known;
  }

  #made(key: string): PlanServer {
    const provider = this.configuration.providers.get(key);
    const server = provider === undefined ? unconfigured(key) : readServer(key, bodyOf(provider.expressions), PLANNED);
    return { ...server, before: newFacts(), kept: new Set(), revoked: [] };
  }

  /** `module.a.module.b:postgresql` may stand in the map as `module.a:postgresql` or `postgresql`. */
  #known(key: string, modules: readonly string[]): string | undefined {
    const { providers } = this.configuration;
    const name = key.slice(key.lastIndexOf(":") + 1);
    for (let depth = modules.length; depth > 0; depth--) {
      const above = `${modules
        .slice(0, depth)
        .map((module) => `module.${module}`)
        .join(".")}:${name}`;
      if (providers.has(key)) return key;
      if (providers.has(above)) return above;
    }
    return providers.has(key) ? key : providers.has(name) ? name : undefined;
  }
}

/** The arguments of a provider's configuration: constants, and marks for what only refers to something. */
const bodyOf = (expressions: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.keys(expressions).map((argument): [string, Json] => {
      const expression = expressionAt(expressions, argument);
      const isConstant = expression !== undefined && "constant" in expression;
      return [argument, isConstant ? expression.constant : unknownValue(referencesShown(expressions, argument))];
    }),
  );
