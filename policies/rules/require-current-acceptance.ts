import { functionSignature } from "../../model/accepted-functions";
import { NO_ORIGIN, type Origin } from "../../model/access-graph";
import type { FunctionFact } from "../../model/object-facts";
import { shownName } from "../../model/path-words";
import type { AcceptedFunction } from "../../model/policy";
import { isKnown } from "../../model/unknown";
import { type Facts, facts } from "../example";
import type { Breach, Rule, RuleInput } from "../rule";

const DIGEST = "a".repeat(64);
const reviewed = (sha256: string): Facts =>
  facts().function("get_auth", { schema: "pgbouncer", arguments: "text", owner: "postgres", securityDefiner: true, sha256, publicByDefault: false });
const accepting = (expires = "2027-03-31"): { readonly policy: { readonly acceptedFunctions: readonly AcceptedFunction[] } } => ({
  policy: {
    acceptedFunctions: [
      {
        environment: "prod",
        function: "pgbouncer.get_auth(text)",
        runsAs: "postgres",
        sha256: DIGEST,
        gives: ["read-credentials"],
        reason: "the pooler asks for verifiers",
        owner: "dba@example.com",
        expires,
        source: { file: "policies/accepted.yaml", line: 2 },
      },
    ],
  },
});

/** A review counts for the body that was reviewed. */
export const requireCurrentAcceptance: Rule = {
  id: "require-current-acceptance",
  title: "every accepted function is in the cluster as it was reviewed",
  severity: "warning",
  tier: null,
  waivable: true,
  needsServer: true,
  rationale:
    "accepted.yaml names a function by the digest of its body, language, owner and settings. One that was changed since is accepted no more, and its entry hides that somebody once looked; one that is gone may come back as another.",
  remedy: "have the function reviewed and its new digest written, or take the entry out of accepted.yaml",
  references: ["https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY"],
  examples: {
    bad: [
      { title: "the function was changed", facts: reviewed("b".repeat(64)), ...accepting(), live: {}, subject: "prod" },
      { title: "the function is gone", facts: facts(), ...accepting(), live: {}, subject: "prod" },
      { title: "the acceptance has expired", facts: reviewed(DIGEST), ...accepting("2026-11-19"), live: {}, subject: "prod" },
    ],
    good: [{ title: "the function is as it was reviewed", facts: reviewed(DIGEST), ...accepting(), live: {} }],
  },
  check: (input) =>
    input.live === null
      ? []
      : (input.policy?.acceptedFunctions ?? []).flatMap((entry): readonly Breach[] => {
          const what = entry.environment === input.environment.name ? problemOf(entry, input) : null;
          return what === null
            ? []
            : [
                {
                  subject: entry.environment,
                  message: `the accepted function ${shownName(entry.function)} ${what.words}`,
                  origin: originOf(entry),
                  ...what.more,
                },
              ];
        }),
};

const problemOf = (entry: AcceptedFunction, { graph, today }: RuleInput): { readonly words: string; readonly more?: Partial<Breach> } | null => {
  const named = graph.functions.filter((fact) => functionSignature(fact) === entry.function);
  // What it is called in a database that was not entered nobody knows.
  if (named.length === 0) return graph.unreadDatabases.length > 0 ? null : { words: "is in no database" };
  if (today > entry.expires) return { words: `is accepted no more: its entry expired on ${entry.expires}` };
  if (named.some((fact) => fact.sha256 === entry.sha256 && fact.owner === entry.runsAs)) return null;
  return { words: changeWords(entry, named), more: { severity: "error" } };
};

const changeWords = ({ runsAs }: AcceptedFunction, named: readonly FunctionFact[]): string => {
  const owner = named.map((fact) => fact.owner).find((each) => isKnown(each) && each !== null && each !== runsAs);
  if (owner !== undefined && isKnown(owner) && owner !== null) return `runs as ${shownName(owner)} and not as ${shownName(runsAs)}: it is accepted no more`;
  const digest = named.map(({ sha256 }) => sha256).find((each) => each !== null);
  return `was changed since it was reviewed, and is accepted no more${digest === undefined ? "" : `: its digest is ${digest}`}`;
};

const originOf = ({ source }: AcceptedFunction): Origin => ({ ...NO_ORIGIN, file: source.file, line: source.line });
