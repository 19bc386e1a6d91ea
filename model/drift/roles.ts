import type { Role } from "../access-graph";
import { rankOf, type Tier } from "../capability";
import { isReservedName } from "../predefined-roles";
import { isKnown } from "../unknown";
import { type Difference, wordOf } from "./difference";
import type { Found } from "./memberships";
import { type DriftScope, namesGiven } from "./scope";
import { sameInstant } from "./values";

/** Roles that only one side has, and attributes of those that both have. */
export const compareRoles = (
  scope: DriftScope,
  found: Found,
): { readonly unmanaged: string[]; readonly external: string[]; readonly administrators: string[] } => {
  const { desired, live, liveRoles, managed } = scope;
  for (const role of managed.values()) {
    const actual = liveRoles.get(role.name);
    if (actual === undefined) found.differences.push(missing(scope, role));
    else compareAttributes(scope, role, actual, found);
  }
  const tolerated = { unmanaged: [] as string[], external: [] as string[], administrators: [] as string[] };
  for (const role of live.graph.roles) {
    const { name } = role;
    if (isReservedName(name) || managed.has(name)) continue;
    if (scope.isAdministrator(name)) tolerated.administrators.push(name);
    else if (scope.standingOf(name) !== "unmanaged") continue;
    else if (scope.isTolerated(name)) tolerated.unmanaged.push(name);
    else if (scope.external.has(name)) tolerated.external.push(name);
    else found.differences.push(unknownToCode(scope, role));
  }
  for (const name of namedOnly(scope)) {
    found.differences.push({
      ...common(scope, name),
      desired: "exists: the code gives it something",
      actual: null,
      origin: desired.roles.find((role) => role.name === name)?.origin ?? originOfNamed(scope, name),
      terraform: "cannot",
      mend: { act: "none", why: `${wordOf(name)} is made elsewhere: whoever owns it makes it, or the code leaves it out` },
    });
  }
  return tolerated;
};

const common = (scope: DriftScope, role: string): Pick<Difference, "about" | "role" | "standing" | "detail" | "tier" | "database" | "grantor"> => ({
  about: "role",
  role,
  standing: scope.standingOf(role),
  detail: `role ${wordOf(role)}`,
  tier: null,
  database: null,
  grantor: null,
});

const missing = (scope: DriftScope, role: Role): Difference => ({
  ...common(scope, role.name),
  desired: role.login === false ? "exists, a group" : "exists",
  actual: null,
  tier: role.superuser === true ? "superuser" : null,
  origin: role.origin,
  terraform: "mends",
  mend: { act: "create-role", role },
});

const unknownToCode = (scope: DriftScope, { name, login, superuser }: Role): Difference => ({
  ...common(scope, name),
  desired: null,
  actual: `exists${login === true ? ", can log in" : ", a group"}${superuser === true ? ", SUPERUSER" : ""}`,
  tier: scope.live.worth(name),
  origin: null,
  terraform: "blind",
  mend: { act: "drop-role", name },
});

/** Named by the code as if it were there. Predefined roles that a major lacks are for rules. */
const namedOnly = ({ desired, liveRoles, managed }: DriftScope): readonly string[] =>
  [...namesGiven(desired)].filter((name) => name !== "PUBLIC" && !managed.has(name) && !liveRoles.has(name));

const originOfNamed = ({ desired }: DriftScope, name: string): Difference["origin"] =>
  desired.memberships.find(({ member, role }) => member === name || role === name)?.origin ??
  desired.grants.find(({ grantee }) => grantee === name)?.origin ??
  null;

type Flag = "login" | "inherit" | "superuser" | "createrole" | "createdb" | "replication" | "bypassrls";
const FLAGS: readonly Flag[] = ["login", "inherit", "superuser", "createrole", "createdb", "replication", "bypassrls"];

/** Before 16 CREATEROLE grants itself every role but superusers. */
const worthOf = (flag: Flag, major: number): Tier | null => {
  const worth: Partial<Record<Flag, Tier>> = {
    superuser: "superuser",
    createrole: major < 16 ? "os" : "control",
    createdb: "control",
    replication: "data",
    bypassrls: "data",
  };
  return worth[flag] ?? null;
};

const compareAttributes = (scope: DriftScope, role: Role, actual: Role, found: Found): void => {
  const push = (detail: string, desired: string, is: string, tier: Tier | null, words: string): void => {
    found.differences.push({
      ...common(scope, role.name),
      about: "attribute",
      detail,
      desired,
      actual: is,
      tier,
      origin: role.origin,
      terraform: "mends",
      mend: { act: "alter-role", name: role.name, words },
    });
  };
  const untold = (what: string): void => void found.untold.push(`${what} of ${wordOf(role.name)}: the code does not say it, at ${role.origin.address ?? "?"}`);
  for (const flag of FLAGS) {
    const [wanted, is] = [role[flag], actual[flag]];
    const word = (value: unknown): string => `${value === true ? "" : "NO"}${flag.toUpperCase()}`;
    if (!isKnown(wanted)) untold(flag.toUpperCase());
    else if (wanted !== is) push(flag.toUpperCase(), word(wanted), word(is), worthOf(flag, scope.live.major), word(wanted));
  }
  compareLimits(role, actual, push, untold);
};

type Push = (detail: string, desired: string, is: string, tier: Tier | null, words: string) => void;

const compareLimits = (role: Role, actual: Role, push: Push, untold: (what: string) => void): void => {
  const limit = (value: number): string => (value === -1 ? "no limit" : String(value));
  const wanted = role.connectionLimit;
  const is = actual.connectionLimit;
  if (!isKnown(wanted)) untold("CONNECTION LIMIT");
  else if (isKnown(is) && wanted !== is) push("CONNECTION LIMIT", limit(wanted), limit(is), null, `CONNECTION LIMIT ${wanted}`);
  const until = role.validUntil;
  const isUntil = actual.validUntil;
  const same = isKnown(until) && isKnown(isUntil) ? sameInstant(until, isUntil) : null;
  if (same === null) untold("VALID UNTIL");
  else if (!same && isKnown(until) && isKnown(isUntil))
    push("VALID UNTIL", until ?? "infinity", isUntil ?? "infinity", null, `VALID UNTIL '${(until ?? "infinity").replaceAll("'", "''")}'`);
};

/** For the order of a report. */
export const rankOfTier = (tier: Tier | null): number => (tier === null ? -1 : rankOf(tier));
