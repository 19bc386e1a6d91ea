import type { Membership } from "../access-graph";
import { areCreators } from "../membership-options";
import { predefinedRole } from "../predefined-roles";
import { isKnown, type Maybe } from "../unknown";
import type { Difference } from "./difference";
import { wordOf } from "./difference";
import { eachPair } from "./pairs";
import type { DriftScope } from "./scope";

/** Found by one comparison. */
export interface Found {
  readonly differences: Difference[];
  readonly untold: string[];
  /** Facts that only the server has and that somebody tolerates. */
  tolerated: number;
}

export const nothingFound = (): Found => ({ differences: [], untold: [], tolerated: 0 });

/** Options of a membership as a server of 16 and later stores them; before 16 only ADMIN counts. */
interface Options {
  readonly admin: boolean;
  readonly inherit: boolean;
  readonly set: boolean;
}

/** Memberships of every role that the code knows, with options and grantors, and of the server's own roles. */
export const compareMemberships = (scope: DriftScope, found: Found): void => {
  eachPair(scope.desired.memberships, scope.live.graph.memberships, (wanted, rows) => {
    if (wanted !== null) compareWanted(scope, wanted, rows, found);
    else for (const row of rows) compareExtra(scope, row, found);
  });
};

const compareWanted = (scope: DriftScope, membership: Membership, rows: readonly Membership[], found: Found): void => {
  const { member, role, origin } = membership;
  const options = wantedOptions(scope, membership);
  if (options === null) {
    found.untold.push(`the options of the membership of ${wordOf(member)} in ${wordOf(role)}: the code does not say them, at ${origin.address ?? "?"}`);
    return;
  }
  const [only] = rows;
  // Nearly every pair: as the code has it.
  if (only !== undefined && rows.length === 1 && differingOptions(scope, options, only).length === 0 && !isForeign(scope, only)) return;
  const complete: Membership = { ...membership, ...options };
  if (only === undefined) {
    found.differences.push({
      ...common(scope, membership),
      desired: optionWords(scope, options, "a member"),
      actual: null,
      grantor: null,
      origin,
      terraform: "mends",
      mend: { act: "grant-membership", membership: complete },
    });
    return;
  }
  const { ours, foreign } = byGrantor(scope, rows);
  for (const row of ours) compareOptions(scope, complete, options, row, found);
  for (const row of foreign) {
    const isOnly = ours.length === 0;
    found.differences.push({
      ...common(scope, membership),
      detail: isOnly ? `who granted ${wordOf(role)}` : `${wordOf(role)}, granted a second time`,
      desired: isOnly ? "granted by whoever applies the code" : null,
      actual: optionWords(scope, liveOptions(row), `granted by ${wordOf(row.grantor ?? "?")}`),
      grantor: row.grantor,
      origin,
      terraform: isOfOurs(membership) ? "mends" : "blind",
      mend: isOnly ? { act: "regrant-membership", membership: complete, from: row } : { act: "revoke-membership", membership: row },
    });
  }
};

const ALL_OPTIONS = ["admin", "inherit", "set"] as const;
const ADMIN_ALONE = ["admin"] as const;

const differingOptions = ({ live }: DriftScope, options: Options, row: Membership): readonly (keyof Options)[] => {
  const actual = liveOptions(row);
  return (live.major >= 16 ? ALL_OPTIONS : ADMIN_ALONE).filter((name) => options[name] !== actual[name]);
};

const compareOptions = (scope: DriftScope, complete: Membership, options: Options, row: Membership, found: Found): void => {
  const actual = liveOptions(row);
  const differing = differingOptions(scope, options, row);
  if (differing.length === 0) return;
  const words = (side: Options): string => differing.map((name) => `${name.toUpperCase()} ${side[name] ? "TRUE" : "FALSE"}`).join(", ");
  found.differences.push({
    ...common(scope, complete),
    detail: `options of member of ${wordOf(complete.role)}`,
    desired: words(options),
    actual: words(actual),
    grantor: row.grantor,
    origin: complete.origin,
    // postgresql_grant_role reads ADMIN OPTION of one row; INHERIT and SET only our own provider reads.
    terraform: isOfOurs(complete) || (complete.style === "grant-role" && differing.includes("admin")) ? "mends" : "blind",
    mend: { act: "regrant-membership", membership: { ...complete, grantor: row.grantor }, from: row },
  });
};

