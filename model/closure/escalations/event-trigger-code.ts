import { functionWords } from "../../accepted-functions";
import { shownName } from "../../path-words";
import { isKnown } from "../../unknown";
import type { Escalation } from "../escalation";
import { stepToAdministrator } from "./words";

/** An event trigger whose function belongs to a role that is no superuser: its owner may replace the body that superusers run. */
export const eventTriggerCode: Escalation = {
  id: "event-trigger-code",
  title: "whoever owns the function of an event trigger has superusers run it",
  references: ["https://www.postgresql.org/docs/current/event-trigger-definition.html"],
  *find(objects) {
    const { superusers } = objects;
    for (const { name, database, function: called } of objects.graph.eventTriggers) {
      const fact = objects.functionNamed(database, called);
      if (fact === undefined || fact.extension !== null || !isKnown(fact.owner) || fact.owner === null || superusers.has(fact.owner)) continue;
      yield {
        capability: "superuser",
        access: [[objects.roleMeant(fact.owner, database)]],
        database,
        source: `ownership of ${functionWords(fact)}`,
        condition: "once a superuser fires the event trigger whose function it owns",
        ...stepToAdministrator(objects, "ownership", `event trigger ${shownName(name)}`),
      };
    }
  },
};
