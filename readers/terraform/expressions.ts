import { type Maybe, UNKNOWN } from "../../model/unknown";
import { isArray, type Json } from "./json-text";

/** Where a reference leads: the value written there; undefined where nothing is, or more than one thing. */
export type LookUp = (reference: readonly string[]) => Json | undefined;

/** References may lead through so many others; nobody writes more, and recursion stays shallow. */
const MAXIMUM_STEPS = 50;
/** Longer than any name; keeps concatenations of concatenations small. */
const MAXIMUM_LENGTH = 10_000;

/** True for a string that Terraform reads as a template: escapes count too, because they change what is read. */
export const isTemplate = (text: string): boolean => text.includes("${") || text.includes("%{");

/** Reduces expressions to literals where that is safe; the rest is UNKNOWN. */
export interface Resolver {
  /** The value of a string that is a template; any other value as it is. Elements of lists and objects are left as written. */
  resolve(value: Json): Maybe<Json>;
  /** True when no string inside of the value is left unknown. */
  isKnown(value: Json): boolean;
  /** What a report shows for a value that is not known; absent: the value as written. */
  shown?(value: Json): string | undefined;
}

/**
 * A resolver that follows references to local values and literal attributes, `${local.a}_${local.b}` included. It never follows a
 * variable, whatever its default: `TF_VAR_...` changes it outside of the configuration.
 */
export function resolverOf(lookUp: LookUp): Resolver {
  const known = new Map<string, Maybe<Json>>();

  const follow = (reference: string, steps: number): Maybe<Json> => {
    const before = known.get(reference);
    if (before !== undefined) return before;
    // UNKNOWN while it is being followed: a cycle ends here.
    known.set(reference, UNKNOWN);
    const written = steps < MAXIMUM_STEPS ? lookUp(reference.split(".")) : undefined;
    const value = written === undefined || written === null ? UNKNOWN : reduce(written, steps + 1);
    known.set(reference, value);
    return value;
  };

  const reduce = (value: Json, steps: number): Maybe<Json> => {
    if (typeof value !== "string" || !isTemplate(value)) return value;
    const parts = partsOf(value);
    if (parts === null) return UNKNOWN;
    const [only] = parts;
    // A lone reference keeps the type of what it refers to; parts are joined as text.
    if (parts.length === 1 && only !== undefined && "reference" in only) return follow(only.reference, steps);
    let text = "";
    for (const part of parts) {
      const piece = "reference" in part ? follow(part.reference, steps) : part.text;
      if (typeof piece !== "string") return UNKNOWN;
      text += piece;
      if (text.length > MAXIMUM_LENGTH) return UNKNOWN;
    }
    return text;
  };

  const isKnown = (value: Json): boolean => {
    if (typeof value === "string") return reduce(value, 0) !== UNKNOWN;
    if (typeof value !== "object" || value === null) return true;
    return isArray(value) ? value.every(isKnown) : Object.values(value).every(isKnown);
  };

  return { resolve: (value) => reduce(value, 0), isKnown };
}

type Part = { readonly text: string } | { readonly reference: string };
const REFERENCE = /\$\{\s*([A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z_][A-Za-z0-9_-]*)+)\s*\}/y;

/** The literal texts and references of a template, or null when it holds any other expression or directive. */
function partsOf(template: string): readonly Part[] | null {
  const parts: Part[] = [];
  let text = "";
  let at = 0;
  while (at < template.length) {
    const start = template.slice(at, at + 3);
    if (start === "$${" || start === "%%{") {
      text += start.slice(1);
      at += 3;
    } else if (start.startsWith("${") || start.startsWith("%{")) {
      REFERENCE.lastIndex = at;
      const reference = REFERENCE.exec(template)?.[1];
      if (reference === undefined) return null;
      if (text !== "") parts.push({ text });
      parts.push({ reference });
      text = "";
      at = REFERENCE.lastIndex;
    } else if (start === "$$$" || start === "%%%") {
      // Which of three signs begins the escape is a matter of Terraform's scanner; no name needs it.
      return null;
    } else {
      text += template[at];
      at += 1;
    }
  }
  if (text !== "" || parts.length === 0) parts.push({ text });
  return parts;
}

const EPHEMERAL = /^\$\{\s*(?:var\.([A-Za-z_][\w-]*)|ephemeral(?:\.[A-Za-z_][\w-]*){3})\s*\}$/;

/**
 * Is the string exactly `${var.NAME}` of an ephemeral variable, or a reference to an ephemeral resource? Terraform keeps both out
 * of plan and state (https://developer.hashicorp.com/terraform/language/manage-sensitive-data/ephemeral).
 */
export const isEphemeralReference = (value: Json | undefined, variables: ReadonlySet<string>): boolean => {
  const match = typeof value === "string" ? EPHEMERAL.exec(value) : null;
  return match !== null && (match[1] === undefined || variables.has(match[1]));
};
