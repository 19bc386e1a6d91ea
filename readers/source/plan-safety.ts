import { NO_ORIGIN, newFacts, type OpaqueFact } from "../../model/access-graph";
import { Arguments } from "../terraform/arguments";
import { type Block, blocksOf } from "../terraform/blocks";
import { namesServer } from "../terraform/endpoint-names";
import { executorsIn, META_ARGUMENTS } from "../terraform/executors";
import { field, type JsonObject } from "../terraform/json-text";
import { foreignProvider, type ReaderKnowledge } from "../terraform/knowledge";
import { otherConfigurations, stateEncryption } from "../terraform/other-configurations";
import { isHarmless, KEEP_APART, reachesPostgres } from "../terraform/other-providers";
import { passwordCommands } from "../terraform/password-commands";
import { providerOf } from "../terraform/provider-reference";
import { DATA_SOURCE_ARGUMENTS, isResourceType } from "../terraform/provider-schema";
import { fullSource } from "../terraform/provider-sources";
import { noteOpenPatterns, noteRedirection, unknownArgument, unknownType } from "../terraform/read-own";
import type { MissingModule } from "./modules";
import type { OpenModule } from "./open-module";
import { isKnownKind, referenceIn, type SourceBlock } from "./source-blocks";

/** Something that is dangerous to plan. */
export interface Hazard {
  readonly fact: OpaqueFact;
  /** The module and key of the provider configuration that it is about; null: none in particular. */
  readonly about: { readonly module: OpenModule; readonly key: string } | null;
  /** Does plan JSON show it too? */
  readonly isInPlan: boolean;
}

/** What a configuration that was not planned yet holds of code that runs without being judged. */
export const hazardsIn = (
  modules: readonly OpenModule[],
  missing: readonly MissingModule[],
  knowledge: ReaderKnowledge,
  touches: boolean,
): readonly Hazard[] => [
  ...modules.flatMap((module) => [
    ...foreignProviders(module, knowledge),
    ...module.blocks.flatMap((block) => blockHazards(module, block, touches)),
    ...settings(module, touches),
  ]),
  ...(touches ? missing.map((each) => missingModule(modules, each)) : []),
];

/** Does anything in these modules speak to PostgreSQL? What does not is not ours, unless it names a server. */
export const touchesPostgres = (modules: readonly OpenModule[]): boolean =>
  modules.some(({ providerNames, speaksPostgres, blocks }) => providerNames.some(speaksPostgres) || blocks.some(isOwn));

const isOwn = ({ kind, labels: [type = ""] }: SourceBlock): boolean =>
  (kind === "resource" && isResourceType(type)) || (kind === "data" && Object.hasOwn(DATA_SOURCE_ARGUMENTS, type));

const usersIn = ({ blocks }: OpenModule): readonly { readonly block: SourceBlock; readonly name: string }[] =>
  blocks.filter(isOwn).map((block) => ({ block, name: providerOf(block.labels[0] ?? "", block.body).localName }));

const foreignNames = (module: OpenModule): ReadonlyMap<string, string> => {
  const names = [...module.providerNames.filter(module.speaksPostgres), ...usersIn(module).map(({ name }) => name)];
  return new Map(names.filter((name) => !module.isAllowed(name)).map((name) => [module.sourceOf(name), name]));
};

/** Sources of a module's providers that speak to PostgreSQL, and may not. */
export const foreignSources = (module: OpenModule): readonly string[] => [...foreignNames(module).keys()];

const foreignProviders = (module: OpenModule, { providers }: ReaderKnowledge): readonly Hazard[] => {
  const bySource = foreignNames(module);
  return [...bySource].map(([source, name]) => {
    const shown = ["terraform.required_providers", `provider.${name}`].map((address) => module.origin(address, null)).find(({ file }) => file !== null);
    const user = usersIn(module).find((each) => each.name === name)?.block;
    const { file, line } = shown ?? (user === undefined ? NO_ORIGIN : module.originOf(user));
    const origin = { address: fullSource(source), construct: null, file, line };
    return { fact: { ...foreignProvider(source, providers), origin }, about: null, isInPlan: true };
  });
};

const blockHazards = (module: OpenModule, block: SourceBlock, touches: boolean): readonly Hazard[] => {
  const { kind, labels, body } = block;
  const [type = "", name = ""] = labels;
  switch (kind) {
    case "data":
    case "ephemeral":
      return dataHazards(module, block, { labels, body }, kind, touches);
    case "check":
      return blocksOf(field(body, "data"), 2, "data", block.file.path).flatMap((data) => dataHazards(module, block, data, "data", touches));
    case "resource":
      return isOurs(module, executorBodies(body), touches) ? executorsIn(`${type}.${name}`, body).map((words) => hazard(module, block, words, true)) : [];
    case "removed": {
      if (!isOurs(module, executorBodies(body), touches)) return [];
      const address = `removed.${referenceIn(field(body, "from")) ?? "(not readable)"}`;
      return executorsIn(address, body).map((words) => hazard(module, block, words, false));
    }
    case "action":
      return isOurs(module, body, touches) ? [hazard(module, block, ACTION(labels.join(".")), false)] : [];
    default:
      return isKnownKind(kind) || !touches ? [] : [hazard(module, block, STRANGE_BLOCK(kind), false)];
  }
};

