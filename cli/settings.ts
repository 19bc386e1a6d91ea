import { listed } from "../model/path-words";
import type { Io } from "./io";
import { UsageError } from "./usage-error";

/** What every command takes, as the user wrote it. */
export interface PrintingOptions {
  readonly quiet?: true;
  readonly color?: string;
}

/** What the commands that judge or explain take, as the user wrote it. */
export interface ReportingOptions extends PrintingOptions {
  readonly policies?: string;
  readonly policiesSha256?: string;
  readonly environment?: string;
  readonly format?: string;
  readonly report?: readonly string[];
  readonly today?: string;
  readonly standing?: string;
  readonly source?: string;
  readonly id?: string;
}

/** What every command that reports writes. */
const FORMATS = ["text", "json"] as const;
/** What the commands that judge write: a review, wherever people look. */
export const REVIEW_FORMATS = [...FORMATS, "html", "markdown", "sarif", "junit", "gitlab", "github", "lines"] as const;
/** What `explain` writes: it draws too. */
export const EXPLAIN_FORMATS = [...FORMATS, "html", "svg", "dot"] as const;
/** What `drift` writes: it mends too. */
export const DRIFT_FORMATS = [...FORMATS, "sql"] as const;
/** What `audit --access` writes. */
export const ACCESS_FORMATS = [...FORMATS, "csv", "html"] as const;
export type ReviewFormat = (typeof REVIEW_FORMATS)[number];
export type ExplainFormat = (typeof EXPLAIN_FORMATS)[number];
export type Format = ReviewFormat | ExplainFormat | (typeof DRIFT_FORMATS)[number] | (typeof ACCESS_FORMATS)[number];
type PlainFormat = (typeof FORMATS)[number];

export interface ReportFile<F extends Format = PlainFormat> {
  readonly format: F;
  readonly file: string;
}

/** How text looks where it goes. */
export interface Look {
  readonly color: boolean;
  readonly width: number;
}

const DEFAULT_WIDTH = 100;
const WIDEST = 140;

/** Colour on a terminal that can show it, unless NO_COLOR says otherwise; `--color` overrules both. */
export const lookOf = ({ color = "auto" }: PrintingOptions, { env, stdout }: Io): Look => {
  if (color !== "auto" && color !== "always" && color !== "never") throw new UsageError(`--color is auto, always or never, got \`${color}\``);
  const wanted = stdout.isTerminal && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb";
  return { color: color === "always" || (color === "auto" && wanted), width: Math.min(stdout.columns ?? DEFAULT_WIDTH, WIDEST) };
};

/** A format that the command writes; text by default. */
export const formatOf = (format?: string): PlainFormat => formatAmong(FORMATS, format);

/** One of the formats that a command writes; text by default. */
export const formatAmong = <F extends Format>(formats: readonly F[], format = "text"): F => {
  const known = formats.find((name) => name === format);
  if (known !== undefined) return known;
  throw new UsageError(`${absentWords(format)}; there are ${listed(formats)}`);
};

/** A format of another command is no mistyped one. */
const absentWords = (format: string): string => {
  if (REVIEW_FORMATS.some((name) => name === format)) return `the format \`${format}\` is for reviews, which this command does not write`;
  if (EXPLAIN_FORMATS.some((name) => name === format)) return `the format \`${format}\` is for drawings, which only \`rolegate explain\` makes`;
  return `there is no format \`${format}\` in this version`;
};

/** `json=out/report.json`, each format known; whether two name one file is seen when they are written. */
export const reportFilesOf = (reports: readonly string[] = []): readonly ReportFile[] => reportFilesAmong(FORMATS, reports);

/** The same for a command that writes other formats too. */
export const reportFilesAmong = <F extends Format>(formats: readonly F[], reports: readonly string[] = []): readonly ReportFile<F>[] =>
  reports.map((report) => {
    const separator = report.indexOf("=");
    if (separator < 1 || separator === report.length - 1) throw new UsageError(`--report is FORMAT=FILE, such as json=report.json, got \`${report}\``);
    return { format: formatAmong(formats, report.slice(0, separator)), file: report.slice(separator + 1) };
  });

/** Which of several reviews this is; null by default. */
export const idOf = (id: string | undefined): string | null => {
  if (id === undefined) return null;
  if (!/^[\w][\w./-]{0,99}$/.test(id) || id.includes("--")) {
    throw new UsageError(`--id is at most 100 letters, digits, \`.\`, \`_\`, \`/\` and single \`-\`, such as a stack's name, got \`${id}\``);
  }
  return id;
};

/** The date to judge by: `YYYY-MM-DD`, UTC. */
export const todayOf = (today: string | undefined, now: Date): string => {
  if (today === undefined) return now.toISOString().slice(0, 10);
  if (!isDate(today)) throw new UsageError(`--today is a date, YYYY-MM-DD, got \`${today}\``);
  return today;
};

const isDate = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};

/** Do findings that were there before the change count? Default: no. */
export const standingIsErrorOf = (standing: string | undefined): boolean => {
  if (standing !== undefined && standing !== "error") throw new UsageError(`--standing is error, got \`${standing}\``);
  return standing === "error";
};
