/** Adds a value to those of its key. */
export const addTo = <K, V>(groups: Map<K, V[]>, key: K, value: V): void => {
  const known = groups.get(key);
  if (known === undefined) groups.set(key, [value]);
  else known.push(value);
};
