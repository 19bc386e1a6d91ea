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

/** Different values in the order in which they came. Most often it is one, which needs no set. */
class Distinct<T> {
  #first: T | undefined;
  #others: Set<T> | undefined;

  add(value: T): void {
    if (this.#first === undefined) this.#first = value;
    else if (value !== this.#first) {
      this.#others ??= new Set();
      this.#others.add(value);
    }
  }

  addAll(from: Distinct<T>): void {
    if (from.#first !== undefined) this.add(from.#first);
    if (from.#others !== undefined) for (const value of from.#others) this.add(value);
  }

  /** One for each set of values in their order. */
  get text(): string {
    return this.#others === undefined ? `1 ${this.#first}` : JSON.stringify(this.values);
  }

  get values(): readonly T[] {
    return this.#first === undefined ? [] : this.#others === undefined ? [this.#first] : [this.#first, ...this.#others];
  }
}

/** Conditions that differ by names only are many: the arrow of several boxes names some. */
const MOST_CONDITIONS = 5;

/** An arrow between boxes, known by their numbers, while the paths that take it are met. */
export class ArrowDraft {
  readonly #labels = new Distinct<string>();
  readonly #tiers = new Distinct<Tier>();
  readonly #conditions = new Distinct<string>();
  readonly #postgres = new Distinct<number>();
  #mark: Mark | null = null;
  #tier: Tier;
  #isCertain = false;
  /** Arrows that became part of it. */
  #parts = 0;

  constructor(
    readonly from: number,
    readonly to: number,
    tier: Tier,
  ) {
    this.#tier = tier;
  }

  /** A path takes it; `label` is how, null where a role has the capability itself. */
  walked(label: string | null, { tier, condition, postgres }: HeldCapability, mark: Mark | null): void {
    if (label !== null) this.#labels.add(label);
    this.#tier = higherTier(this.#tier, tier);
    this.#tiers.add(tier);
    this.#mark = strongerMark(this.#mark, mark);
    if (condition === null) this.#isCertain = true;
    else this.#conditions.add(condition);
    for (const major of postgres) this.#postgres.add(major);
  }

  /** It stands for another one too. */
  join(other: ArrowDraft): void {
    this.#parts += 1;
    this.#labels.addAll(other.#labels);
    this.#tier = higherTier(this.#tier, other.tier);
    this.#tiers.addAll(other.#tiers);
    this.#mark = strongerMark(this.#mark, other.#mark);
    this.#isCertain ||= other.#isCertain;
    this.#conditions.addAll(other.#conditions);
    this.#postgres.addAll(other.#postgres);
  }

  get tier(): Tier {
    return this.#tier;
  }

  /** What tells it from others between the same boxes. */
  get looks(): string {
    return `${this.#tier} ${this.#mark} ${this.#isCertain} ${this.#majors.join()} ${this.#labels.text}`;
  }

  /** As it is drawn, between boxes with these keys, where there are so many majors. */
  drawn(from: string, to: string, majors: number): SketchEdge {
    const [conditions, postgres] = [this.#conditions.values, this.#majors];
    return {
      from,
      to,
      labels: this.#labels.values,
      tier: this.#tier,
      tiers: this.#tiers.values,
      mark: this.#mark,
      conditional: !this.#isCertain,
      conditions: this.#isCertain ? [] : this.#parts > 1 ? conditions.slice(0, MOST_CONDITIONS) : conditions,
      postgres: postgres.length === majors ? [] : postgres,
    };
  }

  get #majors(): readonly number[] {
    const majors = this.#postgres.values;
    return majors.length < 2 ? majors : [...majors].sort((a, b) => a - b);
  }
}
