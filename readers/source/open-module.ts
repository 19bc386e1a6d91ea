import type { Origin } from "../../model/access-graph";
import { blocksOf } from "../terraform/blocks";
import type { ServerNames } from "../terraform/endpoint-names";
import { type Resolver, resolverOf } from "../terraform/expressions";
import { field, type JsonObject } from "../terraform/json-text";
import type { ReaderKnowledge } from "../terraform/knowledge";
import { serverNamesOf } from "../terraform/local-server-names";
import { lookUpIn } from "../terraform/look-up";
import type { OpenConfiguration } from "../terraform/other-configurations";
import { isSqlProvider } from "../terraform/other-providers";
import { canonicalSource, readProviderSources } from "../terraform/provider-sources";
import { lineOf } from "./line-of";
import type { SourceModule } from "./modules";
import { addressOf, rootOf, type SourceBlock } from "./source-blocks";

/** A module that is being read. */
export interface OpenModule extends SourceModule, OpenConfiguration {
  readonly root: JsonObject;
  readonly resolver: Resolver;
  readonly serverNames: ServerNames;
  /** The canonical source of a local name. */
  sourceOf(localName: string): string;
  isAllowed(localName: string): boolean;
  /** Local names of providers that are declared or configured. */
  readonly providerNames: readonly string[];
  /** Where a block stands. */
  originOf(block: SourceBlock): Origin;
}

export const openModule = (module: SourceModule, path: string, { providers, endpoints }: ReaderKnowledge): OpenModule => {
  const root = rootOf(module.blocks);
  const sources = readProviderSources(root, path);
  const allowed = new Set(providers.map(canonicalSource));
  const isAllowed = (name: string): boolean => allowed.has(sources.sourceOf(name));
  const addressIn = (address: string): string => (module.address === "" ? address : `${module.address}.${address}`);
  const originOf = (block: SourceBlock): Origin => new BlockOrigin(addressIn(addressOf(block)), block);
  return {
    ...module,
    root,
    files: { path },
    resolver: resolverOf(lookUpIn(root, blocksOf(field(root, "resource"), 2, "resource", path), path)),
    serverNames: serverNamesOf(
      root,
      endpoints.map(({ host }) => host),
      path,
    ),
    providerNames: [...new Set([...sources.localNames, ...module.blocks.filter(({ kind }) => kind === "provider").map(({ labels: [name = ""] }) => name)])],
    sourceOf: sources.sourceOf,
    isAllowed,
    speaksPostgres: (name) => isAllowed(name) || isSqlProvider(sources.sourceOf(name)),
    originOf,
    origin: (address) => {
      const block = module.blocks.find(
        (each) => addressOf(each) === address || (each.kind === "terraform" && Object.hasOwn(each.body, address.replace(/^terraform\./, ""))),
      );
      return new BlockOrigin(addressIn(address), block ?? null);
    },
  };
};

/** A block's address, file and line; the line is looked up when it is shown. */
class BlockOrigin implements Origin {
  readonly construct = null;
  readonly file: string | null;
  readonly #block: SourceBlock | null;

  constructor(
    readonly address: string,
    block: SourceBlock | null,
  ) {
    this.#block = block;
    this.file = block?.file.path ?? null;
  }

  get line(): number | null {
    return this.#block === null ? null : lineOf(this.#block);
  }
}
