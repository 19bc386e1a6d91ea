import { shownName } from "../../model/path-words";
import { DEFAULT_PORT, endpointKey } from "../../model/policy";
import { facts, LAB_ENVIRONMENT } from "../example";
import type { Breach, Rule, RuleInput } from "../rule";

/** Isolation that has a pipe to elsewhere is none. */
export const noDoubtfulIsolation: Rule = {
  id: "no-doubtful-isolation",
  title: "an isolated environment has no standby, subscription or foreign server that leads elsewhere",
  severity: "error",
  tier: null,
  waivable: true,
  rationale:
    "An allowlist entry holds because whoever runs programs there reaches nothing else. A standby carries the data and the roles to another machine, a subscription and a foreign server hold passwords of another server, and both connect from this one.",
  remedy: "take the connection away, or say in a waiver of the owners that it stays within the isolation",
  references: [
    "https://www.postgresql.org/docs/current/logical-replication-subscription.html",
    "https://www.postgresql.org/docs/current/warm-standby.html",
    "https://www.postgresql.org/docs/current/postgres-fdw.html",
  ],
  examples: {
    bad: [
      {
        title: "the lab subscribes to another server",
        facts: facts().subscription("orders_feed"),
        environment: LAB_ENVIRONMENT,
        subject: "lab",
      },
      {
        title: "the lab has a standby",
        facts: facts().standby("lab_standby"),
        environment: LAB_ENVIRONMENT,
        subject: "lab",
      },
      {
        title: "a foreign server of the lab is production",
        facts: facts().foreignServer("orders", { host: "prod.db.example.com" }),
        environment: LAB_ENVIRONMENT,
        subject: "lab",
      },
    ],
    good: [
      { title: "the lab by itself", facts: facts(), environment: LAB_ENVIRONMENT },
      { title: "a foreign server within it", facts: facts().foreignServer("self", { host: "lab.db.example.com" }), environment: LAB_ENVIRONMENT },
      { title: "production may have a standby", facts: facts().standby("standby_1") },
    ],
  },
  check: (input) => (input.environment.kind === "isolated" ? [...subscriptions(input), ...standbys(input), ...foreignServers(input)] : []),
};

const breach = (input: RuleInput, what: string, origin: Breach["origin"]): Breach => ({
  subject: origin.address ?? input.environment.name,
  message: `${shownName(input.environment.name)} is isolated, and has ${what}`,
  origin,
});

const subscriptions = (input: RuleInput): readonly Breach[] =>
  input.graph.subscriptions.map(({ name, database, origin }) =>
    breach(input, `subscription ${shownName(name)} in database ${shownName(database)}, which connects to another server`, origin),
  );

const standbys = (input: RuleInput): readonly Breach[] =>
  input.graph.standbys.map(({ slot, stream, origin }) =>
    breach(
      input,
      slot === null
        ? `a session that copies it elsewhere now, ${shownName(stream ?? "")}`
        : `replication slot ${shownName(slot)}, from which a standby copies it`,
      origin,
    ),
  );

/** A host that no environment names may be anything; one that another environment names is no doubt at all, and its own is none of elsewhere. */
const foreignServers = (input: RuleInput): readonly Breach[] => {
  const own = new Set((input.environment.policy?.endpoints ?? []).map(endpointKey));
  return input.graph.foreignServers.flatMap(({ name, host, port, origin }): readonly Breach[] => {
    if (host === null || isOwnAddress(host)) return [];
    const key = endpointKey({ host, port: port ?? DEFAULT_PORT });
    if (own.has(key)) return [];
    const environment = (input.policy?.environments ?? []).find(({ endpoints }) => endpoints.some((endpoint) => endpointKey(endpoint) === key));
    const where = environment === undefined ? `host ${shownName(host)}` : `environment ${shownName(environment.name)}`;
    return [breach(input, `foreign server ${shownName(name)}, which leads to ${where}`, origin)];
  });
};

const isOwnAddress = (host: string): boolean => host.startsWith("/") || host === "localhost" || host === "::1" || /^127\./.test(host);
