/** Where a refusal points: a construct and the line that made it. */
export interface Place {
  toString(): string;
}

/** An error of the program that uses the constructs: what is wrong, and at which construct and line. */
export const refuse = (message: string, place?: Place): Error => new Error(place === undefined ? message : `${message} [${place}]`);
