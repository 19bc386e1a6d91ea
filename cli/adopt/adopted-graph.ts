import { type AccessGraph, EMPTY_GRAPH, type Grant, type Membership, NO_ORIGIN, type Origin, type Setting } from "../../model/access-graph";
import { routineParts } from "../../model/argument-types";
import { milliseconds } from "../../model/drift/values";
import type { AdoptedPersona, Adoption } from "./adoption";

/** What the program will say, as the gate reads it: judged before anything is written. */
export const adoptedGraph = ({ personas, grants, defaults }: Adoption): AccessGraph => ({
  ...EMPTY_GRAPH,
  roles: personas.filter(({ existing }) => !existing).map(({ role, name }) => ({ ...role, source: "managed", otherMemberships: "revoked", origin: at(name) })),
  memberships: personas.flatMap(membershipsOf),
  settings: personas.flatMap(settingsOf),
  grants: [
    ...personas.flatMap(levelGrants),
    ...grants.flatMap(({ role, objectType, database, schema, objects, columns, privileges, grantable }) => {
      const targets = objectType === "database" ? [{ object: database }] : objectType === "schema" ? [{ object: schema }] : objects.map(targetOf);
      const grantee = role === "public" ? "PUBLIC" : role;
      return targets.flatMap((target) =>
        privileges.map((privilege): Grant => ({ grantee, privilege, objectType, database, schema, columns, grantable, ...target, origin: at(grantee) })),
      );
    }),
  ],
  defaultPrivileges: defaults.flatMap(({ role, privileges, name: _, ...fact }) =>
    privileges.map((privilege) => ({ ...fact, privilege, grantee: role === "public" ? "PUBLIC" : role, origin: at(role) })),
  ),
});

const targetOf = (written: string): Pick<Grant, "object" | "arguments"> => {
  const { name, ...types } = routineParts(written);
  return { object: name, ...types };
};

const at = (role: string): Origin => ({ ...NO_ORIGIN, address: role });

const membershipsOf = ({ name, existing, memberOf }: AdoptedPersona): readonly Membership[] =>
  memberOf.map(({ role, admin }) => ({
    member: name,
    role,
    grantor: null,
    admin,
    inherit: null,
    set: null,
    style: existing ? "grant-role" : "roles",
    origin: at(name),
  }));

const settingsOf = ({ name, settings }: AdoptedPersona): readonly Setting[] =>
  Object.entries(settings).map(([setting, value]) => ({
    role: name,
    name: setting,
    value: Array.isArray(value) ? value.join(", ") : setting === "role" ? String(value) : String(milliseconds(String(value)) ?? 0),
    origin: at(name),
  }));

const levelGrants = ({ name, access }: AdoptedPersona): readonly Grant[] =>
  access.flatMap(({ database, schema, level }) => {
    const grant = (objectType: Grant["objectType"], object: string | null, privileges: readonly string[]): readonly Grant[] =>
      privileges.map((privilege) => ({
        grantee: name,
        privilege,
        objectType,
        database,
        schema: objectType === "database" ? null : schema,
        object,
        columns: [],
        grantable: false,
        origin: at(name),
      }));
    return [
      ...grant("database", database, ["CONNECT"]),
      ...grant("schema", schema, level === "own" ? ["CREATE", "USAGE"] : ["USAGE"]),
      ...(level === "own" ? [] : grant("table", null, level === "read" ? ["SELECT"] : ["DELETE", "INSERT", "SELECT", "UPDATE"])),
    ];
  });
