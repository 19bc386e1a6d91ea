import type { Membership } from "../access-graph";
import { areCreators } from "../membership-options";
import { predefinedRole } from "../predefined-roles";
import { isKnown, type Maybe } from "../unknown";
import type { Difference } from "./difference";
import { wordOf } from "./difference";
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
  const { desired, live } = scope;
  const wanted = new Map<string, Membership>();
  for (const membership of desired.memberships) wanted.set(pairOf(membership), membership);
  const rows = new Map<string, Membership[]>();
  for (const row of live.graph.memberships) {
    const known = rows.get(pairOf(row));
    if (known === undefined) rows.set(pairOf(row), [row]);
    else known.push(row);
  }
  for (const [pair, membership] of wanted) compareWanted(scope, membership, rows.get(pair) ?? [], found);
  for (const [pair, [row, ...others]] of rows)
    if (row !== undefined && !wanted.has(pair)) for (const each of [row, ...others]) compareExtra(scope, each, found);
};

const pairOf = ({ member, role }: Membership): string => JSON.stringify([member, role]);

const compareWanted = (scope: DriftScope, membership: Membership, rows: readonly Membership[], found: Found): void => {
  const { member, role, origin } = membership;
  const options = wantedOptions(scope, membership);
  if (options === null) {
    found.untold.push(`the options of the membership of ${wordOf(member)} in ${wordOf(role)}: the code does not say them, at ${origin.address ?? "?"}`);
    return;
  }
  const complete: Membership = { ...membership, ...options };
  if (rows.length === 0) {
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

const compareOptions = (scope: DriftScope, complete: Membership, options: Options, row: Membership, found: Found): void => {
  const actual = liveOptions(row);
  const names = scope.live.major >= 16 ? (["admin", "inherit", "set"] as const) : (["admin"] as const);
  const differing = names.filter((name) => options[name] !== actual[name]);
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
  const isForeign = byGrantor(scope, [row]).foreign.length > 0;
  found.differences.push({
    ...common(scope, row),
    desired: null,
    actual: optionWords(scope, liveOptions(row), `a member, granted by ${wordOf(grantor ?? "?")}`),
    grantor,
    origin: declared?.origin ?? null,
    terraform: scope.isOwned(row) ? "mends" : declared?.otherMemberships === undefined ? "blind" : isForeign ? "cannot" : "mends",
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

/** Before 16 a pair has one row, and whoever grants it again becomes its grantor: nobody's second grant can outlive a REVOKE. */
const byGrantor = (scope: DriftScope, rows: readonly Membership[]): { readonly ours: readonly Membership[]; readonly foreign: readonly Membership[] } => {
  const isOnlyOne = rows.length === 1 && scope.appliers.length === 0;
  if (scope.live.major < 16) return { ours: rows, foreign: [] };
  const isOurs = ({ grantor }: Membership): boolean => grantor !== null && scope.isAdministrator(grantor);
  if (isOnlyOne && !scope.managed.has(rows[0]?.grantor ?? "")) return { ours: rows, foreign: [] };
  return { ours: rows.filter(isOurs), foreign: rows.filter((row) => !isOurs(row)) };
};

/** From 16 on PostgreSQL itself gives a CREATEROLE role ADMIN OPTION on each role that it creates. */
const isBookkeeping = ({ live, liveRoles, managed }: DriftScope, row: Membership): boolean =>
  live.major >= 16 &&
  row.grantor === live.bootstrapSuperuser &&
  areCreators(row) &&
  liveRoles.get(row.member)?.createrole === true &&
  !managed.has(row.role) &&
  predefinedRole(row.role) === undefined;
