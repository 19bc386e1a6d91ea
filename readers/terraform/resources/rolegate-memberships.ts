import { parseOptions, withoutGrantors } from "../../../model/membership-options";
import { isKnown } from "../../../model/unknown";
import type { Arguments } from "../arguments";
import { shorten } from "../facts";
import type { Json } from "../json-text";
import type { ResourceReader } from "./context";

/** `rolegate_memberships`: all memberships of the members, or in the roles, that it lists. */
export const readMemberships: ResourceReader = (args, { facts }) => {
  const { origin } = args;
  for (const argument of ["members", "roles"] as const) {
    const names = args.strings(argument);
    if (names !== null) facts.membershipScopes.push({ of: argument, names: names.values, origin });
  }
  const grants = args.entries("grants");
  if (grants === null) args.unknown("grants", "(not written)");
  for (const [member, roles] of grants ?? []) {
    args.about(member);
    for (const [role, words] of args.entries("grants", roles) ?? []) {
      const options = optionsOf(args, member, role, words);
      if (options !== null) facts.memberships.push({ member, role, grantor: null, ...options, style: "memberships", origin });
    }
  }
};

/** `rolegate_membership`: one membership, with its options. */
export const readMembership: ResourceReader = (args, { facts }) => {
  const { origin } = args;
  const member = args.requiredString("member");
  args.about(member);
  const role = args.requiredString("role");
  const words = args.string("options");
  if (!isKnown(member) || !isKnown(role) || !isKnown(words)) return;
  const options = optionsOf(args, member, role, words ?? "default");
  if (options !== null) facts.memberships.push({ member, role, grantor: null, ...options, style: "membership", origin });
};

/** What the server has by another grantor is shown with its name, and counts as well. Null for words that say something unknown. */
const optionsOf = (args: Arguments, member: string, role: string, words: Json) => {
  const options = typeof words === "string" ? parseOptions(withoutGrantors(words)) : "options are one text";
  if (typeof options !== "string") return options;
  args.opaque({
    what: `the membership of \`${shorten(member)}\` in \`${shorten(role)}\` with the options \`${shorten(String(words))}\``,
    why: options,
    remedy: 'write "default", or "admin", "noinherit" and "noset" joined by commas in this order',
  });
  return null;
};
