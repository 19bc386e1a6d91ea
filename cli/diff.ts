import { PUBLIC } from "../model/closure/object-index";
import { diffHoldings, type HeldRole, type Holdings, hasDifference, type RoleHoldings } from "../model/diff";
import { type HeldCapability, heldOn } from "../model/held-capability";
import { InputError } from "../model/input-error";
import type { PolicyData } from "../model/policy";
import { predefinedRole } from "../model/predefined-roles";
import { inputAt, type SharedInput, sharedInput } from "../policies/input";
import type { Comparison } from "../reporters/diff-comparison";
import { renderDiffJson } from "../reporters/diff-json";
import { renderDiffText } from "../reporters/diff-text";
import { type InputOptions, type Inputs, readInputs } from "./inputs";
import type { ExitCode, Io } from "./io";
import { loadPolicies } from "./load-policies";
import { deliver } from "./output";
import { isPostgresUrl } from "./postgres/url";
import { formatOf, lookOf, type ReportingOptions, reportFilesOf, todayOf } from "./settings";
import { UsageError } from "./usage-error";

/** One side of a comparison, and how messages name it. */
export interface DiffInput extends Pick<Inputs, "subjects" | "unseen"> {
  readonly shown: string;
}

/** What `diff` compares: values only. */
export interface DiffRequest {
  readonly before: DiffInput;
  readonly after: DiffInput;
  /** Null without a policy folder. */
  readonly policy: PolicyData | null;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
}

/** Who gains and loses what. Throws `InputError` where it cannot be told which environments belong together. */
export const diff = ({ before, after, policy, today }: DiffRequest): Comparison => {
  const [was, is] = [before, after].map((input) => holdingsOf(input, policy, today));
  return {
    before: before.shown,
    after: after.shown,
    environments: diffHoldings(was ?? [], is ?? []),
    unseen: { before: unseenOf(before), after: unseenOf(after) },
    hasGap: [...before.unseen, ...after.unseen].some(({ isGap }) => isGap),
  };
};

const holdingsOf = ({ subjects, shown }: DiffInput, policy: PolicyData | null, today: string): readonly Holdings[] => {
  const names = subjects.map(({ environment }) => environment.name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined)
    throw new InputError(`\`${shown}\` is about several servers that are all \`${twice}\`: it cannot be told which is compared with which`, [
      "name their hosts in environments.yaml, or give one stack folder",
    ]);
  return subjects.map(({ environment, graph }) => holdings(sharedInput(environment, graph, policy, today)));
};

const holdings = (shared: SharedInput): Holdings => {
  const { environment, index } = shared;
  const closures = environment.majors.map((major) => ({ major, closure: inputAt(major, shared).closure }));
  const roles = [PUBLIC, ...index.roleNames].map((role): RoleHoldings => {
    const capabilities: HeldCapability[] = [];
    const reached = new Map<string, HeldRole>();
    for (const { major, closure } of closures) {
      const answer = closure.answer(role);
      for (const held of answer.capabilities) if (!isOwn(role, held)) capabilities.push(heldOn(held, [major]));
      for (const name of answer.roles) {
        if (!contains(role, name)) reached.set(name, { role: name, postgres: [...(reached.get(name)?.postgres ?? []), major] });
      }
    }
    return { role, roles: [...reached.values()], capabilities };
  });
  return { environment: environment.name, postgres: environment.majors, roles: roles.filter((role) => role.roles.length + role.capabilities.length > 0) };
};

type Reached = ReturnType<ReturnType<typeof inputAt>["closure"]["reaches"]>[number];

/** What every server gives to a predefined role is no difference, whether an input names that role or not. */
const isOwn = (role: string, { holder, source }: Reached): boolean => predefinedRole(role) !== undefined && source === null && contains(role, holder);
const contains = (role: string, name: string): boolean => role === name || (predefinedRole(role)?.contains.includes(name) ?? false);

/** Each once: a side may meet it several times. */
const unseenOf = ({ unseen }: DiffInput): readonly string[] => [...new Set(unseen.map(({ environment, text }) => `${environment}: ${text}`))];

/** `rolegate diff A B` */
export const diffCommand = async (words: readonly string[], options: ReportingOptions & InputOptions, io: Io): Promise<ExitCode> => {
  const look = lookOf(options, io);
  const format = formatOf(options.format);
  const files = reportFilesOf(options.report);
  const today = todayOf(options.today, io.now());
  const [a, b, ...more] = words;
  if (a === undefined || b === undefined || more.length > 0) throw new UsageError(`diff takes two inputs, got ${words.length}: \`rolegate diff A B\``);
  const policy = loadPolicies(options, today, io);
  const [before, after] = [await readInputs([a], options, policy, io), await readInputs([b], options, policy, io)];
  const comparison = diff({ before: { ...before, shown: shownOf(a, before) }, after: { ...after, shown: shownOf(b, after) }, policy, today });
  const notices = options.quiet === true ? [] : [...new Set([...before.notices, ...after.notices])];
  await deliver(
    {
      json: () => renderDiffJson(comparison),
      text: (printed) => renderDiffText(comparison, { ...look, color: printed && look.color }),
    },
    { format, files, notices },
    io,
  );
  if (hasDifference(comparison.environments)) return 1;
  return comparison.hasGap ? 2 : 0;
};

/** A URL is named by what it led to: its text may carry a password. */
const shownOf = (word: string, { servers }: Inputs): string => (isPostgresUrl(word) ? (servers[0] ?? "a live server") : word);
