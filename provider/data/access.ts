import type * as Explain from "../../cli/reach-of-roles";
import { rankOf } from "../../model/capability";
import { reachWords } from "../../model/path-words";
import type { Explanation } from "../../reporters/explanation";
import type { ProviderContext } from "../context";
import { subjectOf } from "../judging";
import type { DataSource } from "../plugin/definition";
import type { Schema } from "../plugin/schema";
import type { MapValue, Value } from "../plugin/value";
import { loginOf } from "../refuse";
import { readable } from "../session";

const SCHEMA: Schema = {
  version: 0,
  description:
    "What a role reaches on the server as it is, by every path that PostgreSQL allows: what `rolegate explain` tells. For checks, and for people who look at a plan.",
  attributes: {
    role: { type: "string", description: "The role; `PUBLIC` is everyone.", mode: "required" },
    tiers: {
      type: ["map", ["list", "string"]],
      description:
        'Tier (`observe`, `data`, `control`, `files`, `os`, `superuser`) to the capabilities in it that the role reaches for certain: `!contains(keys(data.rolegate_access.x.tiers), "os")`.',
      mode: "computed",
    },
    reaches: {
      type: ["list", ["object", { tier: "string", capability: "string", certainty: "string", condition: "string", path: "string" }]],
      description:
        "Each capability, the most dangerous first, with the path to it in words. What hangs on a condition has `certainty` `conditional` and says on what.",
      mode: "computed",
    },
  },
};

/** `rolegate_access`: what a role reaches. */
export const accessSource: DataSource<ProviderContext> = {
  schema: SCHEMA,
  validate: () => [],
  read: async ({ context, config }) => {
    const role = String(config.get("role"));
    const live = await context.latest();
    const trusted = await context.trustedPolicy();
    const login = await loginOf(context);
    const explained = await readable(async () => {
      const { policy, subject } = subjectOf({ live, login, trusted, environment: context.settings.environment }, live.graph);
      return explainer().explain({ subjects: [subject], unseen: [], policy, today: context.today, role });
    });
    return { state: stateOf(config, explained.explanations), diagnostics: [] };
  },
};

/** With what prints, which a plan without this data source does not need. */
const explainer = (): typeof Explain => require("../../cli/reach-of-roles") as typeof Explain;

const stateOf = (config: MapValue, explanations: readonly Explanation[]): MapValue => {
  const reached = explanations
    .flatMap(({ role, capabilities }) => capabilities.map((each) => ({ ...each, words: reachWords(role, each.path, each.source) })))
    .toSorted((a, b) => rankOf(b.tier) - rankOf(a.tier));
  const tiers = new Map<string, string[]>();
  for (const { tier, capability, certainty } of reached) if (certainty === "certain") tiers.set(tier, [...new Set([...(tiers.get(tier) ?? []), capability])]);
  const reaches = reached.map(
    ({ tier, capability, certainty, condition, words }): MapValue =>
      new Map<string, Value>([
        ["tier", tier],
        ["capability", capability],
        ["certainty", certainty],
        ["condition", condition],
        ["path", words],
      ]),
  );
  return new Map(config).set("tiers", tiers).set("reaches", reaches);
};
