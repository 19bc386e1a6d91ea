import { rankOf } from "../model/capability";
import { reachWords } from "../model/path-words";
import type { Finding } from "../model/report";
import { type Colors, counted, groupBy, labelled, listedAtMost } from "./layout";
import { printable } from "./printable";
import type { ReportTextOptions } from "./text";

const INDENT = 4;
const COLUMN = 10;
/** More roles of one cause than this are counted; the JSON report names them all. */
const MOST_ROLES = 20;
const MOST_PATHS = 3;

/** What a person must do first comes first. */
const SECTIONS = ["error", "warning", "standing", "waived"] as const;
type Section = (typeof SECTIONS)[number];

/** The findings of one environment: errors before warnings, the most dangerous first, one block for each cause. */
export const findingLines = (findings: readonly Finding[], options: ReportTextOptions, colors: Colors): readonly string[] => {
  const explained = new Set<string>();
  const sections = options.quiet === true ? (["error"] as const) : SECTIONS;
  const groups = sections.flatMap((section) => {
    const blocks = groupBy(
      findings.filter((finding) => sectionOf(finding) === section),
      causeKey,
    );
    return groupBy([...blocks].sort(byDanger), (block) => subjectsOf(block).join("\n")).map((group) => ({ section, group }));
  });
  return groups.flatMap(({ section, group }, index) => [
    ...(index === 0 ? [] : [""]),
    `  ${colors.bold(heading(subjectsOf(group[0])))}`,
    ...group.flatMap((block) => ["", ...blockLines(block, section, explained, options, colors)]),
  ]);
};

const sectionOf = (finding: Finding): Section => (finding.status === "open" ? finding.severity : finding.status);

/** One block: the same last step breaks the same rule, as surely. A finding without a cause stands alone. */
const causeKey = (finding: Finding): string =>
  finding.cause === null
    ? JSON.stringify([finding.rule, finding.subject, finding.message, finding.origin.address])
    : JSON.stringify([finding.rule, finding.cause, finding.certainty, finding.capability]);

type Block = readonly [Finding, ...Finding[]];

const byDanger = ([a]: Block, [b]: Block): number => rankOrLowest(b) - rankOrLowest(a);
const rankOrLowest = ({ tier }: Finding): number => (tier === null ? -1 : rankOf(tier));

const subjectsOf = (block: Block): readonly string[] => [...new Set(block.map((finding) => finding.subject))];

const heading = (subjects: readonly string[]): string => {
  const [first = "", ...others] = subjects;
  return others.length === 0 ? printable(first) : `${printable(first)} and ${counted(others.length, "more role")}`;
};

const blockLines = (block: Block, section: Section, explained: Set<string>, options: ReportTextOptions, colors: Colors): readonly string[] => {
  const [finding] = block;
  const subjects = subjectsOf(block);
  const row = (label: string, text: string, paint?: (plain: string) => string): readonly string[] =>
    text === "" ? [] : labelled({ text: label, indent: INDENT, column: COLUMN, paint: paint ?? colors.dim }, text, options);
  const why = explained.has(finding.rule) ? undefined : options.why?.(finding.rule);
  explained.add(finding.rule);
  return [
    ...row(section, printable(headline(finding)), paintOf(section, colors)),
    ...row("rule", finding.rule + tierWords(finding)),
    ...(subjects.length > 1 ? row("roles", `${subjects.length}: ${listedAtMost(subjects.map(printable), MOST_ROLES)}`) : []),
    ...pathsOf(block).flatMap((path, index) => row(index === 0 ? "path" : "", printable(path))),
    ...row("only", finding.condition === null ? "" : printable(finding.condition)),
    ...row("at", originWords(finding)),
    ...row("why", why === undefined ? "" : printable(why)),
    ...row("do", printable(finding.remedy)),
    ...row("waiver", finding.waiver === null ? "" : printable(`until ${finding.waiver.expires}, by ${finding.waiver.owner}: ${finding.waiver.reason}`)),
  ];
};

/** How the first roles of a cause get there: one shows the step to mend, the next ones whom it serves. */
const pathsOf = (block: Block): readonly string[] => {
  const paths = block.slice(0, MOST_PATHS).flatMap(({ subject, path, source }) => (path.length === 0 ? [] : [reachWords(subject, path, source)]));
  return [...new Set(paths)];
};

/** The message without the path and the condition that rows below it give. */
const headline = ({ message, subject, path, source, condition }: Finding): string => {
  const withoutPath = path.length === 0 ? message : message.replace(`: ${reachWords(subject, path, source, "it")}`, () => "");
  return condition === null ? withoutPath : withoutPath.replace(`, ${condition}`, () => "");
};

const paintOf = (section: Section, colors: Colors): ((text: string) => string) =>
  section === "error" ? (text) => colors.bold(colors.red(text)) : section === "warning" ? (text) => colors.bold(colors.yellow(text)) : colors.bold;

const tierWords = ({ tier, capability }: Finding): string =>
  tier === null ? "" : ` (tier ${tier}${capability === null || capability === tier ? "" : `: ${capability}`})`;

/** Where to click first, then how Terraform and the program call it. */
const originWords = ({ origin }: Finding): string =>
  [origin.file === null ? null : `${origin.file}${origin.line === null ? "" : `:${origin.line}`}`, origin.construct, origin.address]
    .filter((part) => part !== null)
    .map(printable)
    .join("  ");
