import type * as LoadPolicies from "../cli/load-policies";
import type * as ReadLive from "../cli/postgres/read-live";
import type { LiveReading } from "../cli/postgres/read-live";
import type { ConnectionSettings } from "../cli/postgres/settings";
import { once } from "../model/once";
import type { Query } from "../readers/catalog/read-cluster";
import type { ProviderSettings } from "./configuration";
import type { TrustedPolicy } from "./judging";
import { PlannedChanges } from "./planned-changes";
import { elapsed } from "./plugin/log";
import { connectionOf, readable, type Transaction, transactionOn } from "./session";
import { TRUSTED_POLICIES, type World } from "./world";

// Loaded where they are asked for: Terraform starts three providers for one plan, and two of them read nothing.
const readsLive = (): typeof ReadLive => require("../cli/postgres/read-live");
const readsPolicies = (): typeof LoadPolicies => require("../cli/load-policies");

/** What one configured provider shares between its resources, for one command of Terraform. */
export interface ProviderContext {
  readonly settings: ProviderSettings;
  /** Are the connection settings known, so that the server can be asked? */
  readonly isServerKnown: boolean;
  readonly isJudging: boolean;
  readonly today: string;
  readonly transaction: Transaction;
  connection(): Promise<ConnectionSettings>;
  /** The whole live cluster as this command found it first. */
  live(): Promise<LiveReading>;
  /** As it is now. */
  liveNow(): Promise<LiveReading>;
  /** As it is after what this command changed so far. */
  latest(): Promise<LiveReading>;
  trustedPolicy(): Promise<TrustedPolicy>;
  /** What resources of this command planned so far. */
  readonly planned: PlannedChanges;
  /** Roles that this process renamed: what states of before call them, and what they are called now. */
  readonly renamed: Map<string, string>;
  nameNow(name: string): string;
  /** What resources read of the whole server: once for all of them, and again after each change. */
  shared<T>(read: (query: Query) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Forgets what was read. */
  changed(): void;
  /** One after the other: applies of this process wait for each other here, and not for the server's locks. */
  inTurn<T>(action: () => Promise<T>): Promise<T>;
}

/** Connects to nothing yet: a plan that makes the server has none. */
export const contextOf = (settings: ProviderSettings, world: World): ProviderContext => {
  const connection = once(() => connectionOf(settings, world));
  const liveNow = async (): Promise<LiveReading> => {
    const where = await connection();
    const time = elapsed();
    const live = await readable(() => readsLive().readLive(where));
    world.log("info", "read the live server", { roles: live.graph.roles.length, memberships: live.graph.memberships.length, milliseconds: time() });
    return live;
  };
  const live = once(liveNow);
  let latest = live;
  const today = world.now().toISOString().slice(0, 10);
  const renamed = new Map<string, string>();
  let last: Promise<unknown> = Promise.resolve();
  const transaction = transactionOn(connection, settings.lockTimeoutMilliseconds, world.log);
  const readings = new Map<unknown, Promise<unknown>>();
  return {
    settings,
    isServerKnown: settings.unknown.length === 0,
    isJudging: world.isJudging,
    today,
    connection,
    transaction,
    live,
    liveNow,
    latest: () => latest(),
    trustedPolicy: once(() => readable(async () => trustedPolicyOf(settings, today, world))),
    planned: new PlannedChanges(),
    renamed,
    nameNow: (name) => renamed.get(name) ?? name,
    shared: <T>(read: (query: Query) => Promise<T>, signal: AbortSignal): Promise<T> => {
      const reading = readings.get(read) ?? transaction(read, signal);
      readings.set(read, reading);
      return reading as Promise<T>;
    },
    changed: () => {
      readings.clear();
      latest = once(liveNow);
    },
    inTurn: (action) => {
      const turn = last.then(action, action);
      last = turn.catch(() => undefined);
      return turn;
    },
  };
};

const trustedPolicyOf = ({ policies }: ProviderSettings, today: string, world: World): TrustedPolicy => {
  const policy = readsPolicies().loadPolicies(policies === undefined ? {} : { policies }, today, world);
  return { policy, isTrusted: policy !== null && world.env[TRUSTED_POLICIES]?.toLowerCase() === policy.sha256 };
};
