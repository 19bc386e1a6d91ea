import type { Capability } from "../../model/capability";
import { CAPABILITIES } from "../../model/capability";
import { once } from "../../model/once";
import { judgeExample } from "../../policies/judge-example";
import type { Rule } from "../../policies/rule";
import { RULES } from "../../policies/rules";
import { environmentOf, waysTo } from "./examples";

/** The rules that have a finding about the capability: in their own examples, or in those of its page. */
export const judgedBy = (capability: Capability): readonly Rule[] => RULES.filter(({ id }) => judging().get(capability)?.has(id) === true);

const judging = once((): ReadonlyMap<Capability, ReadonlySet<string>> => {
  const rules = new Map<Capability, Set<string>>(CAPABILITIES.map((capability) => [capability, new Set()]));
  const ways = CAPABILITIES.flatMap((capability) => waysTo(capability).map((way) => ({ title: way.title, facts: way.facts, environment: environmentOf(way) })));
  for (const example of [...ways, ...RULES.flatMap(({ examples }) => examples.bad)])
    for (const { rule, capability } of judgeExample(example).findings) if (capability !== null) rules.get(capability)?.add(rule);
  return rules;
});
