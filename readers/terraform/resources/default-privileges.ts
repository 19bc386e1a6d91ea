import { isKnown, isPossiblyTrue } from "../../../model/unknown";
import { granteeOf, objectTypeOf } from "../arguments";
import { PRIVILEGES } from "../provider-schema";
import type { ResourceReader } from "./context";
import { privilegesOf } from "./grant";

/** `postgresql_default_privileges`: what objects that `owner` will create give to `role`. */
export const readDefaultPrivileges: ResourceReader = (args, { facts }) => {
  const role = args.requiredString("role");
  args.about(role);
  const owner = args.requiredString("owner");
  const database = args.requiredString("database");
  const schema = args.string("schema");
  const type = args.requiredString("object_type");
  const grantable = isPossiblyTrue(args.boolean("with_grant_option", false));
  const objectType = objectTypeOf(type, PRIVILEGES);
  const privileges = privilegesOf(args, objectType);
  if (objectType === null) {
    if (isKnown(type)) args.unknown("object_type", type);
    return;
  }
  if (!isKnown(role) || !isKnown(owner) || !isKnown(database) || !isKnown(schema)) return;
  const common = { grantee: granteeOf(role), owner, objectType, database, schema: schema === "" ? null : schema, grantable, origin: args.origin };
  for (const privilege of privileges) facts.defaultPrivileges.push({ ...common, privilege });
};
