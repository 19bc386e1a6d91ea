import { createHash } from "node:crypto";
import { type AccessGraph, FACT_LISTS } from "../../model/access-graph";

/** SHA-256, in lower case hex, over the facts in their order: two audits that saw the same have the same. */
export const factsDigest = (graph: AccessGraph): string => {
  const hash = createHash("sha256");
  for (const list of FACT_LISTS) {
    hash.update(list);
    const facts = graph[list];
    for (let from = 0; from < facts.length; from += AT_ONCE) hash.update(JSON.stringify(facts.slice(from, from + AT_ONCE)));
  }
  return hash.digest("hex");
};

/** Each call costs, and one text of a large cluster would be a large text. */
const AT_ONCE = 1000;
