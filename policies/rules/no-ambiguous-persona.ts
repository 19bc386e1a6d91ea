import { NO_ORIGIN } from "../../model/access-graph";
import { listed, shownName } from "../../model/path-words";
import { PERSONA_KINDS } from "../../model/policy";
import { facts, personaEntry } from "../example";
import type { Persona } from "../persona";
import type { Rule } from "../rule";

/** Every role is of one kind, or what it may hold is a matter of opinion. */
export const noAmbiguousPersona: Rule = {
  id: "no-ambiguous-persona",
  title: "no role is matched by personas of two kinds",
  severity: "error",
  tier: null,
  waivable: false,
  rationale:
    "Where two patterns of different kinds match one name, the strictest counts and nobody meant it: an approval silently goes missing, and widening a pattern elsewhere changes who may do what.",
  remedy: "give the role an entry by its exact name, which beats every pattern, or make the patterns exclude each other",
  references: ["https://www.postgresql.org/docs/current/user-manag.html"],
  examples: {
    bad: [
      {
        title: "one name, two patterns",
        facts: facts().login("ops_billing_app"),
        policy: { personas: [personaEntry({ kind: "app", roles: ["*_app"] }), personaEntry({ kind: "ops", roles: ["ops_*"] })] },
        subject: "ops_billing_app",
      },
    ],
    good: [
      {
        title: "an exact name beats every pattern",
        facts: facts().login("ops_billing_app"),
        policy: { personas: [personaEntry({ kind: "app", roles: ["ops_billing_app"] }), personaEntry({ kind: "ops", roles: ["ops_*"] })] },
      },
    ],
  },
  check: (input) =>
    input.judged
      .filter((role) => isOfSeveralKinds(input.persona(role)))
      .map((role) => {
        const { kind, matches } = input.persona(role);
        const kinds = PERSONA_KINDS.filter((candidate) => matches.some(({ entry }) => entry.kind === candidate));
        const places = matches.map(({ entry }) => `${entry.source.file}:${entry.source.line}`);
        const message = `${shownName(role)} is matched by personas of two kinds, ${listed(kinds)} (${listed([...new Set(places)])}): it is judged as ${kind}`;
        return { subject: role, message, origin: input.index.role(role)?.origin ?? NO_ORIGIN };
      }),
};

const isOfSeveralKinds = ({ kind, matches }: Persona): boolean => matches.some(({ entry }) => entry.kind !== kind);
