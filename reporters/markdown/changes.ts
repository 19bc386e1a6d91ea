import { isServerTier } from "../../model/capability";
import { listedAtMost } from "../layout";
import { type ChangedRow, capabilityWords, type HeldRole, type ReviewedChanges } from "../review/changes";
import { clipped, type Taken, take } from "./cut";
import { cell } from "./escape";

const MOST_ROLES = 10;
/** Rows that are shown at once; the others are folded. */
const OPEN_ROWS = 12;

/** Who gains and loses what, as tables, in so many bytes; and how many rows did not fit. */
export const changesMarkdown = ({ isHolding, environments }: ReviewedChanges, room: number): Taken => {
  const head = isHolding ? "| Environment | Role | Holds |\n|---|---|---|" : "| Environment | Role | Gains | Loses |\n|---|---|---|---|";
  const rows = environments.flatMap(({ name, rows: changed }) => changed.map((row) => rowMarkdown(name, row, isHolding)));
  const { shown, cut } = take(rows, room - 2 * head.length - 200);
  if (shown.length === 0) return { shown: [], cut };
  const table = (some: readonly string[]): string => [head, ...some, ""].join("\n");
  const folded = shown.slice(OPEN_ROWS);
  const fold = folded.length === 0 ? [] : ["<details>", `<summary>${folded.length} more</summary>`, "", table(folded), "</details>", ""];
  return { shown: [`### ${isHolding ? "Who holds what" : "What changes for whom"}`, "", table(shown.slice(0, OPEN_ROWS)), ...fold], cut };
};

const rowMarkdown = (environment: string, { roles, gains, reaches, loses, reachesNoMore }: ChangedRow, isHolding: boolean): string => {
  const names = listedAtMost(
    roles.map((role) => cell(clipped(role))),
    MOST_ROLES,
  );
  const gained = heldMarkdown(gains, capabilityWords(reaches));
  const cells = [cell(environment), names, gained, ...(isHolding ? [] : [heldMarkdown(loses, capabilityWords(reachesNoMore))])];
  return `| ${cells.join(" | ")} |`;
};

/** Tiers that reach the server itself stand out. */
const heldMarkdown = (roles: readonly HeldRole[], capabilities: string): string =>
  [...roles.map(({ name, tier }) => `${cell(name)} (${isServerTier(tier) ? `**${tier}**` : tier})`), ...(capabilities === "" ? [] : [capabilities])].join(", ");
