import type { RoleGraph } from "../../model/closure/edges";

/** A state of the closure by the name that search.ts has for it, such as `I(app)`. */
export const stateName = ({ names }: RoleGraph, state: number): string => `${"SITD"[Math.floor(state / names.length)]}(${names[state % names.length]})`;
