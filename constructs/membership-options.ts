import type { RoleConfig } from "@cdktf/provider-postgresql/lib/role";
import type { ReadMembership } from "./memberships";
import { type Place, refuse } from "./refusal";

const PROVIDER = "the Terraform provider cyrilgdn/postgresql";
const ISSUES = "https://github.com/cyrilgdn/terraform-provider-postgresql/issues";

/**
 * Refuses the options of memberships that the provider cannot write: SET never, INHERIT only for all memberships of a role
 * that it creates (its attribute, which PostgreSQL 16 and later store with each membership), ADMIN only for others' roles.
 */
export const refuseOptions = (role: string, memberships: readonly ReadMembership[], created: boolean, place: Place): void => {
  for (const { role: group, inherit, set, admin } of memberships) {
    if (!set) throw refuse(`${PROVIDER} cannot write set: false, which \`${role}\` wants for \`${group}\` (${ISSUES}/574)`, place);
    if (admin && created) {
      throw refuse(
        `${PROVIDER} cannot write admin: true for a role that it creates, which \`${role}\` wants for \`${group}\`: postgresql_role.roles has no options`,
        place,
      );
    }
    if (!inherit && !created)
      throw refuse(`${PROVIDER} cannot write inherit: false for an existing role, which \`${role}\` wants for \`${group}\` (${ISSUES}/574)`, place);
  }
  const without = memberships.find(({ inherit }) => !inherit);
  const withIt = memberships.find(({ inherit }) => inherit);
  if (without !== undefined && withIt !== undefined) {
    throw refuse(
      `${PROVIDER} cannot write inherit: false for some memberships of a role only: \`${role}\` wants it for \`${without.role}\` and not for \`${withIt.role}\` (${ISSUES}/574)`,
      place,
    );
  }
};

/** `inherit = false` where no membership is inherited; see `refuseOptions`. */
export const inheritOf = (memberships: readonly ReadMembership[]): Pick<RoleConfig, "inherit"> =>
  memberships.some(({ inherit }) => !inherit) ? { inherit: false } : {};
