/** The order of two texts by their code units, for sorting. */
export const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
