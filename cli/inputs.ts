import { groupServers } from "../gates/group-servers";
import { planReadings } from "../gates/plan";
import { environmentResolver } from "../gates/resolve-environment";
import { synthReadings } from "../gates/synth";
import { InputError } from "../model/input-error";
import type { PolicyData } from "../model/policy";
import type { ServerReading } from "../model/reading";
import type { Subject } from "../policies/judge";
import type { PlanInput } from "../readers/plan/plan-bytes";
import type { Io } from "./io";
import { openSavedPlans } from "./open-saved-plans";
import type * as LiveSubjects from "./postgres/live-subjects";
import { isPostgresUrl, refuseOtherAddress } from "./postgres/url";
import type { OpenedPlan } from "./saved-plan";
import { readTerraformInputs, type TerraformInputs } from "./terraform-inputs";

/** What the command line says about the inputs as a whole. */
export interface InputOptions {
  /** The environment, where an input cannot say it. */
  readonly environment?: string;
  /** A shell command that writes the password of a live server. */
  readonly passwordCommand?: string;
}

/** Something that an input holds or a server has, and that nobody could read. */
export interface UnseenFact {
  readonly environment: string;
  readonly text: string;
  /** False for what the login of a live server may not read: that is expected, and more may be asked for. */
  readonly isGap: boolean;
}

/** The facts of all inputs by environment. */
export interface Inputs {
  readonly subjects: readonly Subject[];
  /** What a person should know of how they were found. */
  readonly notices: readonly string[];
  readonly unseen: readonly UnseenFact[];
  /** The live servers, their URLs without passwords. */
  readonly servers: readonly string[];
}

/**
 * Reads any mix of plans, in JSON or saved, `cdktf.out/`, stack folders and `postgres://` URLs; what is about one environment is merged, and what a live server says of
 * itself (its version) counts. Throws `InputError` for what cannot be read, and for an environment that no input is about.
 */
export const readInputs = async (
  words: readonly string[],
  options: InputOptions,
  policy: PolicyData | null,
  io: Pick<Io, "cwd" | "env" | "stdin">,
): Promise<Inputs> => {
  words.forEach(refuseOtherAddress);
  const resolve = environmentResolver(policy, options.environment ?? null);
  const files = words.filter((word) => !isPostgresUrl(word));
  const urls = words.filter(isPostgresUrl);
  const { stacks, plans, savedPlans, folders, notices } = files.length === 0 && urls.length > 0 ? NO_FILES : readTerraformInputs(files, io);
  const [folder] = folders;
  if (folder !== undefined)
    throw new InputError(`\`${folder.path}\` is a Terraform folder, which only \`rolegate check\` reads`, [
      "who holds what shows in a plan: `terraform show -json PLAN > plan.json`",
    ]);
  const rendered = (await openSavedPlans(savedPlans, policy, io)).map(planOf);
  const live = urls.length === 0 ? NOT_LIVE : await readLive(urls, options.passwordCommand, resolve, io);
  // Live ones first: where a configuration and a server speak of one environment, the server's version counts.
  const readings = [{ servers: live.servers }, ...synthReadings(stacks, policy), ...planReadings([...plans, ...rendered], policy)];
  const subjects = groupServers(readings, (server) => live.environments.get(server) ?? resolve(server));
  const shown = options.environment === undefined ? subjects : subjects.filter(({ environment }) => environment.name === options.environment);
  if (shown.length === 0 && subjects.length > 0) {
    const names = [...new Set(subjects.map(({ environment }) => `\`${environment.name}\``))].join(", ");
    throw new InputError(`no input is about the environment \`${options.environment}\``, [`by their host and port they are about ${names}`]);
  }
  const names = new Set(shown.map(({ environment }) => environment.name));
  return {
    subjects: shown,
    notices: [...notices, ...live.notices],
    servers: live.servers.map(({ provider }) => provider),
    unseen: [...live.unseen.filter(({ environment }) => names.has(environment)), ...shown.flatMap(unreadable)],
  };
};

/** What a plan holds that must not be rendered nobody knows. */
const planOf = (opened: OpenedPlan): PlanInput => {
  if ("plan" in opened) return opened.plan;
  const { path, unseen } = opened.refused.input;
  throw new InputError(`\`${path}\` cannot be explained`, [...unseen, "`rolegate check` tells what to do about it"]);
};

/** Loaded when it is asked for: what reads files needs none of it. */
const readLive: typeof LiveSubjects.readLiveServers = (...asked) => {
  const { readLiveServers } = require("./postgres/live-subjects") as typeof LiveSubjects;
  return readLiveServers(...asked);
};

const NO_FILES: TerraformInputs = { stacks: [], plans: [], savedPlans: [], folders: [], notices: [] };
const NOT_LIVE: LiveSubjects.LiveServers = { servers: [], environments: new Map<ServerReading, never>(), notices: [], unseen: [] };

/** What a configuration holds that may give more than is seen. */
const unreadable = ({ environment: { name }, graph }: Subject): readonly UnseenFact[] => [
  ...graph.opaques.map(({ what, why, origin }) => ({ environment: name, text: `${origin.address ?? what}: ${why}`, isGap: true })),
  ...graph.unknowns.map(({ attribute, expression, origin }) => ({
    environment: name,
    text: `${origin.address ?? "?"}: \`${attribute}\` is ${expression === null ? "not known" : `\`${expression}\``}`,
    isGap: true,
  })),
];
