import { isReservedName } from "../../model/predefined-roles";
import type { ProviderContext } from "../context";
import { readAllPairs } from "../memberships/rows";
import type { Grants } from "../memberships/scope";
import type { DataSource } from "../plugin/definition";
import { at, type Diagnostic, errorDiagnostic } from "../plugin/diagnostics";
import type { AttributeType, Schema } from "../plugin/schema";
import { isList, type MapValue, type Value } from "../plugin/value";
import { FLAGS, type RoleFacts } from "../role/facts";
import { readAllRoles } from "../role/rows";

const ROLE: AttributeType = [
  "object",
  {
    ...Object.fromEntries(FLAGS.map(({ attribute }) => [attribute, "bool"] as const)),
    connection_limit: "number",
    valid_until: "string",
    comment: "string",
    memberships: ["map", "string"],
  },
];

const SCHEMA: Schema = {
  version: 0,
  description: "Roles of the server, with their attributes and memberships. Predefined roles are in it only where they are asked for.",
  attributes: {
    prefix: { type: "string", description: "Only roles whose name begins with this text. Nothing in it is a pattern.", mode: "optional" },
    names: { type: ["list", "string"], description: "Only these roles. One that is not there is left out.", mode: "optional" },
    roles: {
      type: ["map", ROLE],
      description:
        "By name: the attributes as in `rolegate_role` (`valid_until` and `comment` are null where there is none), and `memberships`, role to options as in `rolegate_memberships`.",
      mode: "computed",
    },
  },
};

/** `rolegate_roles`: who is on the server. */
export const rolesSource: DataSource<ProviderContext> = {
  schema: SCHEMA,
  validate: (config) => validate(config),
  read: async ({ context, config, signal }) => {
    const roles = await context.shared(readAllRoles, signal);
    const pairs = await context.shared(readAllPairs, signal);
    const found = [...roles.values()].filter(({ role: { name } }) => isAsked(config, name));
    return { state: new Map(config).set("roles", new Map(found.map((facts) => [facts.role.name, objectOf(facts, pairs)]))), diagnostics: [] };
  },
};

const validate = (config: MapValue): readonly Diagnostic[] =>
  (config.get("prefix") ?? null) !== null && (config.get("names") ?? null) !== null
    ? [errorDiagnostic("Write either prefix or names", "Both together would be a guess at which of them counts.", at("names"))]
    : [];

const isAsked = (config: MapValue, name: string): boolean => {
  const prefix = config.get("prefix");
  const names = config.get("names");
  if (isList(names)) return names.includes(name);
  if (typeof prefix === "string") return name.startsWith(prefix) && (!isReservedName(name) || isReservedName(prefix));
  return !isReservedName(name);
};

const objectOf = ({ role, comment }: RoleFacts, pairs: Grants): MapValue =>
  new Map<string, Value>([
    ...FLAGS.map(({ attribute, flag }): [string, Value] => [attribute, role[flag] === true]),
    ["connection_limit", Number(role.connectionLimit)],
    ["valid_until", typeof role.validUntil === "string" ? role.validUntil : null],
    ["comment", comment],
    ["memberships", pairs.get(role.name) ?? new Map()],
  ]);
