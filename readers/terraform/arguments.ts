import type { Facts, ObjectType, OpaqueFact, Origin } from "../../model/access-graph";
import { type Maybe, UNKNOWN } from "../../model/unknown";
import type { Resolver } from "./expressions";
import { shorten } from "./facts";
import { field, isArray, isObject, type Json, type JsonObject } from "./json-text";

/** Arguments whose expression is never repeated in a report. */
const SECRET_ARGUMENTS: ReadonlySet<string> = new Set(["password", "password_wo", "conninfo", "options"]);

const NOTHING: JsonObject = {};

/** Elements of a list that could be read; what could not is already an unknown fact. */
export interface Strings {
  readonly values: readonly string[];
  readonly complete: boolean;
}

/**
 * The arguments of one resource, read by name. What an expression leaves open becomes UNKNOWN and, once per argument, an unknown fact;
 * null and an absent argument are the same, as in Terraform. Values are converted as Terraform converts them.
 */
export class Arguments {
  /** Arguments that are unknown facts already; null while there are none, as nearly always. */
  private reported: Set<string> | null = null;
  /** The role that unknown facts name. */
  private role: string | null = null;

  constructor(
    private readonly body: JsonObject,
    private readonly resolver: Resolver,
    private readonly facts: Facts,
    readonly origin: Origin,
    /** What counts where the body has no argument of that name: a body of 20 arguments is not copied for one more. */
    private readonly besides: JsonObject = NOTHING,
  ) {}

  /** Says whom the arguments are about, for facts that follow. */
  about(role: Maybe<string>): void {
    if (role !== UNKNOWN) this.role = role;
  }

  /** The arguments of a nested block; unknown facts there name the same role. */
  within(body: JsonObject): Arguments {
    const inner = new Arguments(body, this.resolver, this.facts, this.origin);
    inner.role = this.role;
    return inner;
  }

  raw(name: string): Json | undefined {
    const written = field(this.body, name);
    return written === undefined && this.besides !== NOTHING ? field(this.besides, name) : written;
  }

  value(name: string): Maybe<Json> {
    const raw = this.raw(name);
    if (raw === undefined || raw === null) return null;
    // Nothing is left open in a number or a boolean, which most arguments are.
    if (typeof raw !== "string" && typeof raw !== "object") return raw;
    const value = this.resolver.resolve(raw);
    return value === UNKNOWN ? this.unknown(name, raw) : value;
  }

  /** A value, and no unknown fact where it is left open: for one more look at what is read elsewhere. */
  quietly(name: string): Maybe<Json> {
    const raw = this.raw(name);
    return raw === undefined ? null : this.resolver.resolve(raw);
  }

  /** Null where it is not written. A number or a list is no string here: PostgreSQL's names never come from one. */
  string(name: string): Maybe<string | null> {
    const value = this.value(name);
    return value === UNKNOWN || value === null || typeof value === "string" ? value : this.unknown(name, this.raw(name));
  }

  /** A string that Terraform demands. */
  requiredString(name: string): Maybe<string> {
    const value = this.string(name);
    return value === null ? this.unknown(name, "(not written)") : value;
  }

  boolean(name: string, whenAbsent: boolean): Maybe<boolean> {
    const value = this.value(name);
    if (value === UNKNOWN) return UNKNOWN;
    if (value === null) return whenAbsent;
    const converted = booleanOf(value);
    return converted === undefined ? this.unknown(name, this.raw(name)) : converted;
  }

  /** Null where it is not written. */
  number(name: string): Maybe<number | null> {
    const value = this.value(name);
    if (value === UNKNOWN || value === null || typeof value === "number") return value;
    return typeof value === "string" && /^-?\d{1,15}$/.test(value) ? Number(value) : this.unknown(name, this.raw(name));
  }

