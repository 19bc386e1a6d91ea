import type { OpaqueFact, Origin } from "../../model/access-graph";
import type { StackFiles } from "../../model/reading";
import { type Block, blocksOf } from "../terraform/blocks";
import type { ServerNames } from "../terraform/endpoint-names";
import { type Resolver, resolverOf } from "../terraform/expressions";
import { field, type JsonObject, parseJsonText } from "../terraform/json-text";
import { foreignProvider, type ReaderKnowledge } from "../terraform/knowledge";
import { serverNamesOf } from "../terraform/local-server-names";
import { lookUpIn } from "../terraform/look-up";
import { isSqlProvider } from "../terraform/other-providers";
import { canonicalSource, fullSource, readProviderSources } from "../terraform/provider-sources";
import { WrittenOrigin } from "./origins";
import { Servers } from "./servers";
import { asConfiguration } from "./shape";
import { ephemeralVariables } from "./variables";

/** A stack that is being read. */
export interface Stack {
  readonly root: JsonObject;
  readonly resources: readonly Block[];
  readonly files: StackFiles;
  readonly resolver: Resolver;
  readonly servers: Servers;
  readonly serverNames: ServerNames;
  /** Ephemeral variables, by name. */
  readonly ephemeral: ReadonlySet<string>;
  /** Opaque facts about no provider configuration in particular. */
  readonly opaques: OpaqueFact[];
  /** True for the local name of a provider whose configurations are read as PostgreSQL's, forks included. */
  speaksPostgres(localName: string): boolean;
  /** The canonical source of a local name. */
  sourceOf(localName: string): string;
  /** True for the local name of a provider that may speak to PostgreSQL. */
  isAllowed(localName: string): boolean;
  /** Notes, once per source, a provider that may not speak to PostgreSQL and is asked to. */
  noteForeignProvider(localName: string): void;
  origin(address: string, body: JsonObject | null): Origin;
}

/** Parses a stack and reads what all of its resources share. Throws an InputError for what is not a configuration. */
export function openStack(files: StackFiles, { providers, endpoints }: ReaderKnowledge): Stack {
  const { path } = files;
  const root = asConfiguration(parseJsonText(files.text, path), path);
  const resources = blocksOf(field(root, "resource"), 2, "resource", path);
  const resolver = resolverOf(lookUpIn(root, resources, path));
  const sources = readProviderSources(root, path);
  const allowed = new Set(providers.map(canonicalSource));
  const foreign = new Set<string>();
  const opaques: OpaqueFact[] = [];
  const origin = (address: string, body: JsonObject | null): Origin => new WrittenOrigin(address, body, files);

  const noteForeignProvider = (localName: string): void => {
    const source = sources.sourceOf(localName);
    if (allowed.has(source) || foreign.has(source)) return;
    foreign.add(source);
    opaques.push({ ...foreignProvider(source, providers), origin: origin(fullSource(source), null) });
  };
  for (const name of sources.localNames) if (isSqlProvider(sources.sourceOf(name))) noteForeignProvider(name);

  const isAllowed = (name: string): boolean => allowed.has(sources.sourceOf(name));
  // Configurations of forks are read too: what they would do is shown beside their refusal.
  const speaksPostgres = (name: string): boolean => isAllowed(name) || isSqlProvider(sources.sourceOf(name));
  return {
    root,
    resources,
    files,
    resolver,
    servers: new Servers(root, path, resolver, { speaksPostgres, sourceOf: sources.sourceOf }),
    serverNames: serverNamesOf(
      root,
      endpoints.map(({ host }) => host),
      path,
    ),
    ephemeral: ephemeralVariables(root, path),
    opaques,
    speaksPostgres,
    sourceOf: sources.sourceOf,
    isAllowed,
    noteForeignProvider,
    origin,
  };
}
