import { at } from "../plugin/diagnostics";
import type { Schema } from "../plugin/schema";
import { isList, isMap, type MapValue, type Value } from "../plugin/value";
import type { MembershipPlaces } from "./change";
import type { Claim, Grants, Scope } from "./scope";

export const MEMBERSHIPS_SCHEMA: Schema = {
  version: 0,
  description:
    "All memberships of the members, or in the roles, that it lists: what is not in `grants` is revoked, whoever granted it. Changed in one transaction, refused at plan time where the rules of `rolegate check` refuse it.",
  attributes: {
    members: {
      type: ["list", "string"],
      description: "Every membership *of* these roles belongs to this resource. Write either `members` or `roles`.",
      mode: "optional",
    },
    roles: { type: ["list", "string"], description: "Every membership *in* these roles belongs to this resource.", mode: "optional" },
    grants: {
      type: ["map", ["map", "string"]],
      description:
        'Member to role to options: `{ orders_app = { pg_monitor = "default" } }`. Options are `default` (INHERIT and SET, no ADMIN), or `admin`, `noinherit` and `noset`, joined by commas in this order; `noinherit` and `noset` need PostgreSQL 16.',
      mode: "required",
    },
    take_over: {
      type: "bool",
      description:
        "`true`: creating the resource revokes what the server has in its scope beyond `grants`. Default: creating it is refused then; import it instead, so that the plan shows what is revoked.",
      mode: "optional",
    },
    allow_unknown: {
      type: "bool",
      description: "`true`: names and options that are known only at apply are judged then, before any SQL. Default: they are refused at plan time.",
      mode: "optional",
    },
  },
};

/** The names of a list of strings; what is null or unknown is left out. */
const textsOf = (value: Value | undefined): readonly string[] => (isList(value) ? value.filter((name) => typeof name === "string") : []);

/** Which of the two says what the resource owns. */
const scopeOf = (object: MapValue): Extract<Scope, { names: unknown }> =>
  isList(object.get("roles"))
    ? { of: "roles", names: new Set(textsOf(object.get("roles"))) }
    : { of: "members", names: new Set(textsOf(object.get("members"))) };

/** The known grants of an object. */
const grantsOf = (object: MapValue): Grants => {
  const grants = object.get("grants");
  if (!isMap(grants)) return new Map();
  return new Map(
    [...grants].flatMap(([member, roles]) =>
      isMap(roles) ? [[member, new Map([...roles].filter((entry): entry is [string, string] => typeof entry[1] === "string"))] as const] : [],
    ),
  );
};

export const claimOf = (object: MapValue): Claim => ({ scope: scopeOf(object), grants: grantsOf(object) });

export const placesOf = (object: MapValue): MembershipPlaces => ({ scope: at(scopeOf(object).of), of: (member) => at("grants", member) });
