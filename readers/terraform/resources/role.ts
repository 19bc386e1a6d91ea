import type { Setting } from "../../../model/access-graph";
import { isKnown, type Maybe, UNKNOWN } from "../../../model/unknown";
import type { Arguments } from "../arguments";
import { isEphemeralReference } from "../expressions";
import { ignoredArguments } from "../lifecycle";
import type { Context, ResourceReader } from "./context";

/** `postgresql_role`, with the provider's defaults (resource_postgresql_role.go). */
export const readRole: ResourceReader = (args, context) => {
  const name = args.requiredString("name");
  args.about(name);
  const login = args.boolean("login", false);
  const inherit = args.boolean("inherit", true);
  const superuser = args.boolean("superuser", false);
  const createrole = args.boolean("create_role", false);
  const createdb = args.boolean("create_database", false);
  const replication = args.boolean("replication", false);
  const bypassrls = args.boolean("bypass_row_level_security", false);
  const connectionLimit = orElse(args.number("connection_limit"), -1);
  const validUntil = validUntilOf(args.string("valid_until"));
  const listed = args.strings("roles");
  const ignored = ignoredArguments({ lifecycle: args.raw("lifecycle") ?? null });
  const ignoresMemberships = ignored.has("roles") || ignored.has("all");
  readPasswords(args, context);
  const settings = settingsOf(args);
  if (!isKnown(name)) return;

  const { origin } = args;
  const others = ignoresMemberships ? {} : { otherMemberships: listed === null ? ("undone" as const) : ("revoked" as const) };
  const source = "managed";
  const { roles, memberships } = context.facts;
  roles.push({ name, source, login, inherit, superuser, createrole, createdb, replication, bypassrls, connectionLimit, validUntil, ...others, origin });
  for (const group of listed?.values ?? []) {
    memberships.push({ member: name, role: group, grantor: null, admin: false, inherit: null, set: null, style: "roles", origin });
  }
  for (const setting of settings) context.facts.settings.push({ role: name, ...setting, origin });
};

export const orElse = (value: Maybe<number | null>, whenAbsent: number): Maybe<number> => (value === null ? whenAbsent : value);

export const validUntilOf = (written: Maybe<string | null>): Maybe<string | null> =>
  isKnown(written) && written !== null && /^(?:|infinity)$/i.test(written) ? null : written;

/** The four settings that the provider can write; an empty list or an empty `assume_role` is the server's default. */
function settingsOf(args: Arguments): readonly Pick<Setting, "name" | "value">[] {
  const settings: Pick<Setting, "name" | "value">[] = [];
  const path = args.strings("search_path");
  if (path !== null && !path.complete) settings.push({ name: "search_path", value: UNKNOWN });
  else if (path !== null && path.values.length > 0) settings.push({ name: "search_path", value: path.values.join(", ") });
  for (const name of ["statement_timeout", "idle_in_transaction_session_timeout"]) {
    const milliseconds = args.number(name);
    if (milliseconds !== null) settings.push({ name, value: isKnown(milliseconds) ? String(milliseconds) : UNKNOWN });
  }
  const role = args.string("assume_role");
  if (role !== null && role !== "") settings.push({ name: "role", value: role });
  return settings;
}

/** `password` is stored in the state, `password_wo` is not. */
function readPasswords(args: Arguments, context: Context): void {
  const { origin } = args;
  const { facts } = context;
  const password = args.value("password");
  if (password === UNKNOWN) facts.secrets.push({ attribute: "password", kind: "stored-in-state", origin });
  else if (password !== null && password !== "") facts.secrets.push({ attribute: "password", kind: "literal", origin });
  readWriteOnlyPassword(args, context);
}

/** An ephemeral value is the one expression that is fine in it. */
export function readWriteOnlyPassword(args: Arguments, { facts, ephemeral }: Context): void {
  const { origin } = args;
  if (isEphemeralReference(args.raw("password_wo"), ephemeral)) return;
  const writeOnly = args.value("password_wo");
  if (isKnown(writeOnly) && writeOnly !== null && writeOnly !== "") facts.secrets.push({ attribute: "password_wo", kind: "literal", origin });
}
