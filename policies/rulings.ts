import { type Capability, isAbove, isServerTier, type Tier, tierOf } from "../model/capability";
import type { ReachedCapability } from "../model/closure";
import { PUBLIC } from "../model/closure/object-index";
import type { JudgedEnvironment } from "../model/environment";
import { isPlatformRole, PLATFORM_ROLE_NAMES } from "../model/platforms";
import { type AllowlistEntry, CEILING, type PolicyData, type RoleAttribute } from "../model/policy";
import { PREDEFINED_ROLE_NAMES, predefinedRole } from "../model/predefined-roles";
import type { Step } from "../model/report";
import type { Cut, ReachesWithout, ReachWithout } from "./cuts";
import type { Held, Ruling } from "./held";
import type { Persona } from "./persona";

/** What is known of the role whose capabilities are judged. */
export interface HolderFacts {
  readonly role: string;
  readonly persona: Persona;
  readonly canLogIn: boolean;
  /** Has it LOGIN false, for sure? */
  readonly isGroup: boolean;
  /** Roles that an `external` entry says it holds: stated by the owners, and no doing of the input. */
  readonly external: ReadonlySet<string>;
}

export interface RulingContext {
  readonly environment: JudgedEnvironment;
  readonly major: number;
  readonly policy: PolicyData | null;
  readonly today: string;
  readonly reachesWithout: ReachesWithout;
  readonly reachWithout: ReachWithout;
  /** Does whoever becomes this role become a superuser? */
  readonly isSuperuser: (role: string) => boolean;
  /** Everything whose own capability is above the tier. */
  readonly higherThan: (tier: Tier) => Cut;
  /** What everyone reaches by what is granted to PUBLIC. */
  readonly publicReaches: ReadonlySet<Capability>;
}

/** Attribute of each capability that one gives. */
export const ATTRIBUTE_OF: Partial<Readonly<Record<Capability, RoleAttribute>>> = {
  "create-database": "createdb",
  "create-role": "createrole",
  replication: "replication",
  "bypass-row-security": "bypassrls",
};

const NONE: ReadonlySet<never> = new Set();

/** The tier on this server. Before 16 CREATEROLE grants itself every role but superusers', https://www.postgresql.org/docs/15/role-attributes.html */
const tierOn = (capability: Capability, major: number): Tier => (capability === "create-role" && major < 16 ? "os" : tierOf(capability));

/** Judges everything that one role reaches. */
export const ruleOn = (reaches: readonly ReachedCapability[], holder: HolderFacts, context: RulingContext): readonly Held[] => {
  const alone = reaches.map((reach) => judgedAlone(worstWay(reach, holder, context), holder, context));
  const judged = context.publicReaches.size === 0 ? alone : alone.map((held) => (isEveryones(held, holder, context) ? repeated(held) : held));
  const refusals = judged.filter(({ ruling }) => ruling === "refused");
  // One refusal repeats none: whom nothing is refused, nearly everyone, ends here.
  if (refusals.length < 2) return judged;
  const refused = new Set(refusals.map(({ reach }) => reach.capability));
  return judged.map((held) => (held.ruling === "refused" && isRepeated(held, refused, holder, context) ? repeated(held) : held));
};

const WITHOUT_ACCEPTED: Cut = { roles: new Set(), attributes: new Set(), acceptedFunctions: true };

/** An accepted function excuses itself alone: who reaches the same in another way is judged by that, however long it is. */
const worstWay = (reach: ReachedCapability, { role }: HolderFacts, { reachWithout }: RulingContext): ReachedCapability =>
  reach.kind === "accepted-function" ? (reachWithout(role, reach, WITHOUT_ACCEPTED) ?? reach) : reach;

const repeated = (held: Held): Held => ({ ...held, ruling: "repeated" });

const THROUGH_PUBLIC: Cut = { roles: new Set([PUBLIC]), attributes: NONE };

/** What comes only through PUBLIC is a finding of PUBLIC, not of each role. */
const isEveryones = ({ reach, ruling }: Held, { role }: HolderFacts, { publicReaches, reachesWithout }: RulingContext): boolean =>
  publicReaches.has(reach.capability) && role !== PUBLIC && ruling !== "not-judged" && !reachesWithout(role, reach, THROUGH_PUBLIC);

