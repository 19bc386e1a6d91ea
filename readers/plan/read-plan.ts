import { createHash } from "node:crypto";
import { newFacts } from "../../model/access-graph";
import { memoized } from "../../model/memoized";
import type { Endpoint } from "../../model/policy";
import type { Reading } from "../../model/reading";
import { serverNames } from "../terraform/endpoint-names";
import { field, isObject } from "../terraform/json-text";
import { foreignProvider, type ReaderKnowledge } from "../terraform/knowledge";
import { isSqlProvider } from "../terraform/other-providers";
import { isResourceType } from "../terraform/provider-schema";
import { canonicalSource, fullSource } from "../terraform/provider-sources";
import { AlikeEntries } from "./alike-entries";
import { isOwnData, readDataSources } from "./data-sources";
import type { Entry } from "./entries";
import { type OpenPlan, originOf } from "./open-plan";
import type { PlanBytes, PlanInput } from "./plan-bytes";
import { touchesPostgres, wholePlanOpaques } from "./plan-opaques";
import { PlanServers, rootVariables } from "./plan-servers";
import { openEntries, type PlanEntries } from "./read-entries";
import { dropRevoked, dropTaken, noteBoth, otherFacts, readEntry } from "./read-entry";
import { SensitiveNames } from "./sensitive-names";
import type { FoundShape } from "./shape";

const WITHOUT_SOURCE = "provisioners of `removed` blocks, `ignore_changes` and expressions: only the configuration shows them; give it with `--source DIR`";
const UNSEEN = "what Terraform does not manage: the cluster as it is";

/**
 * The facts of a plan in JSON, before the change and after it, sorted by provider configuration. Whatever could reach PostgreSQL and
 * cannot be read is an opaque or unknown fact. Throws an InputError for a text that is no plan of format 1.
 */
export const readPlan = (plan: PlanInput, { providers, endpoints }: ReaderKnowledge): Reading => {
  const entries = openEntries(plan);
  const { configuration, state } = entries;
  const allowed = new Set(providers.map(canonicalSource));
  const servers = new PlanServers(configuration, rootVariables(configuration.variables, state.variables, plan.source));
  const foreign = new Set<string>();
  const open: OpenPlan = {
    state,
    dataReads: [],
    configuration,
    source: plan.source,
    alike: plan.source === undefined ? new AlikeEntries(configuration.resourceOf) : null,
    lists: { before: newFacts(), after: newFacts() },
    servers,
    serverNames: serverNames(hostsOf(endpoints)),
    names: new SensitiveNames(),
    // Nearly all entries of a plan ask the same.
    isAllowed: memoized((provider) => allowed.has(canonicalSource(provider))),
    others: [],
    otherEngines: new Set(),
    noteForeignProvider: memoized((provider) => {
      const canonical = canonicalSource(provider);
      if (!allowed.has(canonical)) foreign.add(canonical);
    }),
  };
  for (const provider of configuration.providers.values()) if (isSqlProvider(canonicalSource(provider.source))) open.noteForeignProvider(provider.source);
  readAll(open, entries);
  for (const server of servers.used()) dropRevoked(server);
  dropTaken(servers.used());
  readDataSources(open);
  const whole = [
    ...wholePlanOpaques(open),
    ...[...foreign].map((provider) => ({ ...foreignProvider(provider, providers), origin: originOf(fullSource(provider)) })),
  ];
  const touches = touchesPostgres(open);
  for (const { fact, effect, isOurs, instance } of open.others) {
    if ((isOurs || touches) && (instance === null || !open.otherEngines.has(instance))) noteBoth(servers.forPlan(), fact, effect);
  }
  if (whole.length > 0) servers.forPlan().facts.opaques.push(...whole);
  return {
    input: {
      kind: "terraform-plan",
      path: plan.path,
      get sha256() {
        return plan.sha256 ?? digestOf(plan);
      },
      judged: ["roles", "plan-safety"],
      unseen: plan.source === undefined ? [WITHOUT_SOURCE, UNSEEN] : [UNSEEN],
    },
    servers: servers.used().map(({ provider, host, port, login, facts, origin, before, kept, revoked, rewritten }) => ({
      provider,
      host,
      port,
      login,
      graph: facts,
      origin,
      change: { before, kept, revoked, rewritten },
    })),
  };
};

const readAll = (open: OpenPlan, entries: PlanEntries): void => {
  const late: Entry[] = [];
  const { alike } = open;
  const read = (entry: Entry, found: FoundShape | null): void => {
    if (entry.mode === "data") {
      if (isOwnData(entry)) open.dataReads.push(entry);
    } else if (!isResourceType(entry.type) && !open.isAllowed(entry.provider)) {
      open.others.push(...otherFacts(entry, open.serverNames));
      const instance = otherEngineIn(entry);
      if (instance !== null) open.otherEngines.add(instance);
    } else if (open.names.hides(entry.before, entry.beforeSensitive) || open.names.hides(entry.after, entry.afterSensitive)) late.push(entry);
    else readEntry(open, entry, found);
  };
  entries.each(read, alike === null ? undefined : (found) => alike.add(found));
  if (open.configuration.resources.some(isOwnData)) entries.former((entry) => (isOwnData(entry) ? open.dataReads.push(entry) : undefined));
  if (late.length === 0) return;
  // A name that any entry gives in clear is no secret, so all of them are asked first.
  entries.each(({ before, after, beforeSensitive, afterSensitive }) => {
    open.names.note(before, beforeSensitive);
    open.names.note(after, afterSensitive);
  });
  for (const entry of late) readEntry(open, entry, null);
};

/** The name of a Cloud SQL instance that is another database. */
const otherEngineIn = ({ type, after, before }: Entry): string | null => {
  const values = isObject(after) ? after : before;
  if (type !== "google_sql_database_instance" || !isObject(values)) return null;
  const [name, version] = [field(values, "name"), field(values, "database_version")];
  return typeof name === "string" && typeof version === "string" && !version.startsWith("POSTGRES") ? name : null;
};

const hostsOf = (endpoints: readonly Endpoint[]): readonly string[] => endpoints.map(({ host }) => host);

const digestOf = (source: PlanBytes): string => {
  const hash = createHash("sha256");
  for (const chunk of source.chunks()) hash.update(chunk);
  return hash.digest("hex");
};
