import { InputError } from "../../model/input-error";
import { isObject, type Json, type JsonObject } from "../terraform/json-text";
import { type JsonCursor, readJson } from "./json-cursor";
import type { PlanBytes } from "./plan-bytes";

const HOW = "make it with `terraform show -json PLANFILE`";

/** Reads or skips the value of one section. */
export type SectionReader = (cursor: JsonCursor, section: PlanSection) => void;

/**
 * Reads some sections of a plan in JSON, format major 1 (https://developer.hashicorp.com/terraform/internals/json-format), in the order in
 * which they stand there, and goes over the others. Throws an InputError that says what the text is instead.
 */
export const readSections = (source: PlanBytes, readers: ReadonlyMap<string, SectionReader>): void => {
  const { path } = source;
  const known = new Set<string>();
  try {
    readJson(source, (cursor) => {
      if (!cursor.isObject()) {
        const found = cursor.isArray() ? "a list" : "a single value";
        cursor.skip();
        throw new InputError(`\`${path}\` is not a plan`, [`it holds ${found}, not an object`, HOW]);
      }
      cursor.object((name) => {
        known.add(name);
        if (name === "format_version") refuseVersion(cursor.value(), path);
        else (readers.get(name) ?? skipped)(cursor, new PlanSection(name, path));
      });
      refuseOthers(known, path);
      if (!known.has("format_version")) refuseVersion(undefined, path);
      if (!known.has("configuration"))
        throw new InputError(`\`${path}\` has no \`configuration\``, ["the provider configurations in it say which server a change is about", HOW]);
    });
  } catch (error) {
    // What is wrong with the text of a log or a state matters less than what it is.
    if (error instanceof InputError) refuseOthers(known, path);
    throw error;
  }
};

const skipped: SectionReader = (cursor) => cursor.skip();

/** A section of a plan, for what is wrong with it. */
export class PlanSection {
  constructor(
    private readonly name: string,
    private readonly path: string,
  ) {}

  /** Calls `element` for each object of the list that comes next; it reads or skips it. */
  objects(cursor: JsonCursor, element: () => void): void {
    if (!cursor.isArray()) throw this.#strange();
    cursor.array(() => {
      if (!cursor.isObject()) throw this.#strange();
      element();
    });
  }

  /** Calls `member` for each key of the object that comes next; it reads or skips the value. */
  members(cursor: JsonCursor, member: (key: string) => void): void {
    if (!cursor.isObject()) throw this.#strange();
    cursor.object(member);
  }

  /** The object that comes next. */
  object(cursor: JsonCursor): JsonObject {
    const value = cursor.value();
    if (!isObject(value)) throw this.#strange();
    return value;
  }

  #strange(): InputError {
    return new InputError(`\`${this.path}\`: \`${this.name}\` is not what Terraform writes`, [HOW]);
  }
}

/** What else comes as JSON from Terraform. */
const refuseOthers = (known: ReadonlySet<string>, path: string): void => {
  const has = (...keys: readonly string[]): boolean => keys.every((key) => known.has(key));
  if (has("lineage", "serial") || (has("format_version", "values") && !has("configuration"))) throw mistaken(path, "a Terraform state");
  if (has("format_version", "provider_schemas")) throw mistaken(path, "a provider schema");
  if (has("@level", "@message")) throw mistaken(path, "the log of `terraform plan -json`, which holds no values");
  if (!has("format_version") && ["resource", "provider", "terraform", "variable", "module"].some((block) => has(block)))
    throw mistaken(path, "a configuration");
};

const mistaken = (path: string, what: string): InputError => new InputError(`\`${path}\` is ${what}, not a plan`, [HOW]);

const refuseVersion = (version: Json | undefined, path: string): void => {
  const major = typeof version === "string" ? /^(\d+)\.\d+$/.exec(version)?.[1] : undefined;
  if (major === "1") return;
  const found =
    version === undefined ? "has no `format_version`" : `has \`format_version\` \`${typeof version === "string" ? version : JSON.stringify(version)}\``;
  throw new InputError(`\`${path}\` ${found}`, ["this version of rolegate reads plans of format 1: Terraform 1.1 and later, OpenTofu 1.6 and later", HOW]);
};
