import type { IN } from "./brand";

/** How far a role may go in a schema. `own` may create in it, and default privileges speak for what it creates. */
export type AccessLevel = "read" | "write" | "own";

/** A database of an environment. A handle: it creates nothing. */
export interface Database<E extends string = string> {
  readonly [IN]: E;
  /** Name of the environment. */
  readonly environment: E;
  readonly databaseName: string;
  /**
   * A schema of the database. It must exist, or be made by migrations: a `postgresql_schema` could drop one.
   *
   * @throws where the name is not one that PostgreSQL and Terraform both read as itself
   */
  schema(name: string): Schema<E>;
}

/**
 * A schema, and what roles may do in it. A handle: it creates nothing.
 *
 * | level | database | schema | existing tables, sequences | those that an owner will create |
 * |---|---|---|---|---|
 * | `read` | CONNECT | USAGE | SELECT; SELECT | the same |
 * | `write` | CONNECT | USAGE | and INSERT, UPDATE, DELETE; USAGE | the same |
 * | `own` | CONNECT | CREATE, USAGE | none | none: it is the owner |
 *
 * @see https://www.postgresql.org/docs/current/ddl-priv.html
 */
export interface Schema<E extends string = string> {
  readonly [IN]: E;
  /** Name of the environment. */
  readonly environment: E;
  readonly databaseName: string;
  readonly schemaName: string;
  /** Reads every table and sequence of the schema, those that its owners will create included. */
  read(): Access<E>;
  /** Reads, inserts, updates and deletes rows, and takes numbers from sequences. Never TRUNCATE, REFERENCES, TRIGGER or MAINTAIN. */
  write(): Access<E>;
  /**
   * Creates in the schema. Default privileges for readers and writers speak for every role that has this, so each schema
   * that somebody reads or writes needs one. Objects that exist do not change hands.
   */
  own(): Access<E>;
}

/** A level of access to one schema: stands in the `access` of a persona. */
export interface Access<E extends string = string> {
  readonly [IN]: E;
  /** Name of the environment. */
  readonly environment: E;
  readonly databaseName: string;
  readonly schemaName: string;
  readonly level: AccessLevel;
}
