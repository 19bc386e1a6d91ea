import { createHash } from "node:crypto";
import { type AccessGraph, FACT_LISTS } from "../../model/access-graph";

/** SHA-256, in lower case hex, over the facts in their order: two audits that saw the same have the same. */
export const factsDigest = (graph: AccessGraph): string => {
  const hash = createHash("sha256");
  for (const list of FACT_LISTS) {
    hash.update(list);
    for (const fact of graph[list]) hash.update(JSON.stringify(fact));
  }
  return hash.digest("hex");
};
