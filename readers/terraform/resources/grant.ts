import type { Grant, ObjectType } from "../../../model/access-graph";
import { routineParts } from "../../../model/argument-types";
import { isKnown, isPossiblyTrue, type Maybe } from "../../../model/unknown";
import { type Arguments, granteeOf, objectTypeOf } from "../arguments";
import { escapingValue } from "../facts";
import { PRIVILEGES } from "../provider-schema";
import { isPlainObject } from "../raw-sql";
import type { ResourceReader } from "./context";

/** `postgresql_grant`: one grant for each privilege and object; without `objects`, for all objects of the type in the schema. */
export const readGrant: ResourceReader = (args, { facts }) => {
  const role = args.requiredString("role");
  args.about(role);
  const database = args.requiredString("database");
  const schema = args.string("schema");
  const type = args.requiredString("object_type");
  const objects = args.strings("objects");
  const columns = args.strings("columns")?.values ?? [];
  const grantable = isPossiblyTrue(args.boolean("with_grant_option", false));
  const objectType = objectTypeOf(type, PRIVILEGES);
  const privileges = privilegesOf(args, objectType);
  for (const object of objects?.values ?? []) if (!isPlainObject(object)) args.opaque(escapingObject(object));
  if (objectType === null) {
    if (isKnown(type)) args.unknown("object_type", type);
    return;
  }
  if (!isKnown(role) || !isKnown(database) || !isKnown(schema)) return;

  const written = args.strings("privileges");
  const isNone = written?.complete === true && written.values.length === 0;
  const place = { database, schema: objectType === "database" ? null : schema };
  const common = { grantee: granteeOf(role), objectType, ...place, columns, grantable, origin: args.origin };
  for (const target of targetsOf(objectType, { ...place, objects: objects?.values ?? null, complete: objects?.complete ?? true })) {
    for (const privilege of privileges) facts.grants.push(oneGrant(common, privilege, target));
    if (isNone) facts.withheld.push({ grantee: common.grantee, objectType, ...place, ...target, origin: args.origin });
  }
};

/** Spelled out: a grant of hundreds of objects is as many facts, and copying field by field is what they cost. */
const oneGrant = (
  { grantee, objectType, database, schema, columns, grantable, origin }: Omit<Grant, "privilege" | "object" | "arguments">,
  privilege: string,
  { object, arguments: types }: Pick<Grant, "object" | "arguments">,
): Grant => {
  const grant = { grantee, privilege, objectType, database, schema, object, columns, grantable, origin };
  return types === undefined ? grant : { ...grant, arguments: types };
};

/** Privileges of a resource that the provider would accept, with what ALL stands for; others are unknown facts. */
export function privilegesOf(args: Arguments, objectType: ObjectType | null): readonly string[] {
  const known = objectType === null ? [] : (PRIVILEGES[objectType] ?? []);
  const written = [...new Set(args.strings("privileges")?.values ?? [])];
  if (args.raw("privileges") === undefined) args.unknown("privileges", "(not written)");
  const strange = objectType === null ? undefined : written.find((privilege) => !known.includes(privilege));
  if (strange !== undefined) args.unknown("privileges", strange);
  return written.includes(ALL) ? known.filter((privilege) => privilege !== ALL) : written.filter((privilege) => known.includes(privilege));
}

/** What it stands for the server decides when it is granted: every privilege of the object's type (https://www.postgresql.org/docs/current/ddl-priv.html). */
const ALL = "ALL";

interface Targets {
  readonly database: string;
  readonly schema: Maybe<string | null>;
  readonly objects: readonly string[] | null;
  readonly complete: boolean;
}

/** Null stands for all objects: nobody wrote any, and none was left open. */
function targetsOf(type: ObjectType, { database, schema, objects, complete }: Targets): readonly Pick<Grant, "object" | "arguments">[] {
  if (type === "database") return [{ object: database }];
  if (type === "schema") return isKnown(schema) ? [{ object: schema }] : [];
  if ((objects === null || objects.length === 0) && complete) return [{ object: null }];
  return (objects ?? []).map((object) => (ROUTINES.has(type) ? routineOf(object) : { object }));
}

const ROUTINES: ReadonlySet<ObjectType> = new Set(["function", "procedure", "routine"]);
/** The argument types as the catalogs show them. */
const routineOf = (written: string): Pick<Grant, "object" | "arguments"> => {
  const { name, ...types } = routineParts(written);
  return { object: name, ...types };
};

const escapingObject = (object: string) =>
  escapingValue("an element of `objects`", object, "write the plain name, and for a routine a plain list of argument types: `f(integer, text)`");
