import type { Client } from "pg";
import { identifier, literal } from "../../writers/quote";

type Body = Readonly<Record<string, unknown>>;
interface StackJson {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Body>>>>;
}

/**
 * Runs what the community provider runs when every resource of a stack is updated or created beside imported roles
 * (resource_postgresql_role.go, _grant_role.go, _grant.go, _default_privileges.go): memberships are revoked and granted again, privileges revoked
 * and granted. `clientOf` connects to a database.
 */
export const applyAsProvider = async (text: string, clientOf: (database: string) => Promise<Client>): Promise<void> => {
  const { resource } = JSON.parse(text) as StackJson;
  const of = (type: string): readonly Body[] => Object.values(resource[type] ?? {});
  const cluster = await clientOf("postgres");
  for (const role of of("postgresql_role")) for (const sql of roleStatements(role)) await cluster.query(sql);
  for (const role of of("postgresql_role")) await rewriteMemberships(cluster, String(role.name), role.roles as readonly string[]);
  for (const { role, grant_role: group, with_admin_option: admin } of of("postgresql_grant_role")) {
    const [member, granted] = [identifier(String(role)), identifier(String(group))];
    await cluster.query(`BEGIN; REVOKE ${granted} FROM ${member}; GRANT ${granted} TO ${member}${admin === true ? " WITH ADMIN OPTION" : ""}; COMMIT`);
  }
  for (const grant of of("postgresql_grant")) await inDatabase(clientOf, grant, grantStatements(grant));
  for (const given of of("postgresql_default_privileges")) await inDatabase(clientOf, given, defaultStatements(given));
};

const inDatabase = async (clientOf: (database: string) => Promise<Client>, { database }: Body, statements: readonly string[]): Promise<void> => {
  const client = await clientOf(String(database));
  await client.query(["BEGIN", ...statements, "COMMIT"].join("; "));
};

const roleStatements = (role: Body): readonly string[] => {
  const name = identifier(String(role.name));
  const flag = (argument: string, word: string, whenAbsent = false): string => `${(role[argument] ?? whenAbsent) === true ? "" : "NO"}${word}`;
  const words = [
    flag("login", "LOGIN"),
    flag("inherit", "INHERIT", true),
    flag("superuser", "SUPERUSER"),
    flag("create_database", "CREATEDB"),
    flag("create_role", "CREATEROLE"),
    flag("replication", "REPLICATION"),
    flag("bypass_row_level_security", "BYPASSRLS"),
    `CONNECTION LIMIT ${Number(role.connection_limit ?? -1)}`,
    `VALID UNTIL ${literal(String(role.valid_until ?? "infinity"))}`,
  ];
  const path = (role.search_path as readonly string[] | undefined) ?? [];
  const setting = (argument: string): string =>
    role[argument] === undefined ? `ALTER ROLE ${name} RESET ${argument}` : `ALTER ROLE ${name} SET ${argument} TO ${Number(role[argument])}`;
  return [
    `ALTER ROLE ${name} ${words.join(" ")}`,
    path.length === 0 ? `ALTER ROLE ${name} RESET search_path` : `ALTER ROLE ${name} SET search_path TO ${path.map(identifier).join(", ")}`,
    setting("statement_timeout"),
    setting("idle_in_transaction_session_timeout"),
    role.assume_role === undefined ? `ALTER ROLE ${name} RESET ROLE` : `ALTER ROLE ${name} SET ROLE TO ${identifier(String(role.assume_role))}`,
  ];
};

const rewriteMemberships = async (client: Client, member: string, roles: readonly string[]): Promise<void> => {
  const { rows } = await client.query<{ role: string }>(
    "SELECT DISTINCT pg_get_userbyid(roleid) AS role FROM pg_auth_members WHERE pg_get_userbyid(member) = $1",
    [member],
  );
  for (const { role } of rows) await client.query(`REVOKE ${identifier(role)} FROM ${identifier(member)}`);
  for (const role of roles) await client.query(`GRANT ${identifier(role)} TO ${identifier(member)}`);
};

const granteeOf = (role: unknown): string => (role === "public" ? "public" : identifier(String(role)));

