import { parse, parseAllDocuments } from "yaml";
import { filesOf, textOf } from "./files";

/** A step that runs a script. */
export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly "working-directory"?: string;
}

export interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

export const workflowOf = (path: string): Workflow => parse(textOf(path)) as Workflow;
export const actionOf = (
  path: string,
): { readonly inputs: Readonly<Record<string, { readonly default?: string }>>; readonly runs: { readonly steps: readonly Step[] } } => parse(textOf(path));

export const workflowFiles = filesOf("integrations/github").filter((name) => name.endsWith(".yml") && !name.endsWith("action.yml"));
export const actionFiles = filesOf("integrations/github").filter((name) => name.endsWith("action.yml"));

/** The values of a step's environment, each expression as the table has it. */
export const environmentOf = (step: Step, values: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(step.env ?? {}).map(([name, text]) => [name, evaluated(String(text), values)]));

const evaluated = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\$\{\{ *(.*?) *\}\}/g, (_, expression: string) => {
    const value = values[expression];
    if (value === undefined) throw new Error(`the test knows no \`${expression}\``);
    return value;
  });

interface GitlabJob {
  readonly before_script?: readonly string[];
  readonly script?: readonly (string | readonly string[])[];
  readonly variables?: Readonly<Record<string, string>>;
}

export interface GitlabScript {
  readonly file: string;
  readonly job: string;
  /** As the runner joins it; what `!reference` and `extends` take from elsewhere is in its place. */
  readonly text: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** The jobs of a pipeline of GitLab, with the inputs of a component. */
export const gitlabScripts = (file: string, inputs: Readonly<Record<string, string>> = {}): readonly GitlabScript[] => {
  const text = textOf(file).replace(/\$\[\[ inputs\.([\w-]+) \]\]/g, (_, name: string) => inputs[name] ?? "x");
  const jobs = parseAllDocuments(text, { customTags: [{ tag: "!reference", collection: "seq" }] })
    .at(-1)
    ?.toJS() as Readonly<Record<string, GitlabJob>>;
  const shared = jobs[".rolegate"];
  const policies = (jobs[".rolegate-policies"]?.script ?? []) as readonly string[];
  return Object.entries(jobs)
    .filter(([job, { script }]) => !job.startsWith(".") && script !== undefined)
    .map(([job, { before_script: before = shared?.before_script ?? [], script = [], variables }]) => ({
      file,
      job,
      text: [...before, ...script.flatMap((line) => (typeof line === "string" ? [line] : policies))].join("\n"),
      variables: { ...shared?.variables, ...variables },
    }));
};

export interface AzureStep {
  readonly bash?: string;
  readonly displayName?: string;
  readonly env?: Readonly<Record<string, string>>;
}
interface AzurePipeline {
  readonly stages: readonly { readonly stage: string; readonly jobs: readonly { readonly steps: readonly AzureStep[] }[] }[];
}

/** The steps of a pipeline of Azure that run a script, with their stages. */
export const azureSteps = (file: string): readonly (readonly [string, AzureStep])[] =>
  (parse(textOf(file)) as AzurePipeline).stages.flatMap(({ stage, jobs }) =>
    jobs.flatMap(({ steps }) => steps.flatMap((step): (readonly [string, AzureStep])[] => (step.bash === undefined ? [] : [[stage, step]]))),
  );
