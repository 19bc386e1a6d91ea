import { addTo } from "../model/add-to";
import type { HbaRule } from "../model/server-facts";
import type { RuleInput } from "./rule";

/** Does the line admit every address there is? */
export const isFromAnywhere = ({ address, netmask }: HbaRule): boolean =>
  address === "all" ||
  address === "0.0.0.0/0" ||
  address === "::/0" ||
  (address === "0.0.0.0" && netmask === "0.0.0.0") ||
  (address === "::" && netmask === "::");

/** Does it admit only who is on the server's own machine? */
export const isFromHere = ({ type, address, netmask }: HbaRule): boolean =>
  type === "local" ||
  address === "samehost" ||
  (address === "::1" && netmask !== "::") ||
  address === "::1/128" ||
  (/^127\./.test(address ?? "") && (netmask === null ? !/\/0*$/.test(address ?? "") : /^255\./.test(netmask)));

/** Could the server read the line? One that it read and that nothing will ever match, such as `hostssl` without TLS, has an `error` as well. */
export const isRead = ({ type }: HbaRule): boolean => type !== "";

/** Lines that a session can meet: one that an earlier line answers for every time is left out, and one that cannot be read is never loaded. */
export const reachable = (rules: readonly HbaRule[]): readonly HbaRule[] => {
  const read = rules.filter(({ error }) => error === null);
  return read.filter((rule, at) => !read.slice(0, at).some((earlier) => answersFor(earlier, rule)));
};

/** https://www.postgresql.org/docs/current/auth-pg-hba-conf.html: the first line that matches decides. `all` is no replication. */
const answersFor = (earlier: HbaRule, later: HbaRule): boolean =>
  (earlier.type === later.type || (earlier.type === "host" && later.type.startsWith("host"))) &&
  includesAll(earlier.databases, later.databases) &&
  includesAll(earlier.roles, later.roles) &&
  (earlier.address === "all" || (earlier.address === later.address && earlier.netmask === later.netmask));

const includesAll = (outer: readonly string[], inner: readonly string[]): boolean =>
  inner.every((each) => outer.includes(each) || (outer.includes("all") && each !== "replication"));

/** As it stands in the file. */
export const hbaWords = ({ type, databases, roles, address, netmask, method }: HbaRule): string =>
  [type, databases.join(","), roles.join(","), ...(address === null ? [] : [address]), ...(netmask === null ? [] : [netmask]), method].join(" ");

/** Roles that the line names, groups by `+` with all of their members; null: every role, or a pattern that may be any. */
const admittedRoles = ({ roles }: HbaRule, input: RuleInput): ReadonlySet<string> | null => {
  if (roles.some((role) => role === "all" || role.startsWith("/"))) return null;
  const groups = roles.filter((role) => role.startsWith("+")).map((role) => role.slice(1));
  const plain = roles.filter((role) => !role.startsWith("+"));
  return new Set([...plain, ...(groups.length === 0 ? [] : membersOf(groups, input))]);
};

/** A membership counts whatever its options: one that gives nothing else still opens the door. */
const membersOf = (groups: readonly string[], { graph }: RuleInput): ReadonlySet<string> => {
  const byRole = new Map<string, string[]>();
  for (const { member, role } of graph.memberships) addTo(byRole, role, member);
  const found = new Set(groups);
  for (const role of found) for (const member of byRole.get(role) ?? []) found.add(member);
  return found;
};

/** May an administrator or superuser come in by it? */
export const admitsSuperuser = (rule: HbaRule, input: RuleInput): boolean => {
  const admitted = admittedRoles(rule, input);
  if (admitted === null) return true;
  return [...admitted].some((role) => input.isAdministrator(role) || input.index.role(role)?.superuser === true);
};

/** Members of the line's groups that hold nothing of them: neither INHERIT nor SET leads there. From PostgreSQL 16 on. */
export const emptyMembers = ({ roles }: HbaRule, { graph }: RuleInput): readonly string[] => {
  const groups = new Set(roles.filter((role) => role.startsWith("+")).map((role) => role.slice(1)));
  const empty = graph.memberships.filter(({ role, inherit, set }) => groups.has(role) && inherit === false && set === false).map(({ member }) => member);
  const real = new Set(
    graph.memberships.filter(({ role, inherit, set }) => groups.has(role) && (inherit !== false || set !== false)).map(({ member }) => member),
  );
  return [...new Set(empty)].filter((member) => !real.has(member));
};
