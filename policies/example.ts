import {
  type AccessGraph,
  EMPTY_GRAPH,
  type Grant,
  type Membership,
  type MembershipScope,
  NO_ORIGIN,
  type OpaqueFact,
  type Origin,
  type Role,
  type Secret,
  type UnreviewedObject,
} from "../model/access-graph";
import type { JudgedEnvironment } from "../model/environment";
import type { FunctionFact, Verifier } from "../model/object-facts";
import { type AllowlistEntry, DEFAULT_PROVIDERS, type EnvironmentPolicy, type PersonaEntry, type PolicyData, type Waiver } from "../model/policy";
import type { HbaRule, ServerSetting } from "../model/server-facts";
import { UNKNOWN } from "../model/unknown";
import type { LiveContext } from "./rule";

/** A small cluster, good or bad: a test of a rule and a paragraph of its page. */
export interface Example {
  /** What happens here, as a sentence without a period. */
  readonly title: string;
  readonly facts: Facts;
  /** What stood before, where the example is a change: what is not the same afterwards, address included, is destroyed. */
  readonly before?: Facts;
  /** What differs from `EXAMPLE_ENVIRONMENT`. */
  readonly environment?: Partial<JudgedEnvironment>;
  /** What differs from `EXAMPLE_POLICY`; null: there are no policy files. */
  readonly policy?: Partial<PolicyData> | null;
  /** What an audit asks, where the facts are those of a live cluster. */
  readonly live?: Partial<LiveContext>;
}

const at = (address: string): Origin => ({ ...NO_ORIGIN, address });
const label = (name: string): string => name.replace(/[^\p{L}\p{N}_-]/gu, "_");

/** Facts of an example, written in the order that a person would tell them; each call gives a new, longer list. */
export class Facts {
  constructor(readonly graph: AccessGraph) {}

  /** A managed role that can log in. */
  login(name: string, differences: Partial<Role> = {}): Facts {
    return this.role(name, { login: true, ...differences });
  }

  /** A managed role that cannot. */
  group(name: string, differences: Partial<Role> = {}): Facts {
    return this.role(name, { login: false, ...differences });
  }

  private role(name: string, differences: Partial<Role>): Facts {
    const role: Role = {
      name,
      source: "managed",
      login: UNKNOWN,
      inherit: true,
      superuser: false,
      createrole: false,
      createdb: false,
      replication: false,
      bypassrls: false,
      connectionLimit: -1,
      validUntil: null,
      origin: at(`postgresql_role.${label(name)}`),
      ...differences,
    };
    return this.with({ roles: [...this.graph.roles, role] });
  }

  /** `GRANT role TO member`. */
  member(member: string, role: string, differences: Partial<Membership> = {}): Facts {
    const membership: Membership = {
      member,
      role,
      grantor: null,
      admin: false,
      inherit: null,
      set: null,
      style: "grant-role",
      origin: at(differences.style === "roles" ? `postgresql_role.${label(member)}` : `postgresql_grant_role.${label(member)}_${label(role)}`),
      ...differences,
    };
    return this.with({ memberships: [...this.graph.memberships, membership] });
  }

  /** All memberships of the members, or in the roles, are held by one resource. */
  scope(of: MembershipScope["of"], names: readonly string[], origin: Origin): Facts {
    return this.with({ membershipScopes: [...this.graph.membershipScopes, { of, names, origin }] });
  }

  /** `GRANT privilege ON target TO grantee`. */
  grant(grantee: string, privilege: string, target: Pick<Grant, "objectType"> & Partial<Grant>): Facts {
    const origin = at(`postgresql_grant.${label(grantee)}_${target.objectType}`);
    const grant: Grant = { grantee, privilege, database: "orders", schema: null, object: null, columns: [], grantable: false, origin, ...target };
    return this.with({ grants: [...this.graph.grants, grant] });
  }

  /** `ALTER ROLE role SET name = value`. */
  setting(role: string, name: string, value: string): Facts {
    return this.with({ settings: [...this.graph.settings, { role, name, value, origin: at(`postgresql_role.${label(role)}`) }] });
  }

  extension(name: string, differences: Partial<AccessGraph["extensions"][number]> = {}): Facts {
    const extension = { name, database: "orders", cascade: false, origin: at(`postgresql_extension.${label(name)}`), ...differences };
    return this.with({ extensions: [...this.graph.extensions, extension] });
  }

