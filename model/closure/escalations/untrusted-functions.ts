import { functionWords } from "../../accepted-functions";
import type { FunctionFact } from "../../object-facts";
import { isKnown } from "../../unknown";
import type { Access, Escalation } from "../escalation";
import { powersOf } from "./languages-of";
import { eventTriggerFunctions, makersIn } from "./words";

/** `SELECT run('id')`, where `run` is Tcl, Python, C: SECURITY INVOKER is enough, and PUBLIC may call by default. */
export const untrustedFunctions: Escalation = {
  id: "untrusted-functions",
  title: "whoever may execute a function in an untrusted language, or an aggregate of one, runs code as the server's account",
  references: ["https://www.postgresql.org/docs/current/sql-createlanguage.html", "https://www.postgresql.org/docs/current/plpython.html"],
  *find(objects) {
    const powerOf = powersOf(objects);
    const makers = makersIn(objects);
    const fired = eventTriggerFunctions(objects);
    for (const fact of objects.graph.functions) {
      const own = powerOf(fact);
      const { database } = fact;
      if (own !== null && !fired.has(fact)) {
        const language = isKnown(fact.language) ? `, in ${fact.language}` : "";
        yield { ...own, access: runners(fact), database, source: `EXECUTE on ${functionWords(fact)}${language}`, origin: fact.origin };
      }
      for (const name of fact.extension === null ? fact.runs : []) {
        const run = objects.functionNamed(database, name);
        const power = run === undefined ? null : powerOf(run);
        if (run === undefined || power === null) continue;
        yield { ...power, access: runners(fact), database, source: `EXECUTE on ${functionWords(fact)}, which runs ${functionWords(run)}`, origin: run.origin };
      }
    }

    /** A trigger function runs for whoever makes a trigger of it, on a table of its own. */
    function runners(fact: FunctionFact): Access {
      const callers = objects.callers(fact);
      return fact.isTrigger ? [...callers, ...makers(fact.database)] : callers;
    }
  },
};
