import { type Capability, rankOf, tierOf } from "../capability";
import { predefinedRole } from "../predefined-roles";
import type { Certainty } from "../report";
import { ADMINISTRATOR, BYPASSRLS, CREATEDB, CREATEROLE, PLATFORM, PREDEFINED, REPLICATION, type RoleGraph, SUPERUSER } from "./edges";

/** What a capability comes from: the kind of thing that its holder has. */
export type HolderKind = "predefined-role" | "platform-role" | "administrator" | "attribute";

/** A capability and the states of `search.ts` that have it: what the search starts from. */
export interface Goal {
  readonly capability: Capability;
  readonly kind: HolderKind;
  readonly certainty: Certainty;
  /** Of a way that ends at `holder`; null for a certain goal. */
  readonly condition: ((holder: string) => string) | null;
  readonly states: readonly number[];
}

/**
 * Where capabilities come from. Each unit looks at the whole graph and gives its goals; an escalation beyond
 * memberships is one more unit in this list.
 */
const UNITS: readonly ((graph: RoleGraph) => readonly Goal[])[] = [predefinedRoles, platformRoles, superusers, attributes];

/** All goals of a graph, the most dangerous first, those of one capability beside each other. */
export const goalsOf = (graph: RoleGraph): readonly Goal[] =>
  UNITS.flatMap((unit) => unit(graph))
    .filter((goal) => goal.states.length > 0)
    .sort(byDanger);

const byDanger = ({ capability: a }: Goal, { capability: b }: Goal): number => rankOf(tierOf(b)) - rankOf(tierOf(a)) || (a < b ? -1 : a > b ? 1 : 0);

function predefinedRoles(graph: RoleGraph): readonly Goal[] {
  return rolesWith(graph, PREDEFINED).flatMap((role) => {
    const capability = predefinedRole(graph.names[role] ?? "")?.capability ?? null;
    return capability === null ? [] : [certain(capability, "predefined-role", [inherited(graph, role)])];
  });
}

function platformRoles(graph: RoleGraph): readonly Goal[] {
  return rolesWith(graph, PLATFORM).map((role) => certain("platform-administrator", "platform-role", [inherited(graph, role)]));
}

/**
 * A superuser is reached by becoming it. Its attribute is never inherited, but what it owns is: the bootstrap
 * superuser owns pg_catalog, so inheriting it is superuser; of another one it hangs on what that role owns.
 */
function superusers(graph: RoleGraph): readonly Goal[] {
  const administrators = rolesWith(graph, ADMINISTRATOR);
  const others = rolesWith(graph, SUPERUSER).filter((role) => ((graph.attributes[role] ?? 0) & ADMINISTRATOR) === 0);
  return [
    certain("superuser", "administrator", [...administrators, ...administrators.map((role) => inherited(graph, role))]),
    certain("superuser", "attribute", others),
    // One goal, and so one search, for all of them: they may be as many as there are roles.
    {
      ...certain(
        "superuser",
        "attribute",
        others.map((role) => inherited(graph, role)),
      ),
      certainty: "conditional",
      condition: (holder) => `if ${holder} owns an object that a superuser or the server runs`,
    },
  ];
}

/** Attributes are never inherited; SET ROLE to their holder is what gives them. */
function attributes(graph: RoleGraph): readonly Goal[] {
  return ATTRIBUTES.map(([bit, capability]) => certain(capability, "attribute", rolesWith(graph, bit)));
}

const ATTRIBUTES: readonly (readonly [number, Capability])[] = [
  [REPLICATION, "replication"],
  [BYPASSRLS, "bypass-row-security"],
  [CREATEDB, "create-database"],
  [CREATEROLE, "create-role"],
];

const certain = (capability: Capability, kind: HolderKind, states: readonly number[]): Goal => ({
  capability,
  kind,
  certainty: "certain",
  condition: null,
  states,
});

/** The state in which the privileges of a role are in use, by whatever means. */
const inherited = (graph: RoleGraph, role: number): number => graph.names.length + role;

const rolesWith = (graph: RoleGraph, bit: number): readonly number[] => {
  const found: number[] = [];
  for (let role = 0; role < graph.attributes.length; role++) if (((graph.attributes[role] ?? 0) & bit) !== 0) found.push(role);
  return found;
};
