import { CAPABILITIES, type Capability, TIERS, type Tier, tierOf } from "../../model/capability";
import { CAPABILITY_WORDS } from "../../model/path-words";
import { approvedFor, capabilityPage } from "./page";

/** The generated pages of `docs/capabilities`, by file name. */
export const capabilityPages = (): ReadonlyMap<string, string> =>
  new Map([["README.md", indexPage()], ...CAPABILITIES.map((capability) => [`${capability}.md`, capabilityPage(capability)] as const)]);

const indexPage = (): string =>
  [
    "# Capabilities",
    "",
    "Generated from `model/capability.ts` and `model/closure/` by `npm run docs`.",
    "",
    "What a role can make the server do, in tiers, the most dangerous last. Which roles reach one, and by which path, `rolegate explain` tells;",
    "how it finds out is on the page of [the closure](../closure.md).",
    "",
    ...TIERS.flatMap(tierSection),
  ].join("\n");

const tierSection = (tier: Tier): readonly string[] => [
  `## ${tier}`,
  "",
  `${approvedFor(tier)}.`,
  "",
  "| capability | its holder can |",
  "| --- | --- |",
  ...CAPABILITIES.filter((capability) => tierOf(capability) === tier).map((capability) => `| [${capability}](${capability}.md) | ${wordsOf(capability)} |`),
  "",
];

const wordsOf = (capability: Capability): string => CAPABILITY_WORDS[capability];