const judgedAlone = (reach: ReachedCapability, holder: HolderFacts, context: RulingContext): Held => {
  const judgedTier = tierOn(reach.capability, context.major);
  const entry = entryNaming(holder, reach, context) ?? null;
  const counts = context.environment.endpoint === "known";
  if (counts && entry !== null) return { reach, ruling: "allowlisted", judgedTier, withheld: null };
  const ruling = rulingOf(reach, judgedTier, holder, context);
  return { reach, ruling, judgedTier, withheld: ruling === "not-judged" ? null : entry };
};

const rulingOf = (reach: ReachedCapability, tier: Tier, holder: HolderFacts, context: RulingContext): Ruling => {
  if (!isServerTier(tier)) return belowServer(reach, holder, context);
  if (reach.certainty === "certain") return "refused";
  if (!holder.canLogIn) return "not-judged";
  if (reach.follows !== null && !isServerTier(tierOf(reach.follows))) {
    if (isStated(reach, holder)) return "not-judged";
    // Without policy files nobody is approved for anything, and what nobody approved is a warning: so is what may follow from it.
    if (context.policy === null) return "doubtful";
  }
  return isOnlyThroughApproved(reach, holder, context) ? "doubtful" : "refused";
};

/** Tiers observe, data and control are judged of logins, by all they reach. */
const belowServer = (reach: ReachedCapability, holder: HolderFacts, context: RulingContext): Ruling => {
  if (!holder.canLogIn || isDoubtfulObject(reach)) return "not-judged";
  if (reach.kind === "accepted-function") return "approved";
  if (isStated(reach, holder)) return "not-judged";
  // The owners name the login that audits, and it is there to look.
  if (reach.tier === "observe" && holder.role === context.environment.policy?.audit?.user) return "approved";
  return isApproved(reach, holder, context) ? "approved" : "refused";
};

/** Does it come from what an `external` entry says that the role holds? A path is made when it is looked at: nearly nobody has such an entry. */
const isStated = (reach: ReachedCapability, { external }: HolderFacts): boolean => {
  const first = external.size === 0 ? undefined : reach.path[0];
  return first !== undefined && external.has(first.to);
};

/** Below tier files what hangs on an object's condition is shown, and no finding; a membership that may be there counts as there. */
const isDoubtfulObject = ({ certainty, kind, ownerFunction }: ReachedCapability): boolean =>
  certainty === "conditional" && (kind === "object" || ownerFunction !== null);

const isApproved = (reach: ReachedCapability, { role, persona }: HolderFacts, { reachesWithout }: RulingContext): boolean => {
  if (!CEILING[persona.kind].includes(reach.tier)) return false;
  if (holdsItself(reach, persona)) return true;
  if (!nodesOf(reach.path).some((node) => persona.approved.has(node))) return false;
  return !reachesWithout(role, reach, { roles: persona.approved, attributes: NONE });
};

/** Is the capability what an approved role or attribute itself gives? */
const holdsItself = (reach: ReachedCapability, persona: Persona): boolean => {
  const attribute = ATTRIBUTE_OF[reach.capability];
  if (reach.kind === "attribute") return attribute !== undefined && persona.attributes.has(attribute);
  return persona.approved.has(reach.holder) && ownCapability(reach.holder) === reach.capability;
};

const isOnlyThroughApproved = (reach: ReachedCapability, { role, persona }: HolderFacts, { reachesWithout, major }: RulingContext): boolean => {
  const attributes = new Set([...persona.attributes].filter((attribute) => attribute !== "createrole" || major >= 16));
  return (persona.approved.size > 0 || attributes.size > 0) && !reachesWithout(role, reach, { roles: persona.approved, attributes });
};

/** The entry that names the role for this capability, in this isolated environment, today; whether it counts hangs on the endpoint. */
const entryNaming = (holder: HolderFacts, reach: ReachedCapability, { environment, policy, today }: RulingContext): AllowlistEntry | undefined => {
  if (policy === null || environment.kind !== "isolated" || (holder.persona.kind !== "dba" && !holder.isGroup)) return undefined;
  return policy.allowlist.find(
    (entry) => entry.environment === environment.name && today <= entry.expires && entry.roles.includes(holder.role) && covers(entry, reach),
  );
};

