import { addressOf } from "../../constructs/address";
import { PERSONA_KINDS, type PersonaKind } from "../../model/policy";
import { printable } from "../../reporters/printable";
import type { AdoptedAccess, AdoptedPersona, Adoption } from "./adoption";
import { Identifiers } from "./identifiers";
import { type Code, expression, keyOf, literal, texts } from "./typescript";

const CLASSES: Readonly<Record<PersonaKind, string>> = { app: "AppPersona", ops: "OpsPersona", dba: "DbaPersona" };
const TITLES: Readonly<Record<PersonaKind, string>> = {
  app: "Applications, and their groups.",
  ops: "Who observes and controls: operators, exporters and their groups.",
  dba: "Database administrators.",
};

/** The files of the program, by name: constructs as a person would write them, and beside them what no construct says. */
export const adoptedProgram = (adoption: Adoption, today: string): Readonly<Record<string, string>> => {
  const created = adoption.personas.filter(({ existing }) => !existing);
  return {
    "main.ts": mainText(adoption, today),
    ...(created.length > 0 && { "imports.ts": importsText(created) }),
    ...(adoption.grants.length + adoption.defaults.length > 0 && { "grants.ts": grantsText(adoption, created.length > 0) }),
  };
};

const mainText = (adoption: Adoption, today: string): string => {
  const { environment, personas, grants, defaults, shown } = adoption;
  const names = new Identifiers();
  const stack = names.of("environment", environment);
  const hasImports = personas.some(({ existing }) => !existing);
  const hasGrants = grants.length + defaults.length > 0;
  const schemas = schemasOf(personas);
  const handles = new Map(
    schemas.map((access) => [placeKey(access), names.of(placeKey(access), access.schema === "public" ? access.database : access.schema)]),
  );
  const groups = new Set(
    personas.flatMap(({ memberOf, settings }) => [...memberOf.map(({ role }) => role), ...(settings.role === undefined ? [] : [settings.role])]),
  );
  const known = new Set(personas.map(({ name }) => name));
  const codeOf = (role: string): string => (known.has(role) ? names.of(`role ${role}`, role) : literal(role));
  const kinds = PERSONA_KINDS.filter((kind) => personas.some((persona) => persona.kind === kind));
  const uses = [
    ...kinds.map((kind) => CLASSES[kind]),
    "Environment",
    "GatedApp",
    ...(personas.some(({ existing, role }) => !existing && role.login === true) ? ["Login"] : []),
  ].sort();
  const bodies = kinds.map((kind) => {
    const texts = personas.filter((persona) => persona.kind === kind).map((persona) => personaText(persona, stack, groups.has(persona.name), codeOf, handles));
    return `\n// ${TITLES[kind]}\n${texts.join("")}`;
  });
  return `import { LocalBackend } from "cdktf";
${namedImport(uses, "rolegate")}
${hasGrants ? 'import { writeGrants } from "./grants";\n' : ""}${hasImports ? 'import { importRoles } from "./imports";\n' : ""}
${comment(`Written by \`rolegate adopt\` on ${today} from ${shown}, as it was then. Applying it changes nothing on that server.`)}
const app = new GatedApp(); // reads policies/, which the security owners keep

