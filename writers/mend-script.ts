import type { Difference } from "../model/drift";
import type { Major } from "../model/predefined-roles";
import { type Mending, mendings } from "./mend";
import { groupBy } from "./order";
import { identifier } from "./quote";

/** What stands at the head of the script. */
export interface ScriptTitle {
  readonly code: string;
  readonly server: string;
  readonly environment: string;
}

/**
 * A script for psql that makes the server as the code says: one transaction, or one for each database where several are concerned. What a person has
 * to decide stands in it as a comment with the statement that would do it.
 */
export const mendScript = (differences: readonly Difference[], major: Major, title: ScriptTitle): string => {
  const all = mendings(differences, major);
  const decided = all.filter(({ question, statements }) => question === null && statements.length > 0);
  const questions = all.filter(({ question }) => question !== null);
  const lines = [
    ...comment(`What makes ${title.server} (${title.environment}) as ${title.code} says, for psql, run by a superuser.`),
    ...comment(`${count(decided.length, "difference")} mended, ${count(questions.length, "question")} for you. Nothing here was run.`),
    "\\set ON_ERROR_STOP on",
    ...sections(decided).flatMap(({ database, mended }) => section(database, mended)),
    ...(questions.length === 0 ? [] : ["", ...comment("To be decided by people:")]),
    ...questions.flatMap(questionLines),
  ];
  return `${lines.join("\n")}\n`;
};

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** What is of the whole cluster goes with the first database, so that one database is one transaction. */
const sections = (decided: readonly Mending[]): readonly { readonly database: string | null; readonly mended: readonly Mending[] }[] => {
  const groups = groupBy(decided, ({ database }) => database);
  const cluster = groups.get(null) ?? [];
  const databases = [...groups.keys()].filter((database) => database !== null).sort();
  const [first, ...others] = databases;
  if (first === undefined) return cluster.length === 0 ? [] : [{ database: null, mended: cluster }];
  const ofFirst = decided.filter(({ database }) => database === null || database === first);
  return [{ database: first, mended: ofFirst }, ...others.map((database) => ({ database, mended: groups.get(database) ?? [] }))];
};

const section = (database: string | null, mended: readonly Mending[]): readonly string[] => {
  const body = mended.flatMap(({ difference, statements }) => [...comment(`${difference.role}: ${difference.detail}`), ...statements.map(terminated)]);
  if (database !== null && HIDDEN.test(database))
    return ["", ...comment(`psql cannot be told to connect to database ${database}: run this there by hand`), ...body.flatMap(comment)];
  return ["", ...(database === null ? [] : [`\\connect ${identifier(database)}`]), "BEGIN;", ...body, "COMMIT;"];
};

const questionLines = ({ difference, question, statements, database }: Mending): readonly string[] => [
  "",
  ...comment(`${difference.role}: ${difference.detail}`),
  ...comment(question ?? ""),
  ...(statements.length === 0 || database === null ? [] : comment(`in database ${database}:`)),
  ...statements.flatMap((statement) => comment(terminated(statement))),
];

const terminated = (statement: string): string => `${statement};`;

const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/u;

/** A name may hold a line end: what follows it must not become a statement. */
const comment = (text: string): readonly string[] => [
  `-- ${text.replace(new RegExp(HIDDEN, "gu"), (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)}`,
];
