import type { Origin } from "../access-graph";
import { type Capability, rankOf, tierOf } from "../capability";
import { hidesVerifiers } from "../platforms";
import { predefinedRole } from "../predefined-roles";
import type { Certainty } from "../report";
import { conditions } from "./conditions";
import type { Connect } from "./connect";
import { CONSEQUENCES, UNKNOWN_VERIFIERS } from "./consequences";
import {
  ADMINISTRATOR,
  BYPASSRLS,
  CREATEDB,
  CREATEROLE,
  PLATFORM,
  PREDEFINED,
  REPLICATION,
  REPLICATION_GROUP,
  type RoleGraph,
  type Server,
  SUPERUSER,
} from "./edges";
import type { LastStep } from "./escalation";

/** What a capability comes from: the kind of thing that its holder has. */
export type HolderKind = "predefined-role" | "platform-role" | "administrator" | "attribute" | "object" | "accepted-function";

/** A capability and the states of `search.ts` that have it: what the search starts from. */
export interface Goal {
  readonly capability: Capability;
  readonly kind: HolderKind;
  readonly certainty: Certainty;
  /** Of a way that ends at `holder`; null for a certain goal. */
  readonly condition: ((holder: string) => string) | null;
  readonly states: readonly number[];
  /** What gives it, by state, where that is an object. */
  readonly details: ReadonlyMap<number, Detail>;
  /** What the session's login has to be let into; null: it may be in any database. */
  readonly connect: Connect | null;
  /** The capability that it is made of, where it is a consequence of another one. */
  readonly follows: Capability | null;
  /** Are the credentials that it shows others than the password verifiers of roles? */
  readonly elsewhere?: true;
}

/** Does its holder read password verifiers, of whom one may be as good as the password? */
export const showsVerifiers = ({ capability, elsewhere }: Goal): boolean => capability === "read-credentials" && elsewhere !== true;

/** The object that gives a capability, and the step that its use is, where it leads to another role. */
export interface Detail {
  readonly source: string;
  readonly step: LastStep | null;
  readonly origin: Origin | null;
}

const NO_DETAILS: ReadonlyMap<number, Detail> = new Map();

/** Where capabilities come from without an object: roles and their attributes. */
const UNITS: readonly ((graph: RoleGraph) => readonly Goal[])[] = [predefinedRoles, platformRoles, superusers, attributes, replicationGroups];

/** All goals of a graph and its objects, the most dangerous first, those of one capability beside each other. */
export const goalsOf = (graph: RoleGraph, server: Server, objects: readonly Goal[], verifiersKnown: boolean): readonly Goal[] => {
  const own = [...UNITS.flatMap((unit) => unit(graph)), ...objects].filter((goal) => goal.states.length > 0);
  const certainly = [...own, ...following(own, server, ({ condition }) => condition === null)];
  const perhaps = following(certainly, server, ({ condition }) => condition !== null);
  const byVerifiers =
    verifiersKnown || (server.platform !== undefined && hidesVerifiers(server.platform))
      ? []
      : [...certainly, ...perhaps].filter(showsVerifiers).map((goal) => followed(goal, UNKNOWN_VERIFIERS));
  return [...certainly, ...perhaps, ...byVerifiers].sort(byDanger);
};

type Consequence = (typeof CONSEQUENCES)[number];

const following = (goals: readonly Goal[], server: Server, counts: (consequence: Consequence) => boolean): readonly Goal[] =>
  CONSEQUENCES.filter((consequence) => counts(consequence) && (consequence.on?.(server) ?? true)).flatMap((consequence) =>
    goals.filter(({ capability, certainty }) => capability === consequence.from && certainty === "certain").map((goal) => followed(goal, consequence)),
  );

const followed = (goal: Goal, { gives, condition, elsewhere }: Consequence): Goal => ({
  ...goal,
  capability: gives,
  certainty: condition === null ? "certain" : "conditional",
  // What it follows from may hang on something itself.
  condition: condition === null ? null : (holder) => conditions([goal.condition?.(holder) ?? null, condition]) ?? condition,
  follows: goal.capability,
  ...(elsewhere === true && { elsewhere }),
});

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
 * A superuser is reached by becoming it, or by a function that runs as it. Its attribute is never inherited, but what it owns
 * is: the bootstrap superuser owns pg_catalog, so inheriting it is superuser; of another one it hangs on what that role owns.
 */
function superusers(graph: RoleGraph): readonly Goal[] {
  const administrators = rolesWith(graph, ADMINISTRATOR);
  const others = rolesWith(graph, SUPERUSER).filter((role) => ((graph.attributes[role] ?? 0) & ADMINISTRATOR) === 0);
  return [
    certain("superuser", "administrator", [...identities(graph, administrators), ...administrators.map((role) => inherited(graph, role))]),
    certain("superuser", "attribute", identities(graph, others)),
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

/** Attributes are never inherited; SET ROLE to their holder is what gives them, or running as it. */
function attributes(graph: RoleGraph): readonly Goal[] {
  return ATTRIBUTES.map(([bit, capability]) => certain(capability, "attribute", identities(graph, rolesWith(graph, bit))));
}

/** Where a platform has a group in place of REPLICATION, its members have what the attribute gives. */
function replicationGroups(graph: RoleGraph): readonly Goal[] {
  return rolesWith(graph, REPLICATION_GROUP).map((role) => certain("replication", "attribute", [inherited(graph, role)]));
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
  details: NO_DETAILS,
  connect: null,
  follows: null,
});

/** The state in which the privileges of a role are in use, by whatever means. */
const inherited = (graph: RoleGraph, role: number): number => graph.names.length + role;
/** The states in which something runs as one of the roles: its sessions, and the bodies of its functions. */
const identities = (graph: RoleGraph, roles: readonly number[]): readonly number[] => [...roles, ...roles.map((role) => 3 * graph.names.length + role)];

const rolesWith = (graph: RoleGraph, bit: number): readonly number[] => {
  const found: number[] = [];
  for (let role = 0; role < graph.attributes.length; role++) if (((graph.attributes[role] ?? 0) & bit) !== 0) found.push(role);
  return found;
};
