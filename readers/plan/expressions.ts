import { field, isObject, type Json, type JsonObject } from "../terraform/json-text";

/** The expressions of a resource's arguments, as plan JSON writes them. */
export interface Expressions {
  /** Is one written for the argument? Terraform writes an empty object for null, which says what a missing argument says. */
  has(argument: string): boolean;
  at(argument: string): Json | undefined;
}

export const expressionsOf = (object: JsonObject): Expressions => ({
  has: (argument) => {
    const written = field(object, argument);
    return written !== undefined && !(isObject(written) && Object.keys(written).length === 0);
  },
  at: (argument) => field(object, argument),
});

/** Of a resource that has none, or that the configuration has no more. */
export const NO_EXPRESSIONS: Expressions = expressionsOf({});

/** Expressions as text: which arguments have one is known; what they say is parsed when somebody asks, as of few of 50,000 resources. */
export class UnparsedExpressions implements Expressions {
  constructor(
    private readonly args: readonly string[],
    private readonly text: string,
  ) {}

  has(argument: string): boolean {
    return this.args.includes(argument);
  }

  at(argument: string): Json | undefined {
    return field(JSON.parse(this.text) as JsonObject, argument);
  }
}
