import { functionWords } from "../../accepted-functions";
import type { FunctionName, Relation } from "../../object-facts";
import { isKnown } from "../../unknown";
import type { Escalation } from "../escalation";
import type { ObjectIndex } from "../object-index";
import { refreshersOf } from "./file-tables";
import { dotted, isAdministrator } from "./words";

/** A superuser's materialized view that calls a function of a lower role; from 17 pg_maintain refreshes it, as its owner. */
export const refreshedCode: Escalation = {
  id: "refreshed-code",
  title: "whoever owns a function that a superuser's materialized view calls has it run as that superuser at each REFRESH",
  references: ["https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html", "https://www.postgresql.org/docs/current/predefined-roles.html"],
  *find(objects) {
    const owners = objects.possibleSuperusers;
    for (const view of objects.graph.relations) {
      if (view.kind !== "materialized-view" || !owners.has(view.owner)) continue;
      for (const name of callsOf(view, objects)) {
        const fact = objects.functionNamed(view.database, name);
        if (fact === undefined || fact.extension !== null || !isKnown(fact.owner) || fact.owner === null || isAdministrator(fact.owner, objects)) continue;
        const owner = [objects.roleMeant(fact.owner, view.database)];
        const via = `materialized view ${dotted(view)}`;
        const gift = {
          capability: "superuser",
          database: view.database,
          source: `ownership of ${functionWords(fact)}`,
          step: { to: view.owner, by: "ownership", via },
        } as const;
        yield { ...gift, access: [owner], condition: "once a superuser refreshes the materialized view that calls a function of its" };
        const [refreshers = []] = refreshersOf(view, objects);
        const others = refreshers.filter((role) => !isAdministrator(role, objects));
        if (others.length > 0) yield { ...gift, access: [owner, others], condition: null };
      }
    }
  },
};

/** What a materialized view calls, by itself and by the views that it reads. */
const callsOf = (view: Relation, objects: ObjectIndex): readonly FunctionName[] => {
  const read = new Set([view]);
  for (const { database, reads } of read) {
    for (const name of reads) {
      const relation = objects.relationNamed(database, name);
      if (relation?.kind === "view") read.add(relation);
    }
  }
  return [...read].flatMap(({ calls }) => calls);
};