const hazard = (module: OpenModule, block: SourceBlock, words: Omit<OpaqueFact, "origin">, isInPlan: boolean): Hazard => ({
  fact: { ...words, origin: module.originOf(block) },
  about: null,
  isInPlan,
});

const isOurs = (module: OpenModule, body: JsonObject, touches: boolean): boolean => touches || namesServer(body, module.serverNames) !== null;
const executorBodies = (body: JsonObject): JsonObject => ({ provisioner: field(body, "provisioner") ?? null, connection: field(body, "connection") ?? null });

/** Terraform reads data sources and opens ephemeral resources during the plan, those in `check` blocks too. */
const dataHazards = (module: OpenModule, block: SourceBlock, { labels, body }: Block, kind: "data" | "ephemeral", touches: boolean): readonly Hazard[] => {
  const [type = ""] = labels;
  const { localName, key } = providerOf(type, body);
  const origin = module.originOf({ ...block, kind, labels, body, ...(kind !== block.kind && { ordinal: 0 }) });
  const known = kind === "data" && Object.hasOwn(DATA_SOURCE_ARGUMENTS, type) ? DATA_SOURCE_ARGUMENTS[type] : undefined;
  if (known === undefined && !module.isAllowed(localName)) {
    const how = (touches && !isHarmless(type) ? reachesPostgres(type, kind, body) : null) ?? (isHarmless(type) ? null : namesServer(body, module.serverNames));
    if (how === null) return [];
    const words = {
      what: `the ${kind === "data" ? "data source" : "ephemeral resource"} \`${type}\` of another provider`,
      why: how,
      remedy: KEEP_APART,
    };
    return [{ fact: { ...words, origin }, about: null, isInPlan: kind === "data" }];
  }
  const facts = newFacts();
  const args = new Arguments(body, module.resolver, facts, origin);
  if (known === undefined) args.opaque(unknownType(type, kind === "data" ? "data source" : "ephemeral resource"));
  else {
    noteRedirection(args, type);
    noteOpenPatterns(args, type, module.resolver);
    for (const argument of Object.keys(body)) if (!known.includes(argument) && !META_ARGUMENTS.has(argument)) args.opaque(unknownArgument(type, argument));
    if (facts.unknowns.length > 0) args.opaque(OPEN_DATABASE(type));
  }
  return facts.opaques.map((fact) => ({ fact, about: { module, key }, isInPlan: kind === "data" }));
};

/** Provider configurations, state encryption and action triggers. */
const settings = (module: OpenModule, touches: boolean): readonly Hazard[] => {
  const named = new Set(
    module.blocks.filter(({ kind, body }) => kind === "provider" && namesServer(body, module.serverNames) !== null).map(({ labels: [name = ""] }) => name),
  );
  const configurations = otherConfigurations(module).filter(({ origin }) => touches || [...named].some((name) => origin.address?.endsWith(`provider.${name}`)));
  return [
    ...passwordCommands(module).map((fact) => ({ fact, about: null, isInPlan: true })),
    ...[...configurations, ...(touches ? stateEncryption(module) : [])].map((fact) => ({ fact, about: null, isInPlan: false })),
  ];
};

const missingModule = (modules: readonly OpenModule[], { address, source, call }: MissingModule): Hazard => {
  const caller = modules.find(({ blocks }) => blocks.includes(call));
  const { file, line } = caller?.originOf(call) ?? { file: call.file.path, line: null };
  return {
    fact: {
      what: `the module \`${address}\``,
      why: `its files (\`${source}\`) are not there, and what they hold runs during the plan`,
      remedy: "run `terraform init -backend=false` first, which fetches modules and runs nothing",
      origin: { address, construct: null, file, line },
    },
    about: null,
    isInPlan: false,
  };
};

const ACTION = (address: string): Omit<OpaqueFact, "origin"> => ({
  what: `an action \`${address}\``,
  why: "an action runs beside resources, and rolegate cannot read what it does",
  remedy: "remove it from this configuration",
});
const STRANGE_BLOCK = (kind: string): Omit<OpaqueFact, "origin"> => ({
  what: `a block \`${kind}\``,
  why: "this version of rolegate does not know it, so it may run anything",
  remedy: "remove it, or use a version of rolegate that knows it",
});
const OPEN_DATABASE = (type: string): Omit<OpaqueFact, "origin"> => ({
  what: `the database of a ${type} data source`,
  why: "it is not a plain literal, and the provider puts it into its connection string as it is, during the plan: it can name another server or login",
  remedy: "write the database's name",
});
