import { functionWords } from "../../accepted-functions";
import { shownName } from "../../path-words";
import { conditions } from "../conditions";
import type { Escalation } from "../escalation";
import { firersIn } from "./event-firing";
import { powersOf } from "./languages-of";
import { dotted } from "./words";

/** `INSERT INTO t`, where a trigger of `t` runs a function in an untrusted language: nobody asks for EXECUTE. */
export const untrustedTriggers: Escalation = {
  id: "untrusted-triggers",
  title: "whoever may write to a table, or fires an event trigger, runs the functions of triggers, those in untrusted languages too",
  references: [
    "https://www.postgresql.org/docs/current/trigger-definition.html",
    "https://www.postgresql.org/docs/current/sql-createtrigger.html",
    "https://www.postgresql.org/docs/current/event-trigger-definition.html",
  ],
  *find(objects) {
    const powerOf = powersOf(objects);
    for (const { name, table, database, function: called, events } of objects.graph.triggers) {
      const fact = objects.functionNamed(database, called);
      const relation = objects.relationNamed(database, table);
      const power = fact === undefined ? null : powerOf(fact);
      if (fact === undefined || relation === undefined || power === null || events.length === 0) continue;
      const source = `${events.join(" or ")} on ${dotted(table)}, whose trigger ${shownName(name)} runs ${functionWords(fact)}`;
      yield { ...power, access: objects.users(relation, events), database, source, origin: fact.origin };
    }
    const firers = firersIn(objects);
    for (const trigger of objects.graph.eventTriggers) {
      const { name, database } = trigger;
      const fact = objects.functionNamed(database, trigger.function);
      const power = fact === undefined ? null : powerOf(fact);
      if (fact === undefined || power === null) continue;
      const gift = {
        capability: power.capability,
        database,
        source: `event trigger ${shownName(name)}, which runs ${functionWords(fact)}`,
        origin: fact.origin,
      };
      for (const { access, condition } of firers(trigger)) yield { ...gift, access, condition: conditions([power.condition, condition]) };
    }
  },
};
