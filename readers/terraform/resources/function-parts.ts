import { argumentTypes } from "../../../model/argument-types";
import { functionDigest } from "../../../model/function-digest";
import { isKnown, type Maybe } from "../../../model/unknown";
import type { Arguments } from "../arguments";
import { nestedBlocks } from "../blocks";

/** Types of the arguments that name the function, as PostgreSQL prints them, such as `text, integer`; null where one cannot be known. */
export const typesOfArguments = (args: Arguments): string | null => {
  const types: string[] = [];
  for (const block of nestedBlocks(args.raw("arg") ?? null)) {
    const arg = args.within(block);
    const type = arg.string("type");
    const mode = arg.string("mode");
    if (!isKnown(type) || type === null || !isKnown(mode)) return null;
    if ((mode ?? "in").toLowerCase() !== "out") types.push(argumentTypes(type));
  }
  // What stands for one type may be several arguments, or one that the function gives out.
  return types.filter((type) => type !== "").join(", ");
};

/** The digest that accepted.yaml names, as the live reader makes it of the function that this one becomes; null where a part is not known. */
export const writtenDigest = (args: Arguments, owner: Maybe<string | null>, language: Maybe<string>): string | null => {
  const body = args.string("body");
  if (!isKnown(owner) || owner === null || !isKnown(language) || !isKnown(body) || body === null) return null;
  return functionDigest({ owner, language, settings: [], body });
};

export const returnsTrigger = (args: Arguments): boolean => {
  const returns = args.string("returns");
  return isKnown(returns) && returns !== null && /^(event_)?trigger$/i.test(returns.trim());
};
