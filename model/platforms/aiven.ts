import { holds, type Known, type PlatformFact, type PlatformMembership, serverRolesRefused } from "./platform-facts";

/** The security agent that both platforms run. */
const GATEKEEPER: Known = { evidence: "documented", source: "https://github.com/Aiven-Open/aiven-pg-security" };
const AIVEN_ROLES: Known = { evidence: "seen", source: "https://aiven.io/docs/products/postgresql" };
const DIGITALOCEAN_ROLES: Known = { evidence: "seen", source: "https://docs.digitalocean.com/products/databases/postgresql/" };

/** The vendor's three groups: `avnadmin_group` is a member of `_avnadmin_managed`, which holds all. */
const managed = (prefix: string, known: Known): readonly PlatformMembership[] => [
  ...holds(`${prefix}_group`, [`_${prefix}_managed`], false, known),
  ...holds(`_${prefix}_managed`, [`_${prefix}_auditing`], false, known),
  ...holds(`_${prefix}_managed`, ["pg_read_all_stats"], true, known),
  ...holds(`_${prefix}_managed`, ["pg_signal_backend", "pg_stat_scan_tables"], false, known),
  ...holds(`_${prefix}_managed`, ["pg_create_subscription"], true, known, 16),
];

const AGENT_RULES: PlatformFact["changedRules"] = [
  { rule: "COPY to and from programs of the server is refused to everyone", ...GATEKEEPER },
  { rule: "SUPERUSER cannot be given, nor pg_proc and pg_authid written, by what runs as a superuser for a customer", ...GATEKEEPER },
  { rule: "pg_read_file, pg_read_binary_file, pg_reload_conf, lo_import and lo_export are refused to what runs as a superuser for a customer", ...GATEKEEPER },
];

export const AIVEN: PlatformFact = {
  title: "Aiven for PostgreSQL",
  serviceRoles: ["_avnadmin_monitor"],
  administratorRoles: ["avnadmin_group", "_avnadmin_managed"],
  authenticationRoles: [],
  groups: { _avnadmin_auditing: "it may SET pgaudit parameters" },
  markers: [["_avnadmin_managed"], ["avnadmin_group"]],
  settings: ["aiven"],
  administratorLogin: "avnadmin: no superuser; member of avnadmin_group",
  memberships: managed("avnadmin", AIVEN_ROLES),
  attributes: {},
  refused: serverRolesRefused(GATEKEEPER),
  changedRules: [...AGENT_RULES, { rule: "_avnadmin_auditing may SET pgaudit.*: avnadmin can switch its own audit off", ...AIVEN_ROLES }],
};

/** Runs on the technology of Aiven, whose roles are there beside its own. */
export const DIGITALOCEAN: PlatformFact = {
  title: "DigitalOcean Managed PostgreSQL",
  serviceRoles: ["_dodb", "_dodb_repl", "_dodb_rewind", "_doadmin_monitor", "_avnadmin_monitor"],
  administratorRoles: ["doadmin_group", "_doadmin_managed", "avnadmin_group", "_avnadmin_managed"],
  authenticationRoles: [],
  groups: { _doadmin_auditing: "it may SET pgaudit parameters", _avnadmin_auditing: "it may SET pgaudit parameters" },
  markers: [["_dodb"], ["_doadmin_managed"], ["doadmin_group"]],
  settings: ["aiven"],
  administratorLogin: "doadmin: CREATEROLE, CREATEDB, REPLICATION, BYPASSRLS, ADMIN OPTION on doadmin_group and avnadmin_group",
  memberships: [...managed("doadmin", DIGITALOCEAN_ROLES), ...managed("avnadmin", DIGITALOCEAN_ROLES)],
  attributes: {},
  refused: serverRolesRefused({ evidence: "assumed", source: GATEKEEPER.source }),
  changedRules: [...AGENT_RULES, { rule: "_doadmin_auditing may SET pgaudit.*: doadmin can switch its own audit off", ...DIGITALOCEAN_ROLES }],
};
