import type { Membership, Role, Setting } from "../../model/access-graph";
import { isServerTier } from "../../model/capability";
import { wordOf } from "../../model/drift/difference";
import { listElements, milliseconds } from "../../model/drift/values";
import { isPlatformRole } from "../../model/platforms";
import { ROLE_ATTRIBUTES, type RoleAttribute } from "../../model/policy";
import { isReservedName, predefinedRole } from "../../model/predefined-roles";
import { isPattern } from "../../model/role-pattern";
import { isKnown } from "../../model/unknown";
import { nameProblem } from "../../policies/names";
import type { LiveAccess } from "../live-access";
import type { AdoptedMembership, AdoptedSettings, Question } from "./adoption";

/** How far a role is left out because a gate refuses what it has: nothing, what makes it dangerous, all of it. */
export type Demotion = 0 | 1 | 2;

/** What can be said of one role, and what cannot. */
export interface Candidate {
  readonly role: Role;
  readonly memberOf: readonly AdoptedMembership[];
  readonly settings: AdoptedSettings;
  readonly attributes: readonly RoleAttribute[];
  readonly unsaid: readonly string[];
  /** Can a construct create it as it is? */
  readonly creatable: boolean;
}

/** What is asked of a live cluster. */
export interface CandidateRequest {
  readonly live: LiveAccess;
  readonly administrators: ReadonlySet<string>;
  /** Whose grants are those of whoever applies the code. */
  readonly appliers: ReadonlySet<string>;
  readonly demotionOf: (role: string) => Demotion;
}

/** The roles that the program may speak of, and questions about those that it leaves out. */
export const candidatesOf = (request: CandidateRequest): { readonly candidates: ReadonlyMap<string, Candidate>; readonly questions: readonly Question[] } => {
  const { graph } = request.live;
  const questions: Question[] = [];
  const roles = graph.roles.filter(({ name }) => !isReservedName(name) && !request.administrators.has(name));
  const spoken = new Map<string, Role>();
  for (const role of roles) {
    const why = leftOut(role, request.demotionOf(role.name));
    if (why === null) spoken.set(role.name, role);
    else questions.push({ role: role.name, text: why, capability: null });
  }
  const memberships = byMember(graph.memberships);
  const settings = byRole(graph.settings);
  const candidates = new Map<string, Candidate>();
  for (const role of spoken.values()) {
    candidates.set(role.name, candidateOf(request, role, memberships.get(role.name) ?? [], settings.get(role.name) ?? [], spoken, questions));
  }
  for (const { member, role } of graph.memberships) {
    if (isReservedName(member))
      questions.push({ role: member, text: `is a member of ${wordOf(role)}: no predefined role should be a member of anything`, capability: null });
  }
  return { candidates, questions };
};

const byMember = (memberships: readonly Membership[]): ReadonlyMap<string, readonly Membership[]> => groupedBy(memberships, ({ member }) => member);
const byRole = (settings: readonly Setting[]): ReadonlyMap<string, readonly Setting[]> => groupedBy(settings, ({ role }) => role);

/** Items by key, in their order. */
export const groupedBy = <T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
};

const leftOut = ({ name, superuser }: Role, demotion: Demotion): string | null => {
  if (superuser === true)
    return "is a superuser: does it administer the server? Then name it in `administrators` of environments.yaml; else take SUPERUSER away";
  const problem = nameProblem(name);
  if (problem !== null) return `cannot be written: its name ${problem}`;
  if (isPattern(name)) return "cannot be written: its name holds `*`, which is a pattern in the policy files";
  if (name in Object.prototype) return "cannot be written: constructs take its name for one of JavaScript's own";
  return demotion === 2 ? "holds what the gate refuses, whatever is left of it: look at `rolegate explain` for it" : null;
};

const candidateOf = (
  request: CandidateRequest,
  role: Role,
  rows: readonly Membership[],
  stored: readonly Setting[],
  spoken: ReadonlyMap<string, Role>,
  questions: Question[],
): Candidate => {
  const unsaid: string[] = [];
  const memberOf: AdoptedMembership[] = [];
  const isDemoted = request.demotionOf(role.name) === 1;
  for (const [group, ofGroup] of groupedBy(rows, (row) => row.role)) {
    const problem = membershipProblem(request, role, group, ofGroup, spoken, isDemoted, questions);
    if (problem !== null) unsaid.push(problem);
    else memberOf.push({ role: group, admin: ofGroup[0]?.admin === true, inherit: role.inherit !== false });
  }
  const { settings, problems } = settingsOf(stored);
  const group = settings.role;
  if (group !== undefined && !memberOf.some((membership) => membership.role === group))
    problems.push(`its sessions start as ${wordOf(group)}, of which it is no member here`);
  const attributes = ROLE_ATTRIBUTES.filter((attribute) => role[attribute] === true);
  if (isDemoted) for (const attribute of attributes) problems.push(`${attribute.toUpperCase()}, which the gate refuses`);
  if (role.login !== true && (role.connectionLimit !== -1 || role.validUntil !== null)) problems.push("a group with CONNECTION LIMIT or VALID UNTIL");
  if (role.inherit === false && memberOf.length === 0) problems.push("NOINHERIT, and no membership that it is about");
  if (memberOf.some(({ admin }) => admin)) problems.push("ADMIN OPTION, which the provider writes only for a role that it does not create");
  return {
    role,
    memberOf: memberOf.toSorted((a, b) => (a.role < b.role ? -1 : 1)),
    settings,
    attributes: isDemoted ? [] : attributes,
    unsaid: [...unsaid, ...problems],
    creatable: unsaid.length + problems.length === 0,
  };
};

