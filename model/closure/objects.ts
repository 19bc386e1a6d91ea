import type { AccessGraph } from "../access-graph";
import { addTo } from "../add-to";
import type { AccessStates } from "./access-states";
import { conditions } from "./conditions";
import { type Connect, connectsOf } from "./connect";
import type { RoleGraph, Server } from "./edges";
import { type ConnectDemand, type Gift, isLead, type Lead, type ViewReader } from "./escalation";
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
  /** Those of which something is asked by name: these, and roles that a condition names. */
  readonly apart: ReadonlySet<string>;
}

/** Asks every escalation of the server's version. */
export const findEscalations = (graph: AccessGraph, server: Server): Found => {
  const objects = new ObjectIndex(graph, server);
  const gifts: Gift[] = [];
  const leads: Lead[] = [];
  const names = new Set<string>();
  const asked = new Set<string>();
  const demandOf = connectDemands(objects, names);
  for (const { since = 0, until = Number.POSITIVE_INFINITY, find } of ESCALATIONS) {
    if (server.major < since || server.major > until) continue;
    for (const found of find(objects)) {
      const connect = demandOf(found.database);
      const one = connect === undefined ? found : { ...found, connect };
      if (isLead(one)) leads.push(one);
      else gifts.push(one);
      if (one.access.length === 0) names.add(PUBLIC);
      for (const list of one.access) for (const name of list) names.add(name);
      if (isLead(one)) names.add(one.to);
      else {
        for (const { role, oneOf } of one.readers ?? []) {
          names.add(role);
          for (const name of oneOf) asked.add(name);
        }
        for (const name of one.onlyAs ?? []) asked.add(name);
      }
    }
  }
  return { gifts, leads, names, apart: new Set([...names, ...asked]) };
};

/** Who has CONNECT, of each database once; undefined where everyone has, or where that is not known. */
const connectDemands = (objects: ObjectIndex, names: Set<string>): ((database: string | null) => ConnectDemand | undefined) => {
  const known = new Map<string, ConnectDemand | undefined>();
  return (database) => {
    if (database === null) return undefined;
    if (!known.has(database)) {
      const access = objects.connectors(database);
      known.set(database, access.every((oneOf) => oneOf.includes(PUBLIC)) ? undefined : { database, access });
      for (const list of access) for (const name of list) names.add(name);
    }
    return known.get(database);
  };
};

/** Of privileges that a session has to bring together first. */
const TOGETHER = "if the roles that it can grant itself bring together what this takes";

const OWNER_READS = "if the owner of the view may read what it stands on";

/** Gifts as goals: one for each capability, condition, standing and database that does not let everyone in, whatever the number of objects is. */
export const objectGoals = (gifts: readonly Gift[], accesses: AccessStates): readonly Goal[] => {
  const goals = new Map<string, { readonly gift: Gift; readonly details: Map<number, Detail> }>();
  const connectTo = connectsOf(accesses);
  const add = (gift: Gift, states: readonly number[]): void => {
    if (states.length === 0) return;
    const key = JSON.stringify([gift.capability, gift.condition, gift.accepted ?? false, gift.elsewhere ?? false, gift.connect?.database]);
    const goal = goals.get(key) ?? { gift, details: new Map<number, Detail>() };
    goals.set(key, goal);
    for (const state of states) {
      if (!goal.details.has(state)) goal.details.set(state, { source: gift.source, step: gift.step ?? null, origin: gift.origin ?? null });
    }
  };
  // Views share them: each is asked about once.
  const answers = new Map<ViewReader, boolean>();
  const mayRead = (reader: ViewReader): boolean => {
    const answer = answers.get(reader) ?? accesses.inherits(reader.role, reader.oneOf);
    answers.set(reader, answer);
    return answer;
  };
  for (const gift of gifts) {
    const { sure, perhaps } = gift.onlyAs === undefined ? accesses.statesOf(gift.access) : accesses.statesAs(gift.onlyAs, gift.access);
    const isRead = gift.readers?.every(mayRead) ?? true;
    const own = isRead ? gift : { ...gift, condition: conditions([OWNER_READS, gift.condition]) };
    add(own, sure);
    if (perhaps.length > 0) add({ ...own, condition: conditions([TOGETHER, own.condition]) }, perhaps);
  }
  return [...goals.values()].map(({ gift, details }) => objectGoal(gift, connectTo(gift.connect), details));
};

const objectGoal = ({ capability, condition, accepted, elsewhere }: Gift, connect: Connect | null, details: ReadonlyMap<number, Detail>): Goal => ({
  capability,
  kind: accepted === true ? "accepted-function" : "object",
  certainty: condition === null ? "certain" : "conditional",
  condition: condition === null ? null : () => condition,
  states: [...details.keys()],
  details,
  connect,
  follows: null,
  ...(elsewhere === true && { elsewhere }),
});

/** Steps that stand for themselves, and all of them; the same object where no step hangs on a condition. */
export interface AllLeads {
  readonly certain: Leads;
  readonly all: Leads;
}

/** Leads by the state that they lead to. */
export const leadsOf = (graph: RoleGraph, found: readonly Lead[], more: readonly StateLead[], accesses: AccessStates): AllLeads => {
  const everyone = graph.ids.get(PUBLIC) ?? -1;
  const connectTo = connectsOf(accesses);
  const steps = [...found.flatMap((lead) => stepsOf(lead, connectTo(lead.connect), accesses)), ...more].filter(({ from }) => from.length > 0);
  const sure = steps.filter(({ lead }) => lead.condition === null);
  const all = { to: byState(graph, steps), everyone };
  return { certain: sure.length === steps.length ? all : { to: byState(graph, sure), everyone }, all };
};

const stepsOf = (lead: Lead, connect: Connect | null, accesses: AccessStates): readonly StateLead[] => {
  const { sure, perhaps } = accesses.statesOf(lead.access);
  return [
    { from: sure, lead, connect },
    { from: perhaps, lead: { ...lead, condition: conditions([TOGETHER, lead.condition]) }, connect },
  ];
};

const byState = (graph: RoleGraph, steps: readonly StateLead[]): ReadonlyMap<number, readonly StateLead[]> => {
  const to = new Map<number, StateLead[]>();
  for (const step of steps) {
    const role = graph.ids.get(step.lead.to);
    if (role === undefined) continue;
    const state = step.lead.as === "login" ? role : 3 * graph.names.length + role;
    addTo(to, state, step);
  }
  return to;
};
