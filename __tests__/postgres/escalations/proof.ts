import type { Capability } from "../../../model/capability";
import type { Major } from "../../../model/predefined-roles";
import type { Certainty } from "../../../model/report";

/**
 * One path on a real server: `setup` builds its precondition, `app` walks it, and its twin, where `undo` took the precondition away again, must fail.
 * In statements `:mark` is a file of the server's account that does not exist yet, `:host` and `:port` are the server's.
 */
export interface Proof {
  /** The escalation of the catalogue, or the path as the privilege reference names it. */
  readonly path: string;
  readonly title: string;
  readonly from?: Major;
  readonly until?: Major;
  /** As superuser, with role `app` there. */
  readonly setup: readonly string[];
  /** As superuser: the precondition removed. */
  readonly undo: readonly string[];
  /** What PostgreSQL refuses in the twin, and the closure tells on a condition: facts do not show all that it hangs on. */
  readonly doubted?: true;
  /** As `app`, in a session of its own. */
  readonly attack: readonly string[];
  /** As superuser: what a conditional path waits for. */
  readonly later?: readonly string[];
  /** What the closure must say of `app`. */
  readonly gives: Capability;
  readonly certainty: Certainty;
  /** How success is seen: no statement is refused, `app` is superuser, the file is there. */
  readonly seen: "no error" | "superuser" | "file";
  /** A language that the server's packages may lack. */
  readonly needs?: string;
  /** Does the server let the superuser in from itself without a password, as initdb does on a socket? */
  readonly trusting?: true;
  /** The database that `app` works in, where that is another one. */
  readonly database?: string;
  /** As superuser, at the end: what the next test would stumble over. */
  readonly cleanup?: readonly string[];
}

/** A program that leaves the mark. It reads its input: COPY fails where nobody does. */
export const PROGRAM = "COPY (SELECT 1) TO PROGRAM 'cat > :mark'";
/** A body that runs it. */
export const RUNS_PROGRAM = `plpgsql SECURITY DEFINER AS $$BEGIN ${PROGRAM}; RETURN; END$$`;
export const TRIGGER_RUNS_PROGRAM = `plpgsql SECURITY DEFINER AS $$BEGIN ${PROGRAM}; RETURN NULL; END$$`;
/** A body that makes `app` a superuser, where its caller may. */
export const RISES = "plpgsql AS $$BEGIN ALTER ROLE app SUPERUSER; RETURN 1; END$$";
export const TRIGGER_RISES = "plpgsql AS $$BEGIN ALTER ROLE app SUPERUSER; RETURN NULL; END$$";