  function(name: string, differences: Partial<AccessGraph["functions"][number]> = {}): Facts {
    const origin = at(`postgresql_function.${label(name)}`);
    const fact: FunctionFact = {
      name,
      schema: "orders",
      database: "orders",
      arguments: "",
      kind: "function",
      language: "plpgsql",
      securityDefiner: false,
      owner: "terraform",
      extension: null,
      isTrigger: false,
      isEventTrigger: false,
      publicByDefault: true,
      searchPath: null,
      sha256: null,
      runs: [],
      origin,
      ...differences,
    };
    return this.with({ functions: [...this.graph.functions, fact] });
  }

  subscription(name: string): Facts {
    const subscription = { name, database: "orders", owner: "postgres", tables: [], origin: NO_ORIGIN };
    return this.with({ subscriptions: [...this.graph.subscriptions, subscription] });
  }

  /** A physical replication slot. */
  standby(slot: string): Facts {
    return this.with({ standbys: [...this.graph.standbys, { slot, origin: NO_ORIGIN }] });
  }

  /** How a role's password is stored. */
  verifier(role: string, kind: Verifier["kind"]): Facts {
    return this.with({ verifiers: [...this.graph.verifiers, { role, kind, origin: NO_ORIGIN }] });
  }

  /** A setting that sessions start with. */
  serverSetting(name: string, value: string, differences: Partial<ServerSetting> = {}): Facts {
    const setting: ServerSetting = { name, value, level: "server", database: null, origin: NO_ORIGIN, ...differences };
    return this.with({ serverSettings: [...this.graph.serverSettings, setting] });
  }

  database(name: string): Facts {
    return this.with({ databases: [...this.graph.databases, { name, owner: "postgres", isTemplate: false, origin: NO_ORIGIN }] });
  }

  /** Sessions of a role, the oldest of which began at that moment. */
  session(role: string, database: string, since: string): Facts {
    return this.with({ sessions: [...this.graph.sessions, { role, database, since, origin: NO_ORIGIN }] });
  }

  /** When a role's settings were written. */
  settingMoment(role: string, written: string): Facts {
    return this.with({ settingMoments: [...this.graph.settingMoments, { role, database: null, written, origin: NO_ORIGIN }] });
  }

  /** A line of pg_hba.conf: `host all all 0.0.0.0/0 trust`. */
  hba(text: string, differences: Partial<HbaRule> = {}): Facts {
    const [type = "", databases = "", roles = "", ...rest] = text.split(/\s+/);
    const [address, method = ""] = type === "local" ? [null, rest[0]] : [rest[0] ?? null, rest[1]];
    const rule: HbaRule = {
      line: this.graph.hbaRules.length + 1,
      type,
      databases: databases.split(","),
      roles: roles.split(","),
      address,
      netmask: null,
      method,
      options: [],
      error: null,
      origin: NO_ORIGIN,
      ...differences,
    };
    return this.with({ hbaRules: [...this.graph.hbaRules, rule] });
  }

  foreignServer(name: string, differences: Partial<AccessGraph["foreignServers"][number]> = {}): Facts {
    const server = {
      name,
      database: "orders",
      owner: "postgres",
      wrapper: "postgres_fdw",
      extension: "postgres_fdw",
      host: null,
      port: null,
      origin: NO_ORIGIN,
    };
    return this.with({ foreignServers: [...this.graph.foreignServers, { ...server, ...differences }] });
  }

  /** A database that the reader could not enter. */
  unreadDatabase(name: string, why: string): Facts {
    return this.with({ unreadDatabases: [...this.graph.unreadDatabases, { name, why, origin: NO_ORIGIN }] });
  }

  secret(address: string, attribute: string, kind: Secret["kind"]): Facts {
    return this.with({ secrets: [...this.graph.secrets, { attribute, kind, origin: at(address) }] });
  }

  unknown(address: string, attribute: string, expression: string, role: string | null = null): Facts {
    return this.with({ unknowns: [...this.graph.unknowns, { attribute, expression, role, origin: at(address) }] });
  }

  opaque(address: string, opaque: Pick<OpaqueFact, "what" | "why" | "remedy">): Facts {
    return this.with({ opaques: [...this.graph.opaques, { ...opaque, origin: at(address) }] });
  }

  collision(address: string, constructs: readonly string[]): Facts {
    return this.with({ collisions: [...this.graph.collisions, { address, constructs, origin: at(address) }] });
  }

  unreviewed(address: string, object: Pick<UnreviewedObject, "what" | "why">): Facts {
    return this.with({ unreviewed: [...this.graph.unreviewed, { ...object, origin: at(address) }] });
  }

