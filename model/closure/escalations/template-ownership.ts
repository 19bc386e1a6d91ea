import { shownName } from "../../path-words";
import type { Escalation } from "../escalation";
import { stepToAdministrator } from "./words";

/** The owner of `template1`: what it leaves there is in every database that is made from it. */
export const templateOwnership: Escalation = {
  id: "template-ownership",
  title: "whoever owns a template database has its code in every database that is made from it",
  references: ["https://www.postgresql.org/docs/current/manage-ag-templatedbs.html"],
  *find(objects) {
    const { superusers } = objects;
    for (const { name, owner, isTemplate } of objects.graph.databases) {
      if (!isTemplate || superusers.has(owner)) continue;
      yield {
        capability: "superuser",
        access: [[owner]],
        database: name,
        source: `ownership of template database ${shownName(name)}`,
        condition: "once a superuser works in a database that was made from the template, on objects that this role left there",
        ...stepToAdministrator(objects, "ownership", `template database ${shownName(name)}`),
      };
    }
  },
};
