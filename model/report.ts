import type { Origin } from "./access-graph";
import type { Capability, Tier } from "./capability";
import type { EnvironmentKind } from "./policy";

/** What a gate says about its inputs: the object that `--format json` prints, word for word. */
export interface Report {
  readonly schema: "rolegate.report/1";
  readonly tool: { readonly name: "rolegate"; readonly version: string };
  readonly today: string;
  readonly inputs: readonly InputSummary[];
  readonly policies: { readonly sha256: string } | null;
  readonly environments: readonly ReportedEnvironment[];
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly changes: readonly RoleChange[];
  readonly summary: Summary;
  /** Of `audit`: what a baseline did; absent where none was given. */
  readonly baseline?: BaselineOutcome;
  /** Of `audit`: environments that were asked for and could not be judged; absent where there are none. The verdict is then `deny`. */
  readonly unjudged?: readonly UnjudgedEnvironment[];
}

/** What became of the findings that a baseline knows. */
export interface BaselineOutcome {
  readonly path: string;
  /** The day of the report that it is. */
  readonly made: string;
  /** Findings that are standing because it knows them. */
  readonly known: number;
  /** Findings that it knew for longer than it may: they count again. */
  readonly ended: number;
  /** Findings that it knows, and that are not there any more. */
  readonly gone: number;
  /** The day after which the first of the known findings counts again; null where none is known. */
  readonly until: string | null;
}

/** An environment that could not be judged, and why, for people. */
export interface UnjudgedEnvironment {
  readonly environment: string;
  readonly why: string;
  readonly details: readonly string[];
}

export type Verdict = "allow" | "deny";

export interface InputSummary {
  readonly kind: "terraform-source" | "terraform-plan" | "postgres";
  readonly path: string;
  readonly sha256: string;
  readonly judged: readonly ("roles" | "plan-safety")[];
  /** What this input cannot show, and what would. */
  readonly unseen: readonly string[];
}

export interface ReportedEnvironment {
  readonly name: string;
  readonly kind: EnvironmentKind;
  readonly postgres: readonly number[];
  readonly administrators: readonly string[];
}

export type Severity = "error" | "warning";
export type FindingStatus = "open" | "standing" | "waived";
export type Certainty = "certain" | "conditional";

/** One breach of one rule. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly status: FindingStatus;
  readonly environment: string;
  /** The role it is about; `PUBLIC`; else a Terraform address; else the environment. */
  readonly subject: string;
  readonly tier: Tier | null;
  readonly capability: Capability | null;
  readonly certainty: Certainty;
  readonly condition: string | null;
  readonly message: string;
  readonly remedy: string;
  readonly path: readonly Step[];
  /** The object that gives the capability at the end of the path, such as `EXECUTE on function pg_catalog.lo_export(oid, text)`; null where a role or attribute does. */
  readonly source: string | null;
  /** Findings whose paths end in the same step share it; null for findings without a path. */
  readonly cause: string | null;
  readonly origin: Origin;
  readonly waiver: { readonly owner: string; readonly expires: string; readonly reason: string } | null;
  /** Where a baseline knows the finding: the day when it was first known. */
  readonly since?: string;
}

export const STEP_KINDS = [
  "inherit",
  "set-role",
  "admin",
  "create-role",
  "login-setting",
  "function",
  "trigger",
  "ownership",
  "parameter",
  "foreign-table",
  "credentials",
  "public",
  "attribute",
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** One step of a path: `from` and `to` are roles, the last `to` has the capability itself. */
export interface Step {
  readonly from: string;
  readonly to: string;
  readonly by: StepKind;
  /** The object that carries the step, or null. */
  readonly via: string | null;
}

/** What a change gives to a role and takes from it: predefined and platform roles, and capabilities. */
export interface RoleChange {
  readonly environment: string;
  readonly role: string;
  readonly gains: readonly string[];
  readonly loses: readonly string[];
  readonly capabilities: { readonly gains: readonly Capability[]; readonly loses: readonly Capability[] };
}

export interface Summary {
  readonly errors: number;
  readonly warnings: number;
  readonly standing: number;
  readonly waived: number;
  readonly roles: number;
  readonly memberships: number;
}

/** A capability that a role reaches, with the shortest path that proves it. */
export interface Reach {
  readonly capability: Capability;
  readonly tier: Tier;
  readonly certainty: Certainty;
  readonly condition: string | null;
  readonly path: readonly Step[];
}
