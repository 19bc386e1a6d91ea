import { InputError } from "../../model/input-error";

/** A finding that was known on a day. */
export interface KnownFinding {
  readonly rule: string;
  readonly environment: string;
  readonly subject: string;
  readonly severity: string;
  readonly capability: string | null;
  readonly certainty: string;
  readonly message: string;
  /** `YYYY-MM-DD`: when it was first known. */
  readonly since: string;
}

/** What an earlier audit found. */
export interface Baseline {
  readonly path: string;
  /** `YYYY-MM-DD`: the day as of which it was made. */
  readonly made: string;
  readonly findings: readonly KnownFinding[];
}

/**
 * Reads a report that `rolegate audit --format json` wrote as what was known on its day. Its waived findings are left out: a waiver has an end of its own. Throws
 * `InputError` for what is no such report, and for one that is of a later day than `today`.
 */
export const readBaseline = (text: string, path: string, today: string): Baseline => {
  const report = parsed(text, path);
  if (report.schema !== "rolegate.report/1" || !isDay(report.today) || !Array.isArray(report.findings)) throw noReport(path, "it is no report of rolegate");
  const { today: made } = report;
  if (made > today) throw noReport(path, `it is of ${made}, which is after ${today}`);
  const inputs = Array.isArray(report.inputs) ? report.inputs : [];
  if (inputs.some((input) => !isRecord(input) || input.kind !== "postgres")) throw noReport(path, "it is a report of another command than `rolegate audit`");
  return { path, made, findings: report.findings.flatMap((finding) => knownFinding(finding, made, path)) };
};

type Json = Readonly<Record<string, unknown>>;

const parsed = (text: string, path: string): Json => {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw noReport(path, "it is no JSON");
  }
  if (isRecord(value)) return value;
  throw noReport(path, "it is no report of rolegate");
};

const knownFinding = (finding: unknown, made: string, path: string): readonly KnownFinding[] => {
  if (!isRecord(finding)) throw noReport(path, "one of its findings is no finding");
  if (finding.status === "waived") return [];
  const { rule, environment, subject, severity, certainty, message, capability, since = made } = finding;
  if (![rule, environment, subject, severity, certainty, message].every(isText) || (capability !== null && !isText(capability)))
    throw noReport(path, "one of its findings is no finding");
  if (!isDay(since) || since > made) throw noReport(path, "the `since` of one of its findings is no day before it was made");
  return [{ rule, environment, subject, severity, certainty, message, capability, since } as KnownFinding];
};

const isRecord = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string";
const isDay = (value: unknown): value is string =>
  isText(value) && /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(`${value}T00:00:00Z`).toISOString().startsWith(value);

const noReport = (path: string, why: string): InputError =>
  new InputError(`\`${path}\` cannot be a baseline: ${why}`, [
    "a baseline is what `rolegate audit --report json=FILE` wrote on the day when its findings became known",
  ]);
