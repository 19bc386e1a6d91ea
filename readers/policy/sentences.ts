import type { DefinedError } from "ajv";
import { anyOf, quoted, suggestion, visible } from "./words";
import type { PolicyNode, PolicyScalar } from "./yaml-tree";

/** What the sentences take from the schema at hand. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly (string | number)[];
  readonly const?: string;
  readonly patternErrorMessage?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly examples?: readonly unknown[];
}

/** What ajv finds wrong with `node`, which messages call `label`, in our words. */
export const sentence = (error: DefinedError, node: PolicyNode, label: string): string => {
  const schema = error.parentSchema as Schema;
  const properties = schema.properties ?? {};
  switch (error.keyword) {
    case "required": {
      const name = error.params.missingProperty;
      return `${quoted(name)} is missing: add for example \`${name}: ${asYaml(properties[name]?.examples?.[0])}\``;
    }
    case "additionalProperties":
      return unknownKey(error.params.additionalProperty, node, Object.keys(properties));
    case "minProperties":
      return `${label} is empty: it needs ${anyOf(Object.keys(properties))}`;
    case "minItems":
      return `${label} is empty: name at least one, for example ${asYaml(schema.examples?.[0])}`;
    case "oneOf":
      return `${label} must be a mapping, or a list of mappings, not ${described(node)}`;
  }
  if (schema.type === "array" && node.type === "scalar") return noList(node, label);
  if (node.type !== "scalar" || schema.type === "object") return `${label} must be ${kindOf(schema)}, not ${described(node)}`;
  return node.value === null ? `${label} is empty: it must be ${kindOf(schema)}` : scalarSentence(error, node, schema, label);
};

const unknownKey = (name: string, node: PolicyNode, known: readonly string[]): string => {
  const missing = known.filter((key) => node.type === "map" && !node.members.has(key));
  return `unknown key ${quoted(name)}: ${name === "<<" ? "merge keys are not read, write the values out" : suggestion(name, missing.length > 0 ? missing : known)}`;
};

const LONGEST_FIX = 80;

const noList = (node: PolicyScalar, label: string): string => {
  if (node.value === null) return `${label} is empty: write its items, or [] for none`;
  const fix = node.written.length > LONGEST_FIX ? "" : `: write ${visible(asYaml([node.value]))}`;
  return `${label} must be a list, not ${described(node)}${fix}`;
};

const scalarSentence = (error: DefinedError, { value, written }: PolicyScalar, schema: Schema, label: string): string => {
  const choices = choicesOf(schema);
  if (choices?.some((choice) => String(choice) === written) || (schema.type === "integer" && typeof value === "string" && /^\d+$/.test(value)))
    return `${label} is a text here: write ${written} without quotes`;
  if (choices !== undefined) {
    const words = choices.map(String);
    return `${label} is ${quoted(written)}: ${words.length > 1 && typeof choices[0] === "string" ? suggestion(written, words) : `it must be ${anyOf(words)}`}`;
  }
  if (schema.type === "integer") return `${label} must be a whole number from ${schema.minimum} to ${schema.maximum}, not ${quoted(written)}`;
  if (schema.type === "boolean") return `${label} must be ${kindOf(schema)}, not ${quoted(written)}`;
  switch (error.keyword) {
    case "minLength":
      return `${label} is empty: write a text`;
    case "maxLength":
      return `${label} is ${[...String(value)].length} characters long: at most ${error.params.limit}`;
    case "pattern":
      return `${label} is ${quoted(String(value))}: ${schema.patternErrorMessage ?? `it must match ${error.params.pattern}`}`;
    default:
      return `${label} must be a text, and ${quoted(written)} without quotes is none: put it in quotes`;
  }
};

const described = (node: PolicyNode): string => {
  if (node.type === "map") return "a mapping";
  if (node.type === "list") return "a list";
  return node.value === null ? "empty" : quoted(node.written);
};

const KINDS: Readonly<Record<string, string>> = { object: "a mapping", array: "a list", integer: "a whole number", boolean: "`true` or `false`" };

const kindOf = (schema: Schema): string => {
  const choices = choicesOf(schema);
  return choices === undefined ? (KINDS[schema.type ?? ""] ?? "a text") : anyOf(choices.map(String));
};

const choicesOf = (schema: Schema): readonly (string | number)[] | undefined => schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);

// As a person would write it in one line.
const asYaml = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(asYaml).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([key, member]) => `${key}: ${asYaml(member)}`);
    return `{ ${members.join(", ")} }`;
  }
  return typeof value === "string" && !READ_AS_TEXT.test(value) ? JSON.stringify(value) : String(value);
};

// Without quotes YAML reads these as themselves: words that are no value of their own, and days.
const READ_AS_TEXT = /^(?!(true|false|null)$)([A-Za-z][\w.@/-]*|\d{4}-\d\d-\d\d)$/i;