const membershipProblem = (
  { live, appliers, administrators }: CandidateRequest,
  { name, inherit }: Role,
  group: string,
  rows: readonly Membership[],
  spoken: ReadonlyMap<string, Role>,
  isDemoted: boolean,
  questions: Question[],
): string | null => {
  const words = `member of ${wordOf(group)}`;
  const fact = predefinedRole(group);
  if (fact !== undefined && (isServerTier(fact.tier) || !fact.grantable)) {
    questions.push({ role: name, text: `is a ${words}, which is tier ${fact.tier}: is that meant?`, capability: CAPABILITY_OF[group] ?? null });
    return `${words} (tier ${fact.tier}): a question for the owners`;
  }
  if (administrators.has(group) || (fact === undefined && !isPlatformRole(group) && !spoken.has(group))) {
    questions.push({ role: name, text: `is a ${words}, which this program does not speak of: is that meant?`, capability: null });
    return `${words}, which this program does not speak of`;
  }
  if (isDemoted && (fact !== undefined || isPlatformRole(group))) {
    questions.push({ role: name, text: `is a ${words}, and the gate refuses what it reaches by it: is that meant?`, capability: null });
    return `${words}, which the gate refuses`;
  }
  if (rows.length > 1) return `${words}, granted by ${rows.map(({ grantor }) => wordOf(grantor ?? "?")).join(" and by ")}: the provider knows one grantor`;
  const [row] = rows;
  if (row === undefined || live.major < 16) return null;
  if (row.grantor === null || !appliers.has(row.grantor))
    return `${words}, granted by ${wordOf(row.grantor ?? "?")}: the provider would grant it a second time`;
  if (row.set === false) return `${words} WITH SET FALSE, which the provider cannot write`;
  if (row.inherit !== inherit)
    return `${words} WITH INHERIT ${row.inherit === true ? "TRUE" : "FALSE"}, other than its own attribute: the provider cannot write it`;
  return null;
};

const CAPABILITY_OF: Readonly<Record<string, string>> = {
  pg_execute_server_program: "execute-server-program",
  pg_read_server_files: "read-server-files",
  pg_write_server_files: "write-server-files",
};

const settingsOf = (stored: readonly Setting[]): { readonly settings: AdoptedSettings; readonly problems: string[] } => {
  const settings: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const { role, name, database, value } of stored) {
    const text = isKnown(value) ? value : "";
    const said = database === undefined ? saidSetting(name, text) : null;
    const span = TIMEOUTS.has(name) && database === undefined ? milliseconds(text) : null;
    if (said !== null) settings[name] = said;
    else if (span !== null)
      problems.push(`the setting ${name}, written as ${text}, which the provider fails on: ALTER ROLE ${wordOf(role)} SET ${name} = ${span} says the same`);
    else problems.push(`the setting ${name}${database === undefined ? "" : ` in database ${wordOf(database)}`}, which the provider cannot write`);
  }
  return { settings: settings as AdoptedSettings, problems };
};

const TIMEOUTS: ReadonlySet<string> = new Set(["statement_timeout", "idle_in_transaction_session_timeout"]);

/** As constructs take it; null where they, or the provider, cannot. */
const saidSetting = (name: string, value: string): string | readonly string[] | null => {
  if (name === "role") return value === "none" ? null : value;
  if (name === "search_path") {
    const path = listElements(value);
    return path.length === 0 || path.some((schema) => nameProblem(schema) !== null && schema !== "public") ? null : path;
  }
  // The provider reads a plain number only, and fails on `30s`.
  return TIMEOUTS.has(name) && /^\d+$/.test(value) ? durationOf(milliseconds(value) ?? 0) : null;
};

const UNITS: readonly (readonly [unit: string, length: number])[] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
];

const durationOf = (span: number): string => {
  const [unit, length] = UNITS.find(([, each]) => span % each === 0 && span !== 0) ?? (span === 0 ? ["s", 1] : ["ms", 1]);
  return `${span / length}${unit}`;
};
