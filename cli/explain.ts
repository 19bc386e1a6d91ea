import { rankOf } from "../model/capability";
import { PUBLIC } from "../model/closure/object-index";
import { type HeldCapability, heldOn } from "../model/held-capability";
import { InputError } from "../model/input-error";
import { shownName } from "../model/path-words";
import type { PolicyData } from "../model/policy";
import { predefinedRole } from "../model/predefined-roles";
import { isPossiblyTrue } from "../model/unknown";
import { inputAt, type SharedInput, sharedInput } from "../policies/input";
import type { Subject } from "../policies/judge";
import type * as ExplainDot from "../reporters/explain-dot";
import type * as ExplainHtml from "../reporters/explain-html";
import { renderExplainAllJson, renderExplainJson } from "../reporters/explain-json";
import type * as ExplainSvg from "../reporters/explain-svg";
import { renderExplainAllText, renderExplainText } from "../reporters/explain-text";
import type { DefinerFunction, Explained, Explanation } from "../reporters/explanation";
import { type InputOptions, readInputs, type UnseenFact } from "./inputs";
import type { ExitCode, Io } from "./io";
import { loadPolicies } from "./load-policies";
import { didYouMean } from "./nearest";
import { deliver, type Renderings } from "./output";
import { EXPLAIN_FORMATS, type ExplainFormat, formatAmong, type Look, lookOf, type ReportingOptions, reportFilesAmong, todayOf } from "./settings";
import { UsageError } from "./usage-error";

/** What `explain` looks at: values only. */
export interface ExplainRequest {
  readonly subjects: readonly Subject[];
  readonly unseen: readonly UnseenFact[];
  /** Null without a policy folder. */
  readonly policy: PolicyData | null;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  /** Null: every role, predefined ones left out. */
  readonly role: string | null;
}

/** What roles reach in each environment. Throws `InputError`, with the nearest names, for a role that no environment has. */
export const explain = ({ subjects, unseen, policy, today, role }: ExplainRequest): Explained => {
  const inputs = subjects.map(({ environment, graph }) => sharedInput(environment, graph, policy, today));
  const having = role === null ? inputs : inputs.filter(({ index }) => role === PUBLIC || index.role(role) !== undefined);
  if (role !== null && having.length === 0) throw unknownRole(role, inputs);
  const names = new Set(having.map(({ environment }) => environment.name));
  return {
    explanations: having.flatMap((shared) => explanationsOf(shared, role === null ? explainedRoles(shared) : [role])),
    unseen: unseen.filter(({ environment }) => names.has(environment)).map(({ environment, text }) => `${environment}: ${text}`),
    functions: having.flatMap(definerFunctions),
  };
};

/** What a path may lead through and owners may accept. */
const definerFunctions = ({ environment, graph }: SharedInput): readonly DefinerFunction[] =>
  graph.functions.filter(({ securityDefiner }) => isPossiblyTrue(securityDefiner)).map((fact) => ({ environment: environment.name, fact }));

const explainedRoles = ({ index }: SharedInput): readonly string[] => index.roleNames.filter((name) => predefinedRole(name) === undefined);

/** All that each of the roles reaches in one environment, at each of its majors. */
const explanationsOf = (shared: SharedInput, roles: readonly string[]): readonly Explanation[] => {
  const { environment } = shared;
  const closures = environment.majors.map((major) => ({ major, closure: inputAt(major, shared).closure }));
  return roles.map((name) => {
    const reached = new Map<string, HeldCapability>();
    for (const { major, closure } of closures) {
      for (const reach of closure.reaches(name)) {
        // A path of one major may not be one of another: then each is shown with its majors.
        const key = JSON.stringify([reach.capability, reach.certainty, reach.condition, reach.path, reach.source, reach.follows]);
        reached.set(key, heldOn(reach, [...(reached.get(key)?.postgres ?? []), major]));
      }
    }
    return { environment: environment.name, role: name, postgres: environment.majors, capabilities: [...reached.values()].sort(byDanger) };
  });
};

const byDanger = (a: HeldCapability, b: HeldCapability): number => rankOf(b.tier) - rankOf(a.tier);

const unknownRole = (role: string, inputs: readonly SharedInput[]): InputError => {
  const names = new Set(inputs.flatMap(({ index }) => index.roleNames));
  return new InputError(`there is no role ${shownName(role)} in the input`, [...didYouMean(role, names), "`rolegate explain --all INPUT` lists every role"]);
};

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
