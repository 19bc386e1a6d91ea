import { functionWords } from "../../accepted-functions";
import { shownName } from "../../path-words";
import { isKnown } from "../../unknown";
import type { Escalation } from "../escalation";
import { dotted, stepToAdministrator } from "./words";

/** A trigger on a superuser's table whose function belongs to a lower role. */
export const triggerCode: Escalation = {
  id: "trigger-code",
  title: "whoever owns the function of a trigger on a superuser's table has that superuser run it",
  references: ["https://www.postgresql.org/docs/current/trigger-definition.html"],
  *find(objects) {
    const { superusers } = objects;
    const owners = objects.possibleSuperusers;
    for (const { name, table, database, function: called } of objects.graph.triggers) {
      const fact = objects.functionNamed(database, called);
      const relation = objects.relationNamed(database, table);
      if (fact === undefined || relation === undefined || fact.extension !== null || !owners.has(relation.owner)) continue;
      if (!isKnown(fact.owner) || fact.owner === null || superusers.has(fact.owner)) continue;
      yield {
        capability: "superuser",
        access: [[objects.roleMeant(fact.owner, database)]],
        database,
        source: `ownership of ${functionWords(fact)}`,
        condition: "once a superuser writes to its table whose trigger runs a function of this role",
        ...stepToAdministrator(objects, "ownership", `trigger ${shownName(name)} on ${dotted(table)}`),
      };
    }
  },
};
