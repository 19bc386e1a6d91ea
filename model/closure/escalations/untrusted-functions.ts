import { functionWords } from "../../accepted-functions";
import { isKnown } from "../../unknown";
import { conditions } from "../conditions";
import type { Escalation } from "../escalation";
import { BY_ANYONE, triggerMakersIn } from "./firing";
import { powersOf } from "./languages-of";

/** `SELECT run('id')`, where `run` is Tcl, Python, C: SECURITY INVOKER is enough, and PUBLIC may call by default. */
export const untrustedFunctions: Escalation = {
  id: "untrusted-functions",
  title: "whoever may execute a function in an untrusted language, or an aggregate of one, runs code as the server's account",
  references: ["https://www.postgresql.org/docs/current/sql-createlanguage.html", "https://www.postgresql.org/docs/current/plpython.html"],
  *find(objects) {
    const powerOf = powersOf(objects);
    const makers = triggerMakersIn(objects);
    for (const fact of objects.graph.functions) {
      const own = powerOf(fact);
      const { database } = fact;
      if (own !== null && !fact.isEventTrigger) {
        const language = isKnown(fact.language) ? `, in ${fact.language}` : "";
        const gift = { capability: own.capability, database, source: `EXECUTE on ${functionWords(fact)}${language}`, origin: fact.origin };
        const callers = objects.callers(fact);
        // A trigger function runs for whoever makes a trigger of it.
        for (const { access, condition } of fact.isTrigger ? makers(database) : BY_ANYONE) {
          yield { ...gift, access: [...callers, ...access], condition: conditions([own.condition, condition]) };
        }
      }
      for (const name of fact.extension === null ? fact.runs : []) {
        const run = objects.functionNamed(database, name);
        const power = run === undefined ? null : powerOf(run);
        if (run === undefined || power === null) continue;
        yield {
          ...power,
          access: objects.callers(fact),
          database,
          source: `EXECUTE on ${functionWords(fact)}, which runs ${functionWords(run)}`,
          origin: run.origin,
        };
      }
    }
  },
};
