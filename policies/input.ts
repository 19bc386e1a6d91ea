import { type AccessGraph, NO_ORIGIN, type Origin, type Role, type Setting } from "../model/access-graph";
import { isServerTier, tierOf } from "../model/capability";
import { type AskedGoal, type Closure, closureOf, type HolderKind, type Server } from "../model/closure";
import { PUBLIC } from "../model/closure/object-index";
import { isLive, type JudgedEnvironment } from "../model/environment";
import { type GraphIndex, indexGraph, mentionedRole } from "../model/graph-index";
import { once } from "../model/once";
import { isPlatformRole, isVendorGroup, type Platform } from "../model/platforms";
import type { AcceptedFunction, PolicyData } from "../model/policy";
import { hasPredefinedRole, type Major, PREDEFINED_ROLE_NAMES, predefinedRole } from "../model/predefined-roles";
import type { ServerChange } from "../model/reading";
import type { Step } from "../model/report";
import { isPossiblyTrue, UNKNOWN } from "../model/unknown";
import { alikeRoles, type Roles } from "./alike-roles";
import { compared } from "./compared";
import { cutter, type ReachesWithout } from "./cuts";
import { externalHoldings, withExternalRoles } from "./external-roles";
import type { Held } from "./held";
import { graphAsServerReads } from "./names";
import { type Persona, personaLookup } from "./persona";
import type { Holding, LiveContext, RoleHeld, RuleInput } from "./rule";
import { cutsAbove, ruleOn } from "./rulings";

/** What the inputs of all majors of one environment share. */
export interface SharedInput {
  readonly environment: JudgedEnvironment;
  readonly graph: AccessGraph;
  readonly written: AccessGraph;
  readonly change: ServerChange | null;
  readonly index: GraphIndex;
  readonly policy: PolicyData | null;
  readonly today: string;
  readonly live: LiveContext | null;
  readonly majorKnown: boolean;
}

/** Reads the facts as the server does, adds what the policy files say of roles managed elsewhere, and indexes them. */
export const sharedInput = (
  environment: JudgedEnvironment,
  written: AccessGraph,
  policy: PolicyData | null,
  today: string,
  change: ServerChange | null = null,
  live: LiveContext | null = null,
): SharedInput => {
  // A live cluster shows what roles managed elsewhere hold.
  const graph = inOrder(isLive(environment) ? graphAsServerReads(written) : withExternalRoles(graphAsServerReads(written), policy, environment.name));
  return { environment, graph, written, change, index: indexGraph(graph), policy, today, live, majorKnown: environment.majors.length === 1 };
};

/** Facts by name, so that of two paths of one length, or two facts that say the same, one is shown whatever the input's order is. */
const inOrder = (graph: AccessGraph): AccessGraph => ({
  ...graph,
  roles: sorted(graph.roles, (a, b) => compared(a.name, b.name) || byAddress(a, b)),
  memberships: sorted(graph.memberships, (a, b) => compared(a.member, b.member) || compared(a.role, b.role) || byAddress(a, b)),
});

/** A live server's are in order as they are read, and many. */
const sorted = <T>(facts: readonly T[], order: (a: T, b: T) => number): readonly T[] =>
  facts.every((fact, at) => at === 0 || order(facts[at - 1] ?? fact, fact) <= 0) ? facts : facts.toSorted(order);

type Written = { readonly origin: Origin };
const byAddress = (a: Written, b: Written): number => compared(a.origin.address ?? "", b.origin.address ?? "");

