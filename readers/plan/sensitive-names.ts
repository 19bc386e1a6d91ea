import { isPlatformRole } from "../../model/platforms";
import { predefinedRole } from "../../model/predefined-roles";
import { field, isArray, isObject, type Json, type JsonObject } from "../terraform/json-text";

/** Arguments that name roles. */
const NAMES: readonly string[] = [
  "name",
  "role",
  "grant_role",
  "owner",
  "roles",
  "assume_role",
  "user_name",
  "server_owner",
  "member",
  "members",
  "grants",
  "executors",
];

/**
 * Stands for role names that Terraform marks sensitive: predefined and platform roles keep their name, another one is `(sensitive)`, the same for
 * the same value. What is given in clear elsewhere is no secret.
 */
export class SensitiveNames {
  readonly #clear = new Set<string>();
  readonly #shown = new Map<string, string>();

  /** Would any name be hidden? */
  hides(values: Json, marks: Json): boolean {
    if (!isObject(values) || !isObject(marks)) return marks === true && isObject(values);
    for (const argument in marks) if (NAMES.includes(argument) && isMarked(marks[argument] ?? false) && Object.hasOwn(values, argument)) return true;
    return false;
  }

  /** Notes the names that one side of an entry gives in clear. */
  note(values: Json, marks: Json): void {
    if (!isObject(values)) return;
    for (const argument of NAMES) {
      const value = field(values, argument);
      if (value !== undefined) this.#noteClear(value, markAt(marks, argument));
    }
  }

  /** The values with what stands for sensitive names. */
  hide(values: JsonObject, marks: Json): JsonObject {
    if (!this.hides(values, marks)) return values;
    const hidden = NAMES.filter((argument) => isMarked(markAt(marks, argument)) && Object.hasOwn(values, argument));
    return { ...values, ...Object.fromEntries(hidden.map((argument) => [argument, this.#hidden(field(values, argument) ?? null, markAt(marks, argument))])) };
  }

  #noteClear(value: Json, mark: Json): void {
    if (mark === true) return;
    if (typeof value === "string") this.#clear.add(value);
    else if (isArray(value)) for (const [at, element] of value.entries()) this.#noteClear(element, isArray(mark) ? (mark[at] ?? false) : false);
    else if (isObject(value)) this.#noteKeys(value, mark);
  }

  /** Of a map from role to role the keys are names; what each leads to in the end is none. */
  #noteKeys(map: JsonObject, mark: Json): void {
    for (const [name, inner] of Object.entries(map)) {
      this.#clear.add(name);
      if (isObject(inner) && markAt(mark, name) !== true) this.#noteKeys(inner, markAt(mark, name));
    }
  }

  #hiddenKeys(map: JsonObject, mark: Json): JsonObject {
    return Object.fromEntries(
      Object.entries(map).map(([name, inner]) => [
        mark === true ? this.#named(name) : name,
        isObject(inner) ? this.#hiddenKeys(inner, markAt(mark, name)) : inner,
      ]),
    );
  }

  #hidden(value: Json, mark: Json): Json {
    if (isObject(value)) return this.#hiddenKeys(value, mark);
    if (isArray(value)) return value.map((element, at) => this.#hidden(element, isArray(mark) ? (mark[at] ?? false) : mark));
    return typeof value === "string" && mark === true ? this.#named(value) : value;
  }

  #named(name: string): string {
    // The server reads a name up to a zero byte.
    const read = name.split("\u0000", 1)[0] ?? "";
    if (name === "" || predefinedRole(read) !== undefined || isPlatformRole(read) || this.#clear.has(name)) return name;
    const shown = this.#shown.get(name) ?? (this.#shown.size === 0 ? "(sensitive)" : `(sensitive ${this.#shown.size + 1})`);
    this.#shown.set(name, shown);
    return shown;
  }
}

const markAt = (marks: Json, argument: string): Json => (marks === true ? true : isObject(marks) ? (field(marks, argument) ?? false) : false);
const isMarked = (mark: Json): boolean => mark === true || (typeof mark === "object" && mark !== null && Object.values(mark).some(isMarked));
