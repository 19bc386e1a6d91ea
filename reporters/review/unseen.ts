import type { InputSummary } from "../../model/report";
import { printable } from "../printable";

/** One thing that inputs could not show. */
export interface Unseen {
  readonly what: string;
  /** The inputs that could not show it; empty where none of several could. */
  readonly inputs: readonly string[];
}

/** What no reader could see, each once, with what it is missing from. */
export const unseenOf = (inputs: readonly InputSummary[]): readonly Unseen[] => {
  const missingFrom = new Map<string, string[]>();
  for (const { unseen, path } of inputs)
    for (const what of unseen) {
      const paths = missingFrom.get(what);
      if (paths === undefined) missingFrom.set(what, [path]);
      else paths.push(path);
    }
  return [...missingFrom].map(([what, paths]) => ({ what: printable(what), inputs: paths.length === inputs.length ? [] : paths.map(printable) }));
};
