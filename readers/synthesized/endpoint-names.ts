import { blocksOf } from "./blocks";
import { field, isArray, isObject, type Json, type JsonObject } from "./json-text";

const DATABASE_URL = /\bpostgres(?:ql)?:\/\//i;
/** Every machine has these, so naming one says nothing. */
const LOOPBACK = /^(?:localhost|127\.|::1|\[::1\]|\/)/;
const LOCAL = /\blocal\.([\w-]+)/g;

/** What shows that a block speaks to a server of the policies. */
export interface ServerNames {
  /** Hosts of the policies' endpoints, in lower case. */
  readonly hosts: readonly string[];
  /** Local values that name one, or hold the URL of a database. */
  readonly locals: ReadonlySet<string>;
}

/** How a block's values show that it speaks to a server of the policies; null when they do not. */
export function namesServer(value: Json, names: ServerNames): string | null {
  if (typeof value === "string") return textNamesServer(value, names);
  if (typeof value !== "object" || value === null) return null;
  for (const key of Object.keys(value)) {
    const found = isObject(value) ? (key === "//" ? null : namesServer(field(value, key) ?? null, names)) : namesServer(value[Number(key)] ?? null, names);
    if (found !== null) return found;
  }
  return null;
}

function textNamesServer(text: string, { hosts, locals }: ServerNames): string | null {
  if (DATABASE_URL.test(text)) return "it holds the URL of a PostgreSQL database";
  const lower = text.toLowerCase();
  const host = hosts.find((candidate) => lower.includes(candidate));
  if (host !== undefined) return `it names the server \`${host}\``;
  const local = locals.size === 0 ? undefined : localsIn(text).find((name) => locals.has(name));
  return local === undefined ? null : `it names a server of the policies or a database by way of \`local.${local}\``;
}

/** The names by which a configuration can say a server of the policies. */
export function serverNamesOf(root: JsonObject, hosts: readonly string[], path: string): ServerNames {
  const told = hosts.map((host) => host.toLowerCase()).filter((host) => !LOOPBACK.test(host));
  const values = blocksOf(field(root, "locals"), 0, "locals", path).flatMap(({ body }) => Object.entries(body));
  const usedBy = new Map<string, string[]>();
  for (const [name, value] of values) {
    for (const used of localsOf(value)) {
      const users = usedBy.get(used);
      if (users === undefined) usedBy.set(used, [name]);
      else users.push(name);
    }
  }
  const direct: ServerNames = { hosts: told, locals: new Set() };
  const locals = new Set(values.flatMap(([name, value]) => (namesServer(value, direct) === null ? [] : [name])));
  // A set is walked in the order of insertion, what is added on the way included.
  for (const name of locals) for (const user of usedBy.get(name) ?? []) locals.add(user);
  return { hosts: told, locals };
}

const localsIn = (text: string): readonly string[] => (text.includes("local.") ? [...text.matchAll(LOCAL)].map(([, name = ""]) => name) : []);
const localsOf = (value: Json): readonly string[] => {
  if (typeof value === "string") return localsIn(value);
  if (isArray(value)) return value.flatMap(localsOf);
  return isObject(value) ? Object.values(value).flatMap(localsOf) : [];
};
