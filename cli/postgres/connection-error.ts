import { InputError } from "../../model/input-error";
import { systemReason } from "../system-reason";
import { type ConnectionSettings, isSocket, shownServer } from "./settings";

/** Marks of our own failures while connecting. */
export const NO_PASSWORD = "rolegate: no password is known";
export const SILENT = "rolegate: the server says nothing";
export const NO_CHANNEL_BINDING = "rolegate: no channel binding is offered";

const NO_TLS_SUPPORT = "The server does not support SSL connections";

/** Codes of PostgreSQL (https://www.postgresql.org/docs/current/errcodes-appendix.html) that a start of a session ends with. */
const WRONG_PASSWORD = "28P01";
/** How PgBouncer says it, with a code that says nothing. */
const POOLER_PASSWORD = /^(SASL|password) authentication failed$/;
const NO_ENTRY = "28000";
const NO_DATABASE = "3D000";
const NOT_GRANTED = "42501";
const NOT_NOW = "57P03";
const TOO_MANY = "53300";

interface Facts {
  readonly code: string;
  readonly message: string;
  /** Did the server itself answer? */
  readonly isAnswer: boolean;
}

const factsOf = (error: unknown): Facts => {
  const { code, message, severity } = (typeof error === "object" && error !== null ? error : {}) as { code?: unknown; message?: unknown; severity?: unknown };
  return { code: typeof code === "string" ? code : "", message: typeof message === "string" ? message : String(error), isAnswer: typeof severity === "string" };
};

/** The code of an answer of the server, such as 28P01; empty for everything else. */
export const codeOf = (error: unknown): string => {
  const { code, isAnswer } = factsOf(error);
  return isAnswer ? code : "";
};

/** Did something in between, or an older server, refuse what a session begins with? What says who comes, or that nobody may, is no such answer. */
export const isRefusedOption = (error: unknown): boolean => {
  const code = codeOf(error);
  return code !== "" && !code.startsWith("28") && ![NO_DATABASE, NOT_GRANTED, NOT_NOW, TOO_MANY].includes(code);
};

/** Is it an answer of the server, and no failure of the connection? */
export const isFromServer = (error: unknown): boolean => factsOf(error).isAnswer;

/** A connection that ended while a statement waited for its answer. */
export const lostConnection = (error: unknown, settings: ConnectionSettings): InputError =>
  factsOf(error).message === SILENT
    ? new InputError(`\`${shownServer(settings)}\` stopped answering`, [`it said nothing for ${settings.silenceMilliseconds / 1000} seconds`])
    : new InputError(`the connection to \`${shownServer(settings)}\` was lost`, [systemReason(error)]);

/** Is it worth trying with or without TLS, as the mode allows it? */
export const isRefusedEncryption = (error: unknown): boolean => {
  const { code, message, isAnswer } = factsOf(error);
  if (isAnswer) return code.startsWith("28");
  return message === NO_TLS_SUPPORT || isTlsFailure(code, message);
};

const isTlsFailure = (code: string, message: string): boolean =>
  code.startsWith("ERR_TLS") || code.startsWith("ERR_SSL") || code === "EPROTO" || CERTIFICATE.test(code) || message.includes("establishing an SSL connection");

/** The codes of OpenSSL's verification, as Node names them. */
const CERTIFICATE = /CERT|UNABLE_TO|SELF_SIGNED|CRL_/;

/** A server that answered, and did not let this login into this database. */
export class RefusedSession extends InputError {
  override readonly name = "InputError";
  /** In words, for a list of what was not seen. */
  readonly reason: string;
  /** Was there no connection left? */
  readonly isFull: boolean;

  constructor(message: string, details: readonly string[], reason: string, isFull: boolean) {
    super(message, details);
    this.reason = reason;
    this.isFull = isFull;
  }
}

const saysLess = ({ isAnswer, code, message }: Facts): boolean => message === NO_TLS_SUPPORT || (isAnswer && code === NO_ENTRY && HBA.test(message));

/** How the server says that no line lets somebody in: the name of the file is in no language another. */
const HBA = /pg_hba\.conf/;

