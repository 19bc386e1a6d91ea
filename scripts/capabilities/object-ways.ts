import type { Capability } from "../../model/capability";
import { SESSION_EFFECTS, SYSTEM_EFFECTS } from "../../model/closure/escalations/tables/parameters";
import { WITHHELD_FUNCTIONS } from "../../model/closure/escalations/tables/withheld-functions";
import { extensionFunction, functionsOfExtension } from "../../model/extensions";

/** What the units of the catalogue give; a test compares it with their proofs on real servers. */
export const GIVEN: Readonly<Record<string, readonly Capability[]>> = {
  "withheld-functions": [...new Set([...WITHHELD_FUNCTIONS.values()].flatMap(({ capabilities }) => capabilities)), "load-server-code"],
  "extension-functions": ["superuser", "execute-server-program", "write-server-files", "alter-system", "monitor"],
  "untrusted-functions": ["untrusted-language", "load-server-code"],
  "untrusted-triggers": ["untrusted-language", "load-server-code"],
  "lenient-languages": ["untrusted-language", "load-server-code"],
  "file-tables": ["execute-server-program", "read-server-files"],
  "open-mappings": ["superuser"],
  "foreign-wrappers": ["load-server-code", "read-server-files"],
  "parameter-grants": ["alter-system", ...new Set([...SYSTEM_EFFECTS.values(), ...SESSION_EFFECTS.values()].map(({ gives }) => gives))],
  "catalog-reads": ["read-credentials", "read-all-data"],
  "credential-views": ["read-credentials"],
  "catalog-writes": ["superuser"],
  "catalog-schema": ["superuser"],
  "event-trigger-code": ["superuser"],
  "refreshed-code": ["superuser"],
  "trigger-code": ["superuser"],
  "applied-code": ["superuser"],
  "template-ownership": ["superuser"],
  "job-tables": ["superuser"],
};

/** Units that give whatever an owner reaches: they are on every page. */
export const BY_OWNER: ReadonlySet<string> = new Set(["definer-functions", "definer-triggers"]);

/** Extensions of which functions stand in the table. */
const EXTENSIONS = ["adminpack", "dblink", "pg_stat_statements", "set_user"];

/** The functions and parameters by name through which a unit gives the capability. */
export const namesOf = (unit: string, capability: Capability): readonly string[] => {
  if (unit === "withheld-functions" && capability === "load-server-code") return ["a function of `pg_catalog` of which it is not known what it does"];
  if (unit === "withheld-functions")
    return [...WITHHELD_FUNCTIONS]
      .filter(([, { capabilities }]) => capabilities.includes(capability))
      .map(([name, { since, until }]) => named(name, since, until));
  if (unit === "extension-functions")
    return EXTENSIONS.flatMap((extension) =>
      functionsOfExtension(extension)
        .filter((name) => extensionFunction(name)?.gives.some((gift) => gift.capability === capability) === true)
        .map((name) => `${named(name)} of ${extension}`),
    );
  if (unit !== "parameter-grants") return [];
  const by = (privilege: string, effects: typeof SYSTEM_EFFECTS): readonly string[] => {
    const names = [...effects].filter(([, { gives }]) => gives === capability).map(([name]) => named(name));
    return names.length === 0 ? [] : [`${privilege} on ${names.join(", ")}`];
  };
  return [...by("ALTER SYSTEM", SYSTEM_EFFECTS), ...by("SET", SESSION_EFFECTS)];
};

const named = (name: string, since?: number, until?: number): string =>
  `\`${name}\`${until !== undefined ? ` (until ${until})` : since !== undefined ? ` (from ${since})` : ""}`;
