import { type HeldPrivilege, type PrivilegeKind, privilegeWords } from "../../model/privilege-words";
import { type AccessGrant, accessGrants } from "../access-grants";
import { addressOf } from "../address";
import type { SaidAccess } from "../environment-facts";
import type { RolegatePrivilegesConfig } from "./bindings";

/** What one role has in one database. */
export interface RolePrivileges {
  /** Name of the Terraform resource. */
  readonly name: string;
  readonly said: SaidAccess;
  readonly config: RolegatePrivilegesConfig;
  /** Addresses of the role itself, and of those that own what it reads and writes. */
  readonly dependsOn: readonly string[];
}

/** Every other object of a schema: all of them, for no other is named. */
const ALL = "*";

/** All access of one environment, one resource for each role and database. */
export const rolePrivileges = (access: readonly SaidAccess[]): readonly RolePrivileges[] => {
  const byResource = new Map<string, AccessGrant[]>();
  for (const grant of accessGrants(access)) {
    const name = addressOf(grant.said.persona.role, grant.said.database);
    byResource.set(name, [...(byResource.get(name) ?? []), grant]);
  }
  return [...byResource].flatMap(([name, grants]): readonly RolePrivileges[] => {
    const [first] = grants;
    if (first === undefined) return [];
    const { said } = first;
    const dependsOn = [...new Set(grants.flatMap(({ dependsOn: after }) => after.filter((address) => address.startsWith("rolegate_role."))))].sort();
    return [{ name, said, config: configOf(said, grants), dependsOn }];
  });
};

type Words = Record<string, string>;
type PlacedWords = Record<string, Words>;

const configOf = ({ persona, database }: SaidAccess, grants: readonly AccessGrant[]): RolegatePrivilegesConfig => {
  const schemas: Words = {};
  const placed: Record<"tables" | "sequences" | "default_privileges", PlacedWords> = { tables: {}, sequences: {}, default_privileges: {} };
  for (const { objectType, schema, owner, privileges } of grants) {
    if (objectType === "database" || schema === null) continue;
    const words = wordsOf(objectType, privileges);
    if (objectType === "schema") schemas[schema] = words;
    else if (owner === null) put(placed[`${objectType}s`], schema, ALL, words);
    else put(placed.default_privileges, owner, `${objectType}s in ${schema}`, words);
  }
  const written = Object.fromEntries(Object.entries(placed).filter(([, places]) => Object.keys(places).length > 0));
  return { role: persona.role, database, databases: { [database]: "CONNECT" }, schemas, ...written };
};

const put = (places: PlacedWords, place: string, name: string, words: string): void => {
  const at = places[place] ?? {};
  at[name] = words;
  places[place] = at;
};

const wordsOf = (kind: PrivilegeKind, privileges: readonly string[]): string =>
  privilegeWords(
    kind,
    privileges.map((privilege): HeldPrivilege => ({ privilege, grantable: false })),
  );
