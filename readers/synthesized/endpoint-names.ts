import { field, isObject, type Json } from "./json-text";

const DATABASE_URL = /\bpostgres(?:ql)?:\/\//i;
/** Every machine has these, so naming one says nothing. */
const LOOPBACK = /^(?:localhost|127\.|::1|\[::1\]|\/)/;

/** How a block's values show that it speaks to a server of the policies; null when they do not. */
export function namesServer(value: Json, hosts: readonly string[]): string | null {
  if (typeof value === "string") {
    if (DATABASE_URL.test(value)) return "it holds the URL of a PostgreSQL database";
    const lower = value.toLowerCase();
    const host = hosts.find((candidate) => !LOOPBACK.test(candidate) && lower.includes(candidate));
    return host === undefined ? null : `it names the server \`${host}\``;
  }
  if (typeof value !== "object" || value === null) return null;
  for (const key of Object.keys(value)) {
    const found = isObject(value) ? (key === "//" ? null : namesServer(field(value, key) ?? null, hosts)) : namesServer(value[Number(key)] ?? null, hosts);
    if (found !== null) return found;
  }
  return null;
}
