import { InputError } from "../../model/input-error";
import type { Parameters } from "./url";

/**
 * The parameters of one service in a connection service file (https://www.postgresql.org/docs/current/libpq-pgservice.html); null where the file
 * does not have it. Throws `InputError`, without the line's text, for a line that is no `name=value`.
 */
export const serviceIn = (text: string, service: string, shown: string): Parameters | null => {
  let found: Record<string, string> | null = null;
  let isInside = false;
  for (const [at, written] of text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .entries()) {
    const line = written.trim();
    if (line === "" || line.startsWith("#")) continue;
    if (line.startsWith("[")) {
      // The first section of that name counts.
      if (isInside) break;
      isInside = line === `[${service}]`;
      if (isInside) found = {};
      continue;
    }
    if (!isInside || found === null) continue;
    const equals = line.indexOf("=");
    if (equals < 1) throw new InputError(`\`${shown}\` line ${at + 1} is no \`name=value\``);
    const name = line.slice(0, equals).trim();
    if (name === "service") throw new InputError(`\`${shown}\` line ${at + 1} names a service within a service`);
    // Where one is written twice, libpq takes the first.
    found[name] ??= line.slice(equals + 1).trim();
  }
  return found;
};
