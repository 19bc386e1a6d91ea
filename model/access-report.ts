import type { Capability, Tier } from "./capability";
import type { Certainty, Step } from "./report";

/** Who can reach what in live clusters, and who permitted it: what an auditor asks for. */
export interface AccessReport {
  readonly schema: "rolegate.access/1";
  readonly tool: { readonly name: "rolegate"; readonly version: string };
  readonly today: string;
  readonly policies: { readonly sha256: string } | null;
  readonly environments: readonly string[];
  /** Environments that could not be read: nobody knows who reaches what there. */
  readonly unjudged: readonly string[];
  readonly access: readonly AccessRow[];
}

/** One capability that one role reaches. */
export interface AccessRow {
  readonly environment: string;
  readonly role: string;
  readonly tier: Tier;
  readonly capability: Capability;
  readonly certainty: Certainty;
  readonly condition: string | null;
  readonly path: readonly Step[];
  /** The object that gives it, as in a finding. */
  readonly source: string | null;
  /** Null: nobody permitted it, and it is a finding. */
  readonly permitted: Permission | null;
}

/** What permits it, by whom, until when. */
export interface Permission {
  readonly by: "administrator" | "approved" | "allowlist" | "accepted-function" | "audit-login" | "waiver";
  /** Where it is written, such as `policies/allowlist.yaml:2`; null for a waiver. */
  readonly entry: string | null;
  readonly owner: string | null;
  readonly reason: string | null;
  /** The last day it holds; null: it has no end. */
  readonly until: string | null;
}
