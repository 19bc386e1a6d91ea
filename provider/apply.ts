import type { Major } from "../model/predefined-roles";
import type { Query } from "../readers/catalog/read-cluster";
import type { ProviderContext } from "./context";
import type { PlannedChange } from "./planned-change";
import type { Diagnostic } from "./plugin/diagnostics";
import { judgedAtApply } from "./refuse";
import { majorOf } from "./session";

/** One change of a resource on the server. Every step may throw `Refused`: then everything is rolled back. */
export interface Application<Found> {
  /** Where it is done. Absent or null: in the provider's database. */
  readonly database?: string | null;
  /** Null: nothing that the rules could refuse, as with what is taken away. */
  readonly change: PlannedChange | null;
  /** What the server has of what the resource owns. */
  read(query: Query, major: Major): Promise<Found>;
  /** Throws where that is not what the plan was made for. */
  compare(found: Found, major: Major): void;
  /** What turns it into what was planned. */
  statements(found: Found, major: Major): readonly string[];
  /** Throws where the server, read again, has something else than was planned. */
  verify(found: Found, major: Major): void;
}

/**
 * What the apply of every resource does: one transaction, in which it takes a lock, reads again, compares with the plan, judges over the server as it is,
 * changes, reads once more and compares with what was asked for. Gives what was read last, and the warnings of the rules.
 */
export const applyInTransaction = <Found>(
  context: ProviderContext,
  signal: AbortSignal,
  application: Application<Found>,
): Promise<{ readonly found: Found; readonly diagnostics: readonly Diagnostic[] }> =>
  context.inTurn(async () => {
    const answer = await context.transaction(
      async (query) => {
        await query(`SELECT pg_catalog.pg_advisory_xact_lock(${LOCK_KEY})`);
        const major = await majorOf(query);
        const found = await application.read(query, major);
        application.compare(found, major);
        const diagnostics = application.change === null ? [] : await judgedAtApply(context, application.change);
        for (const statement of application.statements(found, major)) await query(statement);
        const after = await application.read(query, major);
        application.verify(after, major);
        return { found: after, diagnostics };
      },
      signal,
      application.database,
    );
    context.changed();
    return answer;
  });

/** One apply at a time changes what rolegate owns: https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS */
const LOCK_KEY = "7306910284719";
