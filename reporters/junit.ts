import { reachWords } from "../model/path-words";
import type { Finding, UnjudgedEnvironment } from "../model/report";
import { xml } from "./drawing/xml";
import { counted, groupBy } from "./layout";
import type { ReportOptions } from "./options";
import { byDanger } from "./review/danger";
import type { Review } from "./review/review";

/** GitLab reads at most 250,000 nodes of a file, and a case has about ten. */
const MOST_CASES = 10_000;

/** A case as JUnit has it: `skipped` where it is told and does not count. */
interface Case {
  readonly name: string;
  readonly outcome: "passed" | "failed" | "skipped";
  /** The first line; empty where there is nothing to say. */
  readonly message: string;
  readonly text: string;
}

/** The cases of one environment. */
interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

/**
 * The review as test results: one suite for each environment, one case for each finding, failed by open errors. Names are unique, because GitLab drops
 * the second of two: whom it is about and the rule.
 */
export const renderJunit = (review: Review, options: ReportOptions): string => {
  const suites = suitesOf(review, options);
  const all = suites.map(
    ({ name, cases }) => `<testsuite name="${xml(name)}" ${totals(cases)}>\n${cases.map((one) => caseXml(one, name)).join("")}</testsuite>\n`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="rolegate" ${totals(suites.flatMap(({ cases }) => cases))}>\n${all.join("")}</testsuites>\n`;
};

const suitesOf = ({ report, verdict }: Review, { id, fileOf }: ReportOptions): readonly Suite[] => {
  const found = new Map(groupBy(report.findings, ({ environment }) => environment).map((group) => [group[0].environment, group]));
  // Denied without an open error: what was there before is why.
  const standingDenies = verdict.isDenied && report.summary.errors === 0 && report.unjudged === undefined;
  const unjudged = groupBy(report.unjudged ?? [], ({ environment }) => environment);
  let room = MOST_CASES;
  return [...new Set([...unjudged.map(([{ environment }]) => environment), ...report.environments.map(({ name }) => name), ...found.keys()])].map((name) => {
    const sorted = [...(found.get(name) ?? [])].sort((a, b) => orderOf(a) - orderOf(b) || byDanger(a, b));
    const shown = sorted.slice(0, room);
    room -= shown.length;
    const cut = sorted.length - shown.length;
    const cases = [
      ...unjudged.filter(([{ environment }]) => environment === name).map(unjudgedCase),
      ...casesOf(shown, standingDenies, fileOf),
      ...(cut === 0 ? [] : [cutCase(cut, verdict.isDenied)]),
    ];
    return {
      name: id === null ? name : `${id}: ${name}`,
      cases: cases.length > 0 ? cases : [{ name: "every rule holds", outcome: "passed", message: "", text: "" }],
    };
  });
};

const unjudgedCase = (reasons: readonly UnjudgedEnvironment[]): Case => ({
  name: "could not be judged",
  outcome: "failed",
  message: reasons.map(({ why }) => why).join("; "),
  text: reasons.flatMap(({ why, details }) => [why, ...details].map(oneLine)).join("\n"),
});

const totals = (cases: readonly Case[]): string => {
  const count = (outcome: Case["outcome"]): number => cases.filter((one) => one.outcome === outcome).length;
  return `tests="${cases.length}" failures="${count("failed")}" errors="0" skipped="${count("skipped")}"`;
};

const caseXml = ({ name, outcome, message, text }: Case, suiteName: string): string => {
  const start = `<testcase name="${xml(name)}" classname="${xml(suiteName)}"`;
  if (outcome === "failed") return `${start}><failure message="${xml(message)}">${xmlLines(text)}</failure></testcase>\n`;
  if (outcome === "skipped") return `${start}><skipped message="${xml(message)}"/><system-out>${xmlLines(text)}</system-out></testcase>\n`;
  return text === "" ? `${start}/>\n` : `${start}><system-out>${xmlLines(text)}</system-out></testcase>\n`;
};

const xmlLines = (text: string): string => text.split("\n").map(xml).join("\n");

/** What a tool that knows only passed and failed must not count: warnings pass, what was there before and what is waived is skipped. */
const outcomeOf = ({ status, severity }: Finding, standingDenies: boolean): Case["outcome"] => {
  if (status === "waived" || (status === "standing" && !(standingDenies && severity === "error"))) return "skipped";
  return severity === "error" ? "failed" : "passed";
};

const orderOf = ({ status, severity }: Finding): number => (status === "open" ? 0 : status === "standing" ? 2 : 4) + (severity === "error" ? 0 : 1);

const casesOf = (findings: readonly Finding[], standingDenies: boolean, fileOf: ReportOptions["fileOf"]): readonly Case[] => {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const name = `${finding.subject}: ${finding.rule}${finding.capability === null ? "" : ` (${finding.capability})`}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    const outcome = outcomeOf(finding, standingDenies);
    const kind = finding.status === "open" ? finding.severity : finding.status;
    return { name: count === 1 ? name : `${name} #${count}`, outcome, message: `${kind}: ${finding.message}`, text: textOf(finding, fileOf) };
  });
};

const textOf = ({ severity, status, message, condition, path, subject, source, origin, remedy, waiver }: Finding, fileOf: ReportOptions["fileOf"]): string =>
  [
    `${status === "open" ? severity : status}: ${oneLine(message)}`,
    ...(path.length === 0 ? [] : [`path: ${oneLine(reachWords(subject, path, source))}`]),
    ...(condition === null ? [] : [`only if: ${oneLine(condition)}`]),
    ...(origin.file === null ? [] : [`at: ${oneLine(fileOf(origin.file))}${origin.line === null ? "" : `:${origin.line}`}`]),
    ...(origin.address === null ? [] : [`address: ${oneLine(origin.address)}`]),
    ...(remedy === "" ? [] : [`do: ${oneLine(remedy)}`]),
    ...(waiver === null ? [] : [`waived until ${waiver.expires}, by ${oneLine(waiver.owner)}: ${oneLine(waiver.reason)}`]),
  ].join("\n");

const oneLine = (text: string): string => text.replaceAll("\n", "\\u{a}");

const cutCase = (cut: number, isDenied: boolean): Case => ({
  name: "this report is cut",
  outcome: isDenied ? "failed" : "skipped",
  message: `${counted(cut, "more finding")} left out, which the JSON report has`,
  text: "",
});
