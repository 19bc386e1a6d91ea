import type { Finding } from "../model/report";
import { jsonText } from "./json";
import type { ReportOptions } from "./options";
import { printable } from "./printable";
import { placeOf, unwaived } from "./review/identified";
import type { Review } from "./review/review";

/** Longer lists nobody reads in a merge request; the most dangerous come first. */
const MOST_ISSUES = 5_000;

/** The review for GitLab's code quality widget. Waived findings are left out: it shows what is there, whoever accepted it. */
export const renderGitlab = ({ report, verdict }: Review, { fileOf, id }: ReportOptions): string => {
  const identified = unwaived(report);
  const cut = identified.length - MOST_ISSUES;
  const issue = (
    description: string,
    check: string,
    severity: string,
    fingerprint: string,
    place: { readonly file: string; readonly line: number },
  ): object => ({
    description,
    check_name: check,
    // Several reviews of one pipeline are merged into one list.
    fingerprint: id === null ? fingerprint : `${id}:${fingerprint}`,
    severity,
    location: { path: printable(fileOf(place.file)), lines: { begin: place.line } },
  });
  const issues = identified
    .slice(0, MOST_ISSUES)
    .map(({ finding, fingerprint }) => issue(descriptionOf(finding), printable(finding.rule), severityOf(finding), fingerprint, placeOf(finding, report)));
  const first = identified[0];
  const note =
    cut > 0 && first !== undefined
      ? [issue(`${verdict.word}: this list is cut, ${cut} more findings are left out`, "rolegate", "blocker", "cut", placeOf(first.finding, report))]
      : [];
  const place = { file: report.inputs[0]?.path || "rolegate", line: 1 };
  const unjudged = (report.unjudged ?? []).map(({ environment, why }) =>
    issue(printable(`${environment}: could not be judged: ${why}`), "rolegate", "blocker", `unjudged:${printable(environment)}`, place),
  );
  return jsonText([...unjudged, ...note, ...issues]);
};

const descriptionOf = ({ environment, message, status, remedy }: Finding): string =>
  printable(
    `${environment}: ${message}${status === "standing" ? " (standing: it was there before this change)" : ""}${remedy === "" ? "" : `. What to do: ${remedy}`}`,
  );

const severityOf = ({ status, severity, tier }: Finding): string => {
  if (status === "standing") return "info";
  if (severity === "warning") return "minor";
  if (tier === "superuser" || tier === "os") return "blocker";
  return tier === "files" ? "critical" : "major";
};
