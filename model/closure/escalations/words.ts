import type { Grant } from "../../access-graph";
import { addTo } from "../../add-to";
import type { FunctionFact, FunctionName, ObjectName } from "../../object-facts";
import { shownName } from "../../path-words";
import { isKnown } from "../../unknown";
import type { Access, LastStep } from "../escalation";
import { type ObjectIndex, PUBLIC } from "../object-index";

/** Who a function runs as where it is SECURITY DEFINER; where the input does not say it is whoever applies it, which counts as an administrator. */
export const ownerOf = ({ owner }: FunctionFact, { server }: ObjectIndex): string | null =>
  isKnown(owner) && owner !== null ? owner : (server.administrators[0] ?? null);

/** The step that ends at an administrator; nothing where none is known. */
export const stepToAdministrator = ({ server }: ObjectIndex, by: LastStep["by"], via: string): { readonly step?: LastStep } => {
  const [to] = server.administrators;
  return to === undefined ? {} : { step: { to, by, via } };
};

/** Is whoever inherits the role a superuser by that alone? Of any other superuser it has the privileges that were granted to that one, and what it owns. */
export const isAdministrator = (role: string, { server }: ObjectIndex): boolean => server.administrators.includes(role);

/** Who is meant by a grant, as an access of its own. */
export const granteeOf = (grant: Grant, objects: ObjectIndex): Access => [objects.rolesMeant(grant.grantee, grant.database)];

/** For messages, a routine as a grant names it: `total(integer)`. */
export const routineWords = (name: string, { arguments: types }: Grant): string => (types === undefined ? name : `${name}(${types})`);

/** Where the function of a grant stands, if it has that name. */
export const placeOf = ({ schema, arguments: types }: Grant, name: string): ObjectName & Partial<FunctionName> => ({
  schema: schema ?? "",
  name,
  ...(types !== undefined && { arguments: types }),
});

/** For messages, such as `public.orders`. */
export const dotted = ({ schema, name }: ObjectName): string => `${shownName(schema)}.${shownName(name)}`;

/** Asks, for each database once, who may make a table or function somewhere in it; a database that is not known makes no demand. */
export const makersIn = (objects: ObjectIndex): ((database: string | null) => Access) => {
  const owners = new Map(objects.graph.databases.map(({ name, owner }) => [name, owner]));
  const schemas = new Map<string, { readonly name: string; readonly owner: string }[]>();
  for (const { database, name, owner } of objects.graph.schemas) addTo(schemas, database, { name, owner });
  const answers = new Map<string, Access>();
  return (database) => {
    if (database === null || !owners.has(database)) return [];
    const known = answers.get(database);
    if (known !== undefined) return known;
    const own = objects.holders("database", MAKING, { database, schema: null, name: database }, owners.get(database) ?? null);
    const inside = (schemas.get(database) ?? []).flatMap(({ name, owner }) =>
      objects.holders("schema", ["CREATE"], { database, schema: null, name }, objects.roleMeant(owner, database)),
    );
    const all = new Set([...own, ...inside]);
    const answer: Access = [all.has(PUBLIC) ? [PUBLIC] : [...all]];
    answers.set(database, answer);
    return answer;
  };
};

/** A temporary table or function is one too. */
const MAKING: readonly string[] = ["CREATE", "TEMPORARY", "TEMP"];
