import type { ProviderDefinition, Resource } from "../../../provider/plugin/definition";
import type { AttributeType } from "../../../provider/plugin/schema";

/** The address under which states name the community provider. */
export const COMMUNITY = "registry.terraform.io/cyrilgdn/postgresql";

const resource = (attributes: Readonly<Record<string, AttributeType>>): Resource<null> => ({
  schema: {
    version: 0,
    description: "",
    attributes: Object.fromEntries(Object.entries(attributes).map(([name, type]) => [name, { type, description: "", mode: "optional" as const }])),
  },
  validate: () => [],
  read: async ({ state }) => ({ state, diagnostics: [] }),
  plan: async ({ proposed }) => ({ state: proposed, diagnostics: [] }),
  apply: async ({ planned }) => ({ state: planned, diagnostics: [] }),
  importState: async () => new Map(),
});

/** Writes states as the community provider does, and touches no server: what a configuration of it leaves behind for a move. */
export const communityProvider: ProviderDefinition<null> = {
  schema: { version: 0, description: "", attributes: {} },
  resources: {
    postgresql_role: resource({
      name: "string",
      login: "bool",
      superuser: "bool",
      connection_limit: "number",
      password: "string",
      password_wo_version: "string",
      roles: ["set", "string"],
      skip_drop_role: "bool",
    }),
    postgresql_grant_role: resource({ role: "string", grant_role: "string", with_admin_option: "bool" }),
  },
  dataSources: {},
  validate: () => [],
  configure: async () => ({ context: null, diagnostics: [] }),
};
