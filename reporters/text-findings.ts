import { type Colors, counted, labelled, listedAtMost } from "./layout";
import { type Block, type BlockGroup, originOf, pathsOf, type ReviewedOrigin, type Section } from "./review/blocks";
import type { ReviewTextOptions } from "./text";

const INDENT = 4;
const COLUMN = 10;
/** More roles of one cause than this are counted; the JSON report names them all. */
const MOST_ROLES = 20;

/** The findings of one environment, one block for each cause. `explained` are the rules whose reason was given. */
export const findingLines = (groups: readonly BlockGroup[], explained: Set<string>, options: ReviewTextOptions, colors: Colors): readonly string[] =>
  groups.flatMap(({ subjects, blocks }, index) => [
    ...(index === 0 ? [] : [""]),
    `  ${colors.bold(heading(subjects))}`,
    ...blocks.flatMap((block) => ["", ...blockLines(block, explained, options, colors)]),
  ]);

const heading = ([first = "", ...others]: readonly string[]): string => (others.length === 0 ? first : `${first} and ${counted(others.length, "more role")}`);

const blockLines = (block: Block, explained: Set<string>, options: ReviewTextOptions, colors: Colors): readonly string[] => {
  const { section, headline, rule, subjects, condition, remedy, waiver } = block;
  const row = (label: string, text: string | null, paint: (plain: string) => string = colors.dim): readonly string[] =>
    text === null || text === "" ? [] : labelled({ text: label, indent: INDENT, column: COLUMN, paint }, text, options);
  const why = explained.has(rule.id) ? null : rule.why;
  explained.add(rule.id);
  return [
    ...row(section, headline, paintOf(section, colors)),
    ...row("rule", rule.id + tierWords(block)),
    ...(subjects.length > 1 ? row("roles", `${subjects.length}: ${listedAtMost(subjects, MOST_ROLES)}`) : []),
    ...pathsOf(block).flatMap((path, index) => row(index === 0 ? "path" : "", path)),
    ...row("only", condition),
    ...row("at", originWords(originOf(block))),
    ...row("why", why),
    ...row("do", remedy),
    ...row("waiver", waiver),
  ];
};

const paintOf = (section: Section, colors: Colors): ((text: string) => string) =>
  section === "error" ? (text) => colors.bold(colors.red(text)) : section === "warning" ? (text) => colors.bold(colors.yellow(text)) : colors.bold;

const tierWords = ({ tier, capability }: Block): string =>
  tier === null ? "" : ` (tier ${tier}${capability === null || capability === tier ? "" : `: ${capability}`})`;

/** Where to click first, then how Terraform and the program call it. */
const originWords = ({ place, construct, address }: ReviewedOrigin): string => [place, construct, address].filter((part) => part !== null).join("  ");
