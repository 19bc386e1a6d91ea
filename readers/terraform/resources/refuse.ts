import { isKnown } from "../../../model/unknown";
import type { Arguments } from "../arguments";
import { escapingValue } from "../facts";

/** Refuses a known value that is not plain where the provider puts it into a statement as it is. */
export const refuse = (args: Arguments, argument: string, isPlain: (value: string) => boolean, remedy: string, what: string): void => {
  const value = args.string(argument);
  if (isKnown(value) && value !== null && value !== "" && !isPlain(value)) args.opaque(escapingValue(`\`${argument}\` of ${what}`, value, remedy));
};
