import { createHash } from "node:crypto";
import { newFacts } from "../../model/access-graph";
import type { Endpoint } from "../../model/policy";
import type { Reading } from "../../model/reading";
import { serverNames } from "../terraform/endpoint-names";
import { foreignProvider, type ReaderKnowledge } from "../terraform/knowledge";
import { isSqlProvider } from "../terraform/other-providers";
import { isResourceType } from "../terraform/provider-schema";
import { canonicalSource, fullSource } from "../terraform/provider-sources";
import { readDataSources } from "./data-sources";
import type { Entry } from "./entries";
import { type OpenPlan, originOf } from "./open-plan";
import { wholePlanOpaques } from "./plan-opaques";
import { PlanServers } from "./plan-servers";
import type { PlanSource } from "./plan-source";
import { readEntries } from "./read-entries";
import { dropRevoked, noteBoth, otherFacts, readEntry } from "./read-entry";
import { SensitiveNames } from "./sensitive-names";

const UNSEEN: readonly string[] = [
  "provisioners of `removed` blocks, `ignore_changes` and expressions: only the configuration shows them",
  "what Terraform does not manage: the cluster as it is",
];

/**
 * The facts of a plan in JSON, before the change and after it, sorted by provider configuration. Whatever could reach PostgreSQL and
 * cannot be read is an opaque or unknown fact. Throws an InputError for a text that is no plan of format 1.
 */
export const readPlan = (source: PlanSource, { providers, endpoints }: ReaderKnowledge): Reading => {
  const allowed = new Set(providers.map(canonicalSource));
  const isAllowed = (provider: string): boolean => allowed.has(canonicalSource(provider));
  const names = new SensitiveNames();
  const own: Entry[] = [];
  const dataReads: Entry[] = [];
  const others: OpenPlan["others"] = [];
  const known = serverNames(hostsOf(endpoints));
  /** What is of another provider is judged at once: only what is ours has to wait for the configuration, which comes last. */
  const take = (entry: Entry): void => {
    names.note(entry.before, entry.beforeSensitive);
    names.note(entry.after, entry.afterSensitive);
    if (entry.mode === "data") return;
    if (isResourceType(entry.type) || isAllowed(entry.provider)) own.push(entry);
    else others.push(...otherFacts(entry, known));
  };
  const { configuration, state } = readEntries(source, take, (entry) => dataReads.push(entry));
  const servers = new PlanServers(configuration);
  const foreign = new Set<string>();
  const open: OpenPlan = {
    state,
    dataReads,
    configuration,
    lists: { before: newFacts(), after: newFacts() },
    servers,
    serverNames: known,
    names,
    isAllowed,
    others,
    noteForeignProvider: (provider) => {
      const canonical = canonicalSource(provider);
      if (!allowed.has(canonical)) foreign.add(canonical);
    },
  };
  for (const provider of configuration.providers.values()) if (isSqlProvider(canonicalSource(provider.source))) open.noteForeignProvider(provider.source);
  // From behind, so that each is let go of once it was read.
  own.reverse();
  for (let entry = own.pop(); entry !== undefined; entry = own.pop()) readEntry(open, entry);
  for (const server of servers.used()) dropRevoked(server);
  readDataSources(open);
  const whole = [
    ...wholePlanOpaques(open),
    ...[...foreign].map((provider) => ({ ...foreignProvider(provider, providers), origin: originOf(fullSource(provider)) })),
  ];
  for (const { fact, effect } of open.others) noteBoth(servers.forPlan(), fact, effect);
  if (whole.length > 0) servers.forPlan().facts.opaques.push(...whole);
  return {
    input: {
      kind: "terraform-plan",
      path: source.path,
      get sha256() {
        return digestOf(source);
      },
      judged: ["roles", "plan-safety"],
      unseen: UNSEEN,
    },
    servers: servers.used().map(({ provider, host, port, login, facts, origin, before, kept, revoked }) => ({
      provider,
      host,
      port,
      login,
      graph: facts,
      origin,
      change: { before, kept, revoked },
    })),
  };
};

const hostsOf = (endpoints: readonly Endpoint[]): readonly string[] => endpoints.map(({ host }) => host);

const digestOf = (source: PlanSource): string => {
  const hash = createHash("sha256");
  for (const chunk of source.chunks()) hash.update(chunk);
  return hash.digest("hex");
};
