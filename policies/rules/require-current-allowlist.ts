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
      const breach = breachOf(entry, input);
      return breach === null ? [] : [{ subject: entry.environment, origin: originOf(entry), ...breach }];
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

const DAY = 86_400_000;
/** Whole days from one date to another; negative for the past. */
const daysUntil = (date: string, today: string): number => Math.round((Date.parse(`${date}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / DAY);

const originOf = ({ source }: AllowlistEntry): Origin => ({ address: null, construct: null, file: source.file, line: source.line });