const ${stack} = Environment.shared(app, ${literal(environment)});
// Replace it by the backend of your team (S3Backend, PgBackend, ...); a relative path keeps your machine out of the JSON.
new LocalBackend(${stack}, { path: "terraform.tfstate" });
${hasImports ? `\n// The roles are there already: the first apply takes them into the state. After it this line may go.\nimportRoles(${stack});\n` : ""}${
  schemas.length === 0
    ? ""
    : `\n${schemas.map((access) => `const ${handles.get(placeKey(access))} = ${stack}.database(${literal(access.database)}).schema(${literal(access.schema)});\n`).join("")}`
}${bodies.join("")}${hasGrants ? `\n// What no level of access says: read(), write() and own() are exact, and these roles have more, or less.\nwriteGrants(${stack});\n` : ""}${questionLines(adoption)}
app.synth();
`;
};

/** On one line, or each name on its own where that is too long. */
const namedImport = (names: readonly string[], from: string): string => `import { ${names.join(", ")} } from "${from}";`;

const personaText = (
  persona: AdoptedPersona,
  stack: string,
  isNamed: boolean,
  codeOf: (role: string) => string,
  handles: ReadonlyMap<string, string>,
): string => {
  const { name, kind, existing, unsaid } = persona;
  const props = propsOf(persona, codeOf, handles);
  const head = isNamed ? `const ${codeOf(name)} = ` : "";
  const made = existing ? `${CLASSES[kind]}.existing` : `new ${CLASSES[kind]}`;
  const given: readonly Code[] = [stack, literal(name), ...(props.length === 0 ? [] : [{ object: props }])];
  const why =
    unsaid.length === 0
      ? []
      : [comment(`${name} is not created here, for what the server has of it and a construct does not say:`), ...unsaid.map((each) => comment(`- ${each}`))];
  return `${why.map((line) => `${line}\n`).join("")}${head}${expression({ call: made, given }, 0, head.length, 1)};\n`;
};

const propsOf = (
  { existing, role, memberOf, access, settings, attributes }: AdoptedPersona,
  codeOf: (role: string) => string,
  handles: ReadonlyMap<string, string>,
) => {
  const props: (readonly [string, Code])[] = [];
  if (!existing && role.login === true) props.push(["login", loginCode(role)]);
  if (memberOf.length > 0) {
    const list = memberOf.map(({ role: group, admin, inherit }): Code => {
      if (!admin && inherit) return codeOf(group);
      return { object: [["role", codeOf(group)], ...(inherit ? [] : [["inherit", "false"] as const]), ...(admin ? [["admin", "true"] as const] : [])] };
    });
    props.push(["memberOf", { list }]);
  }
  if (access.length > 0) props.push(["access", { list: access.map((each) => `${handles.get(placeKey(each))}.${each.level}()`) }]);
  if (attributes.length > 0) props.push(["attributes", texts(attributes)]);
  const entries = Object.entries(settings).map(([name, value]): readonly [string, Code] => [
    name,
    Array.isArray(value) ? texts(value) : name === "role" ? codeOf(String(value)) : literal(String(value)),
  ]);
  if (entries.length > 0) props.push(["settings", { object: entries }]);
  return props;
};

const loginCode = ({ connectionLimit, validUntil }: AdoptedPersona["role"]): Code => {
  const props: (readonly [string, Code])[] = [
    ...(typeof connectionLimit === "number" && connectionLimit !== -1 ? [["connectionLimit", String(connectionLimit)] as const] : []),
    ...(typeof validUntil === "string" ? [["validUntil", literal(asServerPrints(validUntil))] as const] : []),
  ];
  return { call: "Login.external", given: props.length === 0 ? [] : [{ object: props }] };
};

/** As `rolvaliduntil::text` has it, which the provider compares: `2027-01-31 23:59:59+00`. */
const asServerPrints = (timestamp: string): string => timestamp.replace("T", " ").replace(/([+-]\d{2}):00$/, "$1");

const placeKey = ({ database, schema }: AdoptedAccess): string => JSON.stringify([database, schema]);
const schemasOf = (personas: readonly AdoptedPersona[]): readonly AdoptedAccess[] => [
  ...new Map(personas.flatMap(({ access }) => access).map((access) => [placeKey(access), access])).values(),
];

const comment = (text: string): string => `// ${printable(text)}`;

const questionLines = ({ questions }: Adoption): string =>
  questions.length === 0
    ? ""
    : `\n// Questions, about what the server has and this program does not say:\n${questions.map(({ role, text }) => `${comment(`- ${role} ${text}`)}\n`).join("")}`;

