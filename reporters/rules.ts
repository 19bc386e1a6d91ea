import type { Rule } from "../policies/rule";
import { jsonText } from "./json";
import { colorsFor, counted, labelled, type TextOptions } from "./layout";

/** What the rules command says of a rule; CONTRACT.md section 3. */
const ruleJson = ({ id, title, severity, tier, waivable, rationale, remedy, references }: Rule): object => ({
  id,
  title,
  severity,
  tier,
  waivable,
  rationale,
  remedy,
  references,
});

/** The rules as one JSON array. */
export const renderRulesJson = (rules: readonly Rule[]): string => jsonText(rules.map(ruleJson));

const SEVERITY = "severity".length + 1;
const TIER = "superuser".length + 2;

/** The rules as a table: id, severity, tier, the demand. */
export const renderRulesText = (rules: readonly Rule[], options: TextOptions): string => {
  const colors = colorsFor(options);
  const id = 2 + Math.max(4, ...rules.map((rule) => rule.id.length));
  const cells = (name: string, severity: string, tier: string): string => name.padEnd(id) + severity.padEnd(SEVERITY) + tier.padEnd(TIER);
  const column = id + SEVERITY + TIER;
  const row = ({ id: name, severity, tier, title }: Rule): readonly string[] => {
    const paint = (plain: string): string => {
      const color = severity === "error" ? colors.red : colors.yellow;
      return colors.bold(plain.slice(0, id)) + color(plain.slice(id, id + SEVERITY)) + plain.slice(id + SEVERITY);
    };
    return labelled({ text: cells(name, severity, tier ?? "-"), indent: 0, column, paint }, title, options);
  };
  const lines = [
    colors.dim(`${cells("rule", "severity", "tier")}demand`),
    ...rules.flatMap(row),
    "",
    `${counted(rules.length, "rule")}; \`rolegate rules ID\` prints the page of one`,
  ];
  return `${lines.join("\n")}\n`;
};
