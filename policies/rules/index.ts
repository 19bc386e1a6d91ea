import type { Rule } from "../rule";
import { noAddressCollision } from "./no-address-collision";
import { noAdminOption } from "./no-admin-option";
import { noAdministratorChange } from "./no-administrator-change";
import { noAmbiguousPersona } from "./no-ambiguous-persona";
import { noCredentialAccess } from "./no-credential-access";
import { noDoubtfulIsolation } from "./no-doubtful-isolation";
import { noDuplicateRole } from "./no-duplicate-role";
import { noInheritedSessionControl } from "./no-inherited-session-control";
import { noLostMembership } from "./no-lost-membership";
import { noMembershipCycle } from "./no-membership-cycle";
import { noMixedMembershipStyle } from "./no-mixed-membership-style";
import { noOpaqueResource } from "./no-opaque-resource";
import { noOwnerFunction } from "./no-owner-function";
import { noPlatformAdministrator } from "./no-platform-administrator";
import { noPredefinedMember } from "./no-predefined-member";
import { noReplayableVerifier } from "./no-replayable-verifier";
import { noSecondGrantor } from "./no-second-grantor";
import { noSecretInConfiguration } from "./no-secret-in-configuration";
import { noSelfAssignedPersona } from "./no-self-assigned-persona";
import { noServerCode } from "./no-server-code";
import { noServerFiles } from "./no-server-files";
import { noServerPrivilege } from "./no-server-privilege";
import { noServerProgram } from "./no-server-program";
import { noSessionControlForApps } from "./no-session-control-for-apps";
import { noSuperuser } from "./no-superuser";
import { noUnapprovedAttribute } from "./no-unapproved-attribute";
import { noUnapprovedPredefinedRole } from "./no-unapproved-predefined-role";
import { noUndeclaredRole } from "./no-undeclared-role";
import { noUnderstatedExternal } from "./no-understated-external";
import { noUnknownValue } from "./no-unknown-value";
import { noUnreviewedObject } from "./no-unreviewed-object";
import { noUnseenDatabase } from "./no-unseen-database";
import { noUntrustedLanguage } from "./no-untrusted-language";
import { noWeakAuthentication } from "./no-weak-authentication";
import { requireCurrentAcceptance } from "./require-current-acceptance";
import { requireCurrentAllowlist } from "./require-current-allowlist";
import { requireCurrentWaiver } from "./require-current-waiver";
import { requireKnownEndpoint } from "./require-known-endpoint";
import { requireKnownGroup } from "./require-known-group";
import { requirePlainRoleName } from "./require-plain-role-name";
import { requirePromisedAudit } from "./require-promised-audit";
import { requireSupportedMinor } from "./require-supported-minor";
import { requireTrueEnvironment } from "./require-true-environment";

/** Every rule, in the order in which pages and lists show them: the promise first, then what protects it. */
export const RULES: readonly Rule[] = [
  noServerProgram,
  noServerFiles,
  noSuperuser,
  noUntrustedLanguage,
  noServerCode,
  noOwnerFunction,
  noCredentialAccess,
  noUnapprovedPredefinedRole,
  noUnapprovedAttribute,
  noPlatformAdministrator,
  noSessionControlForApps,
  noInheritedSessionControl,
  noServerPrivilege,
  noAdminOption,
  noPredefinedMember,
  noAdministratorChange,
  requirePlainRoleName,
  requireKnownGroup,
  noAmbiguousPersona,
  noSelfAssignedPersona,
  noUnknownValue,
  noOpaqueResource,
  noUnreviewedObject,
  noDoubtfulIsolation,
  requireKnownEndpoint,
  requireCurrentAllowlist,
  requireCurrentWaiver,
  noDuplicateRole,
  noMembershipCycle,
  noLostMembership,
  noMixedMembershipStyle,
  noSecretInConfiguration,
  noAddressCollision,
  requireSupportedMinor,
  requireTrueEnvironment,
  noUnseenDatabase,
  requirePromisedAudit,
  requireCurrentAcceptance,
  noUnderstatedExternal,
  noUndeclaredRole,
  noSecondGrantor,
  noReplayableVerifier,
  noWeakAuthentication,
];

const BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule of that id, or undefined. */
export const ruleById = (id: string): Rule | undefined => BY_ID.get(id);
