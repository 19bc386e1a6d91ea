import fc from "fast-check";

/** The seed of this run: `ROLEGATE_SEED`, which `npm test` prints, else its fixed one. */
export const SEED = Number(process.env.ROLEGATE_SEED ?? 20261120);

/** Is this `npm run test:long`? */
export const IS_LONG = process.env.ROLEGATE_LONG === "1";

/**
 * Runs a property on seeded random values: `runs` of them, or `longRuns` with `npm run test:long`. A failure shows what `describe` says of
 * the smallest value that fails, and the seed that brings it back.
 */
export const holdsFor = async <T>(
  values: fc.Arbitrary<T>,
  { runs, longRuns, describe }: { runs: number; longRuns: number; describe: (value: T) => string },
  property: (value: T) => Promise<void>,
): Promise<void> => {
  const result = await fc.check(fc.asyncProperty(values, property), { seed: SEED, numRuns: IS_LONG ? longRuns : runs });
  if (!result.failed) return;
  const reason = result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance);
  const [smallest] = result.counterexample ?? [];
  throw new Error(
    `${reason}\n\nThe smallest example (ROLEGATE_SEED=${SEED}, run ${result.numRuns}, ${result.numShrinks} times smaller):\n\n${smallest === undefined ? "" : describe(smallest)}\n`,
  );
};
