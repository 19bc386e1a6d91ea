import { at, type Diagnostic, errorDiagnostic } from "../plugin/diagnostics";
import { isList, isMap, type MapValue, UNKNOWN_VALUE } from "../plugin/value";
import { argumentsProblem, resultProblem } from "./spelling";

/** What is wrong with a configuration whatever the server is like; what is unknown is not judged yet. */
export const validateFunction = (config: MapValue): readonly Diagnostic[] => [
  ...["name", "schema", "owner", "body"].flatMap((attribute) =>
    config.get(attribute) === "" ? [errorDiagnostic(`${attribute} is empty`, `A function has one: write its ${attribute}.`, at(attribute))] : [],
  ),
  ...spelling(config, "arguments", argumentsProblem),
  ...spelling(config, "returns", resultProblem),
  ...oneOf(config, "volatility", ["volatile", "stable", "immutable"]),
  ...oneOf(config, "parallel", ["unsafe", "restricted", "safe"]),
  ...languageProblems(config),
  ...searchPathProblems(config),
  ...executorProblems(config),
];

const spelling = (config: MapValue, attribute: string, problemOf: (written: string) => string | null): readonly Diagnostic[] => {
  const value = config.get(attribute);
  const problem = typeof value === "string" ? problemOf(value) : null;
  return problem === null ? [] : [errorDiagnostic(`${attribute} of the function`, `Got \`${String(value)}\`: ${problem}.`, at(attribute))];
};

const oneOf = (config: MapValue, attribute: string, words: readonly string[]): readonly Diagnostic[] => {
  const value = config.get(attribute);
  return typeof value !== "string" || words.includes(value)
    ? []
    : [errorDiagnostic(`${attribute} of the function`, `There is no "${value}": it is ${words.map((word) => `"${word}"`).join(", ")}.`, at(attribute))];
};

/** Their bodies are names of C functions: code of the server itself. */
const NATIVE: ReadonlySet<unknown> = new Set(["c", "internal"]);

const languageProblems = (config: MapValue): readonly Diagnostic[] =>
  NATIVE.has(config.get("language"))
    ? [
        errorDiagnostic(
          "No language of the server itself",
          "A function in `c` or `internal` is code of the operating system's account, by the name of a symbol: an extension brings such functions.",
          at("language"),
        ),
      ]
    : [];

const searchPathProblems = (config: MapValue): readonly Diagnostic[] => {
  const settings = config.get("settings") ?? null;
  if (config.get("security_definer") !== true || settings === UNKNOWN_VALUE) return [];
  const path = isMap(settings) ? (settings.get("search_path") ?? null) : null;
  if (path === UNKNOWN_VALUE || (typeof path === "string" && isSafePath(path))) return [];
  return [
    errorDiagnostic(
      "A security definer function without a safe search_path",
      `${path === null ? "It has none, so its caller decides" : `With \`${String(path)}\` its caller may decide`} what the names in its body mean, and it runs as its owner. Write \`settings = { search_path = "pg_catalog, pg_temp" }\`: schemas that only the owner may create in, and \`pg_temp\` last. https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY`,
      at("settings"),
    ),
  ];
};

/** `pg_temp` last, once, and nothing that differs by caller. */
const isSafePath = (path: string): boolean => {
  const names = path.split(",").map((name) => name.trim());
  return names.at(-1) === "pg_temp" && names.indexOf("pg_temp") === names.length - 1 && names.every((name) => /^(?:[a-z_][a-z0-9_]*|"[^",$]+")$/.test(name));
};

const executorProblems = (config: MapValue): readonly Diagnostic[] => {
  const executors = config.get("executors");
  if (!isList(executors)) return [];
  const twice = executors.find((name, index) => typeof name === "string" && executors.indexOf(name) !== index);
  if (twice !== undefined) return [errorDiagnostic(`${String(twice)} is listed twice`, "Each role stands in `executors` once.", at("executors"))];
  const owner = config.get("owner");
  if (typeof owner === "string" && executors.includes(owner))
    return [errorDiagnostic("The owner needs no EXECUTE", `${owner} may run what it owns, and is not listed.`, at("executors"))];
  const everyone = executors.find((name) => typeof name === "string" && name !== "public" && name.toLowerCase() === "public");
  return everyone === undefined
    ? []
    : [errorDiagnostic("Everyone, or a role of that name?", "Everyone is written `public` here: no role can have that name.", at("executors"))];
};
