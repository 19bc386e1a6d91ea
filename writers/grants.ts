import type { DefaultPrivilege, Grant, ObjectType, Ownership } from "../model/access-graph";
import { InputError } from "../model/input-error";
import { byText, groupBy } from "./order";
import { grantee, identifier } from "./quote";

/** A statement and the database that it must run in; null where any will do. */
export interface PlacedStatement {
  readonly database: string | null;
  readonly sql: string;
}

/** GRANT ... ON for every privilege; those of one grantee on one target are one statement. Throws InputError for what has no SQL. */
export const grantPrivileges = (grants: readonly Grant[]): readonly PlacedStatement[] =>
  joined(
    grants.map((grant) => ({
      database: databaseOf(grant),
      privilege: privilegeOf(grant.privilege) + columnsOf(grant),
      before: "GRANT ",
      after: ` ON ${targetOf(grant)} TO ${grantee(grant.grantee)}${grant.grantable ? " WITH GRANT OPTION" : ""}`,
    })),
  );

/** REVOKE ... ON the same way, or only the GRANT OPTION. Throws InputError for what has no SQL. */
export const revokePrivileges = (grants: readonly Grant[], optionOnly: boolean): readonly PlacedStatement[] =>
  joined(
    grants.map((grant) => ({
      database: databaseOf(grant),
      privilege: privilegeOf(grant.privilege) + columnsOf(grant),
      before: `REVOKE ${optionOnly ? "GRANT OPTION FOR " : ""}`,
      after: ` ON ${targetOf(grant)} FROM ${grantee(grant.grantee)}`,
    })),
  );

/** ALTER DEFAULT PRIVILEGES FOR ROLE for every one. Throws InputError for an object type that has none. */
export const defaultPrivileges = (facts: readonly DefaultPrivilege[]): readonly PlacedStatement[] =>
  joined(
    facts.map((fact) => ({
      database: fact.database,
      privilege: privilegeOf(fact.privilege),
      before: `${forRole(fact)} GRANT `,
      after: ` ON ${pluralOf(fact.objectType)} TO ${grantee(fact.grantee)}${fact.grantable ? " WITH GRANT OPTION" : ""}`,
    })),
  );

/** ALTER DEFAULT PRIVILEGES FOR ROLE ... REVOKE the same way, or only the GRANT OPTION. */
export const revokeDefaultPrivileges = (facts: readonly DefaultPrivilege[], optionOnly: boolean): readonly PlacedStatement[] =>
  joined(
    facts.map((fact) => ({
      database: fact.database,
      privilege: privilegeOf(fact.privilege),
      before: `${forRole(fact)} REVOKE ${optionOnly ? "GRANT OPTION FOR " : ""}`,
      after: ` ON ${pluralOf(fact.objectType)} FROM ${grantee(fact.grantee)}`,
    })),
  );

const forRole = ({ owner, schema }: DefaultPrivilege): string =>
  `ALTER DEFAULT PRIVILEGES FOR ROLE ${identifier(owner)}${schema === null ? "" : ` IN SCHEMA ${identifier(schema)}`}`;

const databaseOf = ({ objectType, database }: Grant): string | null => (objectType === "database" || objectType === "parameter" ? null : database);
const columnsOf = ({ columns }: Grant): string => (columns.length === 0 ? "" : ` (${columns.map(identifier).join(", ")})`);

/** ALTER ... OWNER TO for every ownership. */
export const ownerships = (facts: readonly Ownership[]): readonly PlacedStatement[] =>
  facts
    .map(({ objectType, database, object, owner }) => ({
      database: objectType === "database" ? null : database,
      sql: `ALTER ${objectType.toUpperCase()} ${identifier(object)} OWNER TO ${identifier(owner)}`,
    }))
    .toSorted((a, b) => byText(a.sql, b.sql));

interface Part {
  readonly database: string | null;
  readonly before: string;
  readonly privilege: string;
  readonly after: string;
}

const joined = (parts: readonly Part[]): readonly PlacedStatement[] => {
  const groups = groupBy(parts, ({ database, before, after }) => JSON.stringify([database, after, before]));
  return [...groups.keys()].toSorted(byText).map((key) => {
    const group = groups.get(key) ?? [];
    const [{ database, before, after } = { database: null, before: "", after: "" }] = group;
    const privileges = [...new Set(group.map(({ privilege }) => privilege))].toSorted(byText);
    return { database, sql: before + privileges.join(", ") + after };
  });
};

/** From https://www.postgresql.org/docs/current/ddl-priv.html, table 5.1. */
const PRIVILEGES: ReadonlySet<string> = new Set(
  "SELECT INSERT UPDATE DELETE TRUNCATE REFERENCES TRIGGER MAINTAIN CREATE CONNECT TEMPORARY EXECUTE USAGE SET".split(" ").concat("ALTER SYSTEM"),
);

const privilegeOf = (privilege: string): string => {
  if (PRIVILEGES.has(privilege)) return privilege;
  throw new InputError(`\`${privilege}\` is no privilege of PostgreSQL: it cannot be written as SQL`);
};

/** The words of GRANT ... ON ALL ... IN SCHEMA, and of ALTER DEFAULT PRIVILEGES. */
const PLURALS: Partial<Record<ObjectType, string>> = {
  table: "TABLES",
  sequence: "SEQUENCES",
  function: "FUNCTIONS",
  procedure: "PROCEDURES",
  routine: "ROUTINES",
  type: "TYPES",
  schema: "SCHEMAS",
};

const pluralOf = (type: ObjectType): string => {
  const plural = PLURALS[type];
  if (plural === undefined || type === "procedure") throw new InputError(`there are no default privileges for the object type \`${type}\``);
  return plural;
};

const targetOf = (grant: Grant): string => {
  const { objectType, schema, object } = grant;
  if (objectType === "database") return `DATABASE ${identifier(object ?? required(grant, grant.database))}`;
  if (objectType === "schema") return `SCHEMA ${identifier(object ?? required(grant, schema))}`;
  if (objectType === "parameter") return `PARAMETER ${required(grant, object).split(".").map(identifier).join(".")}`;
  if (UNQUALIFIED.has(objectType)) return `${objectType.replaceAll("_", " ").toUpperCase()} ${identifier(required(grant, object))}`;
  if (object === null) return `ALL ${PLURALS[objectType] ?? required(grant, null)} IN SCHEMA ${identifier(required(grant, schema))}`;
  const kind = objectType === "column" ? "TABLE" : objectType.toUpperCase();
  return `${kind} ${identifier(required(grant, schema))}.${identifier(object)}${grant.arguments === undefined ? "" : argumentList(grant.arguments)}`;
};

const UNQUALIFIED: ReadonlySet<string> = new Set(["foreign_data_wrapper", "foreign_server", "language", "tablespace"]);

/** The types stay as they are, so they must be plain. */
const argumentList = (types: string): string => {
  if (/^(?:[A-Za-z0-9_ ,.[\]]|"[^"]*")*$/.test(types)) return `(${types})`;
  throw new InputError(`\`${types}\` is no list of argument types: it cannot be written as SQL`);
};

const required = (grant: Grant, part: string | null): string => {
  if (part !== null) return part;
  throw new InputError(`a grant of ${grant.privilege} on a ${grant.objectType} to \`${grant.grantee}\` does not say on which: it cannot be written as SQL`);
};
