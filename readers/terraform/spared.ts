import { SYSTEM_EFFECTS } from "../../model/closure/escalations/tables/parameters";
import { isTemplate } from "./expressions";
import { field, isArray, isObject, type Json, type JsonObject } from "./json-text";

// What is known of single resources of other providers, so that ordinary ones are not taken for a way to PostgreSQL. What is not
// written out is not known.

const known = (body: JsonObject, key: string): string | null => {
  const value = field(body, key);
  return typeof value === "string" && !isTemplate(value) ? value : null;
};

/** Vendors load their own libraries only, whatever these name. */
const VENDORS_OWN: ReadonlySet<string> = new Set(["shared_preload_libraries", "session_preload_libraries", "local_preload_libraries"]);
const isHarmlessParameter = (name: string): boolean => !SYSTEM_EFFECTS.has(name.toLowerCase()) || VENDORS_OWN.has(name.toLowerCase());

const namesIn = (blocks: Json | undefined): readonly (string | null)[] => {
  if (blocks === undefined || blocks === null) return [];
  if (isArray(blocks)) return blocks.flatMap(namesIn);
  return [isObject(blocks) ? known(blocks, "name") : null];
};
const areHarmless = (blocks: Json | undefined): boolean => namesIn(blocks).every((name) => name !== null && isHarmlessParameter(name));

/** A group of parameters of another database, or of none that is a command or a path. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html */
export const isHarmlessGroup = (body: JsonObject): boolean => {
  const family = known(body, "family");
  return family !== null && !Object.hasOwn(body, "dynamic") && (!family.includes("postgres") || areHarmless(field(body, "parameter")));
};

/** One parameter of a flexible server. */
export const isHarmlessConfiguration = (body: JsonObject): boolean => {
  const name = known(body, "name");
  return name !== null && isHarmlessParameter(name);
};

/** A Cloud SQL instance of another database, or with no flag that is a command or a path. https://cloud.google.com/sql/docs/postgres/flags */
export const isHarmlessInstance = (body: JsonObject): boolean => {
  const version = known(body, "database_version");
  if (version !== null && !version.startsWith("POSTGRES")) return true;
  const settings = field(body, "settings");
  const blocks = isArray(settings) ? settings : settings === undefined ? [] : [settings];
  return blocks.every((block) => block === null || (isObject(block) && !Object.hasOwn(block, "dynamic") && areHarmless(field(block, "database_flags"))));
};

/** Words by which a chart, manifest or container shows that it is about PostgreSQL: servers, operators, clients, connection settings. */
const ABOUT_POSTGRES =
  /postgres|pgsql|\bpsql\b|cnpg|patroni|zalan\.do|crunchydata|stackgres|timescale|kubegres|percona.*pg|\bpg[-_]?(?:bouncer|pool|dump|restore|admin)|PG(?:HOST|PASSWORD|USER|SERVICE)\b|database_url/i;

const words = (value: Json): string =>
  typeof value === "string" ? value : typeof value === "object" && value !== null ? Object.values(value).map(words).join("\n") : "";

/** A workload that is written out and says nothing of PostgreSQL: `key` is what says what it runs. */
export const isAboutSomethingElse =
  (key: string) =>
  (body: JsonObject): boolean => {
    const said = field(body, key);
    return said !== undefined && said !== null && words(said) !== "" && !ABOUT_POSTGRES.test(words(body)) && !ABOUT_POSTGRES.test(Object.keys(body).join("\n"));
  };
