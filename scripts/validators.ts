import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { _ } from "ajv";
import Ajv2020 from "ajv/dist/2020";
import standaloneCode from "ajv/dist/standalone";
import accepted from "../model/schemas/accepted.schema.json";
import allowlist from "../model/schemas/allowlist.schema.json";
import environments from "../model/schemas/environments.schema.json";
import personas from "../model/schemas/personas.schema.json";
import waivers from "../model/schemas/waivers.schema.json";
import { DEFINITION_RULES } from "../readers/policy/definitions";

/** Where `npm run validators` writes. */
export const VALIDATORS_FILE = join(__dirname, "../readers/policy/validators.generated.ts");

const HEAD = `// Written by \`npm run validators\` from model/schemas with ajv: compiling at each start takes a fifth of a second.
// @ts-nocheck
import type { ValidateFunction } from "ajv";
import { DEFINITION_FORMATS } from "./definitions";
`;

/** The text of readers/policy/validators.generated.ts: one validator for each policy file, under its name. */
export const validatorsText = (): string => {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    messages: false,
    strictTypes: false,
    code: { source: true, lines: true, esm: true, formats: _`DEFINITION_FORMATS` },
  });
  ajv.addVocabulary(["patternErrorMessage"]);
  // All our lists are of texts: ajv would compare every item with every other, and that is minutes for 50,000 roles.
  ajv.removeKeyword("uniqueItems");
  ajv.addKeyword({ keyword: "uniqueItems", type: "array", code: (context) => context.fail(_`new Set(${context.data}).size < ${context.data}.length`) });
  for (const name of Object.keys(DEFINITION_RULES)) ajv.addFormat(name, () => true);
  const schemas = Object.entries({ accepted, allowlist, environments, personas, waivers });
  for (const [, schema] of schemas) ajv.addSchema(prepared(schema));
  const code = standaloneCode(ajv, Object.fromEntries(schemas.map(([kind, { $id }]) => [kind, $id]))).replace(/^export /gm, "");
  const kinds = schemas.map(([kind]) => kind);
  const type = `Readonly<Record<"${kinds.join('" | "')}", ValidateFunction>>`;
  return `${HEAD}${code}\nexport const VALIDATORS: ${type} = { ${kinds.join(", ")} };\n`;
};

interface Definition {
  readonly description: string;
  readonly examples?: readonly unknown[];
}

// Each definition that has a rule of ours has it as its format, each reference the examples of what it refers to; no description.
const prepared = ({ $defs, ...schema }: { readonly $defs: Readonly<Record<string, Definition>> }): object => {
  const definitions = Object.entries($defs).map(([name, definition]) => [name, name in DEFINITION_RULES ? { ...definition, format: name } : definition]);
  return JSON.parse(JSON.stringify({ ...schema, $defs: Object.fromEntries(definitions) }), (key, part) => {
    if (key === "description" && typeof part === "string") return undefined;
    return typeof part?.$ref === "string" ? { examples: $defs[part.$ref.replace("#/$defs/", "")]?.examples, ...part } : part;
  });
};

if (require.main === module) writeFileSync(VALIDATORS_FILE, validatorsText());
