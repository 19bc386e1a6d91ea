import type { ProviderDefinition, Resource } from "./definition";
import { type Diagnostic, errorDiagnostic, type PathStep, Refused } from "./diagnostics";
import { decodeMsgpack, encodeMsgpack } from "./msgpack";
import { type Schema, schemaMessage } from "./schema";
import { isMap, type MapValue, type Value, valueOfJson } from "./value";

type Message = Readonly<Record<string, unknown>>;
/** Answers one call of the protocol: a request message becomes a response message. */
export type Answer = (request: Message) => Promise<object>;

const CAPABILITIES = { plan_destroy: true, get_provider_schema_optional: true, move_resource_state: true };

/** The answer to GetProviderSchema, all of which is known when the provider is built. */
export const schemaAnswer = <C>({ schema, resources, dataSources }: ProviderDefinition<C>): object => ({
  provider: schemaMessage(schema),
  resource_schemas: schemasOf(resources),
  data_source_schemas: schemasOf(dataSources),
  server_capabilities: CAPABILITIES,
});

/**
 * How a definition answers each call of `tfplugin6.Provider`. It is loaded by the first call that needs it: the first process of each command is asked
 * for nothing but the schemas, which may be given as the bytes of the answer.
 */
export const answersOf = <C>(load: () => ProviderDefinition<C>, schemas: Buffer | null = null): Readonly<Record<string, Answer>> => {
  let loaded: ProviderDefinition<C> | undefined;
  const definition = (): ProviderDefinition<C> => {
    loaded ??= load();
    return loaded;
  };
  let configured: { readonly context: C } | undefined;
  // Of one command: a provider that is reattached serves many.
  let interrupted = new AbortController();
  const context = (): C => {
    if (configured === undefined) throw new Error("Terraform asked before it configured the provider");
    return configured.context;
  };
  const resource = (request: Message): Resource<C> => found(definition().resources, request.type_name, "resource");

  return {
    GetMetadata: async () => ({
      server_capabilities: CAPABILITIES,
      resources: Object.keys(definition().resources).map((type_name) => ({ type_name })),
      data_sources: Object.keys(definition().dataSources).map((type_name) => ({ type_name })),
    }),
    GetProviderSchema: async () => schemas ?? schemaAnswer(definition()),
    ValidateProviderConfig: async ({ config }) => ({ diagnostics: messagesOf(definition().validate(mapOf(config))) }),
    ValidateResourceConfig: async (request) => {
      const { schema, validate } = resource(request);
      const config = mapOf(request.config);
      return { diagnostics: messagesOf([...unsupportedWriteOnly(schema, config, request.client_capabilities), ...validate(config)]) };
    },
    ValidateDataResourceConfig: async (request) => ({
      diagnostics: messagesOf(found(definition().dataSources, request.type_name, "data source").validate(mapOf(request.config))),
    }),
    ConfigureProvider: async ({ config }) => {
      configured = undefined;
      interrupted = new AbortController();
      const { diagnostics, ...answer } = await definition().configure(mapOf(config));
      configured = answer;
      return { diagnostics: messagesOf(diagnostics) };
    },
    UpgradeResourceState: async (request) => {
      const { upgrade, schema } = resource(request);
      const state = stateOfJson(request.raw_state);
      const version = Number(request.version ?? 0);
      if (version > schema.version)
        throw new Refused([
          errorDiagnostic(
            "The state was written by a newer rolegate",
            `It has version ${version} of this resource, and this provider knows ${schema.version}. Use the provider that wrote it, or a newer one.`,
          ),
        ]);
      const upgraded = version === schema.version || upgrade === undefined ? state : upgrade(version, state);
      return { upgraded_state: dynamic(conformed(schema, upgraded)) };
    },
    ReadResource: async (request) => {
      const { state, diagnostics } = await resource(request).read({ context: context(), state: mapOf(request.current_state), signal: interrupted.signal });
      return { new_state: dynamic(state), diagnostics: messagesOf(diagnostics), private: request.private };
    },
    PlanResourceChange: async (request) => {
      const answer = await resource(request).plan({
        context: context(),
        prior: mapOrNull(request.prior_state),
        proposed: mapOrNull(request.proposed_new_state),
        config: mapOrNull(request.config),
        signal: interrupted.signal,
      });
      return {
        planned_state: dynamic(answer.state),
        diagnostics: messagesOf(answer.diagnostics),
        requires_replace: (answer.requiresReplace ?? []).map(pathMessage),
        planned_private: request.prior_private,
      };
    },
    ApplyResourceChange: async (request) => {
      const prior = mapOrNull(request.prior_state);
      try {
        const { state, diagnostics } = await resource(request).apply({
          context: context(),
          prior,
          planned: mapOrNull(request.planned_state),
          config: mapOrNull(request.config),
          signal: interrupted.signal,
        });
        return { new_state: dynamic(state), diagnostics: messagesOf(diagnostics), private: request.planned_private };
      } catch (error) {
        // The database was rolled back: what stood before stands.
        return { new_state: dynamic(prior), diagnostics: messagesOf(diagnosticsOf(error)), private: request.planned_private };
      }
    },
    ImportResourceState: async (request) => ({
      imported_resources: [{ type_name: request.type_name, state: dynamic(await resource(request).importState(context(), String(request.id ?? ""))) }],
    }),
    MoveResourceState: async (request) => {
      const { move } = found(definition().resources, request.target_type_name, "resource");
      const source = {
        provider: String(request.source_provider_address ?? ""),
        type: String(request.source_type_name ?? ""),
        version: Number(request.source_schema_version ?? 0),
        state: stateOfJson(request.source_state),
      };
      if (move === undefined)
        throw new Refused([
          errorDiagnostic(`${source.type} cannot be moved to ${request.target_type_name}`, "Remove it from the state and import it instead."),
        ]);
      const { state, diagnostics } = move(source);
      return { target_state: dynamic(state), diagnostics: messagesOf(diagnostics) };
    },
    ReadDataSource: async (request) => {
      const { state, diagnostics } = await found(definition().dataSources, request.type_name, "data source").read({
        context: context(),
        config: mapOf(request.config),
        signal: interrupted.signal,
      });
      return { state: dynamic(state), diagnostics: messagesOf(diagnostics) };
    },
    StopProvider: async () => {
      interrupted.abort();
      return {};
    },
  };
};

