import { listed } from "../../model/path-words";
import { listedAtMost } from "../layout";
import { originOf, pathsOf, type ReviewedOrigin } from "../review/blocks";
import type { PlacedBlock } from "../review/danger";
import { TIER_WORDS } from "../review/words";
import { clipped } from "./cut";
import { code, prose } from "./escape";

const MOST_ROLES = 20;

/** One cause: what is wrong as its heading, then where, how, why and what to do. `explained` are the rules whose reason was given. */
export const blockMarkdown = ({ environment, block }: PlacedBlock, explained: Set<string>): string => {
  const { headline, rule, subjects, condition, remedy, waiver } = block;
  const point = (label: string, text: string | null): readonly string[] => (text === null || text === "" ? [] : [`- **${label}:** ${text}`]);
  const words = (text: string | null): string | null => (text === null ? null : prose(clipped(text)));
  const why = explained.has(rule.id) ? null : rule.why;
  explained.add(rule.id);
  return [
    `#### ${prose(clipped(headline))}`,
    "",
    [environmentWords(environment), tierMarkdown(block), `rule ${code(rule.id)}`].filter((part) => part !== "").join(", "),
    "",
    ...(subjects.length > 1 ? point(`${subjects.length} roles`, listedAtMost(subjects.map(nameMarkdown), MOST_ROLES)) : []),
    ...pathsOf(block).flatMap((path) => point("How", words(path))),
    ...point("Only if", words(condition)),
    ...point("Written in", originMarkdown(originOf(block))),
    ...point("Why it matters", words(why)),
    ...point("What to do", words(remedy)),
    ...point("Waived", words(waiver)),
    "",
  ].join("\n");
};

const nameMarkdown = (name: string): string => code(clipped(name));

const environmentWords = ({ name, facts }: PlacedBlock["environment"]): string =>
  `In ${nameMarkdown(name)}${facts === null ? "" : ` (${facts.kind}, PostgreSQL ${listed(facts.postgres.map(String))})`}`;

const tierMarkdown = ({ tier, capability }: PlacedBlock["block"]): string =>
  tier === null ? "" : `tier **${tier}** (${capability === null || capability === tier ? TIER_WORDS[tier] : code(capability)})`;

const originMarkdown = ({ place, construct, address }: ReviewedOrigin): string =>
  [place, construct, address]
    .filter((part) => part !== null)
    .map(nameMarkdown)
    .join(", ");
