import { InputError } from "../../model/input-error";
import { MAJORS, type Major } from "../../model/predefined-roles";

/** The major that a server is read as, and what a person should know of it. */
export interface ReadAs {
  readonly major: Major;
  readonly notices: readonly string[];
}

const OLDEST = MAJORS[0];
const NEWEST = MAJORS[MAJORS.length - 1] ?? OLDEST;

/** From `server_version_num`, such as 160014. A newer server is read as the newest known one; throws `InputError` for one that is too old. */
export const readAs = (version: number, shown: string): ReadAs => {
  const major = Math.floor(version / 10_000);
  const known = MAJORS.find((each) => each === major);
  if (known !== undefined) return { major: known, notices: [] };
  if (major > NEWEST) return { major: NEWEST, notices: [`${shown} is PostgreSQL ${major}, newer than rolegate knows: it is read as PostgreSQL ${NEWEST}`] };
  // Before 10 the first two numbers were the major.
  const said = major >= 10 ? String(major) : `${major}.${Math.floor(version / 100) % 100}`;
  throw new InputError(`\`${shown}\` is PostgreSQL ${said}, which is too old`, [`rolegate reads PostgreSQL ${OLDEST} to ${NEWEST}`]);
};
