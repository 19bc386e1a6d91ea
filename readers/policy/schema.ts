import type { Problems } from "./problems";
import { anyOf, quoted, suggestion } from "./words";
import type { PolicyList, PolicyMap, PolicyNode, PolicyScalar } from "./yaml-tree";

/** The part of JSON Schema 2020-12 that model/schemas uses; a test holds those files to it, and these answers to ajv's. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string;
  readonly enum?: readonly (string | number)[];
  readonly const?: string;
  readonly pattern?: string;
  readonly patternErrorMessage?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly uniqueItems?: boolean;
  readonly oneOf?: readonly Schema[];
  readonly examples?: readonly unknown[];
}

/** What is wrong with a text where a schema refers to the definition of that name: what JSON Schema cannot say, or not as well. */
export type DefinitionRules = Readonly<Record<string, (text: string) => string | undefined>>;

/**
 * Tells `problems` where `node` departs from `schema`, and returns the nodes that do, with all around them. Interpreting
 * the few keywords that the schemas use takes a millisecond; compiling them takes a fifth of a second at each start.
 */
export const departures = (node: PolicyNode, schema: Schema, rules: DefinitionRules, problems: Problems): ReadonlySet<PolicyNode> => {
  const visit = new Visit(schema.$defs ?? {}, rules, problems);
  visit.fits(node, schema, "the file");
  return visit.wrong;
};

class Visit {
  readonly wrong = new Set<PolicyNode>();

  constructor(
    private readonly definitions: Readonly<Record<string, Schema>>,
    private readonly rules: DefinitionRules,
    private readonly problems: Problems,
  ) {}

  fits(node: PolicyNode, schema: Schema, label: string): boolean {
    const ok = this.judge(node, schema, label);
    if (!ok) this.wrong.add(node);
    return ok;
  }

  private judge(node: PolicyNode, schema: Schema, label: string): boolean {
    const referred = schema.$ref?.replace("#/$defs/", "");
    if (referred !== undefined) {
      const said = node.type === "scalar" && typeof node.value === "string" ? this.rules[referred]?.(node.value) : undefined;
      return said === undefined ? this.fits(node, this.definition(referred), label) : this.wrongAt(node, said);
    }
    if (schema.oneOf !== undefined) return this.oneOf(node, schema.oneOf, label);
    if (schema.properties !== undefined) return node.type === "map" ? this.map(node, schema, label) : this.wrongType(node, "a mapping", label);
    if (schema.items !== undefined) return node.type === "list" ? this.list(node, schema, schema.items, label) : this.wrongType(node, "a list", label);
    const said =
      node.type === "scalar" ? scalarProblem(node, schema, label) : `${label} must be ${kindOf(schema)}, not ${node.type === "map" ? "a mapping" : "a list"}`;
    return said === undefined || this.wrongAt(node, said);
  }

  private definition(name: string): Schema {
    const definition = this.definitions[name];
    if (definition === undefined) throw new Error(`a schema refers to ${name}, which it does not define`);
    return definition;
  }

  private oneOf(node: PolicyNode, branches: readonly Schema[], label: string): boolean {
    const resolved = branches.map((branch) => (branch.$ref === undefined ? branch : this.definition(branch.$ref.replace("#/$defs/", ""))));
    const branch = resolved.find(({ type }) => (node.type === "map" ? type === "object" : node.type === "list" && type === "array"));
    return branch === undefined ? this.wrongType(node, "a mapping, or a list of mappings", label) : this.judge(node, branch, label);
  }

  private map(node: PolicyMap, schema: Schema, label: string): boolean {
    const properties = new Map(Object.entries(schema.properties ?? {}));
    let ok = true;
    for (const [name, { key, value }] of node.members) {
      const property = properties.get(name);
      if (property === undefined) {
        const missing = [...properties.keys()].filter((known) => !node.members.has(known));
        const fix = name === "<<" ? "merge keys are not read, write the values out" : suggestion(name, missing.length > 0 ? missing : [...properties.keys()]);
        this.problems.add(key, `unknown key ${quoted(name)}: ${fix}`);
        ok = false;
      } else if (!this.fits(value, property, quoted(name))) ok = false;
    }
    for (const name of schema.required ?? []) {
      if (node.members.has(name)) continue;
      this.problems.add(node.source, `${quoted(name)} is missing: add for example \`${name}: ${asYaml(this.exampleOf(properties.get(name)))}\``);
      ok = false;
    }
    if (node.members.size < (schema.minProperties ?? 0)) ok = this.wrongAt(node, `${label} is empty: it needs ${anyOf([...properties.keys()])}`);
    return ok;
  }

