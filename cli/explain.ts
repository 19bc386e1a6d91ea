import { InputError } from "../model/input-error";
import type * as ExplainDot from "../reporters/explain-dot";
import type * as ExplainHtml from "../reporters/explain-html";
import { renderExplainAllJson, renderExplainJson } from "../reporters/explain-json";
import type * as ExplainSvg from "../reporters/explain-svg";
import { renderExplainAllText, renderExplainText } from "../reporters/explain-text";
import type { Explained, Explanation } from "../reporters/explanation";
import { type InputOptions, readInputs } from "./inputs";
import type { ExitCode, Io } from "./io";
import { loadPolicies } from "./load-policies";
import { deliver, type Renderings } from "./output";
import { explain } from "./reach-of-roles";
import { EXPLAIN_FORMATS, type ExplainFormat, formatAmong, type Look, lookOf, type ReportingOptions, reportFilesAmong, todayOf } from "./settings";
import { UsageError } from "./usage-error";

/** `rolegate explain ROLE INPUT...` and `rolegate explain --all INPUT...` */
export const explainCommand = async (
  words: readonly string[],
  options: ReportingOptions & InputOptions & { readonly all?: true },
  io: Io,
): Promise<ExitCode> => {
  const look = lookOf(options, io);
  const format = formatAmong(EXPLAIN_FORMATS, options.format);
  const files = reportFilesAmong(EXPLAIN_FORMATS, options.report);
  const today = todayOf(options.today, io.now());
  const [role, ...inputs] = options.all === true ? [null, ...words] : words;
  if (role === undefined || inputs.length === 0)
    throw new UsageError("explain takes a role and an input: `rolegate explain ROLE INPUT`, or `rolegate explain --all INPUT`");
  const policy = loadPolicies(options, today, io);
  const { subjects, notices, unseen } = await readInputs(
    inputs.filter((input) => input !== null),
    options,
    policy,
    io,
  );
  const explained = explain({ subjects, unseen, policy, today, role });
  await deliver(renderings(explained, role, look), { format, files, notices: options.quiet === true ? [] : notices }, io);
  return 0;
};

const renderings = (explained: Explained, role: string | null, look: Look): Renderings<ExplainFormat> => ({
  json: () => (role === null ? renderExplainAllJson(explained) : renderExplainJson(onlyOne(explained.explanations), explained.unseen)),
  text: (printed) => {
    const options = { ...look, color: printed && look.color };
    return role === null ? renderExplainAllText(explained, options) : renderExplainText(explained, options);
  },
  html: () => (require("../reporters/explain-html") as typeof ExplainHtml).renderExplainHtml(explained),
  svg: () => (require("../reporters/explain-svg") as typeof ExplainSvg).renderExplainSvg(explained),
  dot: () => (require("../reporters/explain-dot") as typeof ExplainDot).renderExplainDot(explained),
});

/** The JSON of one role is one object: it must be said which environment is meant. */
const onlyOne = (explanations: readonly Explanation[]): Explanation => {
  const [first, ...others] = explanations;
  if (first !== undefined && others.length === 0) return first;
  const names = explanations.map(({ environment }) => `\`${environment}\``).join(", ");
  throw new InputError(`the role is in several environments: ${names}`, [
    "say which is meant with --environment, or take `rolegate explain --all --format json`",
  ]);
};
