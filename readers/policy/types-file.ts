import { CAPABILITIES } from "../../model/capability";
import { type EnvironmentPolicy, PERSONA_KINDS, type PersonaKind, type PolicyData } from "../../model/policy";
import { isPattern } from "../../model/role-pattern";

/**
 * The text of `policies/rolegate.d.ts`: what the editor may know of the policy files. It gives names to the compiler and
 * nothing to the gates, which read the YAML. The same policy gives the same bytes.
 */
export const policyTypes = (policy: PolicyData): string => {
  const register = members([
    ["environments", members(policy.environments.map((environment) => [environment.name, environmentType(environment, policy)]))],
    [
      "personas",
      members(
        PERSONA_KINDS.map((kind) => [kind, personaType(kind, policy)]),
        "inline",
      ),
    ],
  ]);
  return `${HEAD}declare module "rolegate" {\n  interface Register ${written(register, 2, 0)}\n}\n`;
};

const HEAD = `// Written by \`rolegate types\` from the YAML files beside it: run it again after a change of them. Types only: the gates read the YAML.
import "rolegate";

`;

const environmentType = (environment: EnvironmentPolicy, { allowlist }: PolicyData): Members => {
  const entries = allowlist.filter((entry) => entry.environment === environment.name);
  const permits = CAPABILITIES.flatMap((capability): readonly Member[] => {
    const roles = entries.filter((entry) => entry.capability === capability).flatMap((entry) => entry.roles);
    return roles.length === 0 ? [] : [[capability, union(roles.map(literal))]];
  });
  return members(
    [
      ["kind", union([literal(environment.kind)])],
      ["postgres", union([String(environment.postgres)])],
      ["databases", union(environment.databases?.map(literal) ?? ["string"])],
      ["permits", members(permits, "inline")],
    ],
    "inline",
  );
};

// Whatever no entry matches is an app, so every name may be one; the kinds above it have the names that they are given.
const personaType = (kind: PersonaKind, { personas }: PolicyData): Union => {
  const roles = personas.filter((entry) => entry.kind === kind).flatMap((entry) => entry.roles);
  const types = roles.map((role) => (isPattern(role) ? template(role) : literal(role)));
  if (kind === "app" || types.includes("string")) return union(["string"]);
  return union(types.length === 0 ? ["never"] : types);
};

/** With the quotes that need fewer escapes, double ones where it makes no difference: as formatters write it. */
const literal = (text: string): string => {
  const double = JSON.stringify(text);
  if (text.split('"').length <= text.split("'").length) return double;
  return `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
};

const ANYTHING = "$".concat("{string}");

// A pattern is a template literal type: `*` as any string, all else as itself.
const template = (pattern: string): string => {
  const pieces = pattern.split(/\*+/).map((piece) => piece.replace(/[\\`]|\$(?=\{)/g, "\\$&"));
  return pieces.every((piece) => piece === "") ? "string" : `\`${pieces.join(ANYTHING)}\``;
};

interface Union {
  readonly types: readonly string[];
}
type Member = readonly [name: string, type: Union | Members];
interface Members {
  readonly members: readonly Member[];
  /** In one line where it fits, or one member a line always. */
  readonly inline: boolean;
}

const union = (types: readonly string[]): Union => ({ types: [...new Set(types)] });
const members = (list: readonly Member[], form: "inline" | "lines" = "lines"): Members => ({ members: list, inline: form === "inline" });

const WIDTH = 160;

// The layout of the repository's formatter, so that a generated file passes its check. `indent` is the member's own
// column, `taken` what stands before the type in its line, the closing semicolon included.
const written = (type: Union | Members, indent: number, taken: number): string => {
  const line = inOneLine(type);
  if (line !== null && indent + taken + line.length <= WIDTH) return line;
  const inner = " ".repeat(indent + 2);
  if ("types" in type) return `\n${type.types.map((one) => `${inner}| ${one}`).join("\n")}`;
  const lines = type.members.map((member) => `${inner}${memberText(member, indent + 2)};`);
  return `{\n${lines.join("\n")}\n${" ".repeat(indent)}}`;
};

const memberText = ([name, type]: Member, indent: number): string => {
  const text = written(type, indent, key(name).length + 3);
  return text.startsWith("\n") ? `${key(name)}:${text}` : `${key(name)}: ${text}`;
};

const inOneLine = (type: Union | Members): string | null => {
  if ("types" in type) return type.types.join(" | ");
  if (!type.inline) return type.members.length === 0 ? "{}" : null;
  const texts = type.members.map(([name, member]) => `${key(name)}: ${inOneLine(member)}`);
  return texts.length === 0 ? "{}" : `{ ${texts.join("; ")} }`;
};

const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name));
