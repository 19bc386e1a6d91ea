import { FACT_LISTS, type Facts, type Membership } from "../../model/access-graph";
import type { Revoked } from "../../model/reading";
import { namesServer, type ServerNames } from "../terraform/endpoint-names";
import { field, isObject, type Json } from "../terraform/json-text";
import { isExecutor, isHarmless, otherResource, reachesPostgres } from "../terraform/other-providers";
import { isResourceType, type ResourceType } from "../terraform/provider-schema";
import { unknownType } from "../terraform/read-own";
import { addressOf, type ConfiguredResource } from "./configuration";
import { type Effect, type Entry, effectOf } from "./entries";
import { NO_EXPRESSIONS } from "./expressions";
import { type OpenPlan, type OtherFact, originOf } from "./open-plan";
import { objectOr } from "./parts";
import type { PlanServer } from "./plan-servers";
import { factsOf } from "./resources";
import type { FoundShape } from "./shape";

/** Adds what one entry of the provider says of its server, before the change and after it; `found`: how it is written, for others that are like it. */
export const readEntry = (open: OpenPlan, entry: Entry, found: FoundShape | null): void => {
  const configured = open.configuration.resourceOf(entry.module, entry.mode, entry.type, entry.name);
  const server = configured === undefined ? open.servers.ofProvider(entry.provider) : open.servers.of(configured.providerKey, configured.modules);
  open.noteForeignProvider(entry.provider);
  const effect = effectOf(entry);
  if (effect === null) server.facts.opaques.push({ ...UNKNOWN_ACTIONS(entry), origin: originOf(entry.address) });
  else if (isResourceType(entry.type)) readOwnEntry(open, entry, entry.type, effect, server, configured, found);
  else noteBoth(server, { ...unknownType(entry.type, "resource"), origin: originOf(entry.address) }, effect);
};

const readOwnEntry = (
  open: OpenPlan,
  entry: Entry,
  type: ResourceType,
  effect: Effect,
  server: PlanServer,
  configured: ConfiguredResource | undefined,
  found: FoundShape | null,
): void => {
  const origin = originOf(entry.address);
  const side = (lists: Facts, values: Json, unknown: Json, sensitive: Json): Facts | null =>
    isObject(values)
      ? factsOf(
          type,
          {
            values: open.names.hide(values, sensitive),
            unknown,
            sensitive,
            expressions: configured?.expressions ?? NO_EXPRESSIONS,
            isConfigured: configured !== undefined,
            ignoresRoles: configured === undefined ? undefined : open.source?.ignores(addressOf(configured), "roles"),
            rolesBefore: isObject(entry.before) ? (field(entry.before, "roles") ?? null) : null,
          },
          server,
          origin,
          lists,
        )
      : null;
  const { isSame } = effect;
  const before = isSame ? null : side(open.lists.before, entry.before, null, entry.beforeSensitive);
  const after = effect.brings ? side(open.lists.after, entry.after, entry.afterUnknown, entry.afterSensitive) : null;
  if (found !== null && after !== null) open.alike?.note(found, { entry, configured, server, effect, facts: after });
  if (isSame) {
    if (after !== null) moveKept(server, after);
    return;
  }
  if (effect.isChange) server.rewritten.add(entry.address);
  if (before !== null) server.revoked.push(...revokedBy(entry, effect, before, after));
  if (before !== null && after !== null && !effect.isChange) keepEqual(server, before, after);
  if (after !== null) move([server.facts], after);
  if (before === null) return;
  if (effect.keeps) {
    letGo(before);
    for (const role of before.roles) server.forgotten.add(role);
  }
  move(effect.keeps || staysBehind(entry) ? [server.facts] : NOWHERE, before, server.before);
};

/** What a destroyed resource gave, and what a `rolegate_memberships` that stays gives no more. */
const revokedBy = ({ actions, type }: Entry, { createsFirst }: Effect, before: Facts, after: Facts | null): readonly Revoked[] => {
  if (actions.includes("delete")) return before.memberships.map((membership) => ({ membership, createsFirst: createsFirst ?? false }));
  if (type !== "rolegate_memberships" || !actions.includes("update")) return [];
  const still = new Set(after?.memberships.map(pairOf));
  return before.memberships.flatMap((membership) => (still.has(pairOf(membership)) ? [] : { membership, createsFirst: createsFirst ?? false }));
};

/** What no resource holds any longer: it stays on the server, and nothing revokes what stands beside it. */
const letGo = (facts: Facts): void => {
  facts.memberships = facts.memberships.map((membership) => ({ ...membership, style: null }));
  facts.membershipScopes = [];
};

/**
 * What could not be read may have been anything before: words that are the same afterwards say nothing of it. Nor does a plan show what a
 * configuration wrote before.
 */
const UNJUDGED: ReadonlySet<keyof Facts> = new Set<keyof Facts>(["opaques", "unknowns", "unreviewed", "secrets"]);

