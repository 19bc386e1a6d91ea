import { listed } from "../model/path-words";
import type { Report, ReportedEnvironment } from "../model/report";
import { type Colors, colorsFor, counted, indented, labelled, listedAtMost, type TextOptions } from "./layout";
import { printable } from "./printable";
import { auditLines, noErrors } from "./text-audit";
import { changeLines } from "./text-changes";
import { findingLines } from "./text-findings";

export interface ReportTextOptions extends TextOptions {
  /** Only the verdict and the errors. Default: everything. */
  readonly quiet?: boolean;
  /** Why a rule is there, for the reader who disagrees; undefined for a rule that it does not know. Default: no reasons. */
  readonly why?: (rule: string) => string | undefined;
}

const MOST_INPUTS = 4;

/** A report for a person: verdict, findings by environment and role, who holds what, what was not seen, counts. */
export const renderText = (report: Report, options: ReportTextOptions): string => {
  const colors = colorsFor(options);
  const sections = [
    headLines(report, options, colors),
    ...environmentsOf(report).map((environment) => environmentLines(report, environment, options, colors)),
    ...(options.quiet === true ? [] : [changeLines(report, options, colors), unseenLines(report, options, colors), indented(totals(report), 0, options)]),
  ];
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join("\n"))
    .join("\n\n")}\n`;
};

const headLines = (report: Report, options: ReportTextOptions, colors: Colors): readonly string[] => {
  const isMixed = report.inputs.some(judgesRoles);
  const inputs = listedAtMost(
    report.inputs.map((input) => `${printable(input.path)}${isMixed && !judgesRoles(input) ? " (plan safety only)" : ""}`),
    MOST_INPUTS,
  );
  const administrators = report.environments.map((environment) => `${environment.administrators.map(printable).join(", ")} in ${printable(environment.name)}`);
  return [
    verdictLine(report, colors),
    ...auditLines(report, options, colors),
    ...(options.quiet === true
      ? []
      : [
          ...labelled({ text: "judged", indent: 0, column: 10 }, `${inputs}, as of ${report.today}`, options),
          ...labelled({ text: "policies", indent: 0, column: 10 }, policiesWords(report), options),
          ...(administrators.length === 0 ? [] : labelled({ text: "exempt", indent: 0, column: 10 }, `administrators ${administrators.join("; ")}`, options)),
        ]),
  ];
};

const judgesRoles = ({ judged }: Report["inputs"][number]): boolean => judged.includes("roles");

const verdictLine = (report: Report, colors: Colors): string => {
  const { errors, warnings, standing } = report.summary;
  const denied = report.verdict === "deny";
  const failing = new Set(
    report.findings.filter((finding) => finding.severity === "error" && finding.status !== "waived").map((finding) => finding.environment),
  );
  const names = (denied && failing.size > 0 ? [...failing] : report.environments.map((environment) => environment.name)).map(printable);
  const unjudged = (report.unjudged ?? []).length;
  const failed = errors > 0 ? counted(errors, "error") : unjudged > 0 ? "no errors seen" : denied ? `${standing} standing` : noErrors(report);
  const where = names.length === 0 ? "" : ` in ${listedAtMost(names, MOST_INPUTS)}`;
  const warned = warnings === 0 ? "" : counted(warnings, "warning");
  // A warning of another environment must not seem to be one of those that fail.
  const isElsewhere =
    denied && report.findings.some(({ severity, status, environment }) => severity === "warning" && status === "open" && !failing.has(environment));
  const counts = warned === "" ? `${failed}${where}` : isElsewhere ? `${failed}${where}, and ${warned}` : `${failed} and ${warned}${where}`;
  // Of a folder nobody knows yet what it gives to whom.
  const scope = report.inputs.length > 0 && !report.inputs.some(judgesRoles) ? ", plan safety only" : "";
  const missing = unjudged === 0 ? "" : `; ${counted(unjudged, "environment")} could not be judged`;
  const verdict = denied ? colors.bold(colors.red(`DENIED${scope}:`)) : colors.bold(colors.green(`ALLOWED${scope}:`));
  return `${verdict} ${counts}${missing}`;
};

const policiesWords = (report: Report): string =>
  report.policies === null
    ? "none: judged by the built-in minimum; `rolegate init --policies-only` starts a policy folder"
    : `sha256 ${report.policies.sha256}`;

/** The reported environments, then any that only a finding names. */
const environmentsOf = (report: Report): readonly (ReportedEnvironment | string)[] => {
  const known = new Set(report.environments.map((environment) => environment.name));
  const others = new Set(report.findings.map((finding) => finding.environment).filter((name) => !known.has(name)));
  // Several servers that no environment has share one name.
  const named = new Map(report.environments.map((environment) => [environment.name, environment]));
  return [...named.values(), ...others];
};

const environmentLines = (report: Report, environment: ReportedEnvironment | string, options: ReportTextOptions, colors: Colors): readonly string[] => {
  const name = typeof environment === "string" ? environment : environment.name;
  const lines = findingLines(
    report.findings.filter((finding) => finding.environment === name),
    options,
    colors,
  );
  if (lines.length === 0) return [];
  const facts = typeof environment === "string" ? "" : ` (${environment.kind}, PostgreSQL ${listed(environment.postgres.map(String))})`;
  return [colors.bold(printable(name)) + colors.dim(facts), "", ...lines];
};

const unseenLines = (report: Report, options: TextOptions, colors: Colors): readonly string[] => {
  const inputsOf = new Map<string, string[]>();
  for (const input of report.inputs) for (const unseen of input.unseen) inputsOf.set(unseen, [...(inputsOf.get(unseen) ?? []), input.path]);
  if (inputsOf.size === 0) return [];
  const lines = [...inputsOf].flatMap(([unseen, paths]) => {
    const everywhere = paths.length === report.inputs.length;
    return indented(`${everywhere ? "" : `${listedAtMost(paths.map(printable), MOST_INPUTS)}: `}${printable(unseen)}`, 2, options);
  });
  return [colors.bold("What could not be seen"), "", ...lines];
};

const totals = ({ summary, environments }: Report): string =>
  [
    `${counted(summary.roles, "role")} and ${counted(summary.memberships, "membership")} in ${counted(environments.length, "environment")}`,
    [counted(summary.errors, "error"), counted(summary.warnings, "warning"), `${summary.standing} standing`, `${summary.waived} waived`].join(", "),
  ].join(": ");
