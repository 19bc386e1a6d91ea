import type { Origin } from "../model/access-graph";
import type { HeldCapability } from "../model/held-capability";
import type { BaselineOutcome, Finding, InputSummary, Report, ReportedEnvironment, RoleChange, Step, UnjudgedEnvironment } from "../model/report";
import { printableJson } from "./printable";

/** A value as this tool prints JSON: two spaces, a line end, and nothing in it that a terminal would obey. */
export const jsonText = (value: unknown): string => `${printableJson(JSON.stringify(value, null, 2))}\n`;

/** The report as CONTRACT.md section 3 has it, keys in its order. */
export const renderJson = (report: Report): string =>
  jsonText({
    schema: report.schema,
    tool: { name: report.tool.name, version: report.tool.version },
    today: report.today,
    inputs: report.inputs.map(input),
    policies: report.policies === null ? null : { sha256: report.policies.sha256 },
    environments: report.environments.map(environment),
    verdict: report.verdict,
    findings: report.findings.map(finding),
    changes: report.changes.map(change),
    ...(report.baseline !== undefined && { baseline: baseline(report.baseline) }),
    ...(report.unjudged !== undefined && { unjudged: report.unjudged.map(unjudged) }),
    summary: {
      errors: report.summary.errors,
      warnings: report.summary.warnings,
      standing: report.summary.standing,
      waived: report.summary.waived,
      roles: report.summary.roles,
      memberships: report.summary.memberships,
    },
  });

const input = ({ kind, path, sha256, judged, unseen }: InputSummary): InputSummary => ({ kind, path, sha256, judged, unseen });

const environment = ({ name, kind, postgres, administrators }: ReportedEnvironment): ReportedEnvironment => ({ name, kind, postgres, administrators });

const baseline = ({ path, made, known, ended, gone, until }: BaselineOutcome): BaselineOutcome => ({ path, made, known, ended, gone, until });

const unjudged = ({ environment: name, why, details }: UnjudgedEnvironment): UnjudgedEnvironment => ({ environment: name, why, details });

const finding = (from: Finding): Finding => ({
  rule: from.rule,
  severity: from.severity,
  status: from.status,
  environment: from.environment,
  subject: from.subject,
  tier: from.tier,
  capability: from.capability,
  certainty: from.certainty,
  condition: from.condition,
  message: from.message,
  remedy: from.remedy,
  path: pathSteps(from.path),
  source: from.source,
  cause: from.cause,
  origin: origin(from.origin),
  waiver: from.waiver === null ? null : { owner: from.waiver.owner, expires: from.waiver.expires, reason: from.waiver.reason },
  ...(from.since !== undefined && { since: from.since }),
});

/** A capability as explanations and differences have it, keys in the contract's order. */
export const capabilityJson = ({ capability, tier, certainty, condition, path, postgres, source, follows }: HeldCapability): HeldCapability => ({
  capability,
  tier,
  certainty,
  condition,
  path: pathSteps(path),
  postgres,
  source,
  follows,
});

/** Steps with their keys in the contract's order. */
export const pathSteps = (path: readonly Step[]): readonly Step[] => path.map(({ from, to, by, via }) => ({ from, to, by, via }));

const origin = ({ address, construct, file, line }: Origin): Origin => ({ address, construct, file, line });

const change = ({ environment: name, role, gains, loses, capabilities }: RoleChange): RoleChange => ({
  environment: name,
  role,
  gains,
  loses,
  capabilities: { gains: capabilities.gains, loses: capabilities.loses },
});
