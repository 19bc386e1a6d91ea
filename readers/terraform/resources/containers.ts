import { isKnown, isPossiblyTrue, type Maybe } from "../../../model/unknown";
import { type Arguments, granteeOf } from "../arguments";
import { nestedBlocks } from "../blocks";
import { escapingValue } from "../facts";
import { staysQuoted } from "../raw-sql";
import type { Context, ResourceReader } from "./context";

/** `postgresql_database`: who owns it. */
export const readDatabase: ResourceReader = (args, context) => {
  const name = args.requiredString("name");
  const owner = ownerOf(args, context);
  if (!isKnown(name)) return;
  if (!staysQuoted(name)) args.opaque(escapingValue("a database name", name, "give the database a name without a quote"));
  if (owner !== null) context.facts.ownerships.push({ owner, objectType: "database", database: name, object: name, origin: args.origin });
};

/** `postgresql_schema`: who owns it, and what its deprecated `policy` blocks grant. */
export const readSchema: ResourceReader = (args, context) => {
  const object = args.requiredString("name");
  const database = args.string("database");
  const owner = ownerOf(args, context);
  if (!isKnown(object) || !isKnown(database)) return;
  const place = { database: database ?? context.database, object, origin: args.origin };
  if (owner !== null) context.facts.ownerships.push({ owner, objectType: "schema", ...place });
  readPolicies(args, context, place.database, object);
};

/** The owner as written, the provider's login without one, null where neither is known. */
function ownerOf(args: Arguments, { login }: Context): string | null {
  const written: Maybe<string | null> = args.string("owner");
  const owner = written === null || written === "" ? login : written;
  return isKnown(owner) ? owner : null;
}

/** A policy without a role is one for everyone. */
function readPolicies(args: Arguments, { facts }: Context, database: string, schema: string): void {
  const policy = args.raw("policy");
  if (policy === undefined) return;
  for (const block of nestedBlocks(policy)) {
    const inner = args.within(block);
    const role = inner.string("role");
    if (!isKnown(role)) continue;
    const common = { grantee: granteeOf(role === null || role === "" ? "public" : role), objectType: "schema", database, schema, object: schema } as const;
    for (const [argument, privilege] of [
      ["usage", "USAGE"],
      ["create", "CREATE"],
    ] as const) {
      const grantable = isPossiblyTrue(inner.boolean(`${argument}_with_grant`, false));
      if (grantable || isPossiblyTrue(inner.boolean(argument, false))) {
        facts.grants.push({ ...common, privilege, columns: [], grantable, origin: args.origin });
      }
    }
  }
}