const importsText = (created: readonly AdoptedPersona[]): string => {
  const pairs: Code = { list: created.map(({ name }): Code => ({ list: [literal(name), literal(`postgresql_role.${addressOf(name)}`)] })) };
  const head = "export const CREATED: ReadonlyMap<string, string> = ";
  return `import type { Environment } from "rolegate";

/** Roles that main.ts creates and that the server has already, by name: their addresses in Terraform. */
${head}${expression({ call: "new Map", given: [pairs] }, 0, head.length, 1)};

/** Takes them into Terraform's state, so that the first apply makes none of them. */
export const importRoles = (environment: Environment): void => {
  const blocks = [...CREATED].map(([id, to]) => ({ to, id }));
  environment.addOverride("import", blocks);
};
`;
};

const grantsText = ({ grants, defaults }: Adoption, hasCreated: boolean): string => {
  const optional = (condition: boolean, entry: readonly [string, Code]): readonly (readonly [string, Code])[] => (condition ? [entry] : []);
  const grantEntries = grants.map(({ name, role, database, schema, objectType, objects, columns, privileges, grantable }): readonly [string, Code] => [
    keyOf(name),
    {
      object: [
        ["role", literal(role)],
        ["database", literal(database)],
        ...optional(schema !== null, ["schema", literal(schema ?? "")]),
        ["objectType", literal(objectType)],
        ...optional(objects.length > 0, ["objects", texts(objects)]),
        ...optional(columns.length > 0, ["columns", texts(columns)]),
        ["privileges", texts(privileges)],
        ...optional(grantable, ["withGrantOption", "true"]),
      ],
    },
  ]);
  const defaultEntries = defaults.map(({ name, role, owner, database, schema, objectType, privileges, grantable }): readonly [string, Code] => [
    keyOf(name),
    {
      object: [
        ["role", literal(role)],
        ["owner", literal(owner)],
        ["database", literal(database)],
        ...optional(schema !== null, ["schema", literal(schema ?? "")]),
        ["objectType", literal(objectType)],
        ["privileges", texts(privileges)],
        ...optional(grantable, ["withGrantOption", "true"]),
      ],
    },
  ]);
  const hasGrants = grants.length > 0;
  const hasDefaults = defaults.length > 0;
  const roles = (...fields: readonly string[]): string =>
    hasCreated ? `[${fields.map((field) => `CREATED.get(config.${field})`).join(", ")}, previous]` : "[previous]";
  return `${hasDefaults ? 'import { DefaultPrivileges, type DefaultPrivilegesConfig } from "@cdktf/provider-postgresql/lib/default-privileges";\n' : ""}${hasGrants ? 'import { Grant, type GrantConfig } from "@cdktf/provider-postgresql/lib/grant";\n' : ""}import type { Environment } from "rolegate";
${hasCreated ? 'import { CREATED } from "./imports";\n' : ""}
${hasGrants ? `/** Privileges on what is there, by the name of the Terraform resource. Each is exact on what it names. */\nconst GRANTS: Readonly<Record<string, GrantConfig>> = ${expression({ object: grantEntries }, 0, WIDE, 1)};\n\n` : ""}${
  hasDefaults
    ? `/** Privileges on what owners will create. */\nconst DEFAULTS: Readonly<Record<string, DefaultPrivilegesConfig>> = ${expression({ object: defaultEntries }, 0, WIDE, 1)};\n\n`
    : ""
}/** Writes them one after the other: PostgreSQL answers \`tuple concurrently updated\` to two at once on one object. */
export const writeGrants = (environment: Environment): void => {
  let previous: string | undefined;
${[
  ...(hasGrants
    ? [
        `  for (const [name, config] of Object.entries(GRANTS)) {
    const grant = new Grant(environment, \`grant \${name}\`, config);
    grant.overrideLogicalId(name);
    grant.dependsOn = ${roles("role")};
    previous = \`postgresql_grant.\${name}\`;
  }\n`,
      ]
    : []),
  ...(hasDefaults
    ? [
        `  for (const [name, config] of Object.entries(DEFAULTS)) {
    const grant = new DefaultPrivileges(environment, \`default \${name}\`, config);
    grant.overrideLogicalId(name);
    grant.dependsOn = ${roles("role", "owner")};
    previous = \`postgresql_default_privileges.\${name}\`;
  }\n`,
      ]
    : []),
].join("")}};
`;
};

/** Never on one line. */
const WIDE = 1000;
