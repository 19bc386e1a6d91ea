/** The candidate that `name` most likely is a slip of, or undefined where none is near: at most two slips, fewer in short names. */
export const nearestName = (name: string, candidates: Iterable<string>): string | undefined => {
  if (name.length > LONGEST) return undefined;
  let best: string | undefined;
  let least = Math.min(2, Math.floor(name.length / 2)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= least) continue;
    const slips = candidate.toLowerCase() === name.toLowerCase() ? 0 : slipsBetween(name, candidate);
    if (slips >= least) continue;
    best = candidate;
    least = slips;
  }
  return best;
};

// Names of PostgreSQL end at 63 bytes; what is much longer is no slip of one.
const LONGEST = 100;

// Letters inserted, left out, replaced or swapped with their neighbour (optimal string alignment), three rows at a time.
const slipsBetween = (a: string, b: string): number => {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = at(previous, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1] ? at(before, column - 2) + 1 : replaced;
      current.push(Math.min(at(previous, column) + 1, at(current, column - 1) + 1, replaced, swapped));
    }
    before = previous;
    previous = current;
  }
  return at(previous, b.length);
};

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;
