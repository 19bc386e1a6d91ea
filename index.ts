import type { AppConfig } from "cdktf";
import { type JudgeFiles, GatedApp as UnboundApp } from "./constructs/gated-app";
import { InputError } from "./model/input-error";
import type { PolicyData } from "./model/policy";
import type { Judgement } from "./model/synthesized";

export type { Access, AccessLevel, Database, Schema } from "./constructs/access";
export { type AppMembership, AppPersona, type AppPersonaProps, type ExistingAppPersonaProps } from "./constructs/app-persona";
export { type DbaMembership, DbaPersona, type DbaPersonaProps, type ExistingDbaPersonaProps } from "./constructs/dba-persona";
export { Environment, type EnvironmentProps, type IsolatedEnvironment, type SharedEnvironment } from "./constructs/environment";
export { GuardedSignals, type GuardedSignalsProps } from "./constructs/guarded-signals";
export { Login, type LoginProps } from "./constructs/login";
export type { Membership } from "./constructs/membership";
export { type ExistingOpsPersonaProps, type OpsMembership, OpsPersona, type OpsPersonaProps } from "./constructs/ops-persona";
export type { ServerProgramPermit } from "./constructs/permit";
export type { Persona } from "./constructs/persona";
export type { PlatformRole } from "./constructs/platform-role";
export type { Register } from "./constructs/register";
export type { Duration, RoleSettings } from "./constructs/settings";
export type { EnvironmentKind, PersonaKind, RoleAttribute } from "./model/policy";
export type { AppPredefinedRole, DbaPredefinedRole, Major, OpsPredefinedRole, PredefinedRole, ServerRole } from "./model/predefined-roles";

/** Where a `GatedApp` finds the policy files, and where it writes. */
export interface GatedAppProps extends Omit<AppConfig, "hclOutput"> {
  /**
   * Folder of the policy files.
   * @default "policies" in the working folder
   */
  readonly policies?: string;
}

/**
 * The app of a program. `synth()` judges the final JSON of every stack, after all aspects, overrides and tokens, and writes
 * all stacks or nothing.
 *
 * @example
 * ```ts
 * import { GatedApp } from "rolegate";
 *
 * const app = new GatedApp({ policies: "policies" });
 * app.synth();
 * ```
 */
export class GatedApp extends UnboundApp {
  /** @throws where the policy files are missing or broken, with every problem, its file and line */
  constructor({ policies = "policies", ...props }: GatedAppProps = {}) {
    const today = new Date().toISOString().slice(0, 10);
    const read = readingPolicies(policies, today);
    super({ ...props, policies: read, judge: gate(read, today) });
  }

  // Permitted with warnings: nobody would see them otherwise.
  protected override allowed({ report, text }: Judgement): void {
    if (report.summary.warnings > 0) process.stderr.write(`${text}\n`);
  }
}

// The readers, the rules and what they bring along are loaded when they are needed: importing this package stays cheap.
const readingPolicies = (folder: string, today: string): PolicyData =>
  forPeople(() => {
    const { findPolicyFolder, readPolicyFolder } = require("./cli/policy-folder") as typeof import("./cli/policy-folder");
    const { readPolicies } = require("./readers/policy/read-policies") as typeof import("./readers/policy/read-policies");
    const { RULES } = require("./policies/rules/index") as typeof import("./policies/rules/index");
    const found = findPolicyFolder(folder, process.cwd()) ?? folder;
    return readPolicies(readPolicyFolder(found), { today, rules: new Map(RULES.map((rule) => [rule.id, rule])) });
  });

const gate =
  (policy: PolicyData, today: string): JudgeFiles =>
  (stacks) =>
    forPeople(() => {
      const { synthGate } = require("./gates/synth") as typeof import("./gates/synth");
      const { reviewOf } = require("./reporters/review/review") as typeof import("./reporters/review/review");
      const { renderText } = require("./reporters/text") as typeof import("./reporters/text");
      const { packageVersion } = require("./cli/version") as typeof import("./cli/version");
      const report = synthGate({ stacks, policy, today, environment: null, version: packageVersion() });
      return { report, text: renderText(reviewOf(report), { color: false, width: 100 }) };
    });

// Node prints the stack of an error that nobody catches; what is wrong here is in the files.
const forPeople = <T>(action: () => T): T => {
  try {
    return action();
  } catch (problem) {
    if (!(problem instanceof InputError)) throw problem;
    const error = new Error([problem.message, ...problem.details].join("\n  "));
    error.stack = `${error.name}: ${error.message}`;
    throw error;
  }
};
