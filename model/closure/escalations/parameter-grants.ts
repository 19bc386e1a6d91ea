import type { Escalation } from "../escalation";
import { FIXED_PARAMETERS, SESSION_EFFECTS, SUPERUSER_PARAMETERS, SUPERUSER_PREFIXES, SYSTEM_EFFECTS } from "./tables/parameters";
import { granteeOf, isAdministrator, stepToAdministrator } from "./words";

/** `GRANT SET ON PARAMETER session_preload_libraries`, `GRANT ALTER SYSTEM ON PARAMETER archive_command`. */
export const parameterGrants: Escalation = {
  id: "parameter-grants",
  title: "SET or ALTER SYSTEM on a parameter configures the server, and some parameters are commands and libraries",
  since: 15,
  references: ["https://www.postgresql.org/docs/current/sql-grant.html", "https://www.postgresql.org/docs/current/sql-altersystem.html"],
  *find(objects) {
    for (const grant of objects.allGrants("parameter")) {
      if (isAdministrator(grant.grantee, objects)) continue;
      const name = (grant.object ?? "").toLowerCase();
      const isSystem = grant.privilege === "ALTER SYSTEM";
      if (isSystem ? FIXED_PARAMETERS.has(name) : grant.privilege !== "SET" || !isForSuperusers(name)) continue;
      const source = `${grant.privilege} on parameter ${name}`;
      const gift = { access: granteeOf(grant, objects), database: null, source, origin: grant.origin };
      yield { ...gift, capability: "alter-system", condition: null };
      const effect = (isSystem ? SYSTEM_EFFECTS : SESSION_EFFECTS).get(name);
      if (effect === undefined) continue;
      const step = effect.gives === "superuser" ? stepToAdministrator(objects, "parameter", source) : {};
      yield { ...gift, ...step, capability: effect.gives, condition: effect.condition };
    }
  },
};

const isForSuperusers = (name: string): boolean => SUPERUSER_PARAMETERS.has(name) || SUPERUSER_PREFIXES.has(name.split(".", 1)[0] ?? "");