  private with(facts: Partial<AccessGraph>): Facts {
    return new Facts({ ...this.graph, ...facts });
  }
}

/** An empty cluster to tell facts about: `facts().login("orders_app").member("orders_app", "pg_monitor")`. */
export const facts = (): Facts => new Facts(EMPTY_GRAPH);

/** A persona entry as an example needs it: everything that is not said is empty. */
export const personaEntry = (entry: Pick<PersonaEntry, "kind" | "roles"> & Partial<PersonaEntry>): PersonaEntry => ({
  name: null,
  approved: [],
  attributes: [],
  environments: null,
  exact: false,
  source: { file: "policies/personas.yaml", line: 1 },
  ...entry,
});

/** An allowlist entry of the lab: `etl_migrator` may run programs until the end of January 2027. */
export const allowlistEntry = (entry: Partial<AllowlistEntry> = {}): AllowlistEntry => ({
  environment: "lab",
  capability: "execute-server-program",
  roles: ["etl_migrator"],
  isolation: "migration-host",
  reason: "unload files are decompressed on the server",
  owner: "data-platform@example.com",
  ticket: null,
  expires: "2027-01-31",
  audit: { log_statement: "all" },
  source: { file: "policies/allowlist.yaml", line: 2 },
  ...entry,
});

export const waiverOf = (waiver: Pick<Waiver, "rule" | "subject"> & Partial<Waiver>): Waiver => ({
  environment: "prod",
  reason: "until the new release",
  owner: "dba@example.com",
  expires: "2026-12-15",
  source: { file: "policies/waivers.yaml", line: 2 },
  ...waiver,
});

const environmentPolicy = (name: string, kind: "shared" | "isolated"): EnvironmentPolicy => ({
  name,
  kind,
  postgres: 16,
  platform: "self-hosted",
  endpoints: [{ host: `${name}.db.example.com`, port: 5432 }],
  systemIdentifier: null,
  administrators: ["postgres"],
  databases: null,
  audit: null,
  unmanaged: [],
  extensions: [],
  minimumMinor: null,
  source: { file: "policies/environments.yaml", line: 2 },
});

const judged = (policy: EnvironmentPolicy): JudgedEnvironment => ({
  name: policy.name,
  kind: policy.kind,
  majors: [policy.postgres],
  platform: policy.platform,
  administrators: policy.administrators,
  providerLogins: [],
  endpoint: "known",
  policy,
});

const PROD = environmentPolicy("prod", "shared");
const LAB: EnvironmentPolicy = { ...environmentPolicy("lab", "isolated"), systemIdentifier: "7412345678901234567" };

/** Where an example happens unless it says otherwise: production, shared, PostgreSQL 16, administered by `postgres`. */
export const EXAMPLE_ENVIRONMENT: JudgedEnvironment = judged(PROD);
/** What a live server of examples says of itself: PostgreSQL 16 at the minor that November 2026 brought. */
export const EXAMPLE_SERVER: Pick<JudgedEnvironment, "version"> = { version: 160016 };
/** The isolated environment of examples. */
export const LAB_ENVIRONMENT: JudgedEnvironment = judged(LAB);
export const LAB_POLICY: EnvironmentPolicy = LAB;

/** The policy files of examples; `PERSONAS_IN_WORDS` says on every page what they approve. */
export const EXAMPLE_POLICY: PolicyData = {
  environments: [PROD, LAB],
  providers: DEFAULT_PROVIDERS,
  personas: [
    personaEntry({ kind: "app", roles: ["*_app"], approved: ["pg_stat_scan_tables"] }),
    personaEntry({ kind: "ops", roles: ["alice", "bob"], approved: ["pg_monitor", "pg_signal_backend"] }),
    personaEntry({
      kind: "dba",
      roles: ["ann", "etl_migrator"],
      approved: ["pg_monitor", "pg_signal_backend", "pg_read_all_data", "rds_superuser"],
      attributes: ["createrole"],
    }),
  ],
  external: [],
  allowlist: [],
  acceptedFunctions: [],
  waivers: [],
  sha256: "",
};
export const PERSONAS_IN_WORDS =
  "In the examples, on PostgreSQL 16 unless one says otherwise, `*_app` are apps approved for `pg_stat_scan_tables`; `alice` and `bob` are ops, approved for `pg_monitor` and `pg_signal_backend`; `ann` and `etl_migrator` are dbas, approved for those, `pg_read_all_data`, `rds_superuser` and the attribute `createrole`; the administrator is `postgres`.";

/** Examples are judged as of this day. */
export const EXAMPLE_TODAY = "2026-11-20";
