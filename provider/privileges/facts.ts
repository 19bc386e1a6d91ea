import type { DefaultPrivilege, Grant, ObjectType } from "../../model/access-graph";
import { routineParts } from "../../model/argument-types";
import { parseDefaultTarget } from "../../model/privilege-words";
import { plannedBy } from "../planned-change";
import { EVERYONE, type PrivilegeAttribute } from "./wanted";

const PLANNED = plannedBy("rolegate_privileges");

/** The role as facts and statements name it. */
export const granteeOf = (role: string): string => (role === EVERYONE ? "PUBLIC" : role);

/** An object that an attribute lists. */
export interface Target {
  readonly attribute: Exclude<PrivilegeAttribute, "default_privileges">;
  readonly place: string;
  readonly name: string;
}

const TYPES: Readonly<Record<Target["attribute"], ObjectType>> = {
  databases: "database",
  schemas: "schema",
  tables: "table",
  sequences: "sequence",
  functions: "routine",
  parameters: "parameter",
};

/** One privilege on it as a fact. */
export const grantOf = ({ attribute, place, name }: Target, role: string, database: string | null, privilege: string, grantable: boolean): Grant => {
  const routine = attribute === "functions" ? routineParts(name) : null;
  return {
    grantee: granteeOf(role),
    privilege,
    objectType: TYPES[attribute],
    database: attribute === "databases" ? name : attribute === "parameters" ? null : database,
    schema: place === "" ? null : place,
    object: routine?.name ?? name,
    ...(routine !== null && { arguments: routine.arguments ?? "" }),
    columns: [],
    grantable,
    origin: PLANNED,
  };
};

/** One default privilege as a fact; `creator` makes the objects. */
export const defaultPrivilegeOf = (
  creator: string,
  name: string,
  role: string,
  database: string | null,
  privilege: string,
  grantable: boolean,
): DefaultPrivilege => {
  const target = parseDefaultTarget(name);
  if (typeof target === "string") throw new Error(target);
  return {
    grantee: granteeOf(role),
    owner: creator,
    privilege,
    objectType: target.kind,
    database: database ?? "",
    schema: target.schema,
    grantable,
    origin: PLANNED,
  };
};
