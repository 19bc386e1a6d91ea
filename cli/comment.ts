import { resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { asRecord, asText } from "../integrations/comment/json";
import { openService } from "../integrations/comment/open-service";
import { readReport } from "../integrations/comment/read-report";
import { SERVICES, type ServiceName, type Surroundings, serviceHere } from "../integrations/comment/settings";
import { type Comment, type Upserted, upsertComment } from "../integrations/comment/upsert";
import { InputError } from "../model/input-error";
import { listed } from "../model/path-words";
import { ruleById } from "../policies/rules/index";
import { marker, renderMarkdown } from "../reporters/markdown/markdown";
import { printable } from "../reporters/printable";
import { reviewOf } from "../reporters/review/review";
import type { ExitCode, Io } from "./io";
import { readText } from "./read-text";
import { idOf, lookOf, type PrintingOptions } from "./settings";
import { UsageError } from "./usage-error";

export interface CommentOptions extends PrintingOptions {
  readonly to?: string;
  readonly pullRequest?: string;
  readonly id?: string;
  readonly notJudged?: true;
}

/** `rolegate comment [REPORT]`: exits 0 whatever the verdict, for that was said by `check`; 2 where the comment could not be left. */
export const commentCommand = async (report: string | undefined, options: CommentOptions, io: Io): Promise<ExitCode> => {
  lookOf(options, io);
  const here: Surroundings = { env: io.env, number: numberOf(options.pullRequest) };
  const event = eventOf(io);
  const comment = commentOf(report, options, event, io);
  const service = await openService(serviceOf(options.to, here), here, event, { fetch, sleep: (time) => setTimeout(time), now: () => io.now() });
  const did = await upsertComment(service, comment);
  if (options.quiet !== true) await io.stdout.write(`${printable(outcome(did))}\n`);
  return 0;
};

/** The report is read and rendered here: what somebody outside made of it never becomes the comment as it is. */
const commentOf = (report: string | undefined, { id: name, notJudged }: CommentOptions, event: unknown, io: Io): Comment => {
  const id = idOf(name);
  if ((report === undefined) === (notJudged === undefined)) throw new UsageError("give the JSON report of `check`, or --not-judged where there is none");
  if (report === undefined) return { body: `${marker(id)}\n${notJudgedText(io.env, event)}`, marker: marker(id), isDenied: true };
  const read = readReport(readText(resolve(io.cwd, report), report), report);
  return { body: renderMarkdown(reviewOf(read, ruleById), { id }), marker: marker(id), isDenied: read.verdict === "deny" };
};

/** Takes the place of the review of an older commit, which would read as if it were about this one. */
const notJudgedText = (env: Io["env"], event: unknown): string => {
  const run = runPage(env, event);
  return `## ❌ NOT JUDGED: rolegate could not judge this commit, so it is not permitted\n\nThe log of the job says why${run === null ? "" : `: ${run}`}.\n`;
};

/** The page of the run that should have judged: the one that ended, where GitHub started this one for it, else this one. */
const runPage = (env: Io["env"], event: unknown): string | null => {
  const page =
    (asText(asRecord(asRecord(event).workflow_run).html_url) || undefined) ??
    env.CI_PIPELINE_URL ??
    (env.GITHUB_RUN_ID !== undefined ? `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}/actions/runs/${env.GITHUB_RUN_ID}` : undefined) ??
    (env.BUILD_BUILDID !== undefined
      ? `${env.SYSTEM_COLLECTIONURI}${encodeURIComponent(env.SYSTEM_TEAMPROJECT ?? "")}/_build/results?buildId=${env.BUILD_BUILDID}`
      : undefined);
  return page !== undefined && /^https?:\/\/[\w./:%?=&-]+$/.test(page) ? page : null;
};

const serviceOf = (to: string | undefined, here: Surroundings): ServiceName => {
  const service = to === undefined ? serviceHere(here) : SERVICES.find((name) => name === to);
  if (service === undefined) throw new UsageError(`--to is ${listed(SERVICES, "or")}, got \`${to ?? ""}\``);
  if (service === null) throw new UsageError(`this is no run of a service that is known: say --to ${listed(SERVICES, "or")}`);
  return service;
};

const numberOf = (number: string | undefined): string | undefined => {
  if (number !== undefined && !/^[1-9]\d{0,9}$/.test(number)) throw new UsageError(`--pull-request is a number, got \`${number}\``);
  return number;
};

/** What GitHub tells a run of the event that started it. */
const eventOf = ({ env }: Io): unknown => {
  const path = env.GITHUB_EVENT_PATH ?? "";
  if (path === "") return undefined;
  const text = readText(path, "GITHUB_EVENT_PATH");
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError("the file that GITHUB_EVENT_PATH names is no JSON");
  }
};

const outcome = (upserted: Upserted): string => {
  switch (upserted.did) {
    case "made":
      return `made the comment ${upserted.page}`;
    case "updated":
      return `updated the comment ${upserted.page}`;
    case "left":
      return `the comment says the same already: ${upserted.page}`;
    case "nothing":
      return `no comment: ${upserted.why}`;
  }
};