  private exampleOf(schema: Schema | undefined): unknown {
    const own = schema?.examples?.[0];
    return own === undefined && schema?.$ref !== undefined ? this.exampleOf(this.definition(schema.$ref.replace("#/$defs/", ""))) : own;
  }

  private list(node: PolicyList, schema: Schema, items: Schema, label: string): boolean {
    if (node.items.length < (schema.minItems ?? 0))
      return this.wrongAt(node, `${label} is empty: name at least one, for example ${asYaml(schema.examples?.[0])}`);
    const seen = new Set<unknown>();
    let ok = true;
    for (const item of node.items) {
      if (!this.fits(item, items, `an item of ${label}`)) ok = false;
      else if (schema.uniqueItems === true && item.type === "scalar" && seen.size === seen.add(item.value).size) {
        ok = this.wrongAt(item, `${quoted(String(item.value))} stands twice in ${label}: keep one`);
      }
    }
    return ok;
  }

  private wrongType(node: PolicyNode, wanted: string, label: string): boolean {
    if (wanted !== "a list" || node.type !== "scalar") return this.wrongAt(node, `${label} must be ${wanted}, not ${described(node)}`);
    if (node.value === null) return this.wrongAt(node, `${label} is empty: write its items, or [] for none`);
    return this.wrongAt(node, `${label} must be a list, not ${described(node)}: write ${asYaml([node.value])}`);
  }

  private wrongAt(node: PolicyNode, text: string): false {
    this.problems.add(node.source, text);
    this.wrong.add(node);
    return false;
  }
}

const described = (node: PolicyNode): string => {
  if (node.type === "map") return "a mapping";
  if (node.type === "list") return "a list";
  return node.value === null ? "empty" : quoted(node.written);
};

const kindOf = (schema: Schema): string => {
  if (schema.type === "integer") return "a whole number";
  if (schema.type === "boolean") return "`true` or `false`";
  const choices = choicesOf(schema);
  return choices === undefined ? "a text" : anyOf(choices.map(String));
};

const choicesOf = (schema: Schema): readonly (string | number)[] | undefined => schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);

const scalarProblem = (node: PolicyScalar, schema: Schema, label: string): string | undefined => {
  const { value, written } = node;
  if (value === null) return `${label} is empty: it must be ${kindOf(schema)}`;
  const choices = choicesOf(schema);
  if (choices !== undefined) return choiceProblem(node, choices, label);
  if (schema.type === "boolean") return typeof value === "boolean" ? undefined : `${label} must be ${kindOf(schema)}, not ${quoted(written)}`;
  if (schema.type === "integer") return numberProblem(node, schema, label);
  if (typeof value !== "string") return `${label} must be a text, and ${quoted(written)} without quotes is none: write "${written}"`;
  return textProblem(value, schema, label);
};

const choiceProblem = ({ value, written }: PolicyScalar, choices: readonly (string | number)[], label: string): string | undefined => {
  if (choices.some((choice) => choice === value)) return undefined;
  if (choices.some((choice) => String(choice) === written)) return `${label} is a text here: write ${written} without quotes`;
  const words = choices.map(String);
  const isWord = words.length > 1 && typeof choices[0] === "string";
  return `${label} is ${quoted(written)}: ${isWord ? suggestion(written, words) : `it must be ${anyOf(words)}`}`;
};

const numberProblem = (
  { value, written }: PolicyScalar,
  { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY }: Schema,
  label: string,
): string | undefined => {
  if (typeof value === "string" && /^\d+$/.test(value)) return `${label} is a text here: write ${value} without quotes`;
  if (typeof value === "number" && Number.isInteger(value) && value >= minimum && value <= maximum) return undefined;
  return `${label} must be a whole number from ${minimum} to ${maximum}, not ${quoted(written)}`;
};

const textProblem = (value: string, schema: Schema, label: string): string | undefined => {
  const length = [...value].length;
  if (length < (schema.minLength ?? 0)) return `${label} is empty: write a text`;
  if (length > (schema.maxLength ?? length)) return `${label} is ${length} characters long: at most ${schema.maxLength}`;
  if (schema.pattern === undefined || new RegExp(schema.pattern, "u").test(value)) return undefined;
  return `${label} is ${quoted(value)}: ${schema.patternErrorMessage ?? `it must match ${schema.pattern}`}`;
};

// As a person would write it in one line.
const asYaml = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(asYaml).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([key, member]) => `${key}: ${asYaml(member)}`);
    return `{ ${members.join(", ")} }`;
  }
  return typeof value === "string" && !/^([A-Za-z][\w.@/-]*|\d{4}-\d\d-\d\d)$/.test(value) ? JSON.stringify(value) : String(value);
};
