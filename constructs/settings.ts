import { type Place, refuse } from "./refusal";

/** A span of time as PostgreSQL writes it, such as `30s` or `15min`. */
export type Duration = `${number}${"ms" | "s" | "min" | "h" | "d"}`;

/**
 * What a role's sessions start with: the four settings that the Terraform provider can write, in PostgreSQL's spelling.
 *
 * @typeParam P - the personas that the role may start as
 * @see https://www.postgresql.org/docs/current/runtime-config-client.html
 */
export interface RoleSettings<P = never> {
  /**
   * Schemas in which names without one are looked up.
   * @default - the server's
   */
  readonly search_path?: readonly string[];
  /**
   * A statement that takes longer is cancelled; `0s` is never.
   * @default - the server's
   */
  readonly statement_timeout?: Duration;
  /**
   * A session that is idle in a transaction for longer is ended; `0s` is never.
   * @default - the server's
   */
  readonly idle_in_transaction_session_timeout?: Duration;
  /**
   * The group whose role each session takes at login (`SET ROLE`), so that what it creates belongs to the group.
   * @default - the login itself
   */
  readonly role?: P;
}

const MILLISECONDS = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const LARGEST_TIMEOUT = 2 ** 31 - 1;

/** Milliseconds of a duration, as the provider takes them; undefined stays undefined. */
export const milliseconds = (name: string, duration: string | undefined, place: Place): number | undefined => {
  if (duration === undefined) return undefined;
  const [, count, unit] = /^(\d+(?:\.\d+)?)(ms|s|min|h|d)$/.exec(duration) ?? [];
  const span = Number(count) * (MILLISECONDS[unit as keyof typeof MILLISECONDS] ?? Number.NaN);
  if (Number.isInteger(span) && span <= LARGEST_TIMEOUT) return span;
  throw refuse(`${name} is a duration such as \`30s\` or \`15min\`, of whole milliseconds and at most 24 days, not \`${duration}\``, place);
};
