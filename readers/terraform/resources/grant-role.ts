import { isKnown } from "../../../model/unknown";
import type { ResourceReader } from "./context";

/** `postgresql_grant_role`: one membership. It cannot say INHERIT, SET or the grantor. */
export const readGrantRole: ResourceReader = (args, { facts }) => {
  const member = args.requiredString("role");
  args.about(member);
  const role = args.requiredString("grant_role");
  const admin = args.boolean("with_admin_option", false);
  if (!isKnown(member) || !isKnown(role)) return;
  facts.memberships.push({ member, role, grantor: null, admin, inherit: null, set: null, style: "grant-role", origin: args.origin });
};
