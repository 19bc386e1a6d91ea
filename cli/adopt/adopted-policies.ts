import { isPlatformRole } from "../../model/platforms";
import { PERSONA_KINDS, type PersonaKind } from "../../model/policy";
import { predefinedRole } from "../../model/predefined-roles";
import { nameProblem } from "../../policies/names";
import { printable } from "../../reporters/printable";
import { modeline } from "../init/policies";
import type { AdoptedPersona, Adoption, Question } from "./adoption";
import { groupedBy } from "./candidates";

/** The first policy files of the cluster, by name: what is held now is written as approved, what is dangerous as a question. */
export const adoptedPolicies = (adoption: Adoption, today: string): Readonly<Record<string, string>> => ({
  "environments.yaml": environmentsYaml(adoption, today),
  "personas.yaml": personasYaml(adoption, today),
  "allowlist.yaml": allowlistYaml(adoption, today),
});

const environmentsYaml = (
  { environment, major, platform, host, port, systemIdentifier, databases, administrators, unmanaged, questions }: Adoption,
  today: string,
): string => {
  const sayable = unmanaged.filter((name) => nameProblem(name) === null);
  const superusers = questions.filter(({ text }) => text.startsWith("is a superuser")).map(({ role }) => role);
  return lines([
    modeline("environments"),
    `# Read from the server by \`rolegate adopt\` on ${today}. Owned by the security owners: see CODEOWNERS.`,
    "environments:",
    `  - name: ${text(environment)}`,
    "    kind: shared # nobody is given a way to the operating system; whether it is isolated is for the owners to say",
    `    postgres: ${major}`,
    `    platform: ${platform}`,
    `    endpoints: [{ host: ${text(host)}, port: ${port} }] # the host and port that Terraform connects to: add its other names`,
    `    systemIdentifier: "${systemIdentifier}"`,
    ...(databases.length === 0 ? [] : [`    databases: ${list(databases)}`]),
    `    administrators: ${list(administrators)}`,
    ...(superusers.length === 0
      ? []
      : [
          ...comment(
            `Question for the owners: superusers too are ${superusers.map(quoted).join(", ")}. Which of them administer the server? Name those above, and`,
            4,
          ),
          ...comment("take SUPERUSER from the others.", 4),
        ]),
    ...(sayable.length === 0
      ? []
      : [
          ...comment(
            "Roles that main.ts does not create, and may say only a part of: the comments there say why. Take one out when all of it is in the code.",
            4,
          ),
          "    unmanaged:",
          ...sayable.map((name) => `      - ${text(name)}`),
        ]),
    ...unmanaged
      .filter((name) => nameProblem(name) !== null)
      .flatMap((name) => comment(`Not written, for its name ${nameProblem(name) ?? ""}: ${quoted(name)}`, 4)),
  ]);
};

const personasYaml = (adoption: Adoption, today: string): string => {
  const held = heldBy(adoption.personas);
  return lines([
    modeline("personas"),
    "# Which login is which, and which predefined roles its kind is approved for. What matches nothing is an app with nothing approved.",
    `# Written from what each role held on ${today}. Question for the owners: is each of these meant? Take out what is not; the gate then refuses it.`,
    "personas:",
    ...PERSONA_KINDS.flatMap((kind) =>
      kindLines(
        kind,
        adoption.personas.filter((persona) => persona.kind === kind),
        held,
      ),
    ),
    ...(adoption.personas.length === 0 ? ["  app: { roles: [], approved: [] }"] : []),
  ]);
};

const kindLines = (kind: PersonaKind, personas: readonly AdoptedPersona[], held: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] => {
  if (personas.length === 0) return [];
  const entries = groupedBy(personas, ({ name, attributes }) => JSON.stringify([[...(held.get(name) ?? [])].sort(), attributes]));
  return [
    `  ${kind}:`,
    ...[...entries].flatMap(([key, group]) => {
      const [approved, attributes] = JSON.parse(key) as [string[], string[]];
      return [
        `    - roles: ${list(group.map(({ name }) => name))}`,
        `      approved: ${list(approved)}`,
        ...(attributes.length === 0 ? [] : [`      attributes: ${list(attributes)}`]),
      ];
    }),
  ];
};

/** Predefined and platform roles that each persona has by what the program says, through its groups too. */
const heldBy = (personas: readonly AdoptedPersona[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const byName = new Map(personas.map((persona) => [persona.name, persona]));
  const held = new Map<string, Set<string>>();
  const of = (name: string): Set<string> => {
    const known = held.get(name);
    if (known !== undefined) return known;
    const own = new Set<string>();
    held.set(name, own);
    for (const { role } of byName.get(name)?.memberOf ?? []) {
      if (predefinedRole(role) !== undefined || isPlatformRole(role)) own.add(role);
      else for (const each of of(role)) own.add(each);
    }
    return own;
  };
  for (const name of byName.keys()) of(name);
  return held;
};

const allowlistYaml = ({ questions, environment }: Adoption, today: string): string => {
  const named = questions.filter(({ capability }) => capability !== null);
  return lines([
    modeline("allowlist"),
    "# One capability, exact roles, one isolated environment, a reason, an owner, an end. Nothing else lets a role reach the",
    "# operating system of a server.",
    "allowlist: []",
    ...(named.length === 0
      ? []
      : [
          "",
          `# Questions for the owners, from what was found on ${today}. Either the membership goes, or the server is isolated (\`kind\` in`,
          "# environments.yaml) and an entry such as this one says why and until when:",
        ]),
    ...named.flatMap((question) => questionLines(question, environment)),
  ]);
};

const questionLines = ({ role, text: words, capability }: Question, environment: string): readonly string[] => [
  "#",
  ...comment(`${quoted(role)} ${words}`, 0),
  `#  - environment: ${text(environment)}`,
  `#    capability: ${capability}`,
  ...comment(`   roles: ${list([role])}`, 0),
  "#    isolation: # dedicated-dba | migration-host | internal-tooling | test | air-gapped",
  '#    reason: ""',
  "#    owner: ",
  "#    expires: # at most 366 days ahead",
  "#    audit: { log_statement: all }",
];

const lines = (all: readonly string[]): string => `${all.join("\n")}\n`;

/** A name may hold a line end, and what follows it would be no comment. */
const comment = (words: string, indent: number): readonly string[] => [`${" ".repeat(indent)}# ${printable(words)}`];

const PLAIN = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
/** Words that YAML reads as something else. */
const SPECIAL = /^(?:true|false|yes|no|on|off|null|y|n|~|\.inf|\.nan)$/i;

/** A text as YAML reads it back, plain where it can be. */
const text = (value: string): string =>
  PLAIN.test(value) && !SPECIAL.test(value)
    ? value
    : JSON.stringify(value).replace(/[^\x20-\x7e\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, (each) => [...each].map(escaped).join(""));
const escaped = (character: string): string =>
  Array.from({ length: character.length }, (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, "0")}`).join("");

const list = (values: readonly string[]): string => `[${values.map(text).join(", ")}]`;
const quoted = (name: string): string => `\`${name}\``;
