import { rankOf } from "../../model/capability";
import type { Finding } from "../../model/report";
import { groupBy } from "../layout";
import type { Block, ReviewedEnvironment, Section } from "./blocks";
import type { Review } from "./review";

/** What must be looked at first comes first: the most dangerous tier, then what is certain. */
export const byDanger = (a: Danger, b: Danger): number => rank(b) - rank(a) || Number(isConditional(a)) - Number(isConditional(b));

type Danger = Pick<Finding, "tier" | "certainty">;
const rank = ({ tier }: Danger): number => (tier === null ? -1 : rankOf(tier));
const isConditional = ({ certainty }: Danger): boolean => certainty === "conditional";

/** The same in their order, the dangerous first: there are few ways to be dangerous, and thousands of values. */
export const inOrderOfDanger = <T>(values: readonly T[], dangerOf: (value: T) => Danger): readonly T[] =>
  [
    ...groupBy(values, (value) => {
      const { tier, certainty } = dangerOf(value);
      return `${tier} ${certainty}`;
    }),
  ]
    .sort(([a], [b]) => byDanger(dangerOf(a), dangerOf(b)))
    .flat();

/** A block with the environment that it is about. */
export interface PlacedBlock {
  readonly environment: ReviewedEnvironment;
  readonly block: Block;
}

/** The blocks of one section in all environments, the most dangerous first. */
export const blocksIn = ({ environments }: Review, section: Section): readonly PlacedBlock[] =>
  inOrderOfDanger(
    environments.flatMap((environment) =>
      environment.groups.filter((group) => group.section === section).flatMap(({ blocks }) => blocks.map((block) => ({ environment, block }))),
    ),
    ({ block }) => block.findings[0],
  );
