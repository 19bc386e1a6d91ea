import { InputError } from "../model/input-error";

/** Bytes that PostgreSQL keeps of a name; it cuts what is longer, and the cut name may be another role's. */
const NAME_BYTES = 63;

/** A name as a quoted SQL identifier. Throws InputError for a name that PostgreSQL would read as another one. */
export const identifier = (name: string): string => {
  if (name.length === 0 || name.includes("\0")) throw new InputError(`the name \`${name.replaceAll("\0", "\\0")}\` cannot be written in SQL`);
  if (new TextEncoder().encode(name).length > NAME_BYTES)
    throw new InputError(`the name \`${name}\` is longer than ${NAME_BYTES} bytes: PostgreSQL would cut it`);
  return `"${name.replaceAll('"', '""')}"`;
};

/** A text as an SQL literal, read the same whatever `standard_conforming_strings` says. Throws InputError for a NUL character. */
export const literal = (text: string): string => {
  if (text.includes("\0")) throw new InputError(`the text \`${text.replaceAll("\0", "\\0")}\` cannot be written in SQL`);
  const quoted = `'${text.replaceAll("'", "''").replaceAll("\\", "\\\\")}'`;
  return text.includes("\\") ? `E${quoted}` : quoted;
};

/** The grantee of a privilege: a role, or the keyword for everyone. */
export const grantee = (name: string): string => (name === "PUBLIC" ? "PUBLIC" : identifier(name));
