import type { AccessLevel } from "./access";
import { addressOf } from "./address";
import type { SaidAccess } from "./environment-facts";
import { placeOf } from "./origin";
import { refuse } from "./refusal";

/** A `postgresql_grant`, or a `postgresql_default_privileges` where it has an owner. */
export interface AccessGrant {
  /** Name of the Terraform resource. */
  readonly name: string;
  readonly said: SaidAccess;
  readonly objectType: "database" | "schema" | "table" | "sequence";
  /** Null for the grant on the database. */
  readonly schema: string | null;
  readonly owner: string | null;
  readonly privileges: readonly string[];
  readonly dependsOn: readonly string[];
}

/** https://www.postgresql.org/docs/current/ddl-priv.html; `own` needs nothing on what it creates itself. */
const PRIVILEGES: Readonly<
  Record<AccessLevel, { readonly schema: readonly string[]; readonly table: readonly string[]; readonly sequence: readonly string[] }>
> = {
  read: { schema: ["USAGE"], table: ["SELECT"], sequence: ["SELECT"] },
  write: { schema: ["USAGE"], table: ["DELETE", "INSERT", "SELECT", "UPDATE"], sequence: ["SELECT", "USAGE"] },
  own: { schema: ["CREATE", "USAGE"], table: [], sequence: [] },
};
const IN_SCHEMA = ["table", "sequence"] as const;

type Wanted = Pick<AccessGrant, "said" | "objectType" | "schema" | "owner"> & { readonly privileges: Set<string> };

/** All grants that the access of one environment comes to, by Terraform type and name; those of one schema in a chain. */
export const accessGrants = (access: readonly SaidAccess[]): readonly AccessGrant[] => {
  const schemas = new Map<string, SaidAccess[]>();
  for (const said of access) {
    const name = addressOf(said.database, said.schema);
    const known = schemas.get(name);
    if (known === undefined) schemas.set(name, [said]);
    else known.push(said);
  }
  const databases = new Map<string, AccessGrant>();
  for (const said of access) {
    const name = addressOf(said.persona.role, said.database);
    if (!databases.has(name))
      databases.set(name, finished(name, { said, objectType: "database", schema: null, owner: null, privileges: new Set(["CONNECT"]) }, []));
  }
  return [...databases.values(), ...[...schemas.values()].flatMap(schemaGrants)];
};

const schemaGrants = (access: readonly SaidAccess[]): readonly AccessGrant[] => {
  const owners = new Map(access.filter(({ level }) => level === "own").map((said) => [said.persona.role, said]));
  const [first] = access;
  if (first !== undefined && owners.size === 0) throw nobodyOwns(first);
  const grants = new Map<string, Wanted>();
  const defaults = new Map<string, Wanted>();
  for (const said of access) {
    const { persona, database, schema, level } = said;
    want(grants, addressOf(persona.role, database, schema), { said, objectType: "schema", schema, owner: null }, PRIVILEGES[level].schema);
    for (const objectType of IN_SCHEMA) {
      const privileges = PRIVILEGES[level][objectType];
      if (privileges.length === 0) continue;
      want(grants, addressOf(persona.role, database, schema, objectType), { said, objectType, schema, owner: null }, privileges);
      for (const owner of owners.keys()) {
        // An owner has everything on what it creates.
        if (owner !== persona.role)
          want(defaults, addressOf(persona.role, database, schema, objectType, owner), { said, objectType, schema, owner }, privileges);
      }
    }
  }
  const ownerAddress = (owner: string | null): string | null => (owner === null ? null : (owners.get(owner)?.persona.address ?? null));
  return [...chained("postgresql_grant", grants, ownerAddress), ...chained("postgresql_default_privileges", defaults, ownerAddress)];
};

const want = (wanted: Map<string, Wanted>, name: string, what: Omit<Wanted, "privileges">, privileges: readonly string[]): void => {
  const known = wanted.get(name) ?? { ...what, privileges: new Set() };
  for (const privilege of privileges) known.privileges.add(privilege);
  wanted.set(name, known);
};

/**
 * One after the other, or PostgreSQL answers `tuple concurrently updated`; in the order of their names, so that moving a
 * line of the program changes nothing.
 * https://github.com/cyrilgdn/terraform-provider-postgresql/issues/178
 */
const chained = (type: string, wanted: ReadonlyMap<string, Wanted>, addressOfOwner: (owner: string | null) => string | null): readonly AccessGrant[] => {
  let previous: string | null = null;
  const inOrder = [...wanted].sort(([a], [b]) => (a < b ? -1 : 1));
  return inOrder.map(([name, what]) => {
    const grant = finished(name, what, [addressOfOwner(what.owner), previous]);
    previous = `${type}.${name}`;
    return grant;
  });
};

// A reference to a resource that the stack does not declare is an error to Terraform: roles of others have no address.
const finished = (name: string, { privileges, ...what }: Wanted, after: readonly (string | null)[]): AccessGrant => ({
  ...what,
  name,
  privileges: [...privileges].sort(),
  dependsOn: [what.said.persona.address, ...after].filter((address) => address !== null).sort(),
});

const nobodyOwns = ({ database, schema, construct, capture }: SaidAccess): Error =>
  refuse(
    `nobody owns schema \`${database}.${schema}\`, so default privileges have no role to speak for; give one persona .own()`,
    placeOf(construct.node.path, capture),
  );
