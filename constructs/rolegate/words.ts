import { optionWords } from "../../model/membership-options";
import type { ReadMembership } from "../memberships";
import { type Place, refuse } from "../refusal";

/** PostgreSQL from which on a membership has INHERIT and SET of its own. */
const OPTIONS_SINCE = 16;

/** The options of a membership, as our provider takes them; before 16 INHERIT is an attribute of the member. */
export const wordsOf = ({ admin, inherit, set }: ReadMembership, major: number): string =>
  optionWords(major >= OPTIONS_SINCE ? { admin, inherit, set } : { admin, inherit: true, set: true });

/** Is INHERIT of its memberships an attribute of the role, and false? */
export const isWithoutInherit = (memberships: readonly ReadMembership[], major: number): boolean =>
  major < OPTIONS_SINCE && memberships.some(({ inherit }) => !inherit);

/** Refuses options that the server's major does not have. */
export const refuseMissingOptions = (role: string, memberships: readonly ReadMembership[], created: boolean, major: number, place: Place): void => {
  if (major >= OPTIONS_SINCE) return;
  const without = memberships.filter(({ inherit }) => !inherit);
  const noSet = memberships.find(({ set }) => !set);
  if (noSet !== undefined)
    throw refuse(`PostgreSQL ${major} has no set: false, which \`${role}\` wants for \`${noSet.role}\`: it came with ${OPTIONS_SINCE}`, place);
  const [one] = without;
  if (one !== undefined && (!created || without.length < memberships.length))
    throw refuse(
      `PostgreSQL ${major} has inherit: false only for all memberships of a role at once, and \`${role}\` wants it for \`${one.role}\`: options of each came with ${OPTIONS_SINCE}`,
      place,
    );
};