const grantStatements = (grant: Body): readonly string[] => {
  const type = String(grant.object_type);
  const schema = grant.schema === undefined ? "" : identifier(String(grant.schema));
  const objects = (grant.objects as readonly string[] | undefined) ?? [];
  const privileges = (grant.privileges as readonly string[]).join(", ");
  const columns = ((grant.columns as readonly string[] | undefined) ?? []).map(identifier).join(", ");
  const routine = (object: string): string => {
    const at = object.indexOf("(");
    return at === -1 ? `${schema}.${identifier(object)}` : `${schema}.${identifier(object.slice(0, at))}${object.slice(at)}`;
  };
  const role = granteeOf(grant.role);
  const option = grant.with_grant_option === true ? " WITH GRANT OPTION" : "";
  if (type === "column") {
    const on = `(${columns}) ON TABLE ${schema}.${identifier(objects[0] ?? "")}`;
    return [`REVOKE ${privileges} ${on} FROM ${role}`, `GRANT ${privileges} ${on} TO ${role}${option}`];
  }
  const target =
    type === "database"
      ? `DATABASE ${identifier(String(grant.database))}`
      : type === "schema"
        ? `SCHEMA ${schema}`
        : type.startsWith("foreign")
          ? `${type.replaceAll("_", " ")} ${identifier(objects[0] ?? "")}`
          : objects.length > 0
            ? `${type} ${objects.map(routine).join(", ")}`
            : `ALL ${type}s IN SCHEMA ${schema}`;
  return [
    `REVOKE ${objects.length > 0 && !type.startsWith("foreign") ? privileges : "ALL PRIVILEGES"} ON ${target} FROM ${role}`,
    `GRANT ${privileges} ON ${target} TO ${role}${option}`,
  ];
};

const defaultStatements = (given: Body): readonly string[] => {
  const place = `ALTER DEFAULT PRIVILEGES FOR ROLE ${identifier(String(given.owner))}${given.schema === undefined ? "" : ` IN SCHEMA ${identifier(String(given.schema))}`}`;
  const on = `ON ${String(given.object_type)}s`;
  const option = given.with_grant_option === true ? " WITH GRANT OPTION" : "";
  return [
    `${place} REVOKE ALL ${on} FROM ${granteeOf(given.role)}`,
    `${place} GRANT ${(given.privileges as readonly string[]).join(", ")} ${on} TO ${granteeOf(given.role)}${option}`,
  ];
};

const entries = (acl: string, kind: string, owner: string): string =>
  `(SELECT json_agg(e ORDER BY e::text) FROM (SELECT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee) END, pg_get_userbyid(grantor), privilege_type, is_grantable
    FROM aclexplode(coalesce(${acl}, acldefault('${kind}', ${owner})))) e)`;

/** Everything about roles, memberships, settings and privileges that a database shows. */
export const snapshotOf = async (client: Client): Promise<unknown> => {
  const { rows } = await client.query(`SELECT
    (SELECT json_agg(r ORDER BY rolname) FROM (SELECT rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls, rolconnlimit, coalesce(rolvaliduntil, 'infinity') AS rolvaliduntil, rolpassword FROM pg_authid) r) AS roles,
    (SELECT json_agg(m ORDER BY m::text) FROM (SELECT to_jsonb(a) - 'oid' AS m FROM pg_auth_members a) x) AS members,
    (SELECT json_agg(s ORDER BY setrole, setdatabase) FROM (SELECT setdatabase, setrole, (SELECT array_agg(c ORDER BY c) FROM unnest(setconfig) c) FROM pg_db_role_setting) s) AS settings,
    (SELECT json_agg(d ORDER BY datname) FROM (SELECT datname, datdba, ${entries("datacl", "d", "datdba")} AS acl FROM pg_database) d) AS databases,
    (SELECT json_agg(n ORDER BY nspname) FROM (SELECT nspname, nspowner, ${entries("nspacl", "n", "nspowner")} AS acl FROM pg_namespace WHERE nspname !~ '^pg_') n) AS schemas,
    (SELECT json_agg(c ORDER BY oid) FROM (SELECT oid, relowner, ${entries("relacl", "r", "relowner")} AS acl FROM pg_class WHERE relkind IN ('r', 'v', 'm', 'f', 'p', 'S') AND oid >= 16384) c) AS relations,
    (SELECT json_agg(a ORDER BY attrelid, attnum) FROM (SELECT attrelid, attnum, (SELECT json_agg(x ORDER BY x::text) FROM unnest(attacl) x) FROM pg_attribute WHERE attacl <> '{}' AND attrelid >= 16384) a) AS columns,
    (SELECT json_agg(p ORDER BY oid) FROM (SELECT oid, proowner, ${entries("proacl", "f", "proowner")} AS acl FROM pg_proc WHERE oid >= 16384 OR proacl IS NOT NULL) p) AS routines,
    (SELECT json_agg(f ORDER BY f::text) FROM (SELECT defaclrole, defaclnamespace, defaclobjtype, (SELECT json_agg(x ORDER BY x::text) FROM unnest(defaclacl) x) FROM pg_default_acl) f) AS defaults`);
  return rows[0];
};
