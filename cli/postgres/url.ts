import { InputError } from "../../model/input-error";

/** Is an input a live server? Its text is never printed: it may carry a password. */
export const isPostgresUrl = (input: string): boolean => PREFIX.test(input);

const PREFIX = /^postgres(ql)?:\/\//i;

/**
 * Throws `InputError`, without the text, for an input that looks like the address of a server and is no URL that is read: taken for a path, it
 * would be shown with its password.
 */
export const refuseOtherAddress = (input: string): void => {
  const isAddress = /^\W?[a-z][a-z0-9+.-]*:\/.*@/is.test(input) || /(^|\s)(host|dbname|user|password)\s*=/.test(input);
  if (isAddress && !isPostgresUrl(input))
    throw new InputError("an input looks like the address of a server, and is no URL that is read", ["it is postgres://USER@HOST:PORT/DATABASE?sslmode=..."]);
};

/** Connection parameters by libpq's names, such as `host` and `sslmode`. */
export type Parameters = Readonly<Record<string, string>>;

/**
 * The parameters that a URL writes, read as libpq reads it (https://www.postgresql.org/docs/current/libpq-connect.html, "Connection URIs"): what
 * stands behind `?` overrules what stands before. Throws `InputError`, without the text, for what is no such URL.
 */
export const parseUrl = (url: string): Parameters => {
  const rest = url.replace(PREFIX, "");
  const { login, after } = splitLogin(rest);
  const matched = /^(\[[^\]/?]*\]|[^:/?[\]]*)(?::([^/?]*))?(?:\/([^?]*))?(?:\?([\s\S]*))?$/.exec(after);
  if (matched === null) throw unreadable("its host and port cannot be told apart");
  const [, host = "", port = "", dbname = "", query = ""] = matched;
  if (`${host}${port}`.includes(",")) throw new InputError("the URL of the server names several hosts", ["name the one that is meant"]);
  const written: Record<string, string> = {};
  const write = (name: string, value: string): void => {
    if (value !== "") written[name] = decoded(value, name);
  };
  write("user", login.user);
  write("password", login.password);
  write("host", bare(host));
  write("port", port);
  write("dbname", dbname);
  for (const entry of query === "" ? [] : query.split("&")) {
    const equals = entry.indexOf("=");
    if (equals < 1) throw unreadable("a parameter behind `?` is no `name=value`");
    const name = decoded(entry.slice(0, equals), "a parameter");
    // As JDBC drivers write it; libpq reads it as well.
    if (name === "ssl" && entry.slice(equals + 1) === "true") written.sslmode = "require";
    else written[name] = decoded(entry.slice(equals + 1), name);
  }
  return written;
};

/** Up to the first `@`, if no `/` stands before it. */
const splitLogin = (rest: string): { readonly login: { readonly user: string; readonly password: string }; readonly after: string } => {
  const end = rest.search(/[@/]/);
  if (end === -1 || rest[end] !== "@") {
    if (/^[^?]*@/.test(rest)) throw unreadable("it has a `/` before the `@` of its login", "write a `/` of the password as `%2F`");
    return { login: { user: "", password: "" }, after: rest };
  }
  const login = rest.slice(0, end);
  const colon = login.indexOf(":");
  // The text is another one than its writer meant, and what would be shown of it may be a password.
  if (/\?/.test(colon === -1 ? login : login.slice(0, colon))) throw unreadable("it has a `?` before an `@`", "write an `@` behind `?` as `%40`");
  const [user, password] = colon === -1 ? [login, ""] : [login.slice(0, colon), login.slice(colon + 1)];
  const after = rest.slice(end + 1);
  if (/^[^/?]*@/.test(after)) throw unreadable("it has a second `@` before its host", "write an `@` of the password as `%40`");
  return { login: { user, password }, after };
};

/** An IPv6 address without its brackets. */
const bare = (host: string): string => (/^\[.*\]$/.test(host) ? host.slice(1, -1) : host);

const decoded = (text: string, name: string): string => {
  try {
    const value = decodeURIComponent(text);
    if (!value.includes("\0")) return value;
  } catch {
    // Said below, without the text.
  }
  throw unreadable(`the %-escapes of ${name === "a parameter" ? name : `its ${name}`} are no UTF-8 text`, "write a `%` that stands for itself as `%25`");
};

const unreadable = (why: string, help?: string): InputError =>
  new InputError(`the URL of the server cannot be read: ${why}`, [
    ...(help === undefined ? [] : [help]),
    "it is postgres://USER@HOST:PORT/DATABASE?sslmode=...",
  ]);
