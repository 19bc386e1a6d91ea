import assert from "node:assert/strict";
import { accessStates } from "../../model/closure/access-states";
import { INHERIT, roleGraph } from "../../model/closure/edges";
import type { Access } from "../../model/closure/escalation";
import { ObjectIndex, PUBLIC } from "../../model/closure/object-index";
import type { GraphIndex } from "../../model/graph-index";
import { WITHHELD } from "./attack";
import { PARAMETERS_GRANTED } from "./random-objects";
import { rolesUp } from "./roles-up";
import type { TestServer } from "./servers";

/** A question about one object: what the model says, and what the server is asked for a role `$1`. */
interface Question {
  readonly access: Access;
  readonly sql: string;
}

/** Compares who has which privileges on the objects of random-objects.ts, as the closure looks them up, with `has_*_privilege`; the number of answers. */
export const comparePrivileges = async ({ admin, database, major }: TestServer, index: GraphIndex): Promise<number> => {
  const server = { major, administrators: ["postgres"] };
  const objects = new ObjectIndex(index.graph, server);
  const graph = roleGraph(index, server, [PUBLIC]);
  const { statesOf } = accessStates(graph);
  // Of a superuser every answer is true; pg_database_owner itself is nobody.
  const { rows: roles } = await admin.query<{ name: string }>("SELECT rolname AS name FROM pg_roles WHERE NOT rolsuper AND oid <> 6171 ORDER BY oid");
  const wrong: string[] = [];
  let compared = 0;
  for (const { access, sql } of questionsOf(objects, database, major)) {
    const holders = new Set(statesOf(access).sure.map((state) => graph.names[state - graph.names.length] ?? ""));
    const { rows } = await admin.query<{ name: string; has: boolean }>(`SELECT name, ${sql.replaceAll("$1", "name")} AS has FROM unnest($1::name[]) AS name`, [
      roles.map(({ name }) => name),
    ]);
    for (const { name, has } of rows) {
      const model = holders.has(PUBLIC) || [...rolesUp(graph, name, INHERIT)].some((role) => holders.has(role));
      if (model !== has) wrong.push(`${sql.replaceAll("$1", `'${name}'`)} is ${has}`);
    }
    compared += rows.length;
  }
  assert.deepEqual(wrong, [], wrong.join("\n"));
  return compared;
};

const questionsOf = (objects: ObjectIndex, database: string, major: number): readonly Question[] => {
  const inSchema = (schema: string, sql: string): string => `has_schema_privilege($1, '${schema}', 'USAGE') AND ${sql}`;
  const { functions, relations, schemas } = objects.graph;
  return [
    { access: objects.connectors(database), sql: `has_database_privilege($1, '${database}', 'CONNECT')` },
    ...schemas
      .filter(({ name }) => /^s\d$|^public$/.test(name))
      .map(({ name }) => ({ access: objects.schemaUsers({ database, schema: name }), sql: `has_schema_privilege($1, '${name}', 'USAGE')` })),
    ...functions
      .filter(({ schema }) => /^s\d$/.test(schema ?? ""))
      .map((fact) => ({
        access: objects.callers(fact),
        sql: inSchema(fact.schema ?? "", `has_function_privilege($1, '${fact.schema}.${fact.name}(${fact.arguments})', 'EXECUTE')`),
      })),
    ...relations
      .filter(({ schema }) => /^s\d$/.test(schema))
      .flatMap((relation) =>
        ["SELECT", "INSERT"].map((privilege) => ({
          access: objects.users(relation, [privilege]),
          sql: inSchema(relation.schema, `has_any_column_privilege($1, '${relation.schema}.${relation.name}', '${privilege}')`),
        })),
      ),
    ...WITHHELD.map((signature) => {
      const [name = "", types = ""] = signature.replace(")", "").split("(");
      const place = { database, schema: "pg_catalog", name, arguments: types };
      return { access: [objects.holders("function", ["EXECUTE"], place, "postgres")], sql: `has_function_privilege($1, 'pg_catalog.${signature}', 'EXECUTE')` };
    }),
    ...(major < 15 ? [] : PARAMETERS_GRANTED).map((name) => ({
      access: [objects.holders("parameter", ["SET"], { database: null, schema: null, name }, "postgres")],
      sql: `has_parameter_privilege($1, '${name}', 'SET')`,
    })),
  ];
};
