import type {
  Database,
  EventTrigger,
  ForeignServer,
  FunctionFact,
  Language,
  Relation,
  Schema,
  Standby,
  Subscription,
  TableHolder,
  Trigger,
  UnreadDatabase,
  UserMapping,
  Verifier,
} from "./object-facts";
import type { HbaRule, ServerSetting, SessionFact, SettingMoment } from "./server-facts";
import type { Maybe } from "./unknown";

/**
 * All facts about one server, from one or several inputs, at one moment: flat arrays of small records, so that
 * comparing, sorting and printing are one-liners. Names are exact, as PostgreSQL stores them.
 */
export interface AccessGraph {
  readonly roles: readonly Role[];
  readonly memberships: readonly Membership[];
  readonly membershipScopes: readonly MembershipScope[];
  readonly grants: readonly Grant[];
  readonly withheld: readonly Withheld[];
  readonly defaultPrivileges: readonly DefaultPrivilege[];
  readonly ownerships: readonly Ownership[];
  readonly extensions: readonly Extension[];
  readonly databases: readonly Database[];
  readonly schemas: readonly Schema[];
  readonly functions: readonly FunctionFact[];
  readonly languages: readonly Language[];
  readonly relations: readonly Relation[];
  readonly tableHolders: readonly TableHolder[];
  readonly triggers: readonly Trigger[];
  readonly eventTriggers: readonly EventTrigger[];
  readonly foreignServers: readonly ForeignServer[];
  readonly userMappings: readonly UserMapping[];
  readonly subscriptions: readonly Subscription[];
  readonly standbys: readonly Standby[];
  readonly verifiers: readonly Verifier[];
  readonly settings: readonly Setting[];
  readonly secrets: readonly Secret[];
  readonly unknowns: readonly UnknownFact[];
  readonly opaques: readonly OpaqueFact[];
  readonly collisions: readonly AddressCollision[];
  readonly unreviewed: readonly UnreviewedObject[];
  readonly unreadDatabases: readonly UnreadDatabase[];
  readonly serverSettings: readonly ServerSetting[];
  readonly sessions: readonly SessionFact[];
  readonly settingMoments: readonly SettingMoment[];
  readonly hbaRules: readonly HbaRule[];
}

/** Where a fact was written. Never part of a fact's identity. */
export interface Origin {
  /** Terraform address, such as `postgresql_role.orders_app`. */
  readonly address: string | null;
  /** Path of the construct, such as `prod/orders_app`. */
  readonly construct: string | null;
  readonly file: string | null;
  /** Line in `file`, from 1. */
  readonly line: number | null;
}

/** How an input knows of a role: it manages it, only says that it exists, or names it in a membership or grant. */
export type RoleSource = "managed" | "external" | "mentioned";

export interface Role {
  readonly name: string;
  readonly source: RoleSource;
  readonly login: Maybe<boolean>;
  readonly inherit: Maybe<boolean>;
  readonly superuser: Maybe<boolean>;
  readonly createrole: Maybe<boolean>;
  readonly createdb: Maybe<boolean>;
  readonly replication: Maybe<boolean>;
  readonly bypassrls: Maybe<boolean>;
  /** Concurrent connections; -1 is PostgreSQL's "no limit". */
  readonly connectionLimit: Maybe<number>;
  /** A timestamp as written, or null for "infinity". */
  readonly validUntil: Maybe<string | null>;
  /**
   * What Terraform does with memberships that `postgresql_role.roles` does not name: `revoked` at each apply where the list is
   * written, shown as a change by each plan (`undone`) where it is neither written nor ignored; absent where it leaves them alone.
   */
  readonly otherMemberships?: "revoked" | "undone";
  readonly origin: Origin;
}

/** `member` is a member of `role`. On PostgreSQL 16 and later one row for each grantor. */
export interface Membership {
  readonly member: string;
  readonly role: string;
  /** Null where the input does not say. */
  readonly grantor: string | null;
  readonly admin: Maybe<boolean>;
  /**
   * INHERIT and SET of PostgreSQL 16 and later; null where the input does not say: then INHERIT is the member's
   * attribute and SET is true, as a plain GRANT stores them.
   */
  readonly inherit: Maybe<boolean> | null;
  readonly set: Maybe<boolean> | null;
  /** How Terraform holds it; null elsewhere. */
  readonly style: MembershipStyle | null;
  readonly origin: Origin;
}

/** In `postgresql_role.roles`, as a `postgresql_grant_role`, in a `rolegate_memberships`, as a `rolegate_membership`. */
export type MembershipStyle = "roles" | "grant-role" | "memberships" | "membership";

/** Every membership of these members, or in these roles, is what an input says, and no other: what it does not name is revoked, whoever granted it. */
export interface MembershipScope {
  readonly of: "members" | "roles";
  readonly names: readonly string[];
  readonly origin: Origin;
}

export const OBJECT_TYPES = [
  "database",
  "schema",
  "table",
  "sequence",
  "column",
  "function",
  "procedure",
  "routine",
  "type",
  "foreign_data_wrapper",
  "foreign_server",
  "language",
  "parameter",
] as const;
export type ObjectType = (typeof OBJECT_TYPES)[number];