/** What went wrong and what to do, from the last try; `first` is told where the last one says less. Never holds a secret. */
export const connectionError = (last: unknown, first: unknown, settings: ConnectionSettings): InputError => {
  const [ofLast, ofFirst] = [factsOf(last), factsOf(first)];
  // The second try of `prefer` or `allow`: that there is no entry or no TLS for it says less than what the first one met.
  const isLess = saysLess(ofLast) && ofFirst.message !== NO_TLS_SUPPORT;
  const told = isLess ? ofFirst : ofLast;
  return told.isAnswer ? answered(told, settings) : unanswered(told, settings);
};

const answered = ({ code, message }: Facts, settings: ConnectionSettings): RefusedSession => {
  const where = `cannot connect to \`${shownServer(settings)}\``;
  const says = `the server says: ${message}`;
  const { user, database } = settings;
  const refused = (what: string, ...details: readonly string[]): RefusedSession =>
    new RefusedSession(`${where}: ${what}`, [...details, says], what, code === TOO_MANY);
  if (code === WRONG_PASSWORD || POOLER_PASSWORD.test(message))
    return refused(`the password of \`${user}\` is wrong, or it has none`, "passwords come from the URL, --password-command, PGPASSWORD or a password file");
  if (code === NO_ENTRY && HBA.test(message))
    return refused(
      `pg_hba.conf has no entry for \`${user}\` from here`,
      /SSL off|no encryption/.test(message) ? "it may have one for TLS: try sslmode=require" : "ask whoever runs the server for one",
    );
  if (code === NO_ENTRY) return refused(`\`${user}\` may not log in`);
  if (code === NO_DATABASE) return refused(`there is no database \`${database}\``, "end the URL with one that is there, such as `/postgres`");
  if (code === NOT_GRANTED)
    return refused(`\`${user}\` may not enter the database \`${database}\``, `GRANT CONNECT ON DATABASE would let it; or end the URL with another database`);
  if (code === NOT_NOW) return refused("it is starting, stopping or recovering");
  if (code === TOO_MANY) return refused("it has no connection left");
  return refused("it refuses the session");
};

const unanswered = ({ code, message }: Facts, settings: ConnectionSettings): InputError => {
  const where = `cannot connect to \`${shownServer(settings)}\``;
  const { host, port, sslmode } = settings;
  if (message === NO_PASSWORD)
    return new InputError(`${where}: it wants a password, and none is known`, [
      "give it with --password-command, PGPASSWORD, a password file or a service file",
    ]);
  if (message === NO_CHANNEL_BINDING)
    return new InputError(`${where}: channel_binding=require, and the server offers none`, ["somebody may stand between: see who, before you leave it out"]);
  if (message === NO_TLS_SUPPORT) return new InputError(`${where}: it has no TLS, and sslmode \`${sslmode}\` wants it`);
  if (isTlsFailure(code, message)) return tlsError(where, code, message, settings);
  if (code === "ECONNREFUSED") return new InputError(`${where}: nothing listens there`, [`is the server running, and is ${port} its port?`]);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return new InputError(`${where}: the host \`${host}\` is not known`);
  if (code === "ENOENT" && isSocket(host)) return new InputError(`${where}: there is no socket \`${host}/.s.PGSQL.${port}\``, ["is the server running?"]);
  if (code === "ETIMEDOUT" || message === "timeout expired")
    return new InputError(`${where}: it does not answer`, ["a firewall may stand between; connect_timeout says how long to wait"]);
  if (message.startsWith("Connection terminated") || code === "ECONNRESET")
    return new InputError(`${where}: the connection was closed before the session began`, ["is it a PostgreSQL server?"]);
  return new InputError(`${where}: ${systemReason({ code: code === "" ? undefined : code, message })}`);
};

const tlsError = (where: string, code: string, message: string, { host, sslmode }: ConnectionSettings): InputError => {
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID")
    return new InputError(`${where}: its certificate is for another host than \`${host}\``, ["connect by a name that the certificate has"]);
  if (code === "CERT_HAS_EXPIRED") return new InputError(`${where}: its certificate has expired`);
  if (CERTIFICATE.test(code))
    return new InputError(`${where}: no root certificate that is trusted stands behind its certificate`, [
      `sslmode \`${sslmode}\`, or a root certificate at its usual place, asks for one: name the right one with sslrootcert`,
      `the reason is ${code}`,
    ]);
  return new InputError(`${where}: the TLS handshake failed`, [`the reason is ${code === "" ? message : code}`]);
};
