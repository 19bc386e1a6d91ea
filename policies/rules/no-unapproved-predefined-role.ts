import { CAPABILITIES, isServerTier, tierOf } from "../../model/capability";
import { facts, personaEntry } from "../example";
import type { Held } from "../held";
import { kindWords, mayHold } from "../persona";
import { reachMessage, refusedReaches } from "../reach-breach";
import type { Breach, Rule, RuleInput } from "../rule";

/** What predefined roles give below tier files, and no rule of its own speaks of for this role. */
const CONCERNED = CAPABILITIES.filter(
  (capability) => !isServerTier(tierOf(capability)) && capability !== "platform-administrator" && capability !== "read-credentials",
);

/** Default deny for predefined roles: a persona holds what it is approved for. */
export const noUnapprovedPredefinedRole: Rule = {
  id: "no-unapproved-predefined-role",
  title: "a login reaches only the predefined roles that its persona is approved for",
  severity: "error",
  severityWithoutPolicy: "warning",
  tier: null,
  waivable: true,
  rationale:
    "Predefined roles speak for the whole server, past every grant on a table: pg_read_all_data reads password verifiers, pg_monitor the settings and statements of all. Who may is decided by the owners of personas.yaml, not by the author of a role; PUBLIC aside, what a group holds its members hold.",
  remedy: "take the membership away, or have the owners of personas.yaml approve the predefined role for this persona",
  references: ["https://www.postgresql.org/docs/current/predefined-roles.html"],
  examples: {
    bad: [
      { title: "an app reads every table", facts: facts().login("orders_app").member("orders_app", "pg_read_all_data"), subject: "orders_app" },
      {
        title: "an ops login reaches data through a group",
        facts: facts().login("bob").group("support").member("bob", "support").member("support", "pg_read_all_data"),
        subject: "bob",
      },
      { title: "a login of no persona is an app with nothing approved", facts: facts().login("carol").member("carol", "pg_monitor"), subject: "carol" },
    ],
    good: [
      { title: "an approved membership", facts: facts().login("alice").member("alice", "pg_monitor") },
      { title: "approving pg_monitor approves the three roles that it contains", facts: facts().login("alice").member("alice", "pg_read_all_stats") },
      { title: "a group needs no persona", facts: facts().group("watchers").member("watchers", "pg_monitor") },
      {
        title: "an entry of personas.yaml for one exporter",
        facts: facts().login("postgres_exporter").member("postgres_exporter", "pg_monitor"),
        policy: { personas: [personaEntry({ kind: "ops", roles: ["postgres_exporter"], approved: ["pg_monitor"] })] },
      },
    ],
  },
  check: (input) =>
    refusedReaches(input, CONCERNED, (role, held) => {
      const isForApps = held.reach.capability === "signal-backend" && input.persona(role).kind === "app";
      return held.reach.kind === "attribute" || held.reach.kind === "object" || isForApps ? null : wordsFor(input, role, held);
    }),
};

const wordsFor = (input: RuleInput, role: string, held: Held): Partial<Breach> => {
  if (input.policy === null) return { remedy: "take the membership away, or say in policy files who may hold it: `rolegate init` starts a folder" };
  const { kind, matches } = input.persona(role);
  const [match] = matches;
  if (match === undefined) {
    const message = `${reachMessage(role, held)}; it matches no persona, so it is an app with nothing approved`;
    return { message, remedy: "name it in personas.yaml as the persona that it is, or take the membership away" };
  }
  if (!mayHold(kind, held.reach.holder)) {
    const message = `${reachMessage(role, held)}, above what ${kindWords(kind)} may ever hold`;
    return { message, remedy: "take the membership away, and grant the tables and functions that the work needs" };
  }
  const { file, line } = match.entry.source;
  return { remedy: `take the membership away, or have the owners approve ${held.reach.holder} for it in ${file}:${line}` };
};
