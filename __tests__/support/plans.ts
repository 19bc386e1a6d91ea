import { judgeReadings } from "../../gates/judge-readings";
import { planReadings } from "../../gates/plan";
import type { PolicyData } from "../../model/policy";
import type { Finding, Report } from "../../model/report";
import { EXAMPLE_POLICY, EXAMPLE_TODAY } from "../../policies/example";
import { planInMemory } from "../../readers/plan/plan-bytes";

type Values = Readonly<Record<string, unknown>>;

/** One entry of `resource_changes`; what is left out is a created postgresql_role of the root module. */
export interface PlannedChange {
  readonly address?: string;
  readonly module?: string;
  readonly mode?: "managed" | "data";
  readonly type?: string;
  readonly name?: string;
  readonly provider?: string;
  readonly actions?: readonly string[];
  readonly before?: Values | null;
  readonly after?: Values | null;
  readonly unknown?: unknown;
  readonly beforeSensitive?: unknown;
  readonly sensitive?: unknown;
  readonly deposed?: string;
  /** Expressions of the configuration; null: the configuration has the resource no more. Default: every known value is a constant. */
  readonly expressions?: Values | null;
  readonly providerKey?: string;
  readonly provisioners?: readonly unknown[];
}

export const POSTGRESQL = "registry.terraform.io/cyrilgdn/postgresql";
const ROLE: Values = {
  login: true,
  inherit: true,
  superuser: false,
  create_role: false,
  create_database: false,
  replication: false,
  bypass_row_level_security: false,
};

/** A login role's planned values. */
export const roleValues = (name: string, more: Values = {}): Values => ({ ...ROLE, name, connection_limit: -1, valid_until: "infinity", roles: null, ...more });
export const grantValues = (role: string, grant_role: string, with_admin_option = false): Values => ({ role, grant_role, with_admin_option });

const constants = (values: Values | null | undefined): Values =>
  Object.fromEntries(Object.entries(values ?? {}).flatMap(([key, value]) => (value === null ? [] : [[key, { constant_value: value }]])));

const nameOf = ({ name = "this", type = "postgresql_role", mode }: PlannedChange): string => `${mode === "data" ? "data." : ""}${type}.${name}`;
const addressOf = (change: PlannedChange): string => change.address ?? `${change.module === undefined ? "" : `${change.module}.`}${nameOf(change)}`;

const entryOf = (change: PlannedChange) => {
  const { type = "postgresql_role", name = "this", mode = "managed", module, deposed } = change;
  const actions = change.actions ?? ["create"];
  const isKept = actions.length === 1 && actions[0] === "no-op";
  return {
    address: addressOf(change),
    ...(module !== undefined && { module_address: module }),
    mode,
    type,
    name,
    provider_name: change.provider ?? POSTGRESQL,
    ...(deposed !== undefined && { deposed }),
    change: {
      actions,
      before: change.before ?? (isKept ? (change.after ?? null) : null),
      after: change.after ?? null,
      after_unknown: change.unknown ?? {},
      before_sensitive: change.beforeSensitive ?? {},
      after_sensitive: change.sensitive ?? {},
    },
  };
};

const configuredOf = (change: PlannedChange) => ({
  address: nameOf(change),
  mode: change.mode ?? "managed",
  type: change.type ?? "postgresql_role",
  name: change.name ?? "this",
  provider_config_key: change.providerKey ?? "postgresql",
  expressions: change.expressions ?? constants(change.after),
  ...(change.provisioners !== undefined && { provisioners: change.provisioners }),
});

/** The endpoint of the example environment. */
export const PROVIDER: Values = {
  name: "postgresql",
  full_name: POSTGRESQL,
  expressions: {
    host: { constant_value: EXAMPLE_POLICY.environments[0]?.endpoints[0]?.host },
    port: { constant_value: 5432 },
    username: { constant_value: "terraform" },
  },
};

/** A plan as Terraform 1.11 writes it; `more` replaces top-level fields. */
export const planOf = (changes: readonly PlannedChange[], more: Values = {}, providers: Values = { postgresql: PROVIDER }) => ({
  format_version: "1.2",
  terraform_version: "1.11.4",
  ...(changes.length > 0 && { resource_changes: changes.map(entryOf) }),
  configuration: {
    provider_config: providers,
    root_module: {
      resources: changes.filter(({ expressions, module, deposed }) => expressions !== null && module === undefined && deposed === undefined).map(configuredOf),
    },
  },
  timestamp: "2026-11-20T00:00:00Z",
  applyable: true,
  complete: true,
  errored: false,
  ...more,
});

/** Judges plans by the policies of the rules' examples. */
export const judgePlan = (plan: unknown, policy: PolicyData | null = EXAMPLE_POLICY): Report =>
  judgeReadings({
    readings: planReadings([planInMemory("plan.json", typeof plan === "string" ? plan : JSON.stringify(plan))], policy),
    policy,
    today: EXAMPLE_TODAY,
    version: "0",
  });

/** Findings as `status severity rule subject`, but for those that say nothing of a change. */
export const saidOf = ({ findings }: Report): readonly string[] =>
  findings.map(({ status, severity, rule, subject }: Finding) => `${status} ${severity} ${rule} ${subject}`);
export const errorsOf = (report: Report): readonly string[] =>
  report.findings.filter(({ status, severity }) => status === "open" && severity === "error").map(({ rule, subject }) => `${rule} ${subject}`);
