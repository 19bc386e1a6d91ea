import { synthSubjects } from "../gates/synth";
import { rankOf } from "../model/capability";
import { InputError } from "../model/input-error";
import { shownName } from "../model/path-words";
import type { PolicyData } from "../model/policy";
import { predefinedRole } from "../model/predefined-roles";
import type { StackFiles } from "../model/reading";
import { inputAt, type SharedInput, sharedInput } from "../policies/input";
import type { Subject } from "../policies/judge";
import { renderExplainAllJson, renderExplainJson } from "../reporters/explain-json";
import { renderExplainAllText, renderExplainText } from "../reporters/explain-text";
import type { Explained, ExplainedCapability, Explanation } from "../reporters/explanation";
import type { ExitCode, Io } from "./io";
import { loadPolicies } from "./load-policies";
import { didYouMean } from "./nearest";
import { deliver, type Renderings } from "./output";
import { formatOf, type Look, lookOf, type ReportingOptions, reportFilesOf, todayOf } from "./settings";
import { readSynthesizedInputs } from "./synthesized-input";
import { UsageError } from "./usage-error";

/** What `explain` looks at: values only. */
export interface ExplainRequest {
  readonly stacks: readonly StackFiles[];
  /** Null without a policy folder. */
  readonly policy: PolicyData | null;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  readonly environment: string | null;
  /** Null: every role, predefined ones left out. */
  readonly role: string | null;
}

/**
 * What roles reach in each environment of the stacks; `environment`, where given, is the only one that is shown. Throws
 * `InputError`, with the nearest names, for a role that no environment has.
 */
export const explain = ({ stacks, policy, today, environment, role }: ExplainRequest): Explained => {
  const subjects = synthSubjects({ stacks, policy, environment }).map((subject) => ({
    subject,
    shared: sharedInput(subject.environment, subject.graph, policy, today),
  }));
  const shown = environment === null ? subjects : subjects.filter(({ subject }) => subject.environment.name === environment);
  const having = role === null ? shown : shown.filter(({ shared }) => shared.index.role(role) !== undefined);
  if (role !== null && having.length === 0)
    throw unknownRole(
      role,
      shown.map(({ shared }) => shared),
    );
  return {
    explanations: having.flatMap(({ shared }) => explanationsOf(shared, role)),
    unseen: having.flatMap(({ subject }) => unseenOf(subject)),
  };
};

const explanationsOf = (shared: SharedInput, role: string | null): readonly Explanation[] => {
  const { environment, index } = shared;
  const closures = environment.majors.map((major) => ({ major, closure: inputAt(major, shared).closure }));
  const names = role === null ? index.roleNames.filter((name) => predefinedRole(name) === undefined) : [role];
  return names.map((name) => {
    const reached = new Map<string, ExplainedCapability>();
    for (const { major, closure } of closures) {
      for (const { capability, tier, certainty, condition, path } of closure.reaches(name)) {
        // A path of one major may not be one of another: then each is shown with its majors.
        const key = JSON.stringify([capability, certainty, condition, path]);
        reached.set(key, { capability, tier, certainty, condition, path, postgres: [...(reached.get(key)?.postgres ?? []), major] });
      }
    }
    return { environment: environment.name, role: name, postgres: environment.majors, capabilities: [...reached.values()].sort(byDanger) };
  });
};

const byDanger = (a: ExplainedCapability, b: ExplainedCapability): number => rankOf(b.tier) - rankOf(a.tier);

const unknownRole = (role: string, inputs: readonly SharedInput[]): InputError => {
  const names = new Set(inputs.flatMap(({ index }) => index.roleNames));
  return new InputError(`there is no role ${shownName(role)} in the input`, [...didYouMean(role, names), "`rolegate explain --all INPUT` lists every role"]);
};

/** What may give more than is shown, and cannot be read. */
const unseenOf = ({ environment, graph }: Subject): readonly string[] => [
  ...graph.opaques.map(({ what, why, origin }) => `${environment.name}: ${origin.address ?? what}: ${why}`),
  ...graph.unknowns.map(
    ({ attribute, expression, origin }) =>
      `${environment.name}: ${origin.address ?? "?"}: \`${attribute}\` is ${expression === null ? "not known" : `\`${expression}\``}`,
  ),
];

/** `rolegate explain ROLE INPUT...` and `rolegate explain --all INPUT...` */
export const explainCommand = async (words: readonly string[], options: ReportingOptions & { readonly all?: true }, io: Io): Promise<ExitCode> => {
  const look = lookOf(options, io);
  const format = formatOf(options.format);
  const files = reportFilesOf(options.report);
  const today = todayOf(options.today, io.now());
  const [role, ...inputs] = options.all === true ? [null, ...words] : words;
  if (role === undefined || inputs.length === 0)
    throw new UsageError("explain takes a role and an input: `rolegate explain ROLE INPUT`, or `rolegate explain --all INPUT`");
  const policy = loadPolicies(options, today, io);
  const { stacks, notices } = readSynthesizedInputs(
    inputs.filter((input) => input !== null),
    io.cwd,
  );
  const explained = explain({ stacks, policy, today, environment: options.environment ?? null, role });
  await deliver(renderings(explained, role, look), { format, files, notices: options.quiet === true ? [] : notices }, io);
  return 0;
};

const renderings = (explained: Explained, role: string | null, look: Look): Renderings => ({
  json: () => (role === null ? renderExplainAllJson(explained) : renderExplainJson(onlyOne(explained.explanations), explained.unseen)),
  text: (printed) => {
    const options = { ...look, color: printed && look.color };
    return role === null ? renderExplainAllText(explained, options) : renderExplainText(explained, options);
  },
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
