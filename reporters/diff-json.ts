import type { CapabilityChange, EnvironmentDiff, Possessions, RoleDiff, Way } from "../model/diff";
import type { Comparison } from "./diff-comparison";
import { capabilityJson, jsonText, pathSteps } from "./json";

/** What differs, as one object: each role of each environment that has another thing than before. */
export const renderDiffJson = ({ before, after, environments, unseen }: Comparison): string =>
  jsonText({ schema: "rolegate.diff/1", before, after, environments: environments.map(environmentJson), unseen });

const environmentJson = ({ environment, before, after, postgres, roles }: EnvironmentDiff): object => ({
  environment,
  before: before === null ? null : { environment: before.name, postgres: before.postgres },
  after: after === null ? null : { environment: after.name, postgres: after.postgres },
  postgres,
  roles: roles.map(roleJson),
});

const roleJson = ({ role, gains, loses, changed }: RoleDiff): object => ({
  role,
  gains: possessionsJson(gains),
  loses: possessionsJson(loses),
  changed: changed.map(changeJson),
});

const possessionsJson = ({ roles, capabilities }: Possessions): object => ({
  roles: roles.map(({ role, tier, path }) => ({ role, tier, path: path === null ? null : pathSteps(path) })),
  capabilities: capabilities.map(capabilityJson),
});

const changeJson = ({ capability, tier, kind, before, after, postgres, follows }: CapabilityChange): object => ({
  capability,
  tier,
  kind,
  before: wayJson(before),
  after: wayJson(after),
  postgres,
  follows,
});

const wayJson = ({ certainty, condition, path, source }: Way): object => ({ certainty, condition, path: pathSteps(path), source });
