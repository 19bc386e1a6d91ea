/** Kinds of objects whose privileges `rolegate_privileges` writes; `type` in default privileges alone. */
export type PrivilegeKind = "database" | "schema" | "table" | "sequence" | "function" | "parameter" | "type";

/** In the order of https://www.postgresql.org/docs/current/sql-grant.html. */
const PRIVILEGES: Readonly<Record<PrivilegeKind, readonly string[]>> = {
  database: ["CREATE", "CONNECT", "TEMPORARY"],
  schema: ["CREATE", "USAGE"],
  table: ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN"],
  sequence: ["USAGE", "SELECT", "UPDATE"],
  function: ["EXECUTE"],
  parameter: ["SET", "ALTER SYSTEM"],
  type: ["USAGE"],
};

/** One privilege of one role on one object. */
export interface HeldPrivilege {
  readonly privilege: string;
  readonly grantable: boolean;
}

/** No privilege at all. */
const NO_PRIVILEGES = "NONE";
const GRANTABLE = " WITH GRANT OPTION";

/** Privileges in their one spelling: `SELECT,INSERT`, `SELECT,INSERT WITH GRANT OPTION` (of INSERT alone), or `NONE`. */
export const privilegeWords = (kind: PrivilegeKind, held: readonly HeldPrivilege[]): string => {
  const order = PRIVILEGES[kind];
  // One that a newer PostgreSQL has comes last.
  const rank = ({ privilege }: HeldPrivilege): number => (order.includes(privilege) ? order.indexOf(privilege) : order.length);
  const words = held.toSorted((a, b) => rank(a) - rank(b)).map(({ privilege, grantable }) => privilege + (grantable ? GRANTABLE : ""));
  return words.length === 0 ? NO_PRIVILEGES : words.join(",");
};

/** The privileges that words say; a sentence about what is wrong with them where they are not in their one spelling. */
export const parsePrivileges = (kind: PrivilegeKind, words: string): readonly HeldPrivilege[] | string => {
  if (words === NO_PRIVILEGES) return [];
  const known = PRIVILEGES[kind];
  const held = words.split(",").map((word) => {
    const grantable = word.endsWith(GRANTABLE);
    return { privilege: grantable ? word.slice(0, -GRANTABLE.length) : word, grantable };
  });
  const unknown = held.find(({ privilege }) => !known.includes(privilege));
  if (unknown !== undefined) return `there is no privilege "${unknown.privilege}" on a ${kind}: ${howToWrite(known)}`;
  const once = [...new Map(held.map((each) => [each.privilege, each])).values()];
  const spelled = privilegeWords(kind, once);
  return spelled === words ? held : `write it as "${spelled}": each privilege once, in this order`;
};

const howToWrite = (known: readonly string[]): string =>
  `they are ${known.join(", ")} in upper case, joined by commas without blanks, each followed by "${GRANTABLE}" where the role may give it on, or "${NO_PRIVILEGES}". ` +
  "There is no ALL: a newer PostgreSQL would mean more by it.";

/** What default privileges are of: objects of one kind in one schema, or wherever they are made. */
export interface DefaultTarget {
  readonly kind: PrivilegeKind;
  /** Null: in every schema. */
  readonly schema: string | null;
}

const DEFAULT_KINDS: ReadonlyMap<string, PrivilegeKind> = new Map([
  ["tables", "table"],
  ["sequences", "sequence"],
  ["functions", "function"],
  ["types", "type"],
  ["schemas", "schema"],
]);
const IN = " in ";

/** `tables`, or `tables in sales`: whatever follows the first ` in ` is the schema's exact name. */
export const defaultTargetWords = ({ kind, schema }: DefaultTarget): string => `${kind}s${schema === null ? "" : IN + schema}`;

/** What such a key says; a sentence about what is wrong with it. */
export const parseDefaultTarget = (key: string): DefaultTarget | string => {
  const end = key.indexOf(IN);
  const word = end < 0 ? key : key.slice(0, end);
  const kind = DEFAULT_KINDS.get(word);
  if (kind === undefined) return `there are no default privileges of "${word}": write ${[...DEFAULT_KINDS.keys()].join(", ")}, or one of them "in" a schema`;
  if (end < 0) return { kind, schema: null };
  const schema = key.slice(end + IN.length);
  if (kind === "schema") return "a schema stands in no schema: write `schemas` alone";
  return schema === "" ? `which schema? Write "${word} in SCHEMA"` : { kind, schema };
};

/** What a server shows that no configuration can ask for: privileges on one column, and those that another role granted. */
const ELSEWISE = /^([A-Z ]+?)(?: on column .*)?(?: granted by .*)?$/s;

/** The privileges that words of a configuration or of a server say; a sentence about what is wrong with them. */
export const heldInWords = (kind: PrivilegeKind, words: string): readonly HeldPrivilege[] | string => {
  const [own = "", ...others] = words.split("; ");
  const held = parsePrivileges(kind, own);
  if (typeof held === "string") return held;
  const more = others.map((other) => ELSEWISE.exec(other)?.[1] ?? "");
  const strange = more.find((privilege) => !PRIVILEGES[kind].includes(privilege));
  return strange === undefined ? [...held, ...more.map((privilege) => ({ privilege, grantable: false }))] : `"${words}" is nothing that a server says`;
};
