import { createHash } from "node:crypto";
import { type AccessGraph, FACT_LISTS } from "../../model/access-graph";

const CHUNK = 1 << 16;

/** SHA-256, in lower case hex, over the facts in their order: two audits that saw the same have the same. Names hold no NUL byte, which tells them apart. */
export const factsDigest = (graph: AccessGraph): string => {
  const hash = createHash("sha256");
  let text = "";
  for (const list of FACT_LISTS) {
    text += `\0${list}\0`;
    for (const fact of graph[list]) {
      text += wordsOf(fact as unknown as Readonly<Record<string, unknown>>);
      // In chunks: a large cluster has 300,000 facts, and each update costs.
      if (text.length < CHUNK) continue;
      hash.update(text);
      text = "";
    }
  }
  return hash.update(text).digest("hex");
};

/** Where a fact was written is no part of it. Nearly everything in it is a plain value, for which `JSON.stringify` takes many times as long. */
const wordsOf = (fact: Readonly<Record<string, unknown>>): string => {
  let text = "";
  for (const key in fact) {
    const value = fact[key];
    if (key !== "origin") text += typeof value === "object" && value !== null ? `${JSON.stringify(value)}\0` : `${String(value)}\0`;
  }
  return text;
};
