import { isReservedName } from "../../model/predefined-roles";
import { at, type Diagnostic, errorDiagnostic, type PathStep } from "../plugin/diagnostics";
import { isMap, type MapValue, type Value } from "../plugin/value";
import { unknownPlacesIn } from "../unknown";
import { FLAGS } from "./facts";
import { isMd5Verifier } from "./password";

/** What is wrong with a configuration whatever the server is like. */
export const validateRole = (config: MapValue): readonly Diagnostic[] => [
  ...nameProblems(config.get("name")),
  ...limitProblems(config.get("connection_limit")),
  ...endProblems(config.get("valid_until")),
  ...passwordProblems(config),
  ...(config.get("comment") === "" ? [errorDiagnostic("An empty comment", "PostgreSQL keeps none. Leave it out.", at("comment"))] : []),
  ...settingProblems(config.get("settings"), at("settings")),
  ...databaseProblems(config.get("database_settings")),
];

const nameProblems = (name: Value | undefined): readonly Diagnostic[] => {
  if (typeof name !== "string") return [];
  if (isReservedName(name)) return [errorDiagnostic("The prefix pg_ is reserved", "PostgreSQL keeps it for its own roles, which nobody alters.", at("name"))];
  const isTooLong = new TextEncoder().encode(name).length > MOST_BYTES;
  return name === "" || isTooLong || name.includes("\0")
    ? [
        errorDiagnostic(
          "That is no role name",
          `It has 1 to ${MOST_BYTES} bytes: PostgreSQL cuts what is longer, and the rest may be another role's name.`,
          at("name"),
        ),
      ]
    : [];
};
const MOST_BYTES = 63;

const limitProblems = (limit: Value | undefined): readonly Diagnostic[] =>
  typeof limit === "number" && !(Number.isInteger(limit) && limit >= -1)
    ? [errorDiagnostic("connection_limit is out of range", `It is -1 for no limit, or a whole number from 0 on, got ${limit}.`, at("connection_limit"))]
    : [];

/** As PostgreSQL reads it whatever its DateStyle is. */
const END = /^(infinity|\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}(:?\d{2})?)?)$/;
const endProblems = (end: Value | undefined): readonly Diagnostic[] =>
  typeof end === "string" && !END.test(end)
    ? [errorDiagnostic("valid_until is no point in time", `Write it as \`2027-01-31T00:00:00Z\`, or \`infinity\`, got \`${end}\`.`, at("valid_until"))]
    : [];

const passwordProblems = (config: MapValue): readonly Diagnostic[] => {
  const password = config.get("password_wo") ?? null;
  const version = config.get("password_wo_version") ?? null;
  if ((password === null) !== (version === null))
    return [
      errorDiagnostic(
        "password_wo and password_wo_version go together",
        "The password is nowhere in the state: the version tells when it changed, and that there is one.",
        at(password === null ? "password_wo_version" : "password_wo"),
      ),
    ];
  if (password === "") return [errorDiagnostic("An empty password", "PostgreSQL lets nobody in with it. Leave it out.", at("password_wo"))];
  if (typeof password === "string" && isMd5Verifier(password))
    return [errorDiagnostic("An md5 verifier", "Whoever reads it can log in with it. Write the password, or a SCRAM-SHA-256 verifier.", at("password_wo"))];
  return [];
};

const databaseProblems = (databases: Value | undefined): readonly Diagnostic[] =>
  isMap(databases) ? [...databases].flatMap(([database, settings]) => settingProblems(settings, at("database_settings", database))) : [];

/** Names are written in SQL in parts; one that is no name of a parameter would be refused there with less to say. */
const PARAMETER = /^[A-Za-z_][\w$]*(\.[A-Za-z_][\w$]*)*$/;
const settingProblems = (settings: Value | undefined, path: readonly PathStep[]): readonly Diagnostic[] => {
  if (!isMap(settings)) return [];
  const names = [...settings.keys()];
  const wrong = names.find((name) => !PARAMETER.test(name));
  if (wrong !== undefined) return [errorDiagnostic("That is no setting", `\`${wrong}\` is no name of a parameter of PostgreSQL.`, path)];
  const twice = names.find((name, index) => names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) !== index);
  return twice === undefined ? [] : [errorDiagnostic(`${twice} is set twice`, "PostgreSQL does not tell capitals apart in names of parameters.", path)];
};

/** The places whose values are known only at apply, and matter to the rules. */
export const unknownPlaces = (config: MapValue): readonly (readonly PathStep[])[] =>
  unknownPlacesIn(config, ["name", ...FLAGS.map(({ attribute }) => attribute), "settings", "database_settings"]);
