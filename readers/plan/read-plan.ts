import { createHash } from "node:crypto";
import type { Endpoint } from "../../model/policy";
import type { Reading } from "../../model/reading";
import { serverNames } from "../terraform/endpoint-names";
import { field, isObject, type JsonObject } from "../terraform/json-text";
import { foreignProvider, type ReaderKnowledge } from "../terraform/knowledge";
import { isSqlProvider } from "../terraform/other-providers";
import type { PlanSource } from "../terraform/plan-source";
import { canonicalSource, fullSource } from "../terraform/provider-sources";
import { configurationOf } from "./configuration";
import { readDataSources } from "./data-sources";
import { type Entry, entryIn } from "./entries";
import { type OpenPlan, originOf } from "./open-plan";
import { objectAt, objectsAt } from "./parts";
import { touchesPostgres, wholePlanOpaques } from "./plan-opaques";
import { PlanServers, rootVariables } from "./plan-servers";
import { planIn } from "./plan-text";
import { dropRevoked, noteBoth, readEntry } from "./read-entry";
import { SensitiveNames } from "./sensitive-names";
import { stateEntries } from "./state-entries";

/** The text of a plan, and the path that a report shows. */
export interface PlanText {
  readonly path: string;
  readonly text: string;
  /** Digest of the file that it was rendered from; without it that of the text. */
  readonly sha256?: string;
  /** The configuration that it was made from, where that can be seen. */
  readonly source?: PlanSource;
}

const WITHOUT_SOURCE = "provisioners of `removed` blocks, `ignore_changes` and expressions: only the configuration shows them; give it with `--source DIR`";
const UNSEEN = "what Terraform does not manage: the cluster as it is";

/**
 * The facts of a plan in JSON, before the change and after it, sorted by provider configuration. Whatever could reach PostgreSQL and
 * cannot be read is an opaque or unknown fact. Throws an InputError for a text that is no plan of format 1.
 */
export const readPlan = ({ path, text, sha256, source }: PlanText, { providers, endpoints }: ReaderKnowledge): Reading => {
  const plan = planIn(text, path);
  const configuration = configurationOf(plan);
  const servers = new PlanServers(configuration, rootVariables(plan, source));
  const allowed = new Set(providers.map(canonicalSource));
  const foreign = new Set<string>();
  const isAllowed = (source: string): boolean => allowed.has(canonicalSource(source));
  const entries = entriesOf(plan);
  const open: OpenPlan = {
    plan,
    configuration,
    source,
    servers,
    serverNames: serverNames(hostsOf(endpoints)),
    names: new SensitiveNames(),
    isAllowed,
    others: [],
    otherEngines: otherEnginesIn(entries),
    noteForeignProvider: (source) => {
      const canonical = canonicalSource(source);
      if (!allowed.has(canonical)) foreign.add(canonical);
    },
  };
  for (const { source } of configuration.providers.values()) if (isSqlProvider(canonicalSource(source))) open.noteForeignProvider(source);
  for (const { before, after, beforeSensitive, afterSensitive } of entries) {
    open.names.note(before, beforeSensitive);
    open.names.note(after, afterSensitive);
  }
  for (const entry of entries) readEntry(open, entry);
  for (const server of servers.used()) dropRevoked(server);
  readDataSources(open);
  const whole = [...wholePlanOpaques(open), ...[...foreign].map((source) => ({ ...foreignProvider(source, providers), origin: originOf(fullSource(source)) }))];
  const touches = touchesPostgres(open);
  for (const { fact, effect, isOurs } of open.others) if (isOurs || touches) noteBoth(servers.forPlan(), fact, effect);
  if (whole.length > 0) servers.forPlan().facts.opaques.push(...whole);
  return {
    input: {
      kind: "terraform-plan",
      path,
      get sha256() {
        return sha256 ?? createHash("sha256").update(text, "utf8").digest("hex");
      },
      judged: ["roles", "plan-safety"],
      unseen: source === undefined ? [WITHOUT_SOURCE, UNSEEN] : [UNSEEN],
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

const otherEnginesIn = (entries: readonly Entry[]): ReadonlySet<string> =>
  new Set(
    entries.flatMap(({ type, after, before }) => {
      const values = isObject(after) ? after : before;
      if (type !== "google_sql_database_instance" || !isObject(values)) return [];
      const [name, version] = [field(values, "name"), field(values, "database_version")];
      return typeof name === "string" && typeof version === "string" && !version.startsWith("POSTGRES") ? [name] : [];
    }),
  );

const hostsOf = (endpoints: readonly Endpoint[]): readonly string[] => endpoints.map(({ host }) => host);
/** What changes, what is deferred, and of a refresh-only plan what the refresh found: there the drift is the change. */
const entriesOf = (plan: JsonObject): readonly Entry[] => {
  const changes = objectsAt(plan, "resource_changes").map(entryIn);
  const deferred = objectsAt(plan, "deferred_changes").map((each) => entryIn(objectAt(each, "resource_change")));
  if (changes.length + deferred.length > 0) return [...changes, ...deferred];
  const drift = objectsAt(plan, "resource_drift").map(entryIn);
  return [...drift, ...stateEntries(plan, new Set(drift.map(({ address }) => address)))];
};
