import { PUBLIC_FUNCTIONS } from "./tables/public-functions";
import { withheldFunction } from "./tables/withheld-functions";

const byMajor = new Map<number, ReadonlySet<string>>();

/** May everyone call every built-in function of that name? */
export const isPublicFunction = (name: string, major: number): boolean => {
  const known =
    byMajor.get(major) ?? new Set(PUBLIC_FUNCTIONS.flatMap(([since, until, names]) => (since <= major && major <= until ? names.trim().split(/\s+/) : [])));
  byMajor.set(major, known);
  return known.has(name);
};

/** Does initdb make functions of that name in pg_catalog? */
export const isBuiltInFunction = (name: string, major: number): boolean => isPublicFunction(name, major) || withheldFunction(name, major) !== undefined;
