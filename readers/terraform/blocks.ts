import { InputError } from "../../model/input-error";
import { isArray, isObject, type Json, type JsonObject } from "./json-text";

/** A block of Terraform's configuration: its labels and its body. */
export interface Block {
  readonly labels: readonly string[];
  readonly body: JsonObject;
}

/**
 * The blocks below a key of Terraform's JSON syntax, where each level may also be an array
 * (https://developer.hashicorp.com/terraform/language/syntax/json). `//` is a comment. Throws an InputError for any other shape.
 */
export function blocksOf(value: Json | undefined, labelCount: number, what: string, path: string): readonly Block[] {
  const blocks: Block[] = [];
  const visit = (level: Json, labels: readonly string[]): void => {
    if (level === null) return;
    if (isArray(level)) {
      for (const element of level) visit(element, labels);
    } else if (!isObject(level)) {
      throw new InputError(`\`${path}\`: \`${[what, ...labels].join(".")}\` is not an object`, ["this is not how Terraform's JSON writes a block"]);
    } else if (labels.length === labelCount) {
      blocks.push({ labels, body: level });
    } else {
      for (const label of Object.keys(level)) if (label !== "//") visit(level[label] ?? null, labels.concat(label));
    }
  };
  if (value !== undefined) visit(value, []);
  return blocks;
}

const NONE: readonly JsonObject[] = [];

/** The objects of a nested block that may be written as one object or as an array of them; anything else gives none. */
export const nestedBlocks = (value: Json | undefined): readonly JsonObject[] =>
  isArray(value) ? value.flatMap(nestedBlocks) : isObject(value) ? [value] : NONE;

/** True for a nested block that is written at all: null, `[]` and an absent key are not. */
export const isWritten = (value: Json | undefined): boolean => value !== undefined && value !== null && !(isArray(value) && value.length === 0);
