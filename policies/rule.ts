import type { AccessGraph, Origin } from "../model/access-graph";
import type { Capability, Tier } from "../model/capability";
import type { Closure } from "../model/closure";
import type { JudgedEnvironment } from "../model/environment";
import type { GraphIndex } from "../model/graph-index";
import type { AcceptedFunction, PolicyData, Waiver } from "../model/policy";
import type { Major } from "../model/predefined-roles";
import type { ServerChange } from "../model/reading";
import type { Certainty, Severity, Step } from "../model/report";
import type { Roles } from "./alike-roles";
import type { Example } from "./example";
import type { Held } from "./held";
import type { Persona } from "./persona";

/** One demand, with every word that is said about it: its page, its tests and its findings come from here. */
export interface Rule {
  /** `no-...` forbids, `require-...` demands; the name of the file, the page and the key of waivers. */
  readonly id: string;
  /** The demand as a sentence, without a period. */
  readonly title: string;
  readonly severity: Severity;
  /** Severity where no policy files are; `severity` by default. Tiers files, os and superuser are errors always. */
  readonly severityWithoutPolicy?: Severity;
  /** Null where the demand is about no capability, or where each finding says its own. */
  readonly tier: Tier | null;
  /** May a waiver accept one of its findings? Findings of tiers files, os and superuser are never waived. */
  readonly waivable: boolean;
  /** Has it findings that only a live cluster shows? Then a waiver without a finding here may have one there. */
  readonly needsServer?: boolean;
  /** Are its findings about Terraform's files only? Then an audit finds none. */
  readonly needsCode?: boolean;
  /** Why, for a reader who disagrees. */
  readonly rationale: string;
  /** What to do, unless a breach says it more exactly. */
  readonly remedy: string;
  /** Pages of the PostgreSQL or Terraform documentation. */
  readonly references: readonly string[];
  /** Each is a test and stands on the rule's page. */
  readonly examples: { readonly bad: readonly BadExample[]; readonly good: readonly Example[] };
  readonly check: (input: RuleInput) => readonly Breach[];
}

/** An example that breaks the rule: `subject` is whom the finding is about. */
export interface BadExample extends Example {
  readonly subject: string;
}

/** One breach, as a rule sees it; the engine makes it a finding. */
export interface Breach {
  /** The role it is about; `PUBLIC`; else a Terraform address; else the environment. */
  readonly subject: string;
  readonly message: string;
  readonly origin: Origin;
  /** What is absent is the rule's own. */
  readonly severity?: Severity;
  readonly remedy?: string;
  readonly tier?: Tier | null;
  readonly capability?: Capability | null;
  readonly certainty?: Certainty;
  readonly condition?: string | null;
  /** Given for what a role reaches; empty: it has the capability itself. */
  readonly path?: readonly Step[];
  /** The object that gives what is reached. */
  readonly source?: string | null;
}

/** Everything that a rule may look at: the facts of one environment at one major, and what the policy files say of them. */
export interface RuleInput {
  readonly environment: JudgedEnvironment;
  readonly major: Major;
  /** False in an environment that is not known: rules about what a major lacks are then skipped. */
  readonly majorKnown: boolean;
  /** The facts as the server reads them, with the `external` entries of the policy files; roles by name, memberships by member and role. */
  readonly graph: AccessGraph;
  /** The facts as the input wrote them. */
  readonly written: AccessGraph;
  /** What a change starts from; null where the input knows no state before it, and for that state itself. */
  readonly change: ServerChange | null;
  readonly index: GraphIndex;
  readonly closure: Closure;
  /** Reviewed functions that hold today, here. */
  readonly accepted: readonly AcceptedFunction[];
  /** Null where there are no policy files. */
  readonly policy: PolicyData | null;
  /** What is asked of a live cluster; null where the facts are not one's: then rules that only a server can answer are silent. */
  readonly live: LiveContext | null;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  /** Roles that are judged, in the order of the facts: administrators and predefined roles left out. */
  readonly judged: readonly string[];
  isAdministrator(role: string): boolean;
  /** LOGIN unknown counts as yes. */
  canLogIn(role: string): boolean;
  persona(role: string): Persona;
  /** What each judged role reaches, with what the policy files say of it; who reaches nothing is left out. */
  holdings(): readonly Holding[];
  /**
   * What any judged role reaches, but for what is of no concern for it or repeats a higher capability. `isMeant` is asked of one of those that nothing
   * distinguishes, and answers for all of them; default: everything.
   */
  ofConcern(isMeant?: (held: Held) => boolean): readonly RoleHeld[];
  /** Where the last fact of a path was written; for an empty path, where the role was. */
  originOf(role: string, path: readonly Step[]): Origin;
  /** What became of the waivers of this environment; empty until the other rules have been judged. */
  readonly waivers: readonly WaiverOutcome[];
}

/** What an audit asks beyond the facts of the cluster. */
export interface LiveContext {
  /** What the code declares; null where nobody said. */
  readonly desired: AccessGraph | null;
  /** Is a database that was not read an error? */
  readonly isComplete: boolean;
}

/** What roles reach that nothing but their names distinguishes, here and in the policy files: mostly one, and nearly all logins of a large cluster. */
export interface Holding {
  /** In the order of the facts. */
  readonly roles: Roles;
  /** Of the first of them; the others' paths begin with their own names. */
  readonly held: readonly Held[];
  /** Predefined and platform roles that each of them uses or can become. */
  readonly reached: readonly string[];
}

/** A capability that a role reaches. */
export interface RoleHeld {
  readonly role: string;
  readonly held: Held;
}

/** What a waiver did: accepted a finding, or why it did not. */
export interface WaiverOutcome {
  readonly waiver: Waiver;
  readonly outcome: "used" | "left-to-others" | "expired" | "unmatched" | "not-waivable" | "unknown-rule";
}
