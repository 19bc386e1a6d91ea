import { type AccessGraph, FACT_LISTS, NO_ORIGIN } from "../model/access-graph";
import type { ServerChange } from "../model/reading";
import { EXAMPLE_ENVIRONMENT, EXAMPLE_POLICY, EXAMPLE_SERVER, EXAMPLE_TODAY, type Example } from "./example";
import { type Judged, judge } from "./judge";

/** Judges an example as its page tells it: by every rule, so that its findings are real ones. */
export const judgeExample = ({ facts, before, environment, policy, live }: Example): Judged =>
  judge({
    today: EXAMPLE_TODAY,
    policy: policy === null ? null : { ...EXAMPLE_POLICY, ...policy },
    subjects: [
      {
        environment: { ...EXAMPLE_ENVIRONMENT, ...(live !== undefined && EXAMPLE_SERVER), ...environment },
        graph: live === undefined ? facts.graph : asOnServer(facts.graph),
        ...(live !== undefined && { live: { desired: null, isComplete: false, ...live } }),
        ...(before !== undefined && { change: changeFrom(before.graph, facts.graph) }),
      },
    ],
  });

/** A live cluster tells no addresses. */
const asOnServer = (graph: AccessGraph): AccessGraph =>
  Object.fromEntries(FACT_LISTS.map((list) => [list, graph[list].map((fact: object) => ({ ...fact, origin: NO_ORIGIN }))])) as unknown as AccessGraph;

/** What differs between two moments of an example: a fact is told by its words and its address, and what is not told any more is destroyed. */
const changeFrom = (before: AccessGraph, after: AccessGraph): ServerChange => {
  const facts = (graph: AccessGraph): readonly object[] => Object.values(graph).flat();
  const former = new Set(facts(before).map((fact) => JSON.stringify(fact)));
  const addresses = new Set(after.memberships.map(({ origin }) => origin.address));
  return {
    before,
    kept: new Set(facts(after).filter((fact) => former.has(JSON.stringify(fact)))),
    rewritten: new Set(),
    revoked: before.memberships.filter(({ origin }) => !addresses.has(origin.address)).map((membership) => ({ membership, createsFirst: false })),
  };
};
