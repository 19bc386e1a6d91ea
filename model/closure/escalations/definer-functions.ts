import { acceptedEntry, functionWords } from "../../accepted-functions";
import type { FunctionFact } from "../../object-facts";
import type { StepKind } from "../../report";
import { isPossiblyTrue } from "../../unknown";
import { conditions } from "../conditions";
import type { Access, Escalation, Gift, Lead } from "../escalation";
import { knownGift } from "../known-functions";
import type { ObjectIndex } from "../object-index";
import { BY_ANYONE, triggerMakersIn } from "./firing";
import { ownerOf } from "./words";

/** `CREATE FUNCTION ... SECURITY DEFINER`: its body is opaque, unless the owners of the policy files accepted it. */
export const definerFunctions: Escalation = {
  id: "definer-functions",
  title: "a SECURITY DEFINER function lets whoever may call it act as its owner, as far as its body goes",
  references: [
    "https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY",
    "https://www.postgresql.org/docs/current/perm-functions.html",
  ],
  *find(objects) {
    const makers = triggerMakersIn(objects);
    for (const fact of objects.graph.functions) {
      if (fact.extension !== null) continue;
      if (isPossiblyTrue(fact.securityDefiner) && !fact.isEventTrigger) {
        const callers = objects.callers(fact);
        const via = functionWords(fact);
        const way = { by: fact.isTrigger ? "trigger" : "function", via, source: `EXECUTE on ${via}` } as const;
        for (const { access, condition } of fact.isTrigger ? makers(fact.database) : BY_ANYONE) {
          yield* runAsOwner(fact, { ...way, access: [...callers, ...access], condition }, objects);
        }
      }
      for (const name of fact.runs) {
        const run = objects.functionNamed(fact.database, name);
        if (run === undefined || run.extension !== null || !isPossiblyTrue(run.securityDefiner)) continue;
        const via = `${functionWords(fact)}, which runs ${functionWords(run)}`;
        yield* runAsOwner(run, { access: objects.callers(fact), by: "function", via, source: `EXECUTE on ${via}`, condition: null }, objects);
      }
    }
  },
};

/** How one gets a function to run. */
interface Way {
  readonly access: Access;
  readonly by: StepKind;
  readonly via: string;
  readonly source: string;
  /** On what it hangs that it runs; null where that is certain. */
  readonly condition: string | null;
}

/** What running the function comes to: what its entry of accepted.yaml says, or all that its owner can, if its body does it. */
export function* runAsOwner(fact: FunctionFact, { access, by, via, source, condition }: Way, objects: ObjectIndex): Iterable<Gift | Lead> {
  const to = ownerOf(fact, objects);
  if (to === null) return;
  const { database } = fact;
  const entry = acceptedEntry(fact, objects.server.accepted ?? []);
  const known = entry === undefined ? knownGift(fact, objects) : null;
  if (known !== null) {
    yield { capability: known, access, database, source, condition, step: { to, by, via }, accepted: true, origin: fact.origin };
  } else if (entry === undefined) {
    yield {
      to,
      as: "definer",
      access,
      database,
      by,
      via,
      condition: conditions([`if the body of ${functionWords(fact)} does it for its caller${weakness(fact)}`, condition]),
      origin: fact.origin,
    };
  } else {
    for (const capability of entry.gives) yield { capability, access, database, source, condition, step: { to, by, via }, accepted: true, origin: fact.origin };
  }
}

/** What lets a caller put objects of its own before those that the body means. Functions of Terraform do not show their settings. */
const weakness = ({ searchPath, origin }: FunctionFact): string => {
  if (searchPath === null) return origin.address === null ? ", whose search_path it looks names up in" : "";
  // `"public, pg_temp"` is one quoted name, and a common mistake.
  return /(^|,)\s*(pg_temp|"pg_temp")\s*$/.test(searchPath) ? "" : ", whose temporary tables it looks names up in first";
};
