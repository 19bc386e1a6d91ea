import { rankOf } from "../../model/capability";
import type { Finding } from "../../model/report";
import type { Block, ReviewedEnvironment, Section } from "./blocks";
import type { Review } from "./review";

/** What must be looked at first comes first: the most dangerous tier, then what is certain. */
export const byDanger = (a: Danger, b: Danger): number => rank(b) - rank(a) || Number(isConditional(a)) - Number(isConditional(b));

type Danger = Pick<Finding, "tier" | "certainty">;
const rank = ({ tier }: Danger): number => (tier === null ? -1 : rankOf(tier));
const isConditional = ({ certainty }: Danger): boolean => certainty === "conditional";

/** A block with the environment that it is about. */
export interface PlacedBlock {
  readonly environment: ReviewedEnvironment;
  readonly block: Block;
}

/** The blocks of one section in all environments, the most dangerous first. */
export const blocksIn = ({ environments }: Review, section: Section): readonly PlacedBlock[] =>
  environments
    .flatMap((environment) =>
      environment.groups.filter((group) => group.section === section).flatMap(({ blocks }) => blocks.map((block) => ({ environment, block }))),
    )
    .sort((a, b) => byDanger(a.block.findings[0], b.block.findings[0]));
