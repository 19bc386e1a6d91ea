import { field, isObject, type Json } from "./json-text";

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

/** Hosts that are worth looking for. */
export const serverNames = (hosts: readonly string[]): ServerNames => ({
  hosts: hosts.map((host) => host.toLowerCase()).filter((host) => !LOOPBACK.test(host)),
  locals: new Set(),
});

/** Local values that a text refers to. */
export const localsIn = (text: string): readonly string[] => (text.includes("local.") ? [...text.matchAll(LOCAL)].map(([, name = ""]) => name) : []);
