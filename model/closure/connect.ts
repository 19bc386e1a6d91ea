import { once } from "../once";
import type { AccessStates } from "./access-states";
import { RESERVED, type RoleGraph } from "./edges";
import type { ConnectDemand } from "./escalation";
import { BY_CREATE_ROLE } from "./search";
import type { Hop } from "./walk";

/** A database that does not let everyone in. */
export interface Connect {
  readonly database: string;
  /** Is a login let in? Asked of the login itself, whatever it becomes then. */
  readonly has: (login: number) => boolean;
}

/** Demands with their answers, each looked up once. */
export const connectsOf = ({ whoHas }: AccessStates): ((demand: ConnectDemand | undefined) => Connect | null) => {
  const known = new Map<ConnectDemand, Connect>();
  return (demand) => {
    if (demand === undefined) return null;
    const answer = known.get(demand) ?? { database: demand.database, has: lookedUp(once(() => whoHas(demand.access))) };
    known.set(demand, answer);
    return answer;
  };
};
const lookedUp =
  (has: () => (role: number) => boolean) =>
  (login: number): boolean =>
    has()(login);

/** What the way hangs on, because a login of its session may not be let into a database: for each hop, and at the end. */
export const connectConditions = (
  graph: RoleGraph,
  login: number,
  hops: readonly Hop[],
  end: Connect | null,
): { readonly ofHops: readonly (string | null)[]; readonly ofEnd: string | null } => {
  let logins = [login];
  const missing = (connect: Connect | null | undefined): string | null =>
    connect == null || logins.some(connect.has) ? null : `if its login may connect to database ${connect.database}`;
  const ofHops = hops.map((hop) => {
    const condition = missing(hop.connect);
    if (hop.lead?.as === "login") logins = [hop.to];
    // It sets a password, and logs in; with an ADMIN OPTION of its own, and before 16 anyhow, it may grant itself the role instead.
    if (hop.by === BY_CREATE_ROLE && ((graph.attributes[hop.to] ?? 0) & RESERVED) === 0) logins = hop.via === -1 ? [...logins, hop.to] : [hop.to];
    return condition;
  });
  return { ofHops, ofEnd: missing(end) };
};
