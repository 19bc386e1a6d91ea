import type { AccessGraph } from "../model/access-graph";
import type { PlannedChange } from "./planned-change";
import { errorDiagnostic, Refused } from "./plugin/diagnostics";

/** What the resources of one command planned so far, in the order in which Terraform asked. */
export class PlannedChanges {
  private readonly changes: PlannedChange[] = [];
  private judged: { readonly base: AccessGraph; readonly graph: AccessGraph } | undefined;

  /** Throws `Refused` where another resource of this configuration owns the same: each apply would undo the other's. */
  add(change: PlannedChange): void {
    if (this.changes.some((other) => other.isSame(change))) return;
    for (const other of this.changes) {
      const both = change.overlapWith(other) ?? other.overlapWith(change);
      if (both !== null)
        throw new Refused([
          errorDiagnostic(
            "Two resources own the same",
            `Both own ${both}: each apply would undo what the other one did. Let one of them own it.`,
            change.place,
          ),
        ]);
    }
    this.changes.push(change);
  }

  some(isSought: (change: PlannedChange) => boolean): boolean {
    return this.changes.some(isSought);
  }

  /**
   * The facts with every change that was judged before this one, and with this one as well: so of two changes that give something only together, the
   * later one is refused, and each finding is told once.
   */
  around(change: PlannedChange, base: AccessGraph): { readonly before: AccessGraph; readonly after: AccessGraph } {
    const before = this.judged?.base === base ? this.judged.graph : base;
    const after = change.applyTo(before);
    this.judged = { base, graph: after };
    return { before, after };
  }
}
