import type { AccessGraph } from "../access-graph";
import { addTo } from "../add-to";
import { conditions } from "./conditions";
import type { RoleGraph } from "./edges";
import { type Goal, showsVerifiers } from "./goals";
import type { StateLead } from "./search";

/** From whoever reads password verifiers to the logins whose verifier serves as the password. */
export const verifierLeads = (graph: RoleGraph, verifiers: AccessGraph["verifiers"], goals: readonly Goal[]): readonly StateLead[] => {
  const served = servedVerifiers(verifiers);
  const readers = served.length === 0 ? [] : readersOf(graph, goals.filter(showsVerifiers));
  return served.flatMap((role) =>
    readers.map(({ from, connect, condition }) => ({
      from,
      connect,
      lead: {
        to: role,
        as: "login",
        access: [],
        database: null,
        by: "credentials",
        via: "its md5 verifier",
        condition: conditions([condition, `if pg_hba.conf lets ${role} log in with a password`]),
      },
    })),
  );
};

/** The roles whose verifier is as good as their password. */
export const servedVerifiers = (verifiers: AccessGraph["verifiers"]): readonly string[] =>
  verifiers.flatMap(({ role, kind }) => (kind === "md5" ? [role] : []));

/** States that read verifiers, and what that hangs on. */
interface Readers extends Pick<StateLead, "from" | "connect"> {
  readonly condition: string | null;
}

/** Those that read them for certain first: a state has no other way to. */
const readersOf = (graph: RoleGraph, goals: readonly Goal[]): readonly Readers[] => {
  const seen = new Set<number>();
  const standing = ({ certainty, connect }: Goal): number => (certainty === "certain" ? 0 : 2) + (connect === null ? 0 : 1);
  return goals
    .toSorted((a, b) => standing(a) - standing(b))
    .flatMap((goal) => {
      const byCondition = new Map<string | null, number[]>();
      for (const state of goal.states) {
        if (seen.has(state)) continue;
        seen.add(state);
        addTo(byCondition, goal.condition?.(graph.names[state % graph.names.length] ?? "") ?? null, state);
      }
      return [...byCondition].map(([condition, from]) => ({ condition, from, connect: goal.connect }));
    });
};
