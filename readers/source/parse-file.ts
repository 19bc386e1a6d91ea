import type * as Hcl2json from "@cdktn/hcl2json";
import { InputError } from "../../model/input-error";
import type { SourceFile } from "../../model/terraform-source";
import { isObject, type Json, type JsonObject, parseJsonText } from "../terraform/json-text";

/** No configuration nests so deep, and the parser's stack holds more. */
const MAXIMUM_DEPTH = 200;

/** A file in Terraform's JSON syntax, translated where it is written in HCL. Throws an InputError with path and line for what is neither. */
export const parseFile = async (file: SourceFile): Promise<JsonObject> => {
  const value = file.name.endsWith(".json") ? parseJsonText(file.text, file.path) : await parseHcl(file);
  if (!isObject(value)) throw new InputError(`\`${file.path}\` is not Terraform's JSON`, ["its top is no object"]);
  return value;
};

const parseHcl = async ({ path, text }: SourceFile): Promise<Json> => {
  if (text.includes("\u0000")) throw new InputError(`\`${path}\` is not UTF-8 text`, ["save it as UTF-8"]);
  refuseDepth(text, path);
  // It unpacks the parser, which takes half a second: whoever judges plans and stacks does not wait for it.
  const { parse } = require("@cdktn/hcl2json") as typeof Hcl2json;
  try {
    return (await parse(FILE, text)) as JsonObject;
  } catch (error) {
    throw refusal(path, error instanceof Error ? error.message : String(error));
  }
};

const FILE = "file.tf";
const PLACE = /file\.tf:(\d+),[\d,-]+: ([^;\]]*)/;

const refusal = (path: string, message: string): InputError => {
  const [, line, what] = PLACE.exec(message) ?? [];
  return line === undefined
    ? new InputError(`\`${path}\` is not valid HCL`, [message.slice(0, 500)])
    : new InputError(`\`${path}\` line ${line}: ${what}`, ["Terraform refuses it too: `terraform validate` says more"]);
};

/** Brackets are counted wherever they stand, in strings too: what is balanced there counts for nothing. */
const refuseDepth = (text: string, path: string): void => {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[([{}\])]/g)) {
    depth = "([{".includes(bracket) ? depth + 1 : Math.max(0, depth - 1);
    if (depth > MAXIMUM_DEPTH) throw new InputError(`\`${path}\` nests deeper than ${MAXIMUM_DEPTH} levels`, ["Terraform's configuration never does"]);
  }
};
