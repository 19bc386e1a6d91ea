import type { OpaqueFact } from "../../model/access-graph";
import type { SourceFolder } from "../../model/terraform-source";
import { field, type Json } from "../terraform/json-text";
import type { ReaderKnowledge } from "../terraform/knowledge";
import { ignoredArguments } from "../terraform/lifecycle";
import type { PlanSource } from "../terraform/plan-source";
import { configurationKey } from "../terraform/provider-reference";
import type { OpenModule } from "./open-module";
import { openSource } from "./open-source";
import { hazardsIn } from "./plan-safety";
import { addressOf, type SourceBlock } from "./source-blocks";

/** Reads what plan JSON leaves out from the configuration that the plan was made from. Throws an InputError for a file that cannot be read. */
export const readPlanSource = async (source: SourceFolder, knowledge: ReaderKnowledge): Promise<PlanSource> => {
  const { views } = await openSource(source, knowledge);
  const modules = views.flatMap((view) => view.modules);
  const blocks = new Map<string, { readonly module: OpenModule; readonly block: SourceBlock }>();
  for (const module of modules) for (const block of module.blocks) blocks.set(originAddress(module, block), { module, block });
  return {
    opaques: (touches) => {
      const found = views.flatMap((view) => hazardsIn(view.modules, view.missing, knowledge, touches || view.touches));
      const unseen = new Map(found.filter(({ isInPlan }) => !isInPlan).map(({ fact }): [string, OpaqueFact] => [`${fact.what} ${fact.origin.address}`, fact]));
      return [...unseen.values()];
    },
    variableOf: (provider, argument) => {
      const said = modules.filter(({ address }) => address === "").map((module) => variableIn(valueAt(module, provider, argument)));
      const [first = null] = said;
      return said.every((each) => each?.join(".") === first?.join(".")) ? first : null;
    },
    ignores: (address, argument) => {
      const found = blocks.get(address);
      if (found === undefined) return undefined;
      const ignored = ignoredArguments(found.block.body);
      return ignored.has(argument) || ignored.has("all");
    },
    lineOf: (address) => {
      const found = blocks.get(address);
      if (found === undefined) return null;
      const { file, line } = found.module.originOf(found.block);
      return file === null || line === null ? null : { file, line };
    },
  };
};

const originAddress = ({ address }: OpenModule, block: SourceBlock): string => (address === "" ? addressOf(block) : `${address}.${addressOf(block)}`);

const valueAt = ({ blocks }: OpenModule, provider: string, argument: string): Json | undefined => {
  const found = blocks.filter(({ kind, labels: [name = ""], body }) => kind === "provider" && provider === configurationKey(name, body));
  // Configured twice, which Terraform refuses, it says nothing.
  const [only] = found;
  return only === undefined || found.length > 1 ? undefined : field(only.body, argument);
};

const VARIABLE = /^\$\{\s*var((?:\.[A-Za-z_][\w-]*)+)\s*\}$/;
const variableIn = (value: Json | undefined): readonly string[] | null =>
  (typeof value === "string" ? VARIABLE.exec(value)?.[1]?.slice(1).split(".") : undefined) ?? null;