/** What the rules see of one environment at one major; everything that costs is made when it is first asked for, and kept. */
export const inputAt = (major: Major, shared: SharedInput): RuleInput => {
  const { environment, policy, today } = shared;
  const graph = withGrantableRoles(shared.graph, major);
  const index = graph === shared.graph ? shared.index : indexGraph(graph);
  const administrators = new Set(environment.administrators);
  const accepted = acceptedHere(policy, environment.name, today);
  const server: Server = {
    major,
    administrators: [...new Set([...environment.administrators, ...environment.providerLogins])],
    accepted,
    platform: environment.platform,
    ...(environment.version !== undefined && { version: environment.version }),
  };
  const closure = closureOf(index, server);
  const namedPersona = personaLookup(policy, environment.name);
  const everyone = personaLookup(null, environment.name)(PUBLIC);
  const persona = (role: string): Persona => (role === PUBLIC ? everyone : namedPersona(role));
  const external = externalHoldings(policy, environment.name);
  const isSuperuser = (role: string): boolean => server.administrators.includes(role) || index.role(role)?.superuser === true;
  const superusers = [...new Set([...server.administrators, ...graph.roles.filter(({ superuser }) => superuser === true).map(({ name }) => name)])];
  const publicReaches = new Set(closure.reaches(PUBLIC).map(({ capability }) => capability));
  const reachWithout = cutter(index, server);
  const reachesWithout: ReachesWithout = (role, reach, cut) => reachWithout(role, reach, cut) !== undefined;
  const context = { environment, major, policy, today, reachesWithout, reachWithout, isSuperuser, higherThan: cutsAbove(major, superusers), publicReaches };
  const loginOf = (role: string) => index.role(role)?.login ?? UNKNOWN;
  const canLogIn = (role: string): boolean => mayLogIn(role, loginOf(role), environment.platform);

  const holdingOf = (roles: Roles): Holding | null => {
    const [role] = roles;
    const { capabilities, roles: reached } = closureFor(role, closure, index, server, administrators).answer(role, isOfInterest);
    const reaches = capabilities.filter((reach) => isOfInterest(reach) && (reach.holder !== role || !IS_OWN_MEMBER.has(reach.kind)));
    if (reaches.length === 0) return null;
    const isGroup = loginOf(role) === false;
    const holder = { role, persona: persona(role), canLogIn: canLogIn(role), isGroup, external: external.get(role) ?? NOBODY };
    return { roles, held: ruleOn(reaches, holder, context), reached };
  };
  const named = index.roleNames.filter((name) => predefinedRole(name) === undefined && !administrators.has(name));
  const judged = publicReaches.size === 0 ? named : [PUBLIC, ...named];
  const loginRoles = new Map(graph.settings.filter(({ name }) => name === "role").map((setting) => [setting.role, setting]));
  const byName = new Set([...external.keys(), ...namedHere(policy, environment)]);
  const holdings = once(() => {
    if (closure.isEmpty) return [];
    // An object of its own is like no other mark.
    const markOf = (role: string): unknown => (byName.has(role) ? { role } : closure.standIn(role));
    const alike = alikeRoles(judged, (role) => [markOf(role), persona(role), loginOf(role), canLogIn(role)]);
    return alike.flatMap((roles) => holdingOf(roles) ?? []);
  });
  const ofConcern = (isMeant: (held: Held) => boolean = () => true): readonly RoleHeld[] =>
    holdings().flatMap(({ roles, held }): readonly RoleHeld[] => {
      if (!held.some((one) => isOfConcern(one) && isMeant(one))) return [];
      return roles.flatMap((role, at) => {
        const own = at === 0 ? held : (holdingOf([role])?.held ?? []);
        return own.flatMap((one) => (isOfConcern(one) && isMeant(one) ? [{ role, held: one }] : []));
      });
    });

  return {
    ...shared,
    graph,
    index,
    major,
    closure,
    accepted,
    judged,
    isAdministrator: (role) => administrators.has(role),
    canLogIn,
    persona,
    holdings,
    ofConcern,
    originOf: (role, path) => originOf(role, path, index, loginRoles),
    waivers: [],
  };
};

/** A vendor's role for administration is a group on every platform, whether the input shows it or not; its other groups are where they belong. */
const mayLogIn = (role: string, login: Role["login"], platform: Platform): boolean =>
  isPlatformRole(role) || isVendorGroup(platform, role) ? login === true : isPossiblyTrue(login);

/** What may follow from a capability is no finding below tier files: nearly every login has some, and they are not even asked for. */
const isOfInterest = ({ follows, certainty, capability }: AskedGoal): boolean =>
  follows === null || certainty === "certain" || isServerTier(tierOf(capability));

/** Kinds of which a role that has the capability itself is the very thing that gives it, and is not judged for that. */
const IS_OWN_MEMBER: ReadonlySet<HolderKind> = new Set<HolderKind>(["predefined-role", "platform-role", "administrator"]);

const acceptedHere = (policy: PolicyData | null, environment: string, today: string): readonly AcceptedFunction[] =>
  (policy?.acceptedFunctions ?? []).filter((entry) => entry.environment === environment && today <= entry.expires);

const NOBODY: ReadonlySet<string> = new Set();

/** Roles of which the policy files say something by name that a ruling hangs on, beside their personas. */
const namedHere = (policy: PolicyData | null, { name, policy: own }: JudgedEnvironment): readonly string[] => [
  ...(policy?.allowlist ?? []).flatMap(({ environment, roles }) => (environment === name ? roles : [])),
  ...(own?.audit?.user === undefined ? [] : [own.audit.user]),
];

const isOfConcern = ({ ruling }: Held): boolean => ruling !== "not-judged" && ruling !== "repeated";

/** Before 16 a CREATEROLE role grants itself predefined roles, also those that no input names: then they are facts too. */
const withGrantableRoles = (graph: AccessGraph, major: Major): AccessGraph => {
  if (major >= 16 || !graph.roles.some(({ createrole }) => isPossiblyTrue(createrole))) return graph;
  const names = PREDEFINED_ROLE_NAMES.filter((name) => hasPredefinedRole(major, name));
  return { ...graph, roles: [...graph.roles, ...names.map((name): Role => ({ ...mentionedRole(name), source: "external" }))] };
};

/** A provider login counts as administrator for whoever reaches it, not for itself: the change writes its name. */
const closureFor = (role: string, closure: Closure, index: GraphIndex, server: Server, administrators: ReadonlySet<string>): Closure =>
  server.administrators.includes(role) && !administrators.has(role)
    ? closureOf(index, { ...server, administrators: server.administrators.filter((name) => name !== role) })
    : closure;

/** The last step that somebody wrote: what a predefined role contains stands nowhere. */
const originOf = (role: string, path: readonly Step[], index: GraphIndex, loginRoles: ReadonlyMap<string, Setting>): Origin => {
  for (const { from, to, by, via } of [...path].reverse()) {
    const written =
      index.membershipsOf(from).find((membership) => membership.role === to) ??
      (via === null ? undefined : index.membershipsOf(via).find((membership) => membership.role === to)) ??
      (by === "login-setting" ? loginRoles.get(from) : undefined);
    if (written !== undefined) return written.origin;
  }
  return index.role(role)?.origin ?? NO_ORIGIN;
};
