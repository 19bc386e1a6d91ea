import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ProviderDefinition, Resource } from "../../provider/plugin/definition";
import type { Attribute, AttributeType, Schema } from "../../provider/plugin/schema";
import { isList, type MapValue, UNKNOWN_VALUE } from "../../provider/plugin/value";
import { identifier } from "../../writers/quote";

/** Where Terraform takes the community provider from. */
export const COMMUNITY_ADDRESS = "registry.terraform.io/cyrilgdn/postgresql";

interface TheirAttribute {
  readonly type: AttributeType;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
}
const [SCHEMAS] = Object.values(
  JSON.parse(readFileSync(join(__dirname, "../fixtures/synthesized/provider-schema-1.26.0.json"), "utf8")).provider_schemas as object,
) as readonly {
  readonly provider: { readonly block: { readonly attributes: Record<string, TheirAttribute> } };
  readonly resource_schemas: Record<string, { readonly version: number; readonly block: { readonly attributes: Record<string, TheirAttribute> } }>;
}[];

const modeOf = ({ required, optional, computed }: TheirAttribute): Attribute["mode"] =>
  required === true ? "required" : computed !== true ? "optional" : optional === true ? "optional-computed" : "computed";
const schemaOf = ({ attributes }: { readonly attributes: Record<string, TheirAttribute> }, version = 0): Schema => ({
  version,
  description: "",
  attributes: Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [
      name,
      { type: attribute.type, description: "", mode: modeOf(attribute), sensitive: attribute.sensitive === true },
    ]),
  ),
});

type Execute = (sql: string) => Promise<unknown>;

const text = (object: MapValue, name: string): string => String(object.get(name));
const listOf = (object: MapValue, name: string): readonly string[] => {
  const value = object.get(name);
  return isList(value) ? value.map(String) : [];
};

const targetOf = (grant: MapValue): string => {
  const type = text(grant, "object_type");
  if (type === "database") return `DATABASE ${identifier(text(grant, "database"))}`;
  return type === "schema" ? `SCHEMA ${identifier(text(grant, "schema"))}` : `ALL ${type.toUpperCase()}S IN SCHEMA ${identifier(text(grant, "schema"))}`;
};

/** The statements that make and unmake what a resource stands for. */
const STATEMENTS: Readonly<Record<string, { readonly make: (object: MapValue) => readonly string[]; readonly unmake: (object: MapValue) => string }>> = {
  postgresql_role: {
    make: (role) => {
      const name = identifier(text(role, "name"));
      const set = (setting: string, value: string): string => `ALTER ROLE ${name} SET ${setting} TO ${value}`;
      const timeouts = ["statement_timeout", "idle_in_transaction_session_timeout"].filter((setting) => typeof role.get(setting) === "number");
      return [
        `CREATE ROLE ${name}${role.get("login") === true ? " LOGIN" : ""}${role.get("inherit") === false ? " NOINHERIT" : ""} CONNECTION LIMIT ${String(role.get("connection_limit") ?? -1)}`,
        ...listOf(role, "roles").map((group) => `GRANT ${identifier(group)} TO ${name}`),
        ...(listOf(role, "search_path").length === 0 ? [] : [set("search_path", listOf(role, "search_path").map(identifier).join(", "))]),
        ...timeouts.map((setting) => set(setting, text(role, setting))),
        ...(typeof role.get("assume_role") === "string" ? [set("role", identifier(text(role, "assume_role")))] : []),
      ];
    },
    unmake: (role) => `DROP ROLE ${identifier(text(role, "name"))}`,
  },
  postgresql_grant_role: {
    make: (grant) => [
      `GRANT ${identifier(text(grant, "grant_role"))} TO ${identifier(text(grant, "role"))}${grant.get("with_admin_option") === true ? " WITH ADMIN OPTION" : ""}`,
    ],
    unmake: (grant) => `REVOKE ${identifier(text(grant, "grant_role"))} FROM ${identifier(text(grant, "role"))}`,
  },
  postgresql_grant: {
    make: (grant) => [`GRANT ${listOf(grant, "privileges").join(", ")} ON ${targetOf(grant)} TO ${identifier(text(grant, "role"))}`],
    unmake: (grant) => `REVOKE ALL ON ${targetOf(grant)} FROM ${identifier(text(grant, "role"))}`,
  },
  postgresql_default_privileges: {
    make: (grant) => [
      `ALTER DEFAULT PRIVILEGES FOR ROLE ${identifier(text(grant, "owner"))} IN SCHEMA ${identifier(text(grant, "schema"))} GRANT ${listOf(grant, "privileges").join(", ")} ON ${text(grant, "object_type").toUpperCase()}S TO ${identifier(text(grant, "role"))}`,
    ],
    unmake: () => "SELECT",
  },
};

const resourceOf = (type: string, execute: Execute): Resource<null> => {
  const schema = schemaOf(SCHEMAS!.resource_schemas[type]!.block, SCHEMAS!.resource_schemas[type]!.version);
  const { make, unmake } = STATEMENTS[type]!;
  return {
    schema,
    validate: () => [],
    read: async ({ state }) => ({ state, diagnostics: [] }),
    plan: async ({ prior, proposed }) => ({
      state:
        proposed === null || prior !== null ? proposed : new Map([...proposed].map(([name, value]) => [name, isOpen(schema, name) ? UNKNOWN_VALUE : value])),
      diagnostics: [],
    }),
    apply: async ({ prior, planned }) => {
      if (planned === null) await execute(unmake(prior!));
      else for (const statement of prior === null ? make(planned) : []) await execute(statement);
      return {
        state: planned === null ? null : new Map([...planned].map(([name, value]) => [name, value === UNKNOWN_VALUE ? computedValue(name, planned) : value])),
        diagnostics: [],
      };
    },
    importState: async () => {
      throw new Error("nothing is imported");
    },
  };
};

const isOpen = ({ attributes }: Schema, name: string): boolean => attributes[name]?.mode === "computed";
const computedValue = (name: string, planned: MapValue): string | null =>
  name === "id" ? [...planned.values()].filter((value) => typeof value === "string").join("_") : null;

/**
 * Stands for the community provider, which is not installed where tests run: its schema, and states as it would leave them, by statements of the test's
 * own connection. It reads nothing, so it finds no drift.
 */
export const communityProvider = (execute: Execute): ProviderDefinition<null> => ({
  schema: schemaOf(SCHEMAS!.provider.block),
  resources: Object.fromEntries(Object.keys(STATEMENTS).map((type) => [type, resourceOf(type, execute)])),
  dataSources: {},
  validate: () => [],
  configure: async () => ({ context: null, diagnostics: [] }),
});
