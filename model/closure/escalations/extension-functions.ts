import type { Grant } from "../../access-graph";
import { extensionFunction, functionsOfExtension } from "../../extensions";
import { isKnown } from "../../unknown";
import type { Escalation, Gift } from "../escalation";
import type { ObjectIndex } from "../object-index";
import { granteeOf, placeOf, routineOf, stepToAdministrator } from "./words";

/** `GRANT EXECUTE ON FUNCTION dblink_connect_u(text)`, and other functions that extensions keep from PUBLIC. */
export const extensionFunctions: Escalation = {
  id: "extension-functions",
  title: "EXECUTE on a function that an extension keeps from PUBLIC, such as dblink_connect_u, is what that function does",
  references: ["https://www.postgresql.org/docs/current/contrib-dblink-connect-u.html", "https://www.postgresql.org/docs/16/adminpack.html"],
  *find(objects) {
    const { superusers } = objects;
    for (const grant of objects.allGrants("function")) {
      if (grant.object !== null && !isKnownName(grant.object)) continue;
      if (grant.privilege !== "EXECUTE" || superusers.has(grant.grantee)) continue;
      const { name, words } = routineOf(grant);
      if (name !== null) yield* givenBy(name, words, null, grant, objects);
      // All functions of a schema: those of the extensions of that database too, if they stand there.
      else
        for (const extension of extensionsAt(grant, objects))
          for (const one of functionsOfExtension(extension)) yield* givenBy(one, one, extension, grant, objects);
    }
  },
};

/** Most grants are on other functions: they are left first. */
const isKnownName = (object: string): boolean => extensionFunction(object) !== undefined || object.includes("(");

function* givenBy(name: string, words: string, extension: string | null, grant: Grant, objects: ObjectIndex): Iterable<Gift> {
  const own = extensionFunction(name) === undefined ? undefined : objects.functionNamed(grant.database, placeOf(grant, name));
  // Somebody's own function may have such a name too.
  if (own !== undefined && own.extension === null) return;
  const shown = `function ${grant.schema === null ? "" : `${grant.schema}.`}${words}`;
  const place = extension === null ? null : `if extension ${extension} stands in that schema`;
  for (const { capability, condition } of extensionFunction(name)?.gives ?? []) {
    yield {
      capability,
      access: [...granteeOf(grant, objects), ...objects.schemaUsers(grant)],
      database: grant.database,
      source: `EXECUTE on ${shown}`,
      origin: grant.origin,
      condition: place === null || condition === null ? (place ?? condition) : `${place} and ${condition}`,
      ...(capability === "superuser" ? stepToAdministrator(objects, "function", shown) : {}),
    };
  }
}

const extensionsAt = ({ database: at, origin }: Grant, { graph }: ObjectIndex): readonly string[] =>
  // A live server shows the functions themselves.
  origin.address === null
    ? []
    : graph.extensions.filter(({ database }) => !isKnown(database) || database === null || at === null || database === at).map(({ name }) => name);