/** Our own provider reads every row of a membership, with its options and grantor. */
const isOfOurs = ({ style }: Membership): boolean => style === "memberships" || style === "membership";

const compareExtra = (scope: DriftScope, row: Membership, found: Found): void => {
  const { member, role, grantor } = row;
  const standing = scope.standingOf(member);
  if (scope.isAdministrator(member)) return;
  // A role that the code does not know is told as a whole.
  if (standing === "unmanaged") return;
  if ((standing === "named" && (scope.isTolerated(member) || scope.external.get(member)?.has(role) === true)) || isBookkeeping(scope, row)) {
    found.tolerated += 1;
    return;
  }
  const declared = scope.managed.get(member);
  if (scope.desired.unknowns.some((fact) => fact.attribute === "roles" && fact.role === member)) {
    found.untold.push(
      `whether ${wordOf(member)} is to be a member of ${wordOf(role)}: \`roles\` of ${declared?.origin.address ?? wordOf(member)} is not all known`,
    );
    return;
  }
  found.differences.push({
    ...common(scope, row),
    desired: null,
    actual: optionWords(scope, liveOptions(row), `a member, granted by ${wordOf(grantor ?? "?")}`),
    grantor,
    origin: declared?.origin ?? null,
    terraform: scope.isOwned(row) ? "mends" : declared?.otherMemberships === undefined ? "blind" : isForeign(scope, row) ? "cannot" : "mends",
    mend: { act: "revoke-membership", membership: row },
  });
};

const common = (scope: DriftScope, { member, role }: Membership): Pick<Difference, "about" | "role" | "standing" | "detail" | "tier" | "database"> => ({
  about: "membership",
  role: member,
  standing: scope.standingOf(member),
  detail: `member of ${wordOf(role)}`,
  tier: predefinedRole(role)?.tier ?? scope.live.worth(role),
  database: null,
});

/** What a plain GRANT stores where the code does not say it; null where that is not known. */
const wantedOptions = (scope: DriftScope, { member, admin, inherit, set }: Membership): Options | null => {
  const plain: Maybe<boolean> = (scope.managed.get(member) ?? scope.liveRoles.get(member))?.inherit ?? true;
  const options = { admin, inherit: inherit ?? plain, set: set ?? true };
  return isKnown(options.admin) && isKnown(options.inherit) && isKnown(options.set) ? (options as Options) : null;
};

const liveOptions = ({ admin, inherit, set }: Membership): Options => ({ admin: admin === true, inherit: inherit !== false, set: set !== false });

/** Only what is not PostgreSQL's default. */
const optionWords = ({ live }: DriftScope, { admin, inherit, set }: Options, words: string): string => {
  const odd = [admin && "ADMIN TRUE", live.major >= 16 && !inherit && "INHERIT FALSE", live.major >= 16 && !set && "SET FALSE"].filter(
    (each) => each !== false,
  );
  return odd.length === 0 ? words : `${words}, ${odd.join(", ")}`;
};

/** Is the pair's one row somebody else's grant? */
const isForeign = (scope: DriftScope, { grantor }: Membership): boolean => {
  if (scope.live.major < 16 || (scope.appliers.length === 0 && !scope.managed.has(grantor ?? ""))) return false;
  return !isOurs(scope, grantor);
};

const isOurs = (scope: DriftScope, grantor: string | null): boolean => grantor !== null && scope.isAdministrator(grantor);

/** Before 16 a pair has one row, and whoever grants it again becomes its grantor: nobody's second grant can outlive a REVOKE. */
const byGrantor = (scope: DriftScope, rows: readonly Membership[]): { readonly ours: readonly Membership[]; readonly foreign: readonly Membership[] } => {
  const [only, ...others] = rows;
  if (scope.live.major < 16 || (only !== undefined && others.length === 0 && !isForeign(scope, only))) return { ours: rows, foreign: [] };
  return { ours: rows.filter(({ grantor }) => isOurs(scope, grantor)), foreign: rows.filter(({ grantor }) => !isOurs(scope, grantor)) };
};

/** From 16 on PostgreSQL itself gives a CREATEROLE role ADMIN OPTION on each role that it creates. */
const isBookkeeping = ({ live, liveRoles, managed }: DriftScope, row: Membership): boolean =>
  live.major >= 16 &&
  row.grantor === live.bootstrapSuperuser &&
  areCreators(row) &&
  liveRoles.get(row.member)?.createrole === true &&
  !managed.has(row.role) &&
  predefinedRole(row.role) === undefined;
