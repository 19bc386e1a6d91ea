import { higherTier, isServerTier, type Tier } from "../../model/capability";
import { reachWords } from "../../model/path-words";
import type { Finding } from "../../model/report";
import { jsonText } from "../json";
import { counted } from "../layout";
import type { ReportOptions } from "../options";
import { printable } from "../printable";
import { type IdentifiedFinding, placeOf, unwaived } from "../review/identified";
import type { Review } from "../review/review";
import { uriOf } from "../uri";
import { ruleDescriptor } from "./rule-descriptor";

/** Code scanning keeps so many results of an upload, by its own order: ours keeps the most dangerous. */
export const MOST_RESULTS = 5_000;
const MOST_CHARACTERS = 2_000;

/**
 * The review for code scanning, as SARIF 2.1.0. Waived findings are left out: GitHub knows no suppressions and would show them as open.
 * Standing ones are notes that are unchanged.
 */
export const renderSarif = (review: Review, options: ReportOptions): string => {
  const { report } = review;
  const identified = unwaived(report);
  const shown = identified.slice(0, MOST_RESULTS);
  const indexOf = new Map(review.rules.map(({ id }, index) => [id, index]));
  const worst = worstTiers(report.findings);
  const cut = identified.length - shown.length;
  const run = {
    tool: {
      driver: {
        name: "rolegate",
        version: printable(report.tool.version),
        rules: review.rules.map((rule) => ruleDescriptor(rule, worst.get(rule.id) ?? null)),
      },
    },
    // A category of its own for each review of a commit: what another one uploads does not close its alerts.
    automationDetails: { id: `rolegate/${options.id === null ? "" : `${options.id}/`}` },
    columnKind: "utf16CodeUnits",
    originalUriBaseIds: { "%SRCROOT%": { description: { text: "The root of the repository." } } },
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications:
          cut === 0 ? [] : [{ level: "warning", message: { text: `Cut: ${counted(cut, "finding")} of ${identified.length} left out.` } }],
      },
    ],
    results: shown.map((one) => result(one, review, indexOf, options)),
    properties: { verdict: report.verdict, waived: report.summary.waived, cut },
  };
  const log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
  return jsonText(log);
};

const result = ({ finding, fingerprint }: IdentifiedFinding, { report }: Review, indexOf: ReadonlyMap<string, number>, { fileOf }: ReportOptions): object => {
  const { file, line } = placeOf(finding, report);
  const { rule, severity, status, environment, subject, tier, capability, certainty, condition, remedy, path, source, origin } = finding;
  const isStanding = status === "standing";
  const names = [...(origin.address === null ? [] : [{ fullyQualifiedName: printable(origin.address), kind: "resource" }])];
  return {
    ruleId: printable(rule),
    ruleIndex: indexOf.get(printable(rule)) ?? -1,
    level: isStanding ? "note" : severity,
    message: { text: messageText(finding) },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(fileOf(file)), uriBaseId: "%SRCROOT%" }, region: { startLine: line } },
        ...(names.length === 0 ? {} : { logicalLocations: names }),
      },
    ],
    partialFingerprints: { primaryLocationLineHash: fingerprint },
    baselineState: isStanding ? "unchanged" : "new",
    properties: {
      environment: printable(environment),
      subject: printable(subject),
      tier,
      capability,
      certainty,
      condition: condition === null ? null : printable(condition),
      path: path.length === 0 ? null : printable(reachWords(subject, path, source)),
      remedy: printable(remedy),
      reachesServer: tier !== null && isServerTier(tier),
    },
  };
};

/** The most dangerous tier of the findings of each rule. */
const worstTiers = (findings: readonly Finding[]): ReadonlyMap<string, Tier> => {
  const worst = new Map<string, Tier>();
  for (const { rule, tier } of findings) if (tier !== null) worst.set(printable(rule), higherTier(worst.get(printable(rule)) ?? tier, tier));
  return worst;
};

/** In a message brackets make links; what is written in a name must make none. */
const messageText = ({ environment, message, remedy, status }: Finding): string => {
  const standing = status === "standing" ? " (standing: it was there before this change)" : "";
  const text = printable(`${environment}: ${message}${standing}.${remedy === "" ? "" : ` What to do: ${remedy}`}`);
  const short = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)} ... (cut)` : text;
  return short.replaceAll("](", "]\\u{28}");
};
