import type { AccessReport, AccessRow } from "../model/access-report";
import { pathWords } from "./access-words";
import { printable } from "./printable";

const COLUMNS: readonly (readonly [string, (row: AccessRow) => string])[] = [
  ["environment", ({ environment }) => environment],
  ["role", ({ role }) => role],
  ["tier", ({ tier }) => tier],
  ["capability", ({ capability }) => capability],
  ["certainty", ({ certainty }) => certainty],
  ["path", pathWords],
  ["permitted_by", ({ permitted }) => permitted?.by ?? ""],
  ["entry", ({ permitted }) => permitted?.entry ?? ""],
  ["owner", ({ permitted }) => permitted?.owner ?? ""],
  ["reason", ({ permitted }) => permitted?.reason ?? ""],
  ["until", ({ permitted }) => permitted?.until ?? ""],
];

/** One row for each capability of each role, RFC 4180. An environment that could not be read is a row whose role is empty. */
export const renderAccessCsv = ({ access, unjudged }: AccessReport): string => {
  const missing = unjudged.map((environment) => [environment, "", "", "", "", "this environment could not be read", "", "", "", "", ""]);
  const rows = [COLUMNS.map(([name]) => name), ...missing, ...access.map((row) => COLUMNS.map(([, textOf]) => textOf(row)))];
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
};

/** A spreadsheet takes what begins so for a formula. https://owasp.org/www-community/attacks/CSV_Injection */
const FORMULA = /^[=+\-@\t\r]/;

const cell = (text: string): string => {
  const shown = printable(text);
  const safe = FORMULA.test(shown) ? `'${shown}` : shown;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