/** One privilege on one target for one grantee. */
export interface Grant {
  /** `PUBLIC` for everyone. */
  readonly grantee: string;
  readonly privilege: string;
  readonly objectType: ObjectType;
  /** Null for an object of the whole cluster. */
  readonly database: string | null;
  readonly schema: string | null;
  /** Null: all objects of the type in the schema, those that exist when it is granted. Of a routine its name alone. */
  readonly object: string | null;
  /** Types of a routine's arguments as PostgreSQL prints them, such as `integer, text`, where the input says them; absent: any routine of that name. */
  readonly arguments?: string;
  readonly columns: readonly string[];
  readonly grantable: boolean;
  /** Is it what the script of an extension gave, as a live server remembers it? Absent: no, or the input does not say. */
  readonly isInitial?: true;
  readonly origin: Origin;
}

/** A target on which an input leaves a grantee no privilege at all: a grant of none, which takes away what is there. */
export type Withheld = Pick<Grant, "grantee" | "objectType" | "database" | "schema" | "object" | "arguments" | "origin">;

/** What objects that `owner` will create give to `grantee`. */
export interface DefaultPrivilege {
  readonly grantee: string;
  readonly owner: string;
  readonly privilege: string;
  readonly objectType: ObjectType;
  readonly database: string;
  /** Null: in every schema. */
  readonly schema: string | null;
  readonly grantable: boolean;
  readonly origin: Origin;
}

export interface Ownership {
  readonly owner: string;
  readonly objectType: "database" | "schema";
  readonly database: string;
  readonly object: string;
  readonly origin: Origin;
}

export interface Extension {
  readonly name: string;
  readonly database: Maybe<string | null>;
  /** CREATE EXTENSION ... CASCADE: it may pull in others. */
  readonly cascade: Maybe<boolean>;
  readonly origin: Origin;
}

/** `ALTER ROLE role [IN DATABASE database] SET name = value`. */
export interface Setting {
  readonly role: string;
  /** Where it holds; absent for every database. */
  readonly database?: string;
  readonly name: string;
  readonly value: Maybe<string>;
  readonly origin: Origin;
}

/** A password or key that an input carries. Its value is never kept. */
export interface Secret {
  readonly attribute: string;
  /** Written out, or an expression whose value Terraform will store in its state. */
  readonly kind: "literal" | "stored-in-state";
  readonly origin: Origin;
}

/** An attribute that matters and cannot be known yet. */
export interface UnknownFact {
  readonly attribute: string;
  /** The expression as written, or null when it may hold a secret. */
  readonly expression: string | null;
  /** The role it is about, where that much is known. */
  readonly role: string | null;
  readonly origin: Origin;
}

/** Something that can reach PostgreSQL and that rolegate cannot read at all. */
export interface OpaqueFact {
  /** What was met, such as `a postgresql_server resource`. */
  readonly what: string;
  /** Why it cannot be judged, and what would be judged instead. */
  readonly why: string;
  readonly remedy: string;
  readonly origin: Origin;
}

/** Constructs that became one resource, because their addresses are equal. */
export interface AddressCollision {
  readonly address: string;
  readonly constructs: readonly string[];
  readonly origin: Origin;
}

/** An object that is read, and that somebody must have looked at: it carries data out, or changes what others enforce. */
export interface UnreviewedObject {
  /** What it is, such as `a subscription`. */
  readonly what: string;
  readonly why: string;
  readonly origin: Origin;
}

export const NO_ORIGIN: Origin = { address: null, construct: null, file: null, line: null };

export const EMPTY_GRAPH: AccessGraph = {
  roles: [],
  memberships: [],
  membershipScopes: [],
  grants: [],
  withheld: [],
  defaultPrivileges: [],
  ownerships: [],
  extensions: [],
  databases: [],
  schemas: [],
  functions: [],
  languages: [],
  relations: [],
  tableHolders: [],
  triggers: [],
  eventTriggers: [],
  foreignServers: [],
  userMappings: [],
  subscriptions: [],
  standbys: [],
  verifiers: [],
  settings: [],
  secrets: [],
  unknowns: [],
  opaques: [],
  collisions: [],
  unreviewed: [],
  unreadDatabases: [],
  serverSettings: [],
  sessions: [],
  settingMoments: [],
  hbaRules: [],
};

/** A graph that is being filled. */
export type Facts = { -readonly [List in keyof AccessGraph]: AccessGraph[List][number][] };

/** The names of the lists of a graph. */
export const FACT_LISTS = Object.keys(EMPTY_GRAPH) as readonly (keyof AccessGraph)[];

/** Empty lists to push facts to. */
export const newFacts = (): Facts => Object.fromEntries(FACT_LISTS.map((list) => [list, []])) as unknown as Facts;

/** One graph with the facts of all, in their order. */
export const mergeGraphs = (graphs: readonly AccessGraph[]): AccessGraph => {
  const [first, ...rest] = graphs;
  if (first === undefined) return EMPTY_GRAPH;
  if (rest.length === 0) return first;
  // Large lists are mostly of one graph, and are not copied.
  const joined = (lists: readonly (readonly object[])[]): readonly object[] => {
    const filled = lists.filter(({ length }) => length > 0);
    return filled.length > 1 ? filled.flat() : (filled[0] ?? []);
  };
  return Object.fromEntries(FACT_LISTS.map((list) => [list, joined(graphs.map((graph) => graph[list]))])) as unknown as AccessGraph;
};
