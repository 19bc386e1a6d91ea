import type { Grant } from "../../access-graph";
import { extensionFunction } from "../../extensions";
import type { Escalation } from "../escalation";
import type { ObjectIndex } from "../object-index";
import { isPublicFunction } from "./built-in";
import { WITHHELD_FUNCTIONS, withheldFunction } from "./tables/withheld-functions";
import { granteeOf, isAdministrator, placeOf, routineWords } from "./words";

/** `GRANT EXECUTE ON FUNCTION pg_catalog.lo_export(oid, text)`, and of what no supported server has. */
export const withheldFunctions: Escalation = {
  id: "withheld-functions",
  title: "EXECUTE on a built-in function that PostgreSQL keeps from PUBLIC is what that function does",
  references: [
    "https://www.postgresql.org/docs/current/functions-admin.html",
    "https://www.postgresql.org/docs/current/lo-funcs.html",
    "https://www.postgresql.org/docs/current/catalog-pg-init-privs.html",
  ],
  *find(objects) {
    const { major } = objects.server;
    for (const grant of objects.allGrants("function")) {
      // Most grants are on functions of somebody's own schemas: they are left first.
      if (grant.schema !== "pg_catalog" && grant.schema !== null) continue;
      if (grant.privilege !== "EXECUTE" || isAdministrator(grant.grantee, objects)) continue;
      const { object: name } = grant;
      const gift = { access: granteeOf(grant, objects), database: grant.database, condition: null, origin: grant.origin };
      for (const one of namesMeant(grant, name)) {
        const source = `EXECUTE on function pg_catalog.${name === null ? one : routineWords(name, grant)}`;
        for (const capability of withheldFunction(one, major)?.capabilities ?? []) yield { ...gift, capability, source };
        if (name !== null && isUnheardOf(name, grant, objects)) {
          yield { ...gift, capability: "load-server-code", source: `${source}, of which it is not known what it does` };
        }
      }
    }
  },
};

/** The built-in functions that a grant may be about: all withheld ones where it names a schema alone. */
const namesMeant = ({ schema }: Grant, name: string | null): Iterable<string> => {
  if (name === null) return WITHHELD_FUNCTIONS.keys();
  return schema === "pg_catalog" || WITHHELD_FUNCTIONS.has(name) ? [name] : [];
};

/** A name that no supported server has there, and that is no other unit's. */
const isUnheardOf = (name: string, grant: Grant, objects: ObjectIndex): boolean => {
  const { major } = objects.server;
  if (grant.schema !== "pg_catalog" || withheldFunction(name, major) !== undefined || isPublicFunction(name, major)) return false;
  return extensionFunction(name) === undefined && objects.functionsNamed(grant.database, placeOf(grant, name)).length === 0;
};
