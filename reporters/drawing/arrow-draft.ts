import { higherTier, type Tier } from "../../model/capability";
import type { HeldCapability } from "../../model/held-capability";
import { type Mark, strongerMark } from "./mark";

/** An arrow: one step, of all paths that take it. */
export interface SketchEdge {
  readonly from: string;
  readonly to: string;
  /** How the step is taken, in each way in which it is. */
  readonly labels: readonly string[];
  /** The highest tier that a path through it reaches, and all that paths through it do. */
  readonly tier: Tier;
  readonly tiers: readonly Tier[];
  /** The strongest mark of a path through it. */
  readonly mark: Mark | null;
  /** On what every path through it hangs; empty where one of them is certain. */
  readonly conditions: readonly string[];
  readonly conditional: boolean;
  /** The majors on which it can be walked, where that is not all of them; otherwise empty. */
  readonly postgres: readonly number[];
}

/** How a path takes an arrow. */
export interface Walk extends Pick<HeldCapability, "tier" | "condition" | "postgres"> {
  /** Null where a role has the capability itself. */
  readonly label: string | null;
  readonly mark: Mark | null;
}

type PathFacts = Omit<Walk, "label">;

/** The walks of a sketch by their numbers: paths by the thousands take arrows in some ten ways. */
export class Walks {
  readonly all: Walk[] = [];
  readonly #paths = new Map<string, Map<string | null, number>>();
  #last: { readonly facts: PathFacts; readonly numbers: Map<string | null, number> } | null = null;

  /** The numbers of the steps of one path, by their labels. */
  ofPath({ tier, condition, postgres }: HeldCapability, mark: Mark | null): (label: string | null) => number {
    const facts = { tier, condition, postgres, mark };
    const numbers = this.#numbersOf(facts);
    return (label) => {
      const known = numbers.get(label);
      if (known !== undefined) return known;
      numbers.set(label, this.all.length);
      return this.all.push({ ...facts, label }) - 1;
    };
  }

  /** Most paths are as the one before. */
  #numbersOf(facts: PathFacts): Map<string | null, number> {
    const { tier, condition, postgres, mark } = facts;
    const last = this.#last;
    if (last !== null && last.facts.tier === tier && last.facts.condition === condition && last.facts.postgres === postgres && last.facts.mark === mark)
      return last.numbers;
    const key = JSON.stringify([tier, condition, postgres, mark]);
    const numbers = this.#paths.get(key) ?? new Map<string | null, number>();
    this.#paths.set(key, numbers);
    this.#last = { facts, numbers };
    return numbers;
  }
}

/** An arrow between boxes, known by their places, while the paths that take it are met. */
export interface ArrowDraft {
  readonly from: number;
  readonly to: number;
  /** Numbers of its walks. Most often it is one, which needs no set. */
  readonly first: number;
  others: Set<number> | null;
  /** Is it the arrow of several? */
  isFolded: boolean;
}

export const addWalk = (arrow: ArrowDraft, walk: number): void => {
  if (walk === arrow.first) return;
  arrow.others ??= new Set();
  arrow.others.add(walk);
};

const walksOf = ({ first, others }: ArrowDraft, { all }: Walks): readonly Walk[] =>
  (others === null ? [first] : [first, ...others]).flatMap((number) => all[number] ?? []);

const labelsOf = (walks: readonly Walk[]): readonly string[] => [...new Set(walks.flatMap(({ label }) => label ?? []))];
const highestOf = (walks: readonly Walk[]): Tier => walks.map(({ tier }) => tier).reduce(higherTier);
const markOf = (walks: readonly Walk[]): Mark | null => walks.map(({ mark }) => mark).reduce(strongerMark, null);
const isCertain = (walks: readonly Walk[]): boolean => walks.some(({ condition }) => condition === null);
const majorsOf = (walks: readonly Walk[]): readonly number[] => [...new Set(walks.flatMap(({ postgres }) => postgres))].sort((a, b) => a - b);

/** A number for each arrow, the same for those that look the same. */
export const looksOf = (arrows: readonly ArrowDraft[], walks: Walks): readonly number[] => {
  const ofWalks = new Map<string | number, number>();
  const numbers = new Map<string, number>();
  return arrows.map((arrow) => {
    const taken = arrow.others === null ? arrow.first : [arrow.first, ...arrow.others].join();
    const known = ofWalks.get(taken);
    if (known !== undefined) return known;
    const own = walksOf(arrow, walks);
    const looks = JSON.stringify([labelsOf(own), highestOf(own), markOf(own), isCertain(own), majorsOf(own)]);
    const number = numbers.get(looks) ?? numbers.size;
    numbers.set(looks, number);
    ofWalks.set(taken, number);
    return number;
  });
};

/** Conditions that differ by names only are many: the arrow of several names some. */
const MOST_CONDITIONS = 5;

/** An arrow as it is drawn, between boxes with these keys, where there are so many majors. */
export const drawnArrow = (arrow: ArrowDraft, walks: Walks, from: string, to: string, majors: number): SketchEdge => {
  const own = walksOf(arrow, walks);
  const [certain, postgres] = [isCertain(own), majorsOf(own)];
  const conditions = certain ? [] : [...new Set(own.flatMap(({ condition }) => condition ?? []))];
  return {
    from,
    to,
    labels: labelsOf(own),
    tier: highestOf(own),
    tiers: [...new Set(own.map(({ tier }) => tier))],
    mark: markOf(own),
    conditional: !certain,
    conditions: arrow.isFolded ? conditions.slice(0, MOST_CONDITIONS) : conditions,
    postgres: postgres.length === majors ? [] : postgres,
  };
};
