import { BufferWriter, Reader, type Writer } from "protobufjs/minimal";

// Field numbers of Terraform's plugin protocol 6 (https://github.com/hashicorp/terraform/tree/main/docs/plugin-protocol), of the messages that are
// asked of us. Names of messages do not travel; their numbers do. `[]` is repeated, `{}` a map by text. The library has the bytes of each kind of value;
// what it makes of a description of messages takes longer than all that a provider says with them.

type Fields = Readonly<Record<string, readonly [type: string, id: number]>>;

const DIAGNOSTICS = (id: number): Fields => ({ diagnostics: ["Diagnostic[]", id] });
const TYPED_CONFIG: Fields = { type_name: ["string", 1], config: ["DynamicValue", 2] };

const MESSAGES: Readonly<Record<string, Fields>> = {
  Empty: {},
  DynamicValue: { msgpack: ["bytes", 1], json: ["bytes", 2] },
  RawState: { json: ["bytes", 1] },
  Diagnostic: { severity: ["int32", 1], summary: ["string", 2], detail: ["string", 3], attribute: ["AttributePath", 4] },
  AttributePath: { steps: ["Step[]", 1] },
  // Exactly one of the three.
  Step: { attribute_name: ["string", 1], element_key_string: ["string", 2], element_key_int: ["int64", 3] },
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
  ClientCapabilities: { deferral_allowed: ["bool", 1], write_only_attributes_allowed: ["bool", 2] },
  ValidateConfigRequest: { ...TYPED_CONFIG, client_capabilities: ["ClientCapabilities", 3] },
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

/** How one kind of value travels: its wire type (https://protobuf.dev/programming-guides/encoding/#structure), and its bytes. */
interface Scalar {
  readonly wire: number;
  write(writer: Writer, value: unknown): void;
  read(reader: Reader): unknown;
}

const VARINT = 0;
const LENGTH_DELIMITED = 2;

const SCALARS: Readonly<Record<string, Scalar>> = {
  string: { wire: LENGTH_DELIMITED, write: (writer, value) => writer.string(value as string), read: (reader) => reader.string() },
  bytes: { wire: LENGTH_DELIMITED, write: (writer, value) => writer.bytes(value as Buffer), read: (reader) => reader.bytes() },
  bool: { wire: VARINT, write: (writer, value) => writer.bool(value as boolean), read: (reader) => reader.bool() },
  int32: { wire: VARINT, write: (writer, value) => writer.int32(value as number), read: (reader) => reader.int32() },
  // An object where the package for such numbers is installed.
  int64: { wire: VARINT, write: (writer, value) => writer.int64(value as number), read: (reader) => Number(String(reader.int64())) },
};

interface Field {
  readonly name: string;
  readonly id: number;
  readonly is: "one" | "many" | "map";
  /** Null: a message of the name. */
  readonly scalar: Scalar | null;
  readonly message: string;
}

const fieldOf = ([name, [written, id]]: readonly [string, readonly [string, number]]): Field => {
  const message = written.replace(/[[\]{}]/g, "");
  return { name, id, is: written.endsWith("[]") ? "many" : written.endsWith("{}") ? "map" : "one", scalar: SCALARS[message] ?? null, message };
};

const known = new Map<string, readonly Field[]>();
const fieldsOf = (name: string): readonly Field[] => {
  const fields = known.get(name) ?? Object.entries(MESSAGES[name] ?? missing(name)).map(fieldOf);
  known.set(name, fields);
  return fields;
};
const missing = (name: string): never => {
  throw new Error(`there is no message ${name}`);
};

type Message = Readonly<Record<string, unknown>>;

/** The bytes of a message; what is absent from the object is not written. */
export const encodeMessage = (name: string, message: object): Buffer => {
  const writer = new BufferWriter();
  writeFields(writer, name, message as Message);
  return Buffer.from(writer.finish());
};

const writeFields = (writer: Writer, name: string, message: Message): void => {
  for (const field of fieldsOf(name)) {
    const value = message[field.name];
    if (value === undefined || value === null) continue;
    if (field.is === "one") writeOne(writer, field, field.id, value);
    else if (field.is === "many") for (const one of value as readonly unknown[]) writeOne(writer, field, field.id, one);
    else
      for (const [key, one] of Object.entries(value)) {
        writer.uint32(tagOf(field.id, LENGTH_DELIMITED)).fork().uint32(tagOf(1, LENGTH_DELIMITED)).string(key);
        writeOne(writer, field, 2, one);
        writer.ldelim();
      }
  }
};

const tagOf = (id: number, wire: number): number => (id << 3) | wire;

const writeOne = (writer: Writer, { scalar, message }: Field, id: number, value: unknown): void => {
  writer.uint32(tagOf(id, scalar?.wire ?? LENGTH_DELIMITED));
  if (scalar === null) {
    writer.fork();
    writeFields(writer, message, value as Message);
    writer.ldelim();
  } else scalar.write(writer, value);
};

/** A message of bytes: numbers as numbers, bytes as buffers, absent messages as undefined. Throws for bytes that are none. */
export const decodeMessage = (name: string, bytes: Uint8Array): Message => {
  // The reader of buffers does not look where they end.
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return readFields(new Reader(buffer), name, buffer.length);
};

const readFields = (reader: Reader, name: string, end: number): Message => {
  const fields = fieldsOf(name);
  const message: Record<string, unknown> = {};
  while (reader.pos < end) {
    const tag = reader.uint32();
    const field = fields.find(({ id }) => id === tag >>> 3);
    if (field === undefined || (tag & 7) !== (field.scalar?.wire ?? LENGTH_DELIMITED)) reader.skipType(tag & 7);
    else if (field.is === "one") message[field.name] = readOne(reader, field);
    else if (field.is === "many") message[field.name] = [...((message[field.name] as readonly unknown[] | undefined) ?? []), readOne(reader, field)];
    else throw new Error(`${name}: nobody sends a map to a provider`);
  }
  if (reader.pos > end) throw new Error(`${name}: it ends within a value`);
  return message;
};

const readOne = (reader: Reader, { scalar, message }: Field): unknown => {
  if (scalar !== null) return scalar.read(reader);
  const end = reader.uint32() + reader.pos;
  if (end > reader.len) throw new Error(`${message}: it ends within a value`);
  return readFields(reader, message, end);
};