/** A Terraform that does not know write-only attributes would keep their values in plan and state. */
const unsupportedWriteOnly = ({ attributes }: Schema, config: MapValue, client: unknown): readonly Diagnostic[] =>
  (client as { readonly write_only_attributes_allowed?: boolean } | undefined)?.write_only_attributes_allowed === true
    ? []
    : Object.entries(attributes)
        .filter(([name, { writeOnly }]) => writeOnly === true && (config.get(name) ?? null) !== null)
        .map(([name]) =>
          errorDiagnostic(`${name} needs Terraform 1.11 or later`, "This one would keep the value in its plan and state.", [{ attribute: name }]),
        );

/** A state of before has the attributes of then: what came since is null in it, and what is gone since is gone. */
const conformed = ({ attributes }: Schema, state: MapValue): MapValue => new Map(Object.keys(attributes).map((name) => [name, state.get(name) ?? null]));

/** What an error says to the user; what is no refusal is a fault of ours. */
export const diagnosticsOf = (error: unknown): readonly Diagnostic[] =>
  error instanceof Refused
    ? error.diagnostics
    : [
        errorDiagnostic(
          "rolegate did not expect this",
          `${error instanceof Error ? error.message : String(error)}\n\nThis is a fault of rolegate's provider: please report it.`,
        ),
      ];

export const messagesOf = (diagnostics: readonly Diagnostic[]): readonly object[] =>
  diagnostics.map(({ severity, summary, detail, path }) => ({
    severity: severity === "error" ? 1 : 2,
    summary,
    detail,
    ...(path !== undefined && { attribute: pathMessage(path) }),
  }));

const pathMessage = (path: readonly PathStep[]): object => ({
  steps: path.map((step) =>
    "attribute" in step ? { attribute_name: step.attribute } : "key" in step ? { element_key_string: step.key } : { element_key_int: step.index },
  ),
});

const schemasOf = (of: Readonly<Record<string, Pick<Resource<never>, "schema">>>): object =>
  Object.fromEntries(Object.entries(of).map(([name, { schema }]) => [name, schemaMessage(schema)]));

const found = <T>(all: Readonly<Record<string, T>>, name: unknown, what: string): T => {
  const one = typeof name === "string" && Object.hasOwn(all, name) ? all[name] : undefined;
  if (one === undefined) throw new Refused([errorDiagnostic(`There is no ${what} ${String(name)}`, "This version of rolegate's provider does not have it.")]);
  return one;
};

const dynamic = (value: MapValue | null): object => ({ msgpack: encodeMsgpack(value) });

/** Of a dynamic value, in whichever of its two forms it came; null where the object does not exist. */
const dynamicValue = (message: unknown): Value => {
  const { msgpack, json } = (message ?? {}) as { readonly msgpack?: Buffer; readonly json?: Buffer };
  if (msgpack !== undefined && msgpack.length > 0) return decodeMsgpack(msgpack);
  return json !== undefined && json.length > 0 ? valueOfJson(JSON.parse(json.toString("utf8"))) : null;
};

const mapOrNull = (message: unknown): MapValue | null => {
  const value = dynamicValue(message);
  if (value === null || isMap(value)) return value;
  throw new Error("Terraform sent a value that is no object");
};

const mapOf = (message: unknown): MapValue => mapOrNull(message) ?? new Map();

const stateOfJson = (raw: unknown): MapValue => mapOf({ json: (raw as { readonly json?: Buffer } | undefined)?.json });
