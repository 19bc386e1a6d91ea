import { createHash } from "node:crypto";
import { type Facts, newFacts, type OpaqueFact } from "../../model/access-graph";
import type { Reading, ServerReading } from "../../model/reading";
import type { SourceFolder } from "../../model/terraform-source";
import type { ReaderKnowledge } from "../terraform/knowledge";
import { configurationKey } from "../terraform/provider-reference";
import { readServer, unconfigured } from "../terraform/server-builder";
import type { OpenModule } from "./open-module";
import { type OpenSource, openSource } from "./open-source";
import { foreignSources, type Hazard, hazardsIn } from "./plan-safety";

const UNSEEN = "what a change gives to whom: only a plan shows that, so judge the plan too";

/** What is dangerous to plan in a folder, by provider configuration. Throws an InputError for a file that cannot be read. */
export const readSource = async (source: SourceFolder, knowledge: ReaderKnowledge): Promise<Reading> => {
  const { views, files } = await openSource(source, knowledge);
  const servers = serversOf(views.flatMap(({ modules }) => modules));
  for (const { modules, missing, touches } of views) for (const hazard of hazardsIn(modules, missing, knowledge, touches)) servers.note(hazard);
  return {
    input: {
      kind: "terraform-source",
      path: source.path,
      get sha256() {
        const hash = createHash("sha256");
        for (const { path, text } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) hash.update(`${path}\u0000${text}\u0000`, "utf8");
        return hash.digest("hex");
      },
      judged: ["plan-safety"],
      unseen: [UNSEEN, ...missingWords(views)],
    },
    servers: servers.readings(),
  };
};

/** Of a folder that has nothing to do with PostgreSQL a missing module is no finding, and is said. */
const missingWords = (views: readonly OpenSource[]): readonly string[] => {
  const names = new Set(views.flatMap(({ missing, touches }) => (touches ? [] : missing.map(({ address }) => `\`${address}\``))));
  return names.size === 0 ? [] : [`modules that are not there: ${[...names].join(", ")}; \`terraform init -backend=false\` fetches them`];
};

const WHOLE_FOLDER = "(the whole folder)";

/** Sorts findings by the provider configuration that they are about; without one, by the only one that there is. */
const serversOf = (modules: readonly OpenModule[]): { readonly note: (hazard: Hazard) => void; readonly readings: () => readonly ServerReading[] } => {
  const configured = modules.flatMap((module) =>
    module.blocks.flatMap(({ kind, labels: [name = ""], body }) =>
      kind === "provider" && module.speaksPostgres(name) ? [{ module, key: configurationKey(name, body), source: module.sourceOf(name), body }] : [],
    ),
  );
  const facts = new Map<string, { readonly reading: Omit<ServerReading, "graph">; readonly graph: Facts }>();
  const known = new Set<string>();
  const readingOf = (about: Hazard["about"]): Omit<ServerReading, "graph"> => {
    const own = configured.find(({ module, key }) => about !== null && module === about.module && key === about.key);
    const [only, ...others] = new Set(configured.map(({ body }) => JSON.stringify(body)));
    const found = own ?? (only !== undefined && others.length === 0 ? configured[0] : undefined);
    const { provider, host, port, login, origin } =
      found === undefined ? unconfigured(WHOLE_FOLDER) : readServer(found.key, found.source, found.body, found.module.resolver);
    return { provider, host, port, login, origin };
  };
  return {
    note: ({ fact, about }) => {
      if (known.has(wordsOf(fact))) return;
      known.add(wordsOf(fact));
      const reading = readingOf(about);
      const key = JSON.stringify([reading.provider, String(reading.host), String(reading.port)]);
      const server = facts.get(key) ?? { reading, graph: newFacts() };
      server.graph.opaques.push(fact);
      facts.set(key, server);
    },
    readings: () => [...facts.values()].map(({ reading, graph }) => ({ ...reading, graph })),
  };
};

const wordsOf = ({ what, why, origin: { address, file } }: OpaqueFact): string => JSON.stringify([what, why, address, file]);
/** Sources of a configuration that would speak to PostgreSQL, and are none of those that may: `readSource` refuses each. */
export const foreignProvidersIn = async (source: SourceFolder, knowledge: ReaderKnowledge): Promise<readonly string[]> => {
  const { views } = await openSource(source, knowledge);
  return [...new Set(views.flatMap(({ modules }) => modules.flatMap(foreignSources)))];
};
