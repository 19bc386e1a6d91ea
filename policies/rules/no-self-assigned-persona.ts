import { shownName } from "../../model/path-words";
import { facts, personaEntry } from "../example";
import { kindWords } from "../persona";
import type { Breach, Rule } from "../rule";

/** Who picks a name that a pattern matches picks its approvals, so a reviewer sees it first. */
export const noSelfAssignedPersona: Rule = {
  id: "no-self-assigned-persona",
  title: "a login that a change makes becomes ops or dba by its exact name, not by a pattern",
  severity: "warning",
  tier: null,
  waivable: true,
  needsCode: true,
  rationale:
    "The author of a role chooses its name. Where `ops_*` approves pg_signal_backend, naming a login ops_anything is approving it for oneself; the owners of personas.yaml should see that it happened.",
  remedy: "look whether this login should be that persona; the owners may add its exact name to personas.yaml, and demand that with `exact: true`",
  references: ["https://www.postgresql.org/docs/current/sql-createrole.html"],
  examples: {
    bad: [
      {
        title: "a new login is named into a pattern",
        facts: facts().login("ops_new"),
        policy: { personas: [personaEntry({ kind: "ops", roles: ["ops_*"], approved: ["pg_monitor"] })] },
        subject: "ops_new",
      },
    ],
    good: [
      {
        title: "its exact name is in the file",
        facts: facts().login("ops_new"),
        policy: { personas: [personaEntry({ kind: "ops", roles: ["ops_*", "ops_new"], approved: ["pg_monitor"] })] },
      },
      {
        title: "a group becomes nobody",
        facts: facts().group("ops_team"),
        policy: { personas: [personaEntry({ kind: "ops", roles: ["ops_*"] })] },
      },
    ],
  },
  check: (input) =>
    input.judged.flatMap((name): readonly Breach[] => {
      const { kind, matches } = input.persona(name);
      if (kind === "app") return [];
      const byPattern = matches.filter(({ entry, exact }) => !exact && entry.kind === kind);
      const role = input.index.role(name);
      if (byPattern.length === 0 || role?.source !== "managed" || role.origin.address === null || !input.canLogIn(name)) return [];
      const places = byPattern.map(({ entry }) => `${entry.source.file}:${entry.source.line}`).join(", ");
      const message = `${shownName(name)} becomes ${kindWords(kind)} by a pattern (${places}): whoever named it chose that`;
      return [{ subject: name, message, origin: role.origin, ...(byPattern.some(({ entry }) => entry.exact) ? { severity: "error" as const } : {}) }];
    }),
};
