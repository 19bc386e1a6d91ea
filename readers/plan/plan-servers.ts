import { type Facts, newFacts } from "../../model/access-graph";
import type { Revoked } from "../../model/reading";
import { field, isObject, type Json, type JsonObject } from "../terraform/json-text";
import type { PlanSource } from "../terraform/plan-source";
import { canonicalSource } from "../terraform/provider-sources";
import { readServer, type ServerBuilder, unconfigured } from "../terraform/server-builder";
import { expressionAt, type PlannedConfiguration, referencesShown } from "./configuration";
import { expressionsOf } from "./expressions";
import { PLANNED, unknownValue } from "./values";

/** One provider configuration with what it speaks for before the change and after it. */
export interface PlanServer extends ServerBuilder {
  readonly before: Facts;
  /** Facts of `facts`, which is after the change, that stood before and that the change leaves alone. */
  readonly kept: Set<object>;
  readonly revoked: Revoked[];
  /** Roles that resources let go of, and that stay on the server. */
  readonly forgotten: Set<object>;
  /** Addresses whose resources are made, replaced, destroyed or forgotten. */
  readonly rewritten: Set<string>;
}

/** Stands for the provider configuration of facts that are about none of several. */
const WHOLE_PLAN = "(the whole plan)";

/** The provider configurations of a plan that something uses. */
export class PlanServers {
  readonly #servers = new Map<string, PlanServer>();

  constructor(
    private readonly configuration: PlannedConfiguration,
    private readonly variableAt: VariableAt,
  ) {}

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
    const [only, ...others] = this.#servers.values();
    return only !== undefined && others.length === 0 ? only : this.at(WHOLE_PLAN);
  }

  /** Those that something uses, in the order in which they were met. */
  used(): readonly PlanServer[] {
    return [...this.#servers.values()];
  }

  at(key: string): PlanServer {
    const known = this.#servers.get(key);
    if (known !== undefined) return known;
    const server = this.#made(key);
    this.#servers.set(key, server);
    return server;
  }

  #made(key: string): PlanServer {
    const provider = this.configuration.providers.get(key);
    const server =
      provider === undefined ? unconfigured(key) : readServer(key, canonicalSource(provider.source), this.#bodyOf(key, provider.expressions), PLANNED);
    return { ...server, before: newFacts(), kept: new Set(), revoked: [], forgotten: new Set(), rewritten: new Set() };
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

  /** The arguments of a provider's configuration: constants, variables where they are known to be no more, and marks for what only refers to something. */
  #bodyOf(key: string, written: JsonObject): JsonObject {
    const expressions = expressionsOf(written);
    return Object.fromEntries(
      Object.keys(written).map((argument): [string, Json] => {
        const expression = expressionAt(expressions, argument);
        if (expression !== undefined && "constant" in expression) return [argument, expression.constant];
        const value = expression === undefined || !VARIABLES.has(argument) ? undefined : this.variableAt(key, argument, expression.references);
        return [argument, value ?? unknownValue(referencesShown(expressions, argument))];
      }),
    );
  }
}

/** Arguments that say which server is meant, and as whom; of others it matters whether they are written out. */
const VARIABLES: ReadonlySet<string> = new Set(["host", "port", "username", "database", "scheme"]);

/** The value of a root variable that an argument of a provider configuration is; undefined where it is none, or more. */
export type VariableAt = (key: string, argument: string, references: readonly string[]) => Json | undefined;

/** Plan JSON names the variables of an expression and has their values; that it is nothing else only the configuration shows. */
export const rootVariables =
  (declarations: JsonObject, values: JsonObject, source: PlanSource | undefined): VariableAt =>
  (key, argument, references) => {
    const [name, ...attributes] = (key.includes(":") ? null : source?.variableOf(key, argument)) ?? [];
    if (name === undefined || !references.includes(`var.${name}`)) return undefined;
    if (inside(field(declarations, name), "sensitive") === true) return undefined;
    return attributes.reduce<Json | undefined>(inside, inside(field(values, name), "value"));
  };
const inside = (value: Json | undefined, key: string): Json | undefined => (isObject(value) ? field(value, key) : undefined);
