/** What a password is looked up by. */
export interface PasswordKey {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/**
 * The password of the first line `host:port:database:user:password` that fits (https://www.postgresql.org/docs/current/libpq-pgpass.html): `*` fits
 * everything, a backslash takes the next character as itself. Null where none fits.
 */
export const passwordIn = (text: string, { host, port, database, user }: PasswordKey): string | null => {
  const wanted = [host, String(port), database, user];
  for (const written of text.replace(/^\uFEFF/, "").split("\n")) {
    const line = written.replace(/\r$/, "");
    if (line.startsWith("#")) continue;
    const fields = fieldsOf(line);
    const password = fields[4];
    if (password === undefined || password.value === "") continue;
    if (wanted.every((value, at) => fields[at]?.raw === "*" || fields[at]?.value === value)) return password.value;
  }
  return null;
};

interface Field {
  readonly raw: string;
  readonly value: string;
}

/** Four fields, and a fifth that ends at the next bare colon. */
const fieldsOf = (line: string): readonly Field[] =>
  [...line.matchAll(/(?:^|:)((?:\\[\s\S]|[^:\\]|\\$)*)/g)].map(([, raw = ""]) => ({ raw, value: raw.replace(/\\([\s\S])/g, "$1") }));
