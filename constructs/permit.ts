/**
 * Says that one role, in one isolated environment, may run programs on the database server: the type that an entry of
 * policies/allowlist.yaml gives to code. It stands in the `memberOf` of that role, and fits nowhere else. It opens nothing
 * by itself: every gate asks the allowlist again. Made by `environment.permitServerProgram(role)`.
 *
 * @typeParam E - name of the environment
 * @typeParam R - name of the role
 */
export class ServerProgramPermit<E extends string = string, R extends string = string> {
  /** The predefined role that the permit stands for. */
  readonly predefinedRole = "pg_execute_server_program";
  /** The environment in which it holds. */
  readonly environment: E;
  /** The role that may use it. */
  readonly grantee: R;
  /** Makes the type nominal: no literal of the same shape fits. */
  protected readonly issued = true;

  private constructor(environment: E, grantee: R) {
    this.environment = environment;
    this.grantee = grantee;
    ISSUED.add(this);
  }
}

type PermitConstructor = new <E extends string, R extends string>(environment: E, grantee: R) => ServerProgramPermit<E, R>;

// No type stops `{} as ServerProgramPermit`; run time takes only what was issued here.
const ISSUED = new WeakSet<object>();

/** Makes a permit; whether the allowlist has it is the caller's to ask. */
export const issuePermit = <E extends string, R extends string>(environment: E, grantee: R): ServerProgramPermit<E, R> =>
  new (ServerProgramPermit as unknown as PermitConstructor)(environment, grantee);

/** Was `value` made by `issuePermit`? */
export const isIssuedPermit = (value: unknown): value is ServerProgramPermit => typeof value === "object" && value !== null && ISSUED.has(value);
