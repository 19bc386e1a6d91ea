import type { BaselineOutcome, Finding, Report } from "../model/report";
import type { Baseline, KnownFinding } from "../readers/baseline/read-baseline";

/** Days that a finding may be known for before it counts again. */
const MOST_DAYS = 180;

/**
 * The report with what the baseline knows made standing, each for at most 180 days from the day when it was first known, so that a baseline made of a
 * report that had one gains no time. What is denied for other reasons stays denied.
 */
export const withBaseline = (report: Report, baseline: Baseline): Report => {
  const known = new Map<string, KnownFinding>();
  for (const each of baseline.findings) known.set(keyOf(each), earlier(known.get(keyOf(each)), each));
  const met = new Map(report.findings.flatMap((finding) => pairWith(finding, known)));
  const isEnded = ({ since }: KnownFinding): boolean => report.today > lastDayOf(since);
  const findings = report.findings.map((finding): Finding => {
    const match = met.get(finding);
    if (match === undefined) return finding;
    const { since } = match;
    return isEnded(match) ? { ...finding, since } : { ...finding, status: "standing", since };
  });
  const ends = [...met.values()].filter((match) => !isEnded(match)).map(({ since }) => lastDayOf(since));
  const outcome: BaselineOutcome = {
    path: baseline.path,
    made: baseline.made,
    known: ends.length,
    ended: met.size - ends.length,
    gone: known.size - new Set([...met.values()].map(keyOf)).size,
    until: ends.sort()[0] ?? null,
  };
  return counted({ ...report, findings, baseline: outcome });
};

/** What a role reaches is the same finding whatever its path and its words; others are told apart by their words. */
const keyOf = ({ rule, environment, subject, severity, capability, certainty, message }: KnownFinding | Finding): string =>
  JSON.stringify(capability === null ? [rule, environment, subject, severity, message] : [rule, environment, subject, severity, capability, certainty]);

const pairWith = (finding: Finding, known: ReadonlyMap<string, KnownFinding>): readonly (readonly [Finding, KnownFinding])[] => {
  const match = finding.status === "open" ? known.get(keyOf(finding)) : undefined;
  return match === undefined ? [] : [[finding, match]];
};

const earlier = (a: KnownFinding | undefined, b: KnownFinding): KnownFinding => (a === undefined || b.since < a.since ? b : a);

const DAY = 86_400_000;
const lastDayOf = (since: string): string => new Date(Date.parse(`${since}T00:00:00Z`) + MOST_DAYS * DAY).toISOString().slice(0, 10);

const counted = (report: Report): Report => {
  const open = report.findings.filter(({ status }) => status === "open");
  const errors = open.filter(({ severity }) => severity === "error").length;
  const standing = report.findings.filter(({ status }) => status === "standing").length;
  return {
    ...report,
    verdict: errors > 0 || report.unjudged !== undefined ? "deny" : "allow",
    summary: { ...report.summary, errors, warnings: open.length - errors, standing },
  };
};
