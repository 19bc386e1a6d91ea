import { Root } from "protobufjs/light";

// Field numbers of Terraform's plugin protocol 6 (https://github.com/hashicorp/terraform/tree/main/docs/plugin-protocol), of the messages that are
// asked of us. Names of messages do not travel; their numbers do. `[]` is repeated, `{}` a map by text.

type Fields = Readonly<Record<string, readonly [type: string, id: number]>>;

const DIAGNOSTICS = (id: number): Fields => ({ diagnostics: ["Diagnostic[]", id] });
const TYPED_CONFIG: Fields = { type_name: ["string", 1], config: ["DynamicValue", 2] };

const MESSAGES: Readonly<Record<string, Fields>> = {
  Empty: {},
  DynamicValue: { msgpack: ["bytes", 1], json: ["bytes", 2] },
  RawState: { json: ["bytes", 1] },
  Diagnostic: { severity: ["int32", 1], summary: ["string", 2], detail: ["string", 3], attribute: ["AttributePath", 4] },
  AttributePath: { steps: ["Step[]", 1] },
  Schema: { version: ["int64", 1], block: ["Block", 2] },
  Block: {
    version: ["int64", 1],
    attributes: ["Attribute[]", 2],
    description: ["string", 4],
    description_kind: ["int32", 5],
  },
  Attribute: {
    name: ["string", 1],
    type: ["bytes", 2],
    description: ["string", 3],
    required: ["bool", 4],
    optional: ["bool", 5],
    computed: ["bool", 6],
    sensitive: ["bool", 7],
    description_kind: ["int32", 8],
    write_only: ["bool", 11],
  },
  ServerCapabilities: { plan_destroy: ["bool", 1], get_provider_schema_optional: ["bool", 2], move_resource_state: ["bool", 3] },
  Named: { type_name: ["string", 1] },

  GetMetadataResponse: {
    server_capabilities: ["ServerCapabilities", 1],
    ...DIAGNOSTICS(2),
    data_sources: ["Named[]", 3],
    resources: ["Named[]", 4],
  },
  GetProviderSchemaResponse: {
    provider: ["Schema", 1],
    resource_schemas: ["Schema{}", 2],
    data_source_schemas: ["Schema{}", 3],
    ...DIAGNOSTICS(4),
    server_capabilities: ["ServerCapabilities", 6],
  },
  ValidateProviderConfigRequest: { config: ["DynamicValue", 1] },
  ValidateProviderConfigResponse: DIAGNOSTICS(2),
  ValidateConfigRequest: TYPED_CONFIG,
  ValidateConfigResponse: DIAGNOSTICS(1),
  UpgradeResourceStateRequest: { type_name: ["string", 1], version: ["int64", 2], raw_state: ["RawState", 3] },
  UpgradeResourceStateResponse: { upgraded_state: ["DynamicValue", 1], ...DIAGNOSTICS(2) },
  ConfigureProviderRequest: { terraform_version: ["string", 1], config: ["DynamicValue", 2] },
  ConfigureProviderResponse: DIAGNOSTICS(1),
  ReadResourceRequest: { type_name: ["string", 1], current_state: ["DynamicValue", 2], private: ["bytes", 3] },
  ReadResourceResponse: { new_state: ["DynamicValue", 1], ...DIAGNOSTICS(2), private: ["bytes", 3] },
  PlanResourceChangeRequest: {
    type_name: ["string", 1],
    prior_state: ["DynamicValue", 2],
    proposed_new_state: ["DynamicValue", 3],
    config: ["DynamicValue", 4],
    prior_private: ["bytes", 5],
  },
  PlanResourceChangeResponse: {
    planned_state: ["DynamicValue", 1],
    requires_replace: ["AttributePath[]", 2],
    planned_private: ["bytes", 3],
    ...DIAGNOSTICS(4),
  },
  ApplyResourceChangeRequest: {
    type_name: ["string", 1],
    prior_state: ["DynamicValue", 2],
    planned_state: ["DynamicValue", 3],
    config: ["DynamicValue", 4],
    planned_private: ["bytes", 5],
  },
  ApplyResourceChangeResponse: { new_state: ["DynamicValue", 1], private: ["bytes", 2], ...DIAGNOSTICS(3) },
  ImportResourceStateRequest: { type_name: ["string", 1], id: ["string", 2] },
  ImportResourceStateResponse: { imported_resources: ["ImportedResource[]", 1], ...DIAGNOSTICS(2) },
  ImportedResource: { type_name: ["string", 1], state: ["DynamicValue", 2], private: ["bytes", 3] },
  MoveResourceStateRequest: {
    source_provider_address: ["string", 1],
    source_type_name: ["string", 2],
    source_schema_version: ["int64", 3],
    source_state: ["RawState", 4],
    target_type_name: ["string", 5],
  },
  MoveResourceStateResponse: { target_state: ["DynamicValue", 1], ...DIAGNOSTICS(2), target_private: ["bytes", 3] },
  ReadDataSourceRequest: TYPED_CONFIG,
  ReadDataSourceResponse: { state: ["DynamicValue", 1], ...DIAGNOSTICS(2) },
  StopProviderResponse: { Error: ["string", 1] },
  HealthCheckResponse: { status: ["int32", 1] },
};

const descriptor = () => {
  const nested = Object.fromEntries(Object.entries(MESSAGES).map(([name, fields]) => [name, { fields: fieldsOf(fields) }]));
  // Exactly one of the three says which kind of step it is.
  const step = {
    oneofs: { selector: { oneof: ["attribute_name", "element_key_string", "element_key_int"] } },
    fields: { attribute_name: { type: "string", id: 1 }, element_key_string: { type: "string", id: 2 }, element_key_int: { type: "int64", id: 3 } },
  };
  return { nested: { ...nested, Step: step } };
};

const fieldsOf = (fields: Fields) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, [written, id]]) => {
      if (written.endsWith("[]")) return [name, { rule: "repeated", type: written.slice(0, -2), id }];
      return [name, written.endsWith("{}") ? { keyType: "string", type: written.slice(0, -2), id } : { type: written, id }];
    }),
  );

let root: Root | undefined;
const messageType = (name: string) => {
  root ??= Root.fromJSON(descriptor());
  return root.lookupType(name);
};

/** The bytes of a message; what is absent from the object is not written. */
export const encodeMessage = (name: string, message: object): Buffer => {
  const type = messageType(name);
  return Buffer.from(type.encode(type.fromObject(message)).finish());
};

/** A message of bytes: numbers as numbers, bytes as buffers, absent messages as undefined. Throws for bytes that are none. */
export const decodeMessage = (name: string, bytes: Uint8Array): Readonly<Record<string, unknown>> => {
  const type = messageType(name);
  return type.toObject(type.decode(bytes), { longs: Number, bytes: Buffer, defaults: false });
};
