import { type Capability, isServerTier } from "../model/capability";
import { CAPABILITY_WORDS, pathWords, shownName } from "../model/path-words";
import type { Held } from "./held";
import type { Breach, RuleInput } from "./rule";

/** What a role has by an attribute of its own, in words. */
const OWN_ATTRIBUTE: Partial<Readonly<Record<Capability, string>>> = {
  superuser: "is a superuser",
  "create-role": "has CREATEROLE",
  "create-database": "has CREATEDB",
  replication: "has REPLICATION",
  "bypass-row-security": "has BYPASSRLS",
};

/** `orders_app can run programs on the server: it inherits etl, which inherits pg_execute_server_program`. */
export const reachMessage = (role: string, { reach: { capability, certainty, condition, path } }: Held): string => {
  const may = certainty === "certain" ? "can" : "may be able to";
  const known = OWN_ATTRIBUTE[capability];
  if (path.length === 0) return known === undefined ? `${shownName(role)} can ${CAPABILITY_WORDS[capability]}` : `${shownName(role)} ${known}`;
  return `${shownName(role)} ${may} ${CAPABILITY_WORDS[capability]}${condition === null ? "" : `, ${condition}`}: ${pathWords(path, "it")}`;
};

/** The breach that a refused or doubtful capability is; `more` says what the rule knows better. */
export const reachBreach = (input: RuleInput, role: string, held: Held, more: Partial<Breach> = {}): Breach => ({
  subject: role,
  message: reachMessage(role, held),
  origin: input.originOf(role, held.reach.path),
  tier: held.judgedTier,
  capability: held.reach.capability,
  certainty: held.reach.certainty,
  condition: held.reach.condition,
  path: held.reach.path,
  ...(held.ruling === "doubtful" ? { severity: "warning" } : isServerTier(held.judgedTier) ? { severity: "error" } : {}),
  ...more,
});

/** Breaches of every judged role that reaches one of the capabilities and may not. */
export const refusedReaches = (
  input: RuleInput,
  capabilities: readonly Capability[],
  more: (role: string, held: Held) => Partial<Breach> | null = () => ({}),
): readonly Breach[] => {
  const breaches: Breach[] = [];
  for (const { role, held } of input.ofConcern()) {
    if ((held.ruling !== "refused" && held.ruling !== "doubtful") || !capabilities.includes(held.reach.capability)) continue;
    const words = more(role, held);
    if (words !== null) breaches.push(reachBreach(input, role, held, words));
  }
  return breaches;
};
