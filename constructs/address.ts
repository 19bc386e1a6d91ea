/**
 * A part of a Terraform name: letters, digits and `_` stand for themselves, every other byte is `-` and two hexadecimal
 * digits. Never has `--` before anything but an escape, so parts joined by `--` can be told apart again.
 */
const encode = (part: string): string => part.replace(/[^A-Za-z0-9_]/gu, (character) => [...Buffer.from(character)].map(escapeByte).join(""));

const escapeByte = (byte: number): string => `-${byte.toString(16).padStart(2, "0")}`;

/**
 * The Terraform name of what is granted: a function of these names alone, never of the construct tree, because a changed
 * address loses memberships in the database. Two lists of names never share one; it starts with a letter or `_`, as
 * Terraform demands, so a first character that is no letter is escaped after a `_`, the underscore too.
 *
 * @see https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers
 */
export const addressOf = (...parts: readonly string[]): string => {
  const name = parts.map(encode).join("--");
  if (/^[A-Za-z]/.test(name)) return name;
  const [first = ""] = name;
  return first === "-" ? `_${name}` : `_${escapeByte(first.charCodeAt(0))}${name.slice(1)}`;
};
