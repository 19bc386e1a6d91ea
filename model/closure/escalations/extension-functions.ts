import type { Grant } from "../../access-graph";
import { extensionFunction, functionsOfExtension } from "../../extensions";
import { isKnown } from "../../unknown";
import type { Escalation, Gift } from "../escalation";
import type { ObjectIndex } from "../object-index";
import { granteeOf, isAdministrator, placeOf, routineWords, stepToAdministrator } from "./words";

/** `GRANT EXECUTE ON FUNCTION dblink_connect_u(text)`, and other functions that extensions keep from PUBLIC. */
export const extensionFunctions: Escalation = {
  id: "extension-functions",
  title: "EXECUTE on a function that an extension keeps from PUBLIC, such as dblink_connect_u, is what that function does",
  references: ["https://www.postgresql.org/docs/current/contrib-dblink-connect-u.html", "https://www.postgresql.org/docs/16/adminpack.html"],
  *find(objects) {
    for (const grant of objects.allGrants("function")) {
      const { object: name } = grant;
      // Most grants are on other functions: they are left first.
      if (name !== null && extensionFunction(name) === undefined) continue;
      if (grant.privilege !== "EXECUTE" || isAdministrator(grant.grantee, objects)) continue;
      if (name !== null) yield* givenBy(name, null, grant, objects);
      // All functions of a schema: those of the extensions of that database too, if they stand there.
      else
        for (const extension of extensionsAt(grant, objects)) for (const one of functionsOfExtension(extension)) yield* givenBy(one, extension, grant, objects);
    }
  },
};

function* givenBy(name: string, extension: string | null, grant: Grant, objects: ObjectIndex): Iterable<Gift> {
  const fact = extensionFunction(name);
  if (fact === undefined || isSomebodysOwn(name, fact.extension, grant, objects)) return;
  const shown = `function ${grant.schema === null ? "" : `${grant.schema}.`}${routineWords(name, grant)}`;
  const place = extension === null ? null : `if extension ${extension} stands in that schema`;
  for (const { capability, condition } of fact.gives) {
    yield {
      capability,
      access: [...granteeOf(grant, objects), ...objects.schemaUsers(grant)],
      database: grant.database,
      source: `EXECUTE on ${shown}`,
      origin: grant.origin,
      condition: place === null || condition === null ? (place ?? condition) : `${place} and ${condition}`,
      ...(capability === "superuser" ? stepToAdministrator(objects, fact.logsIn === true ? "credentials" : "function", shown) : {}),
    };
  }
}

/** Somebody's own function may have such a name too. A grant that says no arguments may mean the extension's as well, where that is among the facts. */
const isSomebodysOwn = (name: string, extension: string, grant: Grant, objects: ObjectIndex): boolean => {
  const named = objects.functionsNamed(grant.database, placeOf(grant, name));
  if (named.length === 0 || named.some((fact) => fact.extension !== null)) return false;
  return grant.arguments !== undefined || !extensionsAt(grant, objects).includes(extension);
};

const extensionsAt = ({ database: at, origin }: Grant, { graph }: ObjectIndex): readonly string[] =>
  // A live server shows the functions themselves.
  origin.address === null
    ? []
    : graph.extensions.filter(({ database }) => !isKnown(database) || database === null || at === null || database === at).map(({ name }) => name);
