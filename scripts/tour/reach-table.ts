import type { AccessGraph } from "../../model/access-graph";
import { TIERS } from "../../model/capability";
import { closureOf } from "../../model/closure";
import { indexGraph } from "../../model/graph-index";
import type { EnvironmentPolicy, PolicyData } from "../../model/policy";
import { isReservedName, type Major } from "../../model/predefined-roles";
import { personaLookup } from "../../policies/persona";

/** Persona, roles and what they can reach, one row for all roles that are alike, the least dangerous first. */
export const reachTable = (graph: AccessGraph, environment: EnvironmentPolicy, policy: PolicyData, major: Major): readonly (readonly string[])[] => {
  const closure = closureOf(indexGraph(graph), { major, administrators: environment.administrators });
  const persona = personaLookup(policy, environment.name);
  const rows = new Map<string, { readonly kind: string; readonly names: string[]; readonly reaches: string }>();
  for (const { name, login } of graph.roles) {
    if (isReservedName(name) || environment.administrators.includes(name)) continue;
    const { kind } = persona(name);
    const reaches = reachWords(closure.reaches(name).filter(({ certainty }) => certainty === "certain"));
    const row = rows.get(`${kind} ${reaches}`) ?? { kind, names: [], reaches };
    row.names.push(login === true ? name : `${name} (group)`);
    rows.set(`${kind} ${reaches}`, row);
  }
  const kinds = ["app", "ops", "dba"];
  return [...rows.values()]
    .toSorted((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || a.reaches.localeCompare(b.reaches, "en"))
    .map(({ kind, names, reaches }) => [kind, names.join(", "), reaches]);
};

const reachWords = (reaches: readonly { readonly tier: string; readonly capability: string }[]): string => {
  const byTier = TIERS.toReversed().map((tier) => ({ tier, capabilities: reaches.filter((reach) => reach.tier === tier).map(({ capability }) => capability) }));
  const words = byTier.filter(({ capabilities }) => capabilities.length > 0).map(({ tier, capabilities }) => `${tier}: ${capabilities.join(", ")}`);
  return words.length === 0 ? "nothing of the server's" : words.join("; ");
};
