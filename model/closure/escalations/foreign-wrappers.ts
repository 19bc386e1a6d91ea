import { wrapperFact } from "../../extensions";
import { shownName } from "../../path-words";
import type { Escalation } from "../escalation";
import { granteeOf, isAdministrator } from "./words";

/** `GRANT USAGE ON FOREIGN DATA WRAPPER multicorn`: who may make servers of it chooses their options. */
export const foreignWrappers: Escalation = {
  id: "foreign-wrappers",
  title: "USAGE on a foreign-data wrapper lets one make servers with options of one's own, which some wrappers run, load or read",
  references: ["https://www.postgresql.org/docs/current/sql-createserver.html", "https://www.postgresql.org/docs/current/postgres-fdw.html"],
  *find(objects) {
    for (const grant of objects.allGrants("foreign_data_wrapper")) {
      if (grant.privilege !== "USAGE" || grant.object === null || isAdministrator(grant.grantee, objects)) continue;
      const fact = wrapperFact(grant.object);
      if (fact === null) continue;
      yield {
        ...fact,
        access: granteeOf(grant, objects),
        database: grant.database,
        source: `USAGE on foreign-data wrapper ${shownName(grant.object)}`,
        origin: grant.origin,
      };
    }
  },
};
