import type { DefaultPrivilege, Grant, ObjectType } from "../../../model/access-graph";
import { routineParts } from "../../../model/argument-types";
import { heldInWords, type PrivilegeKind, parseDefaultTarget } from "../../../model/privilege-words";
import { isKnown } from "../../../model/unknown";
import { type Arguments, granteeOf } from "../arguments";
import { shorten } from "../facts";
import type { Json } from "../json-text";
import type { ResourceReader } from "./context";

/** Attributes that hold privileges, what each is about, and whether its objects stand in schemas. */
const ATTRIBUTES: readonly { readonly name: string; readonly kind: PrivilegeKind; readonly objectType: ObjectType; readonly isPlaced: boolean }[] = [
  { name: "databases", kind: "database", objectType: "database", isPlaced: false },
  { name: "schemas", kind: "schema", objectType: "schema", isPlaced: false },
  { name: "tables", kind: "table", objectType: "table", isPlaced: true },
  { name: "sequences", kind: "sequence", objectType: "sequence", isPlaced: true },
  { name: "functions", kind: "function", objectType: "routine", isPlaced: true },
  { name: "parameters", kind: "parameter", objectType: "parameter", isPlaced: false },
];
/** Every other object of the same place. */
const OTHERS = "*";

/** `rolegate_privileges`: what one role has in one database. */
export const readPrivileges: ResourceReader = (args, { facts, database: providersDatabase }) => {
  const role = args.requiredString("role");
  args.about(role);
  const written = args.string("database");
  // Where it is not written it is the provider's, also in a plan that does not know that yet.
  const database = isKnown(written) ? (written ?? providersDatabase) : providersDatabase;
  if (!isKnown(role)) return;
  const { origin } = args;
  const grantee = granteeOf(role);
  for (const { name, kind, objectType, isPlaced } of ATTRIBUTES) {
    for (const [place, objects] of isPlaced ? (args.entries(name) ?? []) : [["", args.value(name)] as const]) {
      for (const [object, words] of args.entries(name, objects) ?? []) {
        const held = heldOf(args, `${name} of ${object}`, kind, words);
        if (object === OTHERS && (kind === "database" || kind === "parameter") && held.length > 0) args.opaque(EVERY_OTHER(kind));
        const target = { grantee, objectType, ...targetOf(kind, database, place, object), origin };
        for (const each of held) facts.grants.push({ ...target, ...each, columns: [] });
        if (held.length === 0) facts.withheld.push(target);
      }
    }
  }
  for (const [owner, targets] of args.entries("default_privileges") ?? []) {
    for (const [target, words] of args.entries("default_privileges", targets) ?? []) {
      facts.defaultPrivileges.push(...defaultsOf(args, owner, target, words).map((each) => ({ ...each, grantee, owner, database, origin })));
    }
  }
};

const targetOf = (kind: PrivilegeKind, database: string, place: string, name: string): Pick<Grant, "database" | "schema" | "object" | "arguments"> => {
  const object = name === OTHERS ? null : name;
  switch (kind) {
    case "database":
      return { database: name, schema: null, object };
    case "parameter":
      return { database: null, schema: null, object };
    case "schema":
      return { database, schema: object, object };
    case "function": {
      if (object === null) return { database, schema: place, object };
      const routine = routineParts(name);
      return { database, schema: place, object: routine.name, arguments: routine.arguments ?? "" };
    }
    default:
      return { database, schema: place, object };
  }
};

const heldOf = (args: Arguments, what: string, kind: PrivilegeKind, words: Json) => {
  const held = typeof words === "string" ? heldInWords(kind, words) : "privileges are one text";
  if (typeof held !== "string") return held;
  args.opaque({ what: `\`${shorten(what)}\` given as \`${shorten(String(words))}\``, why: held, remedy: "write privileges as PostgreSQL's GRANT has them" });
  return [];
};

const defaultsOf = (
  args: Arguments,
  owner: string,
  key: string,
  words: Json,
): readonly Pick<DefaultPrivilege, "objectType" | "schema" | "privilege" | "grantable">[] => {
  const target = parseDefaultTarget(key);
  if (typeof target === "string") {
    args.opaque({
      what: `the default privileges of \`${shorten(owner)}\` on \`${shorten(key)}\``,
      why: target,
      remedy: "write `tables in SCHEMA`, or `tables`",
    });
    return [];
  }
  const { kind, schema } = target;
  return heldOf(args, `default_privileges of ${owner} on ${key}`, kind, words).map((each) => ({ ...each, objectType: kind, schema }));
};

const EVERY_OTHER = (kind: PrivilegeKind) => ({
  what: `privileges on every other ${kind}`,
  why: `only the server knows which they are`,
  remedy: `list each ${kind}`,
});
