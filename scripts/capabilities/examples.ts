import type { Capability } from "../../model/capability";
import type { JudgedEnvironment } from "../../model/environment";
import { GUARDED_SIGNAL, guardedSignalDigest } from "../../model/guarded-signals";
import { reachWords } from "../../model/path-words";
import type { Platform } from "../../model/platforms";
import { MAJORS, type Major, PREDEFINED_ROLE_NAMES, predefinedRole } from "../../model/predefined-roles";
import { EXAMPLE_ENVIRONMENT, EXAMPLE_POLICY, EXAMPLE_TODAY, type Facts, facts } from "../../policies/example";
import { inputAt, sharedInput } from "../../policies/input";

/** A small cluster on which `orders_app` reaches a capability. */
export interface Way {
  /** How, as a sentence without a period. */
  readonly title: string;
  readonly facts: Facts;
  readonly major: Major;
  readonly platform?: Platform;
}

/** Who has the capability in the examples. */
const LOGIN = "orders_app";

const ATTRIBUTES: Partial<Readonly<Record<Capability, "superuser" | "createrole" | "createdb" | "replication" | "bypassrls">>> = {
  superuser: "superuser",
  "create-role": "createrole",
  "create-database": "createdb",
  replication: "replication",
  "bypass-row-security": "bypassrls",
};
/** The attribute that is the capability, as SQL writes it; null without one. */
export const attributeOf = (capability: Capability): string | null => ATTRIBUTES[capability]?.toUpperCase() ?? null;
/** The predefined role that has the capability itself; null without one. */
export const predefinedOf = (capability: Capability) => PREDEFINED_ROLE_NAMES.find((name) => predefinedRole(name)?.capability === capability) ?? null;

/** How a login comes to the capability, the plainest way first. */
export const waysTo = (capability: Capability): readonly Way[] => {
  const role = predefinedOf(capability);
  if (role !== null) return byRole(role);
  const attribute = ATTRIBUTES[capability];
  return attribute === undefined ? (OBJECT_WAYS[capability] ?? []) : byAttribute(attribute);
};

/** What the closure says of it: `orders_app inherits pg_monitor`. */
export const answerOf = (way: Way, capability: Capability): string => {
  const {
    title,
    facts: { graph },
    major,
  } = way;
  const { closure } = inputAt(major, sharedInput(environmentOf(way), graph, EXAMPLE_POLICY, EXAMPLE_TODAY));
  const reach = closure.reaches(LOGIN).find((one) => one.capability === capability);
  if (reach === undefined) throw new Error(`${title}: the closure does not find ${capability}`);
  return `${reachWords(LOGIN, reach.path, reach.source)}${reach.condition === null ? "" : `, ${reach.condition}`}`;
};

/** Production, but for what the way says of its server. */
export const environmentOf = ({ major, platform = "self-hosted" }: Way): JudgedEnvironment => ({ ...EXAMPLE_ENVIRONMENT, majors: [major], platform });

const start = (): Facts => facts().login(LOGIN);

const byRole = (role: string): readonly Way[] => {
  const since = predefinedRole(role)?.since ?? 14;
  const major = MAJORS.find((one) => one >= 16 && one >= since) ?? 16;
  return [
    { title: "by a direct membership", facts: start().member(LOGIN, role), major },
    { title: "through a group", facts: start().group("team").member(LOGIN, "team").member("team", role), major },
    { title: "with SET ROLE, where the membership does not inherit", facts: start().member(LOGIN, role, { inherit: false, set: true }), major },
    { title: "with ADMIN OPTION alone: it grants the role to itself", facts: start().member(LOGIN, role, { inherit: false, set: false, admin: true }), major },
    ...(since < 16 ? [{ title: "with CREATEROLE, before PostgreSQL 16", facts: facts().login(LOGIN, { createrole: true }), major: 15 as const }] : []),
  ];
};

const byAttribute = (attribute: "superuser" | "createrole" | "createdb" | "replication" | "bypassrls"): readonly Way[] => [
  { title: "by an attribute of its own", facts: facts().login(LOGIN, { [attribute]: true }), major: 16 },
  {
    title: "by SET ROLE to a group that has the attribute: it is not inherited",
    facts: start()
      .group("team", { [attribute]: true })
      .member(LOGIN, "team"),
    major: 16,
  },
];

const OBJECT_WAYS: Partial<Readonly<Record<Capability, readonly Way[]>>> = {
  "guarded-signals": [
    {
      title: "by EXECUTE on one of rolegate's guarded functions, known by its digest",
      facts: start()
        .group("signaller")
        .member("signaller", "pg_signal_backend")
        .member("signaller", "pg_read_all_stats")
        .function("cancel_session", {
          securityDefiner: true,
          owner: "signaller",
          arguments: GUARDED_SIGNAL.argumentTypes,
          searchPath: GUARDED_SIGNAL.searchPath,
          publicByDefault: false,
          sha256: guardedSignalDigest("cancel", "signaller"),
        })
        .grant(LOGIN, "USAGE", { objectType: "schema", schema: "orders" })
        .grant(LOGIN, "EXECUTE", { objectType: "function", schema: "orders", object: "cancel_session" }),
      major: 16,
    },
  ],
  "read-credentials": [
    {
      title: "by the column of a catalog",
      facts: start().grant(LOGIN, "SELECT", { objectType: "column", schema: "pg_catalog", object: "pg_authid", columns: ["rolpassword"] }),
      major: 16,
    },
    { title: "because it reads every table, and `pg_authid` is one", facts: start().member(LOGIN, "pg_read_all_data"), major: 16 },
  ],
  "alter-system": [
    {
      title: "by a privilege on a parameter",
      facts: start().grant(LOGIN, "ALTER SYSTEM", { objectType: "parameter", database: null, object: "work_mem" }),
      major: 16,
    },
    {
      title: "by a function that PostgreSQL keeps from PUBLIC",
      facts: start().grant(LOGIN, "EXECUTE", { objectType: "function", schema: "pg_catalog", object: "pg_promote" }),
      major: 16,
    },
  ],
  "platform-administrator": [
    { title: "by a membership in the platform's administration role", facts: start().member(LOGIN, "rds_superuser"), major: 16, platform: "rds" },
  ],
  "untrusted-language": [
    {
      title: "by a function in an untrusted language, which anyone may call unless that is revoked",
      facts: start().grant(LOGIN, "USAGE", { objectType: "schema", schema: "orders" }).function("unpack", { language: "plpython3u" }),
      major: 16,
    },
  ],
  "load-server-code": [
    {
      title: "by a function in C, which anyone may call unless that is revoked",
      facts: start().grant(LOGIN, "USAGE", { objectType: "schema", schema: "orders" }).function("fast_sum", { language: "c" }),
      major: 16,
    },
  ],
};
