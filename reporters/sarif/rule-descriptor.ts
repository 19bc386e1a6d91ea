import type { Tier } from "../../model/capability";
import type { Severity } from "../../model/report";
import type { ReviewedRule } from "../review/rules";

const MOST_CHARACTERS = 1_000;

/** What code scanning says of a rule beside its alerts. `worst` is the most dangerous tier of its findings, for a rule that has none of its own. */
export const ruleDescriptor = ({ id, title, why, remedy, references, words }: ReviewedRule, worst: Tier | null): object => {
  const demand = title ?? id;
  const reason = why ?? demand;
  const help = [reason, ...(remedy === null ? [] : [`What to do: ${remedy}`]), ...references.map((reference) => `See ${reference}`)].join("\n\n");
  const tier = words?.tier ?? worst;
  const level = words?.severity ?? "error";
  const [helpUri] = references;
  return {
    id,
    name: id,
    shortDescription: { text: cutAt(demand) },
    fullDescription: { text: cutAt(reason) },
    help: { text: help, markdown: help },
    ...(helpUri === undefined ? {} : { helpUri }),
    defaultConfiguration: { level },
    properties: { tags: ["security", "postgresql"], precision: "high", "security-severity": tier === null ? UNTIERED[level] : SEVERITY[tier] },
  };
};

/** In GitHub's scale: above 9.0 critical, from 7.0 high, from 4.0 medium. */
const SEVERITY: Readonly<Record<Tier, string>> = { superuser: "9.8", os: "9.5", files: "8.8", control: "7.2", data: "7.0", observe: "4.5" };
const UNTIERED: Readonly<Record<Severity, string>> = { error: "6.0", warning: "3.0" };

const cutAt = (text: string): string => (text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)} ...` : text);