  /** A list or set of strings; each element that is not a known string is an unknown fact of its own. Null where it is not written. */
  strings(name: string): Strings | null {
    const value = this.value(name);
    if (value === null) return null;
    if (value === UNKNOWN || !isArray(value)) {
      this.unknown(name, this.raw(name));
      return { values: [], complete: false };
    }
    const values: string[] = [];
    for (const element of value) {
      const text = this.resolver.resolve(element);
      if (typeof text === "string") values.push(text);
      else this.pushUnknown(name, element);
    }
    if (values.length < value.length) this.markReported(name);
    return { values, complete: values.length === value.length };
  }

  /** The keys and values of a map; what of it cannot be known is an unknown fact. Null where it is not written. */
  entries(name: string, map: Maybe<Json> = this.value(name)): readonly (readonly [string, Json])[] | null {
    if (map === null || map === UNKNOWN) return map === null ? null : [];
    if (!isObject(map)) {
      this.unknown(name, map);
      return [];
    }
    return Object.entries(map).flatMap(([key, written]): readonly (readonly [string, Json])[] => {
      const text = this.resolver.resolve(key);
      const value = this.resolver.resolve(written);
      if (typeof text === "string" && value !== UNKNOWN) return [[text, value]];
      this.pushUnknown(name, typeof text === "string" ? written : key);
      this.markReported(name);
      return [];
    });
  }

  /** Notes an argument that cannot be known. */
  unknown(name: string, written: Json | undefined): typeof UNKNOWN {
    if (!this.reported?.has(name)) this.pushUnknown(name, written);
    this.markReported(name);
    return UNKNOWN;
  }

  /** Notes a secret that is written out. */
  secret(attribute: string): void {
    this.facts.secrets.push({ attribute, kind: "literal", origin: this.origin });
  }

  opaque(fact: Omit<OpaqueFact, "origin">): void {
    this.facts.opaques.push({ ...fact, origin: this.origin });
  }

  /** Notes whatever in these arguments is left open and was not asked for above, but for some. */
  noteUnreadExpressions(names: readonly string[], except: ReadonlySet<string>): void {
    // Nearly always nothing is: a look at what is written shows that sooner than one at all that could be.
    if (this.isAllKnown()) return;
    for (const name of names) {
      const raw = this.raw(name);
      if (raw !== undefined && !except.has(name) && !this.reported?.has(name) && !this.resolver.isKnown(raw)) this.unknown(name, raw);
    }
  }

  private isAllKnown(): boolean {
    for (const key in this.body) {
      const value = this.body[key];
      const mayBeOpen = typeof value === "string" || (typeof value === "object" && value !== null);
      if (mayBeOpen && key !== "//" && !this.resolver.isKnown(value)) return false;
    }
    return true;
  }

  private markReported(name: string): void {
    this.reported ??= new Set();
    this.reported.add(name);
  }

  private pushUnknown(attribute: string, written: Json | undefined): void {
    const expression = SECRET_ARGUMENTS.has(attribute) ? null : (this.resolver.shown?.(written ?? null) ?? expressionOf(written));
    this.facts.unknowns.push({ attribute, expression, role: this.role, origin: this.origin });
  }
}

/** A boolean as Terraform converts it; undefined for what is none. */
export const booleanOf = (value: Json): boolean | undefined => {
  if (typeof value === "boolean") return value;
  return value === "true" ? true : value === "false" ? false : undefined;
};

/** A map or list may hold anything, so it is named and not repeated. */
const expressionOf = (written: Json | undefined): string => {
  if (typeof written === "string") return shorten(written);
  return isArray(written) ? "(a list)" : typeof written === "object" && written !== null ? "(a map)" : String(written);
};

/** `public` is PostgreSQL's word for everyone, quoted or not; it is no role. */
export const granteeOf = (role: string): string => (role === "public" ? "PUBLIC" : role);

/** The object type of a grant, or null for one that the provider does not know. */
export const objectTypeOf = (value: Maybe<string>, known: Readonly<Record<string, unknown>>): ObjectType | null =>
  value !== UNKNOWN && Object.hasOwn(known, value) ? (value as ObjectType) : null;
