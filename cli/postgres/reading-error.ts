import { InputError } from "../../model/input-error";
import { codeOf } from "./connection-error";

/** What ended a reading that had begun, by the code of the server's answer: what it means, and what to do. */
const REASONS: Readonly<Record<string, readonly [reason: string, help: string]>> = {
  "57014": ["a statement took longer than a minute, or somebody cancelled it", "try again when the server is less busy"],
  "55P03": ["somebody holds a lock on a catalog or table that is read", "try again when their work is done"],
  "40001": ["the standby stopped it to go on with its recovery", "try again, or read the primary"],
  "57P01": ["the server stopped, or somebody ended the session", "try again"],
  "57P02": ["the server stopped", "try again when it is up"],
  "57P03": ["it is starting, stopping or recovering", "try again when it is up"],
  "25P03": ["the login's idle_in_transaction_session_timeout ended the session", "ALTER ROLE ... RESET idle_in_transaction_session_timeout"],
  "25P04": ["the login's transaction_timeout ended the session", "ALTER ROLE ... RESET transaction_timeout"],
  "57P05": ["the login's idle_session_timeout ended the session", "ALTER ROLE ... RESET idle_session_timeout"],
  "42501": ["something that every login may read is closed to this one", "GRANT it again, to PUBLIC or to this login"],
  "53200": ["the server has no memory left for it", "try again when it is less busy"],
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** For a database that is left out: the server's words, and what they mean. */
export const readingReason = (error: unknown): string => {
  const known = REASONS[codeOf(error)];
  return known === undefined ? messageOf(error) : `${known[0]} (${messageOf(error)})`;
};

/** For a server that cannot be read. */
export const readingError = (error: unknown, shown: string): InputError => {
  const known = REASONS[codeOf(error)];
  const says = `the server says: ${messageOf(error)}`;
  return known === undefined
    ? new InputError(`cannot read \`${shown}\`: ${messageOf(error)}`)
    : new InputError(`cannot read \`${shown}\`: ${known[0]}`, [known[1], says]);
};
