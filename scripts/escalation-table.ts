import type { Escalation } from "../model/closure/escalation";
import { ESCALATIONS } from "../model/closure/escalations";
import { MAJORS } from "../model/predefined-roles";

const BEGIN = "<!-- escalations: `npm run docs` writes this table -->";
const END = "<!-- /escalations -->";

/** docs/closure.md with the table of the catalogue as `model/closure/escalations/` has it; the rest of the page is kept. */
export const withEscalationTable = (page: string): string => {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`docs/closure.md has no place for the table: ${BEGIN} ... ${END}`);
  return [page.slice(0, begin + BEGIN.length), "", ...TABLE_HEAD, ...ESCALATIONS.map(row), "", page.slice(end)].join("\n");
};

const TABLE_HEAD = ["| name | what it is | PostgreSQL | documented |", "| --- | --- | --- | --- |"];

const row = ({ id, title, since, until, references }: Escalation): string =>
  `| \`${id}\` | ${title} | ${majors(since, until)} | ${references.map((page, at) => `[${at + 1}](${page})`).join(", ")} |`;

const majors = (since: number | undefined, until: number | undefined): string => {
  if (until !== undefined) return `${since ?? MAJORS[0]} to ${until}`;
  return since === undefined ? "all" : `${since} and later`;
};
