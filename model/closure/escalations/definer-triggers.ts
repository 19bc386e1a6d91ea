import { functionWords } from "../../accepted-functions";
import { shownName } from "../../path-words";
import { isPossiblyTrue } from "../../unknown";
import type { Escalation } from "../escalation";
import { runAsOwner } from "./definer-functions";
import { firersIn } from "./event-firing";
import { dotted } from "./words";

/** `INSERT INTO t`, where a trigger of `t` is SECURITY DEFINER: nobody asks for EXECUTE. */
export const definerTriggers: Escalation = {
  id: "definer-triggers",
  title: "whoever may write to a table, or fires an event trigger, runs SECURITY DEFINER triggers as their owner",
  references: ["https://www.postgresql.org/docs/current/trigger-definition.html", "https://www.postgresql.org/docs/current/event-trigger-definition.html"],
  *find(objects) {
    for (const { name, table, database, function: called, events } of objects.graph.triggers) {
      const fact = objects.functionNamed(database, called);
      const relation = objects.relationNamed(database, table);
      if (fact === undefined || relation === undefined || fact.extension !== null || !isPossiblyTrue(fact.securityDefiner) || events.length === 0) continue;
      const via = `trigger ${shownName(name)} on ${dotted(table)}, ${functionWords(fact)}`;
      const source = `${events.join(" or ")} on ${dotted(table)}`;
      yield* runAsOwner(fact, { access: objects.users(relation, events), by: "trigger", via, source, condition: null }, objects);
    }
    const firers = firersIn(objects);
    for (const trigger of objects.graph.eventTriggers) {
      const fact = objects.functionNamed(trigger.database, trigger.function);
      if (fact === undefined || fact.extension !== null || !isPossiblyTrue(fact.securityDefiner)) continue;
      const via = `event trigger ${shownName(trigger.name)}, ${functionWords(fact)}`;
      for (const firing of firers(trigger)) yield* runAsOwner(fact, { ...firing, by: "trigger", via, source: via }, objects);
    }
  },
};
