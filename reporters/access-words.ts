import type { AccessReport, AccessRow } from "../model/access-report";
import { CAPABILITY_WORDS, reachWords } from "../model/path-words";

/** How a role reaches it, in words. */
export const pathWords = ({ role, path, source, condition }: AccessRow): string =>
  `${path.length === 0 && source === null ? "has it itself" : reachWords(role, path, source)}${condition === null ? "" : `, ${condition}`}`;

/** What it may do. */
export const mayWords = ({ capability }: AccessRow): string => `can ${CAPABILITY_WORDS[capability]}`;

const BY = {
  administrator: "administrator",
  approved: "approved",
  allowlist: "allowlist entry",
  "accepted-function": "accepted function",
  "audit-login": "login of the audit",
  waiver: "waiver",
} as const;

/** By what it is permitted. */
export const permittedWords = ({ permitted }: AccessRow): string => {
  if (permitted === null) return "nobody";
  const { by, entry, owner, reason } = permitted;
  return [BY[by], ...[reason, owner, entry].filter((part) => part !== null)].join(", ");
};

/** Until when; administrators and personas have no end. */
export const untilWords = ({ permitted }: AccessRow): string => (permitted === null ? "" : (permitted.until ?? "no end"));

/** Said first: a cluster that nobody read is in no row. */
export const missingWords = ({ unjudged }: AccessReport): string | null =>
  unjudged.length === 0 ? null : `not in this report, because they could not be read: ${unjudged.join(", ")}`;
