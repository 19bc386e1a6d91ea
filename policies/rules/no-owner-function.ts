import { acceptedEntry, functionWords } from "../../model/accepted-functions";
import { higherTier, isServerTier, type Tier } from "../../model/capability";
import type { FunctionFact } from "../../model/object-facts";
import { shownName } from "../../model/path-words";
import { isKnown, isPossiblyTrue } from "../../model/unknown";
import { facts } from "../example";
import { ownerFunctionReaches } from "../reach-breach";
import type { Breach, Rule, RuleInput } from "../rule";

/** A function that runs as its owner is a door whose lock is its body. */
export const noOwnerFunction: Rule = {
  id: "no-owner-function",
  title: "no function runs as an owner that reaches the server unless the owners of the policy files accepted it",
  severity: "error",
  tier: "superuser",
  waivable: false,
  rationale:
    "SECURITY DEFINER gives every caller the owner's privileges for as long as the body runs, and PUBLIC may call a new function by default. What the body lets its caller do, by its arguments, its search_path or a dynamic statement, no rule can read; a person can, once, and its digest tells when that no longer counts.",
  remedy:
    "make it SECURITY INVOKER and grant its callers what it needs, give it an owner that holds just that, or have it reviewed and accepted with its digest in accepted.yaml",
  references: [
    "https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY",
    "https://www.postgresql.org/docs/current/perm-functions.html",
  ],
  examples: {
    bad: [
      {
        title: "a function that runs as the login that applies the plan",
        facts: facts().function("rotate", { securityDefiner: true }),
        environment: { providerLogins: ["terraform"] },
        subject: "postgresql_function.rotate",
      },
      {
        title: "whether it is SECURITY DEFINER cannot be known",
        facts: facts().function("rotate", { securityDefiner: true, owner: null }),
        subject: "postgresql_function.rotate",
      },
    ],
    good: [
      { title: "a function that runs as its caller", facts: facts().function("total") },
      {
        title: "an owner that holds nothing of the server",
        facts: facts().group("orders_owner").function("total", { securityDefiner: true, owner: "orders_owner" }),
      },
    ],
  },
  check: (input) => [...writtenFunctions(input), ...ownerFunctionReaches(input)],
};

/** Functions of the change are reported each, also those behind one another. */
const writtenFunctions = (input: RuleInput): readonly Breach[] =>
  input.graph.functions.flatMap((fact): readonly Breach[] => {
    const { origin, securityDefiner, owner } = fact;
    if (origin.address === null || !isPossiblyTrue(securityDefiner) || acceptedEntry(fact, input.accepted) !== undefined) return [];
    const tier = ownerTier(fact, input);
    if (!isServerTier(tier)) return [];
    const runs = isKnown(securityDefiner) ? "runs as its owner" : "may run as its owner: whether it is SECURITY DEFINER cannot be known yet";
    const whom = isKnown(owner) && owner !== null ? `, ${shownName(owner)}` : "";
    return [
      {
        subject: origin.address,
        message: `${functionWords(fact)} ${runs}${whom}: whoever may call it acts with the owner's privileges, and what its body does with them is not read`,
        origin,
        tier,
        certainty: "conditional",
        condition: "if its body does it for its caller",
      },
    ];
  });

/** The highest that the owner reaches; an owner that is not known may be a superuser. */
const ownerTier = ({ owner }: FunctionFact, { closure }: RuleInput): Tier =>
  isKnown(owner) && owner !== null ? closure.reaches(owner).reduce<Tier>((tier, reach) => higherTier(tier, reach.tier), "observe") : "superuser";
