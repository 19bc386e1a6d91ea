import { refuse } from "./refusal";

/** What a login may be limited by, however it proves who it is. */
export interface LoginProps {
  /**
   * Concurrent connections.
   * @default -1, PostgreSQL's "no limit"
   */
  readonly connectionLimit?: number;
  /**
   * A timestamp with its zone, such as `2027-01-31T23:59:59Z`. PostgreSQL applies it to passwords only: a login that is
   * proved otherwise does not end then.
   * @default "infinity"
   */
  readonly validUntil?: string;
}

/**
 * How a role proves who it is. A password never reaches the JSON, the plan or the state: it is a variable that Terraform
 * keeps nowhere, written by a write-only argument.
 *
 * @see https://www.postgresql.org/docs/current/client-authentication.html
 * @example
 * ```ts
 * import { Login } from "rolegate";
 *
 * Login.external({ connectionLimit: 3 });
 * Login.password("orders_app_password", 1, { connectionLimit: 40 });
 * ```
 */
export class Login {
  /** The Terraform variable that carries the password; null where the server asks elsewhere. */
  readonly variable: string | null;
  /** Raised to make Terraform write the password again; null without a password. */
  readonly version: number | null;
  /** Concurrent connections, or undefined for PostgreSQL's "no limit". */
  readonly connectionLimit: number | undefined;
  /** When the password ends, or undefined for never. */
  readonly validUntil: string | undefined;

  private constructor(variable: string | null, version: number | null, props: LoginProps) {
    this.variable = variable;
    this.version = version;
    this.connectionLimit = checkedLimit(props.connectionLimit);
    this.validUntil = checkedTimestamp(props.validUntil);
  }

  /**
   * The server asks elsewhere: a certificate, GSSAPI, LDAP, the cloud's identity; no password is written.
   *
   * @throws where the limit is no whole number from -1, or the timestamp is none
   */
  static external(props: LoginProps = {}): Login {
    return new Login(null, null, props);
  }

  /**
   * A password from a Terraform variable that is sensitive and ephemeral (`TF_VAR_orders_app_password` at apply). Needs
   * Terraform or OpenTofu 1.11, which the stack then requires.
   *
   * @param variable name of the variable
   * @param version raise it to write a new password: Terraform cannot see that an ephemeral value changed
   * @throws where the variable's name is not Terraform's, or the version is no whole number from 1
   */
  static password(variable: string, version: number, props: LoginProps = {}): Login {
    if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(variable)) throw refuse(`\`${variable}\` is no name for a Terraform variable`);
    if (!Number.isSafeInteger(version) || version < 1) throw refuse(`the version of a password is a whole number from 1, not \`${version}\``);
    return new Login(variable, version, props);
  }
}

const LARGEST_LIMIT = 2 ** 31 - 1;

const checkedLimit = (limit: number | undefined): number | undefined => {
  if (limit === undefined || (Number.isInteger(limit) && limit >= -1 && limit <= LARGEST_LIMIT)) return limit;
  throw refuse(`connectionLimit is a whole number from -1, not \`${limit}\``);
};

const TIMESTAMP = /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-]\d{2}(:?\d{2})?)$/;

const checkedTimestamp = (timestamp: string | undefined): string | undefined => {
  if (timestamp === undefined || timestamp === "infinity" || isDate(TIMESTAMP.exec(timestamp)?.[1])) return timestamp;
  throw refuse(`validUntil is a timestamp with its zone, such as \`2027-01-31T23:59:59Z\`, not \`${timestamp}\``);
};

const isDate = (day: string | undefined): boolean => {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === day;
};
