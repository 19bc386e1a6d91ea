/** Several conditions as one. */
export const conditions = (all: readonly (string | null)[]): string | null => {
  const those = [...new Set(all.filter((condition) => condition !== null))];
  return those.length === 0 ? null : those.join(" and ");
};
