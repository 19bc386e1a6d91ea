import type { Origin } from "../model/access-graph";
import { type Capability, isServerTier } from "../model/capability";
import { InputError } from "../model/input-error";
import { CAPABILITY_WORDS, reachWords, shownName } from "../model/path-words";
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
export const reachMessage = (role: string, { reach: { capability, certainty, condition, path, source, kind } }: Held): string => {
  const may = certainty === "certain" ? "can" : "may be able to";
  const what = `${shownName(role)} ${may} ${CAPABILITY_WORDS[capability]}${condition === null ? "" : `, ${condition}`}`;
  if (path.length > 0 || source !== null) return `${what}: ${reachWords(role, path, source, "it")}`;
  const known = certainty === "certain" && kind === "attribute" ? OWN_ATTRIBUTE[capability] : undefined;
  return known === undefined ? what : `${shownName(role)} ${known}`;
};

/** The breach that a refused or doubtful capability is; `more` says what the rule knows better. */
export const reachBreach = (input: RuleInput, role: string, held: Held, more: Partial<Breach> = {}): Breach => ({
  subject: role,
  message: reachMessage(role, held),
  origin: held.reach.object ?? input.originOf(role, held.reach.path),
  tier: held.judgedTier,
  capability: held.reach.capability,
  certainty: held.reach.certainty,
  condition: held.reach.condition,
  path: held.reach.path,
  source: held.reach.source,
  ...(held.ruling === "doubtful" ? { severity: "warning" } : isServerTier(held.judgedTier) ? { severity: "error" } : {}),
  ...more,
});

/** Each finding carries its whole path: beyond this, a chain of thousands of roles, nobody could read them and no memory hold them. */
const MAXIMUM_STEPS = 2_000_000;
const TOO_MANY_STEPS = [
  "thousands of roles are members of one another in a chain, and something refused is at its end, so that there is no verdict",
  "`rolegate explain ROLE INPUT` shows the path of one role; give the groups fewer levels, or judge the inputs one by one",
];

/**
 * Breaches of every judged role that reaches one of the capabilities and may not; what leads through a function that runs as its owner,
 * or through one that the input itself writes, is what the rules on functions speak of.
 */
export const refusedReaches = (
  input: RuleInput,
  capabilities: readonly Capability[],
  more: (role: string, held: Held) => Partial<Breach> | null = () => ({}),
): readonly Breach[] => {
  const written = functionAddresses(input);
  return breachesOf(input, (role, held) => {
    const { capability, object, ownerFunction } = held.reach;
    if (!capabilities.includes(capability) || ownerFunction !== null || isWritten(object, written)) return null;
    return more(role, held);
  });
};

/** Breaches of whoever reaches the server through functions that run as their owner, those left out that the input itself writes. */
export const ownerFunctionReaches = (input: RuleInput): readonly Breach[] => {
  const written = functionAddresses(input);
  return breachesOf(input, (_, { reach: { object, ownerFunction } }) => (ownerFunction === null || isWritten(object, written) ? null : {}));
};

const functionAddresses = ({ graph }: RuleInput): ReadonlySet<string | null> => new Set(graph.functions.map(({ origin }) => origin.address));
const isWritten = (object: Origin | null, written: ReadonlySet<string | null>): boolean => object?.address != null && written.has(object.address);

const breachesOf = (input: RuleInput, more: (role: string, held: Held) => Partial<Breach> | null): readonly Breach[] => {
  const breaches: Breach[] = [];
  let steps = 0;
  for (const { role, held } of input.ofConcern(({ ruling }) => ruling === "refused" || ruling === "doubtful")) {
    const words = more(role, held);
    if (words !== null) steps += held.reach.path.length;
    if (steps > MAXIMUM_STEPS) throw new InputError(`the paths of the findings have more than ${MAXIMUM_STEPS.toLocaleString("en")} steps`, TOO_MANY_STEPS);
    if (words !== null) breaches.push(reachBreach(input, role, held, words));
  }
  return breaches;
};