/** An entry covers its capability; one of tier os also what follows: server files, and what hangs on the server's own account. */
const covers = ({ capability }: AllowlistEntry, reach: ReachedCapability): boolean => {
  if (capability === reach.capability) return true;
  if (tierOf(capability) !== "os") return false;
  if (reach.tier === "files" || reach.follows === capability) return true;
  return reach.certainty === "conditional" && [reach.holder, ...nodesOf(reach.path)].some((node) => ownCapability(node) === capability);
};

/**
 * Is this refused capability only what follows from another refusal: what it may lead to, a lower one behind a higher, or one
 * that a refused predefined role contains?
 */
const isRepeated = (one: Held, refused: ReadonlySet<Capability>, holder: HolderFacts, context: RulingContext): boolean => {
  // First, for a path is made when it is looked at.
  const { follows } = one.reach;
  if (follows !== null && isServerTier(tierOf(follows)) && refused.has(follows)) return true;
  const { path, capability, holder: by } = one.reach;
  if (path.some(({ to }) => contains(to, by) && refused.has(ownCapability(to) ?? capability))) return true;
  if (isBehindPlatformRole(one, refused) && !context.reachesWithout(holder.role, one.reach, PLATFORM_ROLES_CUT)) return true;
  const isBehindHigher = path.some(({ to }) => leadsHigher(to, one, refused, context));
  const isByCreateRole = context.major < 16 && refused.has("create-role") && isAbove("os", one.judgedTier) && path.some((step) => step.by === "create-role");
  return (isBehindHigher || isByCreateRole) && !context.reachesWithout(holder.role, one.reach, context.higherThan(one.judgedTier));
};

const PLATFORM_ROLES_CUT: Cut = { roles: new Set(PLATFORM_ROLE_NAMES), attributes: NONE };

/** Does it come with a refused administration role, to which the vendor granted it? */
const isBehindPlatformRole = ({ reach, judgedTier }: Held, refused: ReadonlySet<Capability>): boolean =>
  refused.has("platform-administrator") &&
  reach.capability !== "platform-administrator" &&
  !isServerTier(judgedTier) &&
  reach.path.some(({ to }) => isPlatformRole(to));

const leadsHigher = (node: string, { judgedTier }: Held, refused: ReadonlySet<Capability>, { isSuperuser }: RulingContext): boolean => {
  const own = isSuperuser(node) ? "superuser" : ownCapability(node);
  return own !== null && refused.has(own) && isAbove(tierOf(own), judgedTier);
};

/** Answers `higherThan` for a graph with these superusers: one cut for each tier, for they may be as many as there are roles. */
export const cutsAbove = (major: number, superusers: readonly string[]): RulingContext["higherThan"] => {
  const cuts = new Map<Tier, Cut>();
  return (tier) => {
    const known = cuts.get(tier) ?? cutAbove(tier, major, superusers);
    cuts.set(tier, known);
    return known;
  };
};

const cutAbove = (tier: Tier, major: number, superusers: readonly string[]): Cut => {
  const roles = [...PREDEFINED_ROLE_NAMES, ...PLATFORM_ROLE_NAMES].filter((role) => {
    const own = ownCapability(role);
    return own !== null && isAbove(tierOf(own), tier);
  });
  const attributes: readonly RoleAttribute[] = major < 16 && isAbove("os", tier) ? ["createrole"] : [];
  return { roles: new Set(tier === "superuser" ? roles : [...roles, ...superusers]), attributes: new Set(attributes) };
};

const contains = (role: string, contained: string): boolean => predefinedRole(role)?.contains.includes(contained) ?? false;

/** What a predefined or platform role gives by itself. */
const ownCapability = (role: string): Capability | null => predefinedRole(role)?.capability ?? (isPlatformRole(role) ? "platform-administrator" : null);

const nodesOf = (path: readonly Step[]): readonly string[] => path.map(({ to }) => to);
