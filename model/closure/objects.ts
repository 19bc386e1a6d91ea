import type { AccessGraph } from "../access-graph";
import type { Capability } from "../capability";
import { accessStates } from "./access-states";
import type { RoleGraph, Server } from "./edges";
import { type Access, type Gift, isLead, type Lead } from "./escalation";
import { ESCALATIONS } from "./escalations";
import type { Detail, Goal } from "./goals";
import { ObjectIndex, PUBLIC } from "./object-index";
import type { Leads, StateLead } from "./search";

/** What the objects of a server give to whom, before roles are numbered. */
export interface Found {
  readonly gifts: readonly Gift[];
  readonly leads: readonly Lead[];
  /** Every role that they name, and PUBLIC. */
  readonly names: ReadonlySet<string>;
}

/** Asks every escalation of the server's version. */
export const findEscalations = (graph: AccessGraph, server: Server): Found => {
  const objects = new ObjectIndex(graph, server);
  const gifts: Gift[] = [];
  const leads: Lead[] = [];
  const names = new Set<string>();
  for (const { since = 0, until = Number.POSITIVE_INFINITY, find } of ESCALATIONS) {
    if (server.major < since || server.major > until) continue;
    for (const found of find(objects)) {
      for (const one of withConnect(found, objects.connectors(found.database))) {
        if (isLead(one)) leads.push(one);
        else gifts.push(one);
        for (const list of one.access) for (const name of list) names.add(name);
        if (isLead(one)) names.add(one.to);
      }
    }
  }
  return { gifts, leads, names };
};

/** The session's login must be let into the database: certain for whoever has that too, and a condition for others. */
const withConnect = <F extends Gift | Lead>(found: F, connectors: Access): readonly F[] => {
  if (connectors.every((names) => names.includes(PUBLIC))) return [found];
  return [
    { ...found, access: [...found.access, ...connectors] },
    { ...found, condition: conditions([`if its login may connect to database ${found.database}`, found.condition]) },
  ];
};

/** Several conditions as one. */
export const conditions = (all: readonly (string | null)[]): string | null => {
  const those = [...new Set(all.filter((condition) => condition !== null))];
  return those.length === 0 ? null : those.join(" and ");
};

/** Gifts as goals: one for each capability, condition and standing, whatever the number of objects is. */
export const objectGoals = (graph: RoleGraph, gifts: readonly Gift[]): readonly Goal[] => {
  const statesOf = accessStates(graph);
  const goals = new Map<string, { readonly gift: Gift; readonly details: Map<number, Detail> }>();
  for (const gift of gifts) {
    const key = JSON.stringify([gift.capability, gift.condition, gift.accepted ?? false]);
    const goal = goals.get(key) ?? { gift, details: new Map<number, Detail>() };
    goals.set(key, goal);
    for (const state of statesOf(gift.access)) {
      if (!goal.details.has(state)) goal.details.set(state, { source: gift.source, step: gift.step ?? null, origin: gift.origin ?? null });
    }
  }
  return [...goals.values()].map(({ gift, details }) => objectGoal(gift.capability, gift, details));
};

const objectGoal = (capability: Capability, { condition, accepted }: Gift, details: ReadonlyMap<number, Detail>): Goal => ({
  capability,
  kind: accepted === true ? "accepted-function" : "object",
  certainty: condition === null ? "certain" : "conditional",
  condition: condition === null ? null : () => condition,
  states: [...details.keys()],
  details,
  follows: null,
});

/** Leads by the state that they lead to; those that hang on a condition only where `conditional`. */
export const leadsOf = (graph: RoleGraph, found: readonly Lead[], more: readonly StateLead[], conditional: boolean): Leads => {
  const statesOf = accessStates(graph);
  const to = new Map<number, StateLead[]>();
  const add = (step: StateLead): void => {
    const role = graph.ids.get(step.lead.to);
    if (role === undefined || step.from.length === 0 || (!conditional && step.lead.condition !== null)) return;
    const state = step.lead.as === "login" ? role : 3 * graph.names.length + role;
    const known = to.get(state);
    if (known === undefined) to.set(state, [step]);
    else known.push(step);
  };
  for (const lead of found) add({ from: statesOf(lead.access), lead });
  for (const step of more) add(step);
  return { to, everyone: graph.ids.get(PUBLIC) ?? -1 };
};
