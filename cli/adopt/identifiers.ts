/** Words that TypeScript keeps, and names that the program has already. */
const TAKEN: readonly string[] = (
  "abstract any arguments as async await boolean break case catch class const constructor continue debugger declare default delete do else enum eval " +
  "export extends false finally for from function get global if implements import in infer instanceof interface is keyof let module namespace never new null " +
  "number object of package private protected public readonly require return satisfies set static string super switch symbol this throw true try type " +
  "typeof undefined unique unknown using var void while with yield NaN Infinity exports __dirname __filename process console globalThis " +
  "app importRoles writeGrants AppPersona DbaPersona Environment GatedApp LocalBackend Login OpsPersona"
).split(" ");

/** Gives each thing a name of its own in the program, made of its name on the server: `ops_sre` is `opsSre`. */
export class Identifiers {
  readonly #taken = new Set(TAKEN);
  readonly #known = new Map<string, string>();

  /** The same for the same `key`; another one for every other. */
  of(key: string, name: string): string {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const base = camelCase(name);
    let identifier = base;
    for (let count = 2; this.#taken.has(identifier); count++) identifier = `${base}${count}`;
    this.#taken.add(identifier);
    this.#known.set(key, identifier);
    return identifier;
  }
}

const camelCase = (name: string): string => {
  const [first = "", ...others] = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const joined = first.charAt(0).toLowerCase() + first.slice(1) + others.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return /^[A-Za-z]/.test(joined) ? joined : `role${joined}`;
};
