import type { EventTrigger } from "../../object-facts";
import type { ObjectIndex } from "../object-index";
import { BY_ANYONE, type Firing, rewritersIn } from "./firing";
import { makersIn } from "./words";

/**
 * Asks who fires an event trigger. `ddl_command_start` comes before PostgreSQL asks for any privilege, so a command that it refuses has fired it;
 * `login` comes with each session; a command that anyone may bring to its end fires the others. https://www.postgresql.org/docs/current/event-triggers.html
 */
export const firersIn = (objects: ObjectIndex): ((trigger: EventTrigger) => readonly Firing[]) => {
  const makers = makersIn(objects);
  const rewriters = rewritersIn(objects);
  const extended = new Set(objects.graph.extensions.map(({ database }) => database));
  return ({ event, tags, database, replicaOnly }) => {
    if (replicaOnly) return [];
    const isAnyones = ANYONES.get(event);
    if (isAnyones === undefined) return BY_ANYONE;
    if (event === "table_rewrite" && (tags === null || tags.includes("ALTER TABLE"))) return rewriters(database);
    if (tags === null || tags.some(isAnyones)) return BY_ANYONE;
    // IF NOT EXISTS: nothing is asked of whoever names an extension that is there.
    if (event === "ddl_command_end" && tags.includes("CREATE EXTENSION") && extended.has(database)) return BY_ANYONE;
    const others = tags.filter((tag) => !OF_MAKERS_ALONE.has(tag));
    return [
      ...(tags.some(isOfMakers) ? [{ access: makers(database), condition: null }] : []),
      ...(others.length > 0 ? [{ access: [], condition: `if it may run ${others.join(" or ")}` }] : []),
    ];
  };
};

/** The commands that everyone can bring to their end, and with them each DROP: IF EXISTS of what is not there, a right that one cannot grant, a large object of one's own. */
export const ENDED_BY_ANYONE: ReadonlySet<string> = new Set([
  "ALTER DEFAULT PRIVILEGES",
  "ALTER FOREIGN TABLE",
  "ALTER INDEX",
  "ALTER LARGE OBJECT",
  "ALTER MATERIALIZED VIEW",
  "ALTER SEQUENCE",
  "ALTER STATISTICS",
  "ALTER TABLE",
  "ALTER VIEW",
  "COMMENT",
  "CREATE MATERIALIZED VIEW",
  "CREATE TABLE AS",
  "GRANT",
  "REVOKE",
]);

/** The commands that drop something of everyone's: its default privileges. */
export const DROPPED_BY_ANYONE: ReadonlySet<string> = new Set(["ALTER DEFAULT PRIVILEGES", "DROP OWNED"]);

/** Events that come late enough for a refusal, each with the commands by which anyone fires it. */
const ANYONES: ReadonlyMap<string, (tag: string) => boolean> = new Map([
  ["ddl_command_end", (tag: string) => tag.startsWith("DROP ") || ENDED_BY_ANYONE.has(tag)],
  ["sql_drop", (tag: string) => DROPPED_BY_ANYONE.has(tag)],
  ["table_rewrite", () => false],
]);

/** What it takes somewhere to make an object for, and nothing else does; a temporary schema will do. */
export const OF_MAKERS_ALONE: ReadonlySet<string> = new Set([
  "CREATE AGGREGATE",
  "CREATE DOMAIN",
  "CREATE FUNCTION",
  "CREATE PROCEDURE",
  "CREATE SEQUENCE",
  "CREATE TABLE",
  "CREATE TYPE",
  "CREATE VIEW",
  "SELECT INTO",
]);
/** What whoever makes objects may do with its own, but others too. */
export const OF_MAKERS_TOO: ReadonlySet<string> = new Set([
  "ALTER DOMAIN",
  "ALTER FUNCTION",
  "ALTER TABLE",
  "ALTER TYPE",
  "CREATE INDEX",
  "CREATE POLICY",
  "CREATE RULE",
  "CREATE STATISTICS",
  "CREATE TRIGGER",
  "DROP DOMAIN",
  "DROP FUNCTION",
  "DROP POLICY",
  "DROP PROCEDURE",
  "DROP RULE",
  "DROP SEQUENCE",
  "DROP TABLE",
  "DROP TRIGGER",
  "DROP TYPE",
  "DROP VIEW",
]);
const isOfMakers = (tag: string): boolean => OF_MAKERS_ALONE.has(tag) || OF_MAKERS_TOO.has(tag);
