import type { AccessGraph, Grant, Membership, Role } from "../model/access-graph";
import { shownName } from "../model/path-words";
import { isKnown, type Maybe } from "../model/unknown";

/** An example's facts as the statements that a reader of a page knows; what is no statement is a comment. A change tells addresses too. */
export const exampleSql = (graph: AccessGraph, tellsAddresses = false): readonly string[] => [
  ...graph.roles.map(createRole),
  ...graph.memberships.map((membership) => `${grantRole(membership)}${tellsAddresses ? ` -- ${membership.origin.address}` : ""}`),
  ...graph.membershipScopes.map(
    ({ of, names, origin }) => `-- ${origin.address} owns every membership ${of === "members" ? "of" : "in"} ${names.map(identifier).join(", ")}`,
  ),
  ...graph.settings.map(({ role, name, value }) => `ALTER ROLE ${identifier(role)} SET ${name} = ${isKnown(value) ? `'${value}'` : "(unknown)"};`),
  ...graph.extensions.map(({ name, cascade }) => `CREATE EXTENSION ${identifier(name)}${cascade === true ? " CASCADE" : ""};`),
  ...graph.functions.map(
    ({ name, language, securityDefiner }) =>
      `CREATE FUNCTION ${identifier(name)}() ... LANGUAGE ${isKnown(language) ? language : "(unknown)"}${securityDefiner === true ? " SECURITY DEFINER" : ""};`,
  ),
  ...graph.grants.map(grantPrivilege),
  ...graph.secrets.map(({ attribute, kind, origin }) => `-- ${origin.address}: ${attribute} is ${kind === "literal" ? "written out" : "stored in the state"}`),
  ...graph.unknowns.map(({ attribute, expression, origin }) => `-- ${origin.address}: ${attribute} = ${expression}`),
  ...graph.unreviewed.map(({ what, origin }) => `-- ${origin.address}: ${what}`),
  ...graph.opaques.map(({ what, origin }) => `-- ${origin.address}: ${what}`),
  ...graph.verifiers.map(({ role, kind }) => `-- the verifier of ${identifier(role)} is ${kind}`),
  ...graph.serverSettings.map(
    ({ name, value, level, database }) =>
      `${level === "database" ? `ALTER DATABASE ${identifier(database ?? "")}` : level === "everyone" ? "ALTER ROLE ALL" : "-- postgresql.conf:"} SET ${name} = '${String(value)}'${level === "server" ? "" : ";"}`,
  ),
  ...graph.sessions.map(({ role, database, since }) => `-- a session of ${identifier(role)} in ${identifier(database)} since ${String(since)}`),
  ...graph.settingMoments.map(({ role, written }) => `-- settings of ${role === null ? "every role" : identifier(role)} written at ${written}`),
  ...graph.hbaRules.map(
    ({ type, databases, roles, address, method }) =>
      `-- pg_hba.conf: ${[type, databases.join(","), roles.join(","), ...(address === null ? [] : [address]), method].join(" ")}`,
  ),
  ...graph.unreadDatabases.map(({ name, why }) => `-- database ${identifier(name)}: ${why}`),
  ...graph.collisions.map(({ address, constructs }) => `-- ${address}: ${constructs.join(" and ")}`),
];

const createRole = (role: Role): string => {
  const options: readonly (readonly [Maybe<boolean>, string])[] = [
    [role.login, "LOGIN"],
    [role.superuser, "SUPERUSER"],
    [role.createrole, "CREATEROLE"],
    [role.createdb, "CREATEDB"],
    [role.replication, "REPLICATION"],
    [role.bypassrls, "BYPASSRLS"],
  ];
  const written = options.filter(([flag]) => flag === true).map(([, word]) => ` ${word}`);
  return `CREATE ROLE ${identifier(role.name)}${written.join("")};`;
};

const grantRole = ({ member, role, admin, inherit, set, style, origin }: Membership): string => {
  const options = [
    ["ADMIN", admin === false ? null : admin],
    ["INHERIT", inherit],
    ["SET", set],
  ] as const;
  const written = options.flatMap(([word, value]) => (value === null ? [] : [`${word} ${isKnown(value) ? String(value).toUpperCase() : "(unknown)"}`]));
  const comment = style === null || style === "grant-role" ? "" : ` -- in ${style === "roles" ? "roles of " : ""}${origin.address ?? "the role"}`;
  return `GRANT ${identifier(role)} TO ${identifier(member)}${written.length > 0 ? ` WITH ${written.join(", ")}` : ""};${comment}`;
};

const grantPrivilege = ({ grantee, privilege, objectType, schema, object, columns }: Grant): string => {
  const type = objectType.replaceAll("_", " ").toUpperCase();
  const target = objectType === "schema" ? (schema ?? object ?? "") : [schema, object].filter((part) => part !== null).join(".");
  const on = objectType === "column" ? `(${columns.join(", ")}) ON ${target}` : `ON ${type} ${target}`;
  return `GRANT ${privilege} ${on} TO ${grantee === "PUBLIC" ? "PUBLIC" : identifier(grantee)};`;
};

/** Quoted where PostgreSQL would fold or refuse it; unseen characters shown as Unicode escapes. */
const identifier = (name: string): string => {
  const shown = shownName(name).replaceAll("`", "");
  return /^[a-z_][a-z0-9_$]*$/.test(shown) ? shown : `"${shown}"`;
};
