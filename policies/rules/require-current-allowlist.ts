import type { Origin } from "../../model/access-graph";
import { type AllowlistEntry, EXPIRY_WARNING_DAYS } from "../../model/policy";
import { allowlistEntry, facts, LAB_ENVIRONMENT } from "../example";
import { shownNames } from "../names";
import type { Breach, Rule, RuleInput } from "../rule";

/** An exception ends on its day, and is seen before. */
export const requireCurrentAllowlist: Rule = {
  id: "require-current-allowlist",
  title: "no allowlist entry has expired or is about to",
  severity: "warning",
  tier: null,
  waivable: true,
  needsServer: true,
  rationale:
    "An entry is an exception for a stated time. Expired ones hide among current ones, and one that ends unseen stops a pipeline on the day when nobody has time.",
  remedy: "take the entry away with what it allowed, or have its owner renew it with a new reason and an end at most 366 days ahead",
  references: ["https://www.postgresql.org/docs/current/predefined-roles.html"],
  examples: {
    bad: [
      {
        title: "it ends within 14 days",
        facts: facts().login("etl_migrator").member("etl_migrator", "pg_execute_server_program"),
        environment: LAB_ENVIRONMENT,
        policy: { allowlist: [allowlistEntry({ expires: "2026-12-01" })] },
        subject: "lab",
      },
      {
        title: "it has expired, and its role still holds what it allowed",
        facts: facts().login("etl_migrator").member("etl_migrator", "pg_execute_server_program"),
        environment: LAB_ENVIRONMENT,
        policy: { allowlist: [allowlistEntry({ expires: "2026-11-19" })] },
        subject: "lab",
      },
      {
        title: "nobody holds what it allows",
        facts: facts().login("etl_migrator"),
        environment: LAB_ENVIRONMENT,
        policy: { allowlist: [allowlistEntry()] },
        live: {},
        subject: "lab",
      },
    ],
    good: [
      {
        title: "it holds for long enough",
        facts: facts().login("etl_migrator").member("etl_migrator", "pg_execute_server_program"),
        environment: LAB_ENVIRONMENT,
        policy: { allowlist: [allowlistEntry()] },
      },
    ],
  },
  check: (input) =>
    (input.policy?.allowlist ?? []).flatMap((entry): readonly Breach[] => {
      if (entry.environment !== input.environment.name) return [];
      const breaches = [breachOf(entry, input), unusedBreach(entry, input)].filter((breach) => breach !== null);
      return breaches.map((breach) => ({ subject: entry.environment, origin: originOf(entry), ...breach }));
    }),
};

const breachOf = (entry: AllowlistEntry, input: RuleInput): Pick<Breach, "message" | "severity"> | null => {
  const days = daysUntil(entry.expires, input.today);
  if (days > EXPIRY_WARNING_DAYS) return null;
  const what = `the allowlist entry for ${entry.capability} of ${shownNames(entry.roles)}`;
  if (days >= 0) return { message: `${what} ends ${days === 0 ? "today" : days === 1 ? "tomorrow" : `in ${days} days`}, on ${entry.expires}` };
  const holders = entry.roles.filter((role) => input.closure.reaches(role).some(({ capability }) => capability === entry.capability));
  if (holders.length === 0) return { message: `${what} expired on ${entry.expires}` };
  return { message: `${what} expired on ${entry.expires}, and ${shownNames(holders)} still reach${holders.length === 1 ? "es" : ""} it`, severity: "error" };
};

/** Only the server shows that nobody holds what is allowed; what a database that was not entered gives is not known. */
const unusedBreach = (entry: AllowlistEntry, { live, today, graph, index, closure }: RuleInput): Pick<Breach, "message"> | null => {
  if (live === null || today > entry.expires || graph.unreadDatabases.length > 0) return null;
  if (entry.roles.some((role) => closure.reaches(role).some(({ capability }) => capability === entry.capability))) return null;
  const absent = entry.roles.filter((role) => index.role(role) === undefined);
  const why = absent.length === entry.roles.length ? "the cluster has no such role" : "none of them reaches it";
  return { message: `the allowlist entry for ${entry.capability} of ${shownNames(entry.roles)} matches nothing: ${why}` };
};

const DAY = 86_400_000;
/** Whole days from one date to another; negative for the past. */
const daysUntil = (date: string, today: string): number => Math.round((Date.parse(`${date}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / DAY);

const originOf = ({ source }: AllowlistEntry): Origin => ({ address: null, construct: null, file: source.file, line: source.line });
