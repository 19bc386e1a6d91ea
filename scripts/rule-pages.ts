import { rulePage } from "../policies/rule-page";
import { RULES } from "../policies/rules";

/** The generated pages of `docs/rules`, by file name. */
export const rulePages = (): ReadonlyMap<string, string> =>
  new Map([["README.md", indexPage()], ...RULES.map((rule) => [`${rule.id}.md`, rulePage(rule)] as const)]);

const indexPage = (): string => {
  const rows = RULES.map(
    ({ id, title, severity, tier, waivable }) => `| [${id}](${id}.md) | ${title} | ${severity} | ${tier ?? ""} | ${waivable ? "yes" : "no"} |`,
  );
  return [
    "# Rules",
    "",
    "Generated from `policies/rules/` by `npm run docs`.",
    "",
    "| rule | demands | severity | tier | can be waived |",
    "|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
};
