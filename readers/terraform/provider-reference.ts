import { field, type JsonObject } from "./json-text";

/** How a block names its provider. */
export interface ProviderReference {
  readonly localName: string;
  /** `name`, or `name.alias`. */
  readonly key: string;
}

/** The provider configuration that a resource chooses; by default that of its type's first word. */
export function providerOf(type: string, body: JsonObject): ProviderReference {
  const end = type.indexOf("_");
  const prefix = end === -1 ? type : type.slice(0, end);
  const written = field(body, "provider");
  if (written === undefined || written === null) return { localName: prefix, key: prefix };
  const reference = typeof written === "string" ? /^(?:\$\{)?([\w-]+)(\.[\w-]+)?\}?$/.exec(written) : null;
  return reference === null
    ? { localName: prefix, key: `${prefix}.(not readable)` }
    : { localName: reference[1] ?? prefix, key: `${reference[1]}${reference[2] ?? ""}` };
}

/** The key of a provider's configuration: `name`, or `name.alias`. */
export const configurationKey = (name: string, body: JsonObject): string => {
  const alias = field(body, "alias") ?? null;
  return alias === null ? name : `${name}.${String(alias)}`;
};
