import { InputError } from "../model/input-error";
import type { Rule } from "../policies/rule";
import { rulePage } from "../policies/rule-page";
import { RULES, ruleById } from "../policies/rules/index";
import { renderRulesJson, renderRulesText } from "../reporters/rules";
import type { ExitCode, Io } from "./io";
import { didYouMean } from "./nearest";
import { formatOf, type Look, lookOf, type PrintingOptions } from "./settings";

/** `rolegate rules [ID]` */
export const rulesCommand = async (id: string | undefined, options: PrintingOptions & { readonly format?: string }, io: Io): Promise<ExitCode> => {
  const look = lookOf(options, io);
  const json = formatOf(options.format) === "json";
  const rules = id === undefined ? RULES : [ruleOf(id)];
  await io.stdout.write(json ? renderRulesJson(rules) : rulesText(id, rules, look));
  return 0;
};

const rulesText = (id: string | undefined, rules: readonly Rule[], look: Look): string =>
  id === undefined ? renderRulesText(rules, look) : `${rules.map(rulePage).join("").trimEnd()}\n`;

const ruleOf = (id: string): Rule => {
  const rule = ruleById(id);
  if (rule !== undefined) return rule;
  const ids = RULES.map((known) => known.id);
  throw new InputError(`there is no rule \`${id}\``, [...didYouMean(id, ids), "`rolegate rules` lists them"]);
};