/** A role that Terraform destroys in its state alone. */
const staysBehind = ({ type, actions, before }: Entry): boolean =>
  type === "postgresql_role" && actions.includes("delete") && isObject(before) && field(before, "skip_drop_role") === true;

const NOWHERE: readonly Facts[] = [];
/** Moves the facts of one entry to lists of the plan: making all the lists for each of them would cost more than reading it. */
const move = (to: readonly Facts[], facts: Facts, judged?: Facts): void => {
  for (const list of FACT_LISTS) {
    if (facts[list].length === 0) continue;
    for (const each of to) push(each[list], facts[list]);
    if (judged !== undefined && !UNJUDGED.has(list)) push(judged[list], facts[list]);
    facts[list] = [];
  }
};
const moveKept = (server: PlanServer, facts: Facts): void => {
  for (const list of FACT_LISTS) for (const fact of facts[list]) server.kept.add(fact);
  move([server.before, server.facts], facts);
};
const push = (to: object[], facts: readonly object[]): void => {
  for (const fact of facts) to.push(fact);
};

/** Of an update the facts that it leaves as they were; where a fact was written is no part of it. */
const keepEqual = (server: PlanServer, before: Facts, after: Facts): void => {
  for (const list of FACT_LISTS) {
    if (after[list].length === 0) continue;
    const known = new Set(before[list].map(wordsOf));
    for (const fact of after[list]) if (known.has(wordsOf(fact))) server.kept.add(fact);
  }
};
const wordsOf = (fact: object): string =>
  JSON.stringify(fact, (key, value: unknown) => (key === "origin" ? undefined : typeof value === "symbol" ? value.toString() : value));

/** A role that one resource lets go of and another one takes, of the other provider even, is made once. */
export const dropTaken = (servers: readonly PlanServer[]): void => {
  if (servers.every(({ forgotten }) => forgotten.size === 0)) return;
  const keyOf = ({ host, port }: PlanServer, name: string): string => JSON.stringify([String(host), String(port), name]);
  const made = new Set(servers.flatMap((server) => server.facts.roles.flatMap((role) => (server.forgotten.has(role) ? [] : keyOf(server, role.name)))));
  for (const server of servers) server.facts.roles = server.facts.roles.filter((role) => !server.forgotten.has(role) || !made.has(keyOf(server, role.name)));
};

/** What the server has by a resource that is destroyed goes with it, though Terraform still shows it where it was only read. */
export const dropRevoked = ({ facts, revoked }: PlanServer): void => {
  if (revoked.length === 0) return;
  const gone = new Set(revoked.map(({ membership }) => pairOf(membership)));
  const given = new Set(facts.memberships.flatMap((membership) => (membership.style === null ? [] : pairOf(membership))));
  facts.memberships = facts.memberships.filter((membership) => membership.style !== null || !gone.has(pairOf(membership)) || given.has(pairOf(membership)));
};
const pairOf = ({ member, role }: Membership): string => JSON.stringify([member, role]);

/** A fact of both sides where nothing changes, or of the side that has it: what an update makes of what cannot be read, nobody knows. */
export const noteBoth = (server: PlanServer, fact: Facts["opaques"][number], effect: Effect | null): void => {
  const { isSame, brings, keeps } = effect ?? NOT_KNOWN;
  if (brings || keeps) server.facts.opaques.push(fact);
  if (isSame) {
    server.before.opaques.push(fact);
    server.kept.add(fact);
  }
};

/** Of another provider's resource: refused where its type is known to reach PostgreSQL, or where it names a server of the policies or a database URL. */
export const otherFacts = (entry: Entry, servers: ServerNames): readonly OtherFact[] => {
  if (isHarmless(entry.type)) return [];
  const effect = effectOf(entry);
  const body = objectOr(effect?.brings === false ? entry.before : entry.after);
  const named = namesServer(body, servers);
  const how = reachesPostgres(entry.type, "resource", body) ?? named;
  if (how === null) return [];
  const instance = entry.type === "google_sql_user" ? field(body, "instance") : undefined;
  return [
    {
      fact: { ...otherResource(entry.type, how), origin: originOf(entry.address) },
      effect,
      isOurs: named !== null || !isExecutor(entry.type),
      instance: typeof instance === "string" ? instance : null,
    },
  ];
};

const UNKNOWN_ACTIONS = ({ actions, type }: Entry): Omit<Facts["opaques"][number], "origin"> => ({
  what: `a ${type} resource whose actions are ${actions.length === 0 ? "not written" : `\`${actions.join(", ")}\``}`,
  why: "this version of rolegate does not know what they do to it, or the plan does not hold the values that they need",
  remedy: "make the plan with `terraform show -json`, or use a version of rolegate that knows them",
});

const NOT_KNOWN: Effect = { keeps: true, brings: true, isSame: false, isChange: true };
