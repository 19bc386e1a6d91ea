import { type PrivilegeKind, parseDefaultTarget } from "../../model/privilege-words";
import { isMap, type MapValue } from "../plugin/value";

/** The attributes that hold privileges. */
export const PRIVILEGE_ATTRIBUTES = ["databases", "schemas", "tables", "sequences", "functions", "parameters", "default_privileges"] as const;
export type PrivilegeAttribute = (typeof PRIVILEGE_ATTRIBUTES)[number];

/** Everyone, as `role` writes it: no role can have the name. */
export const EVERYONE = "public";
/** Every other object of the same place. */
export const OTHERS = "*";

const KINDS: Readonly<Record<Exclude<PrivilegeAttribute, "default_privileges">, PrivilegeKind>> = {
  databases: "database",
  schemas: "schema",
  tables: "table",
  sequences: "sequence",
  functions: "function",
  parameters: "parameter",
};

/** Has the attribute a second level, that of the schema or of the creating role? */
export const isPlaced = (attribute: PrivilegeAttribute): boolean => attribute !== "databases" && attribute !== "schemas" && attribute !== "parameters";

/** What an element of an attribute is about; null where its key says nothing that there is. */
export const kindOf = (attribute: PrivilegeAttribute, name: string): PrivilegeKind | null => {
  if (attribute !== "default_privileges") return KINDS[attribute];
  const target = parseDefaultTarget(name);
  return typeof target === "string" ? null : target.kind;
};

/** Place to name to words; of an attribute without places all is in the place "". */
export type Asked = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** What an attribute says, as far as it is known; null where it is left out, so that the resource does not own it. */
export const askedOf = (object: MapValue, attribute: PrivilegeAttribute): Asked | null => {
  const value = object.get(attribute);
  if (!isMap(value)) return null;
  const places = isPlaced(attribute) ? value : new Map([["", value]]);
  return new Map(
    [...places].flatMap(([place, of]) =>
      isMap(of) ? [[place, new Map([...of].filter((entry): entry is [string, string] => typeof entry[1] === "string"))] as const] : [],
    ),
  );
};
