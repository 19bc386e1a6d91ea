import { nearestName } from "../model/nearest-name";

/** The names that `name` most likely is a slip of, at most three, best first. */
const nearestNames = (name: string, candidates: Iterable<string>): readonly string[] => {
  const left = new Set(candidates);
  const near: string[] = [];
  for (let best = nearestName(name, left); best !== undefined && near.length < 3; best = nearestName(name, left)) {
    near.push(best);
    left.delete(best);
  }
  return near;
};

/** `did you mean `a` or `b`?` as details of an error; none where nothing is near. */
export const didYouMean = (name: string, candidates: Iterable<string>): readonly string[] => {
  const near = nearestNames(name, candidates).map((candidate) => `\`${candidate}\``);
  return near.length === 0 ? [] : [`did you mean ${near.join(" or ")}?`];
};
