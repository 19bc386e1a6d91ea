import { plainSignature } from "../../model/accepted-functions";
import { parseDefaultTarget, parsePrivileges } from "../../model/privilege-words";
import { at, type Diagnostic, errorDiagnostic, type PathStep } from "../plugin/diagnostics";
import type { MapValue } from "../plugin/value";
import { askedOf, EVERYONE, isPlaced, kindOf, OTHERS, PRIVILEGE_ATTRIBUTES, type PrivilegeAttribute } from "./wanted";

/** What is wrong with a configuration whatever the server is like; what is unknown is not judged yet. */
export const validatePrivileges = (config: MapValue): readonly Diagnostic[] => {
  const role = config.get("role");
  return [
    ...roleProblems(role),
    ...(PRIVILEGE_ATTRIBUTES.every((attribute) => (config.get(attribute) ?? null) === null)
      ? [errorDiagnostic("This resource owns nothing", `Write at least one of ${PRIVILEGE_ATTRIBUTES.map((name) => `\`${name}\``).join(", ")}.`, at("role"))]
      : []),
    ...PRIVILEGE_ATTRIBUTES.flatMap((attribute) => attributeProblems(config, attribute, role === EVERYONE)),
  ];
};

const roleProblems = (role: unknown): readonly Diagnostic[] =>
  role === ""
    ? [errorDiagnostic("A role without a name", "Write whose privileges these are, or `public` for everyone.", at("role"))]
    : typeof role === "string" && role !== EVERYONE && role.toLowerCase() === EVERYONE
      ? [
          errorDiagnostic(
            "Everyone, or a role of that name?",
            `A role can be named "${role}" and would look like PostgreSQL's keyword for everyone, which is written \`public\` here: no role can have that name.`,
            at("role"),
          ),
        ]
      : [];

/** Terraform finds no line for anything deeper than the first key. */
const placeOf = (attribute: PrivilegeAttribute, place: string, name: string): readonly PathStep[] => at(attribute, isPlaced(attribute) ? place : name);

const attributeProblems = (config: MapValue, attribute: PrivilegeAttribute, isEveryone: boolean): readonly Diagnostic[] =>
  [...(askedOf(config, attribute) ?? [])].flatMap(([place, of]) => [
    ...(place === "" && isPlaced(attribute)
      ? [errorDiagnostic("A place without a name", `\`${attribute}\` is by ${placeWord(attribute)}.`, at(attribute))]
      : []),
    ...[...of].flatMap(([name, words]) => {
      const path = placeOf(attribute, place, name);
      const problem = nameProblem(attribute, name) ?? wordsProblem(attribute, name, words, isEveryone);
      return problem === null ? [] : [errorDiagnostic(`${attribute}: ${isPlaced(attribute) ? `${place}: ` : ""}${name}`, sentence(problem), path)];
    }),
  ]);

const placeWord = (attribute: PrivilegeAttribute): string => (attribute === "default_privileges" ? "the role that creates the objects" : "schema");

const nameProblem = (attribute: PrivilegeAttribute, name: string): string | null => {
  if (name === "") return "a name is missing";
  if (attribute === "default_privileges") {
    const target = parseDefaultTarget(name);
    return typeof target === "string" ? target : null;
  }
  if (attribute === "parameters" && name !== name.toLowerCase()) return `PostgreSQL stores it as "${name.toLowerCase()}": write it so`;
  if (attribute !== "functions" || name === OTHERS) return null;
  const plain = plainSignature(name);
  if (!/\(.*\)$/s.test(plain)) return `the types of its arguments are missing: "${name}()" where it has none`;
  return plain === name ? null : `write it as "${plain}", as PostgreSQL prints it`;
};

const wordsProblem = (attribute: PrivilegeAttribute, name: string, words: string, isEveryone: boolean): string | null => {
  const kind = kindOf(attribute, name);
  const held = kind === null ? [] : parsePrivileges(kind, words);
  if (typeof held === "string") return held;
  return isEveryone && held.some(({ grantable }) => grantable) ? "everyone cannot have a GRANT OPTION: PostgreSQL refuses it" : null;
};

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
