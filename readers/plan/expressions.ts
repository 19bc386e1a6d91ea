import { field, isObject, type Json, type JsonObject } from "../terraform/json-text";

/** The expressions of a resource's arguments, as plan JSON writes them. */
export interface Expressions {
  /** Is one written for the argument? Terraform writes an empty object for null, which says what a missing argument says. */
  has(argument: string): boolean;
  at(argument: string): Json | undefined;
  /** Are the same arguments written in both? Those of two resources that were read in different ways may be, all the same. */
  hasSame(other: Expressions): boolean;
}

export const expressionsOf = (object: JsonObject): Expressions => {
  const expressions: Expressions = {
    has: (argument) => {
      const written = field(object, argument);
      return written !== undefined && !(isObject(written) && Object.keys(written).length === 0);
    },
    at: (argument) => field(object, argument),
    hasSame: (other) => other === expressions,
  };
  return expressions;
};

/** Of a resource that has none, or that the configuration has no more. */
export const NO_EXPRESSIONS: Expressions = expressionsOf({});

/** Expressions as text: which arguments have one is known; what they say is parsed when somebody asks, as of few of 50,000 resources. */
export class UnparsedExpressions implements Expressions {
  /** `args`: the same list for all that have the same. */
  constructor(
    readonly args: readonly string[],
    private readonly text: string,
  ) {}

  has(argument: string): boolean {
    return this.args.includes(argument);
  }

  at(argument: string): Json | undefined {
    return field(JSON.parse(this.text) as JsonObject, argument);
  }

  hasSame(other: Expressions): boolean {
    return other instanceof UnparsedExpressions && other.args === this.args;
  }
}
