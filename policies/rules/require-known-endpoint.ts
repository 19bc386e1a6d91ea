import { NO_ORIGIN } from "../../model/access-graph";
import { shownName } from "../../model/path-words";
import { allowlistEntry, facts, LAB_ENVIRONMENT, LAB_POLICY } from "../example";
import type { Breach, Rule, RuleInput } from "../rule";

/** A label proves nothing: which server it is, host and port say. */
export const requireKnownEndpoint: Rule = {
  id: "require-known-endpoint",
  title: "the host and port of every provider are written, and are an endpoint of the environment that is judged",
  severity: "warning",
  tier: null,
  waivable: true,
  rationale:
    "Policies belong to servers. A provider without a written host follows PGHOST at apply, one without a port follows PGPORT, and a loopback address may be a tunnel to anywhere; so an allowlist entry counts only where the endpoint is known.",
  remedy: "write host and port in the provider configuration, as environments.yaml lists them under `endpoints`",
  references: ["https://www.postgresql.org/docs/current/libpq-envars.html", "https://developer.hashicorp.com/terraform/language/providers/configuration"],
  examples: {
    bad: [
      { title: "the environment is only said", facts: facts().login("orders_app"), environment: { endpoint: "assumed" }, subject: "prod" },
      {
        title: "an allowlist entry would be needed, and cannot count",
        facts: facts().login("etl_migrator").member("etl_migrator", "pg_execute_server_program"),
        environment: { ...LAB_ENVIRONMENT, endpoint: "unknown" },
        policy: { allowlist: [allowlistEntry()] },
        subject: "lab",
      },
      {
        title: "an allowlist entry, and nothing that tells the server from its copy",
        facts: facts().login("orders_app"),
        environment: { ...LAB_ENVIRONMENT, policy: { ...LAB_POLICY, systemIdentifier: null } },
        policy: { allowlist: [allowlistEntry()] },
        subject: "lab",
      },
      {
        title: "`--environment` contradicts the host that is written",
        facts: facts().login("orders_app"),
        environment: { claimedAs: "lab" },
        subject: "prod",
      },
    ],
    good: [
      {
        title: "the server of an allowlist entry is identified",
        facts: facts().login("orders_app"),
        environment: LAB_ENVIRONMENT,
        policy: { allowlist: [allowlistEntry()] },
      },
      { title: "host and port are an endpoint of the environment", facts: facts().login("orders_app") },
      {
        title: "without policy files there is nothing to compare with",
        facts: facts().login("orders_app"),
        environment: { endpoint: "unknown" },
        policy: null,
      },
    ],
  },
  check: (input) => [...endpointBreaches(input), ...identifierBreaches(input)],
};

const endpointBreaches = (input: RuleInput): readonly Breach[] => {
  const { name, endpoint, claimedAs } = input.environment;
  if (claimedAs !== undefined) {
    const message = `the provider's host and port are those of ${shownName(name)}, and \`--environment\` says ${shownName(claimedAs)}: judged as ${shownName(name)}`;
    return [{ subject: name, message, origin: NO_ORIGIN, severity: "error", remedy: "drop `--environment`, or give it the input that it is meant for" }];
  }
  if (input.policy === null || endpoint === "known") return [];
  const needs = [...new Set(input.ofConcern(({ withheld }) => withheld !== null).map(({ role }) => role))];
  const what =
    endpoint === "assumed"
      ? `that this is the server of ${shownName(name)} is assumed: its provider writes no host and port that prove it`
      : `the provider's host and port are no endpoint of an environment: judged as ${shownName(name)}`;
  const [first] = needs;
  if (first === undefined) return [{ subject: name, message: what, origin: NO_ORIGIN }];
  const more = needs.length === 1 ? "" : ` and ${needs.length - 1} more`;
  return [
    { subject: name, message: `${what}; so the allowlist entry that names ${shownName(first)}${more} does not count`, origin: NO_ORIGIN, severity: "error" },
  ];
};

/** A host can be pointed elsewhere; the identifier that initdb gave a cluster cannot. */
const identifierBreaches = ({ environment, policy, today }: RuleInput): readonly Breach[] => {
  const entries = (policy?.allowlist ?? []).filter((entry) => entry.environment === environment.name && today <= entry.expires);
  if (entries.length === 0 || environment.policy === null || environment.policy.systemIdentifier !== null) return [];
  const message = `${shownName(environment.name)} has allowlist entries and no \`systemIdentifier\`: on the live server they do not count`;
  const { file, line } = environment.policy.source;
  return [{ subject: environment.name, message, origin: { ...NO_ORIGIN, file, line }, remedy: IDENTIFY }];
};

const IDENTIFY = "write what `SELECT system_identifier FROM pg_control_system()` gives on that server into environments.yaml";
