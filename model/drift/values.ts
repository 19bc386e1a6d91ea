/** A timestamp with its zone, as Terraform and PostgreSQL write them. */
const TIMESTAMP = /^(\d{4,6}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/**
 * Are two ends of validity the same? Null stands for "infinity"; a written one without a zone counts in the zone that the server prints. Null is
 * answered where one cannot be read.
 */
export const sameInstant = (written: string | null, stored: string | null): boolean | null => {
  if (written === stored) return true;
  if (written === null || stored === null) return isReadable(written ?? stored) ? false : null;
  const [a, b] = [TIMESTAMP.exec(written), TIMESTAMP.exec(stored)];
  if (a === null || b === null) return null;
  const zone = a[3] ?? b[3] ?? "Z";
  const [first, second] = [instant(a[1], a[2], zone), instant(b[1], b[2], b[3] ?? "Z")];
  return Number.isNaN(first) || Number.isNaN(second) ? null : first === second;
};

const isReadable = (text: string | null): boolean => text === null || TIMESTAMP.test(text);

const instant = (day = "", time = "", zone = "Z"): number => {
  const offset = /^[+-]\d{2}$/.test(zone) ? `${zone}:00` : zone.replace(/^([+-]\d{2})(\d{2})$/, "$1:$2").toUpperCase();
  return Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}${offset}`);
};

const UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** Settings that are a span of time in milliseconds where no unit is written. */
const TIMES: ReadonlySet<string> = new Set(["statement_timeout", "idle_in_transaction_session_timeout"]);

/** Is the value of a setting the same, however it is written? */
export const sameSetting = (name: string, written: string, stored: string): boolean => {
  if (written === stored) return true;
  if (TIMES.has(name)) {
    const [a, b] = [milliseconds(written), milliseconds(stored)];
    return a !== null && a === b;
  }
  if (LIST_SETTINGS.has(name)) return JSON.stringify(listElements(written)) === JSON.stringify(listElements(stored));
  return false;
};

/** A span of time as PostgreSQL reads it; null for what is none. */
export const milliseconds = (text: string): number | null => {
  const [, count, unit = "ms"] = /^\s*(\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d)?\s*$/.exec(text) ?? [];
  return count === undefined ? null : Math.round(Number(count) * (UNITS[unit] ?? 1));
};

/** Settings that hold a list of names: written as one text they would become one name with commas in it (pg_dump's variable_is_guc_list_quote). */
export const LIST_SETTINGS: ReadonlySet<string> = new Set([
  "local_preload_libraries",
  "search_path",
  "session_preload_libraries",
  "shared_preload_libraries",
  "temp_tablespaces",
  "unix_socket_directories",
]);

/** The names of a list such as `orders, "Odd, name"`. */
export const listElements = (list: string): readonly string[] =>
  [...list.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^",]+))\s*(?:,|$)/g)]
    .map(([, quoted, plain]) => (quoted === undefined ? (plain ?? "").trim() : quoted.replaceAll('""', '"')))
    .filter((element) => element !== "");

/** Libraries whose settings are no secrets. */
const KNOWN_PREFIXES: ReadonlySet<string> = new Set(["pgaudit", "auto_explain", "pg_stat_statements", "plpgsql"]);

/** May the value of a setting be shown? One of an application's own may be a key. */
export const isShownSetting = (name: string): boolean => !name.includes(".") || KNOWN_PREFIXES.has(name.slice(0, name.indexOf(".")));
