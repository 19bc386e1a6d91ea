import { NO_ORIGIN, type Origin } from "../../model/access-graph";
import { listed, shownName } from "../../model/path-words";
import { type Platform, platformFact } from "../../model/platforms";
import { type EXAMPLE_ENVIRONMENT, facts } from "../example";
import type { Breach, Rule, RuleInput } from "../rule";

/** Plans are judged by what the policy files say of a server, so that must be true. */
export const requireTrueEnvironment: Rule = {
  id: "require-true-environment",
  title: "the policy files say of each server the major and the platform that it is",
  severity: "error",
  tier: null,
  waivable: true,
  needsServer: true,
  rationale:
    "A plan shows neither the server's version nor who runs it: the gates judge it by what environments.yaml says. CREATEROLE, INHERIT and the predefined roles mean other things on another major, and a platform decides whose logins are administrators.",
  remedy: "have the owners correct `postgres` or `platform` of the environment",
  references: ["https://www.postgresql.org/docs/current/runtime-config-preset.html", "https://www.postgresql.org/docs/current/role-membership.html"],
  examples: {
    bad: [
      { title: "the server was upgraded", facts: facts().login("orders_app"), environment: { majors: [17], version: 170012 }, live: {}, subject: "prod" },
      {
        title: "it is a managed platform, and nobody said so",
        facts: facts().group("rds_superuser").login("rdsadmin", { superuser: true }),
        environment: { recognised: { platform: "rds", evidence: ["the bootstrap superuser is `rdsadmin`"], isSure: true } },
        live: {},
        subject: "prod",
      },
    ],
    good: [
      { title: "the server is what the files say", facts: facts().login("orders_app"), live: {} },
      {
        title: "of a server that no environment claims nothing is said",
        facts: facts(),
        environment: { policy: null, version: 170012 },
        policy: null,
        live: {},
      },
    ],
  },
  check: (input) => (input.live === null ? [] : [...majorBreach(input), ...platformBreach(input)]),
};

const majorBreach = ({ environment: { name, version, policy } }: RuleInput): readonly Breach[] => {
  const major = Math.floor((version ?? 0) / 10_000);
  return policy === null || version === undefined || policy.postgres === major
    ? []
    : [
        {
          subject: name,
          message: `${shownName(name)} is PostgreSQL ${major}, and the policy files say ${policy.postgres}: the server's own version counts`,
          origin: originOf(policy),
        },
      ];
};

/** RDS and Aurora have the same roles; a platform without logins of its own exempts nobody, and cannot be told from a server of one's own. */
const platformBreach = ({ environment: { name, policy, recognised } }: RuleInput): readonly Breach[] => {
  if (policy === null || recognised === undefined) return [];
  const { platform, evidence, isSure } = recognised;
  if (platform === policy.platform || (AMAZON.has(platform) && AMAZON.has(policy.platform))) return [];
  if (platform === "self-hosted" && platformFact(policy.platform).serviceRoles.length === 0) return [];
  const shows = platform === "self-hosted" ? `shows nothing of ${platformFact(policy.platform).title}` : `runs on ${platform}: ${listed(evidence)}`;
  const message = `${shownName(name)} ${shows}, and the policy files say ${policy.platform}`;
  // Roles by a vendor's names can be made by whoever may create roles.
  return [{ subject: name, message, origin: originOf(policy), ...(!isSure && platform !== "self-hosted" && { severity: "warning" as const }) }];
};

const AMAZON: ReadonlySet<Platform> = new Set<Platform>(["rds", "aurora"]);

const originOf = ({ source }: NonNullable<typeof EXAMPLE_ENVIRONMENT.policy>): Origin => ({ ...NO_ORIGIN, file: source.file, line: source.line });
