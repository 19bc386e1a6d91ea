import { PROVIDER_SCHEMA, settingsOf, validateProvider } from "./configuration";
import { contextOf, type ProviderContext } from "./context";
import { accessSource } from "./data/access";
import { rolesSource } from "./data/roles";
import { functionResource } from "./functions/resource";
import { membershipResource } from "./membership/resource";
import { membershipsResource } from "./memberships/resource";
import type { ProviderDefinition } from "./plugin/definition";
import { privilegesResource } from "./privileges/resource";
import { roleResource } from "./role/resource";
import type { World } from "./world";

/** rolegate's own Terraform provider. */
export const rolegateProvider = (world: World): ProviderDefinition<ProviderContext> => ({
  schema: PROVIDER_SCHEMA,
  resources: {
    rolegate_function: functionResource,
    rolegate_membership: membershipResource,
    rolegate_memberships: membershipsResource,
    rolegate_privileges: privilegesResource,
    rolegate_role: roleResource,
  },
  dataSources: { rolegate_access: accessSource, rolegate_roles: rolesSource },
  validate: validateProvider,
  configure: async (config) => ({ context: contextOf(settingsOf(config), world), diagnostics: validateProvider(config) }),
});
