import type { Grant } from "../model/access-graph";
import type { Tier } from "../model/capability";
import { isTrustedLanguage } from "../model/extensions";
import { shownName } from "../model/path-words";
import type { Breach, RuleInput } from "./rule";

/** What an input writes into the server's own schemas, and privileges whose effect the input does not show. */
export const opaquePrivileges = (input: RuleInput): readonly Breach[] => [...serverFunctions(input), ...serverGrants(input), ...serverSchemas(input)];

/** Sessions call what stands in pg_catalog by its plain name, superusers' included. */
const serverFunctions = ({ graph, environment }: RuleInput): readonly Breach[] =>
  graph.functions.flatMap(({ name, schema, origin }): readonly Breach[] =>
    schema === null || !isReservedSchema(schema) || origin.address === null
      ? []
      : [
          {
            subject: origin.address ?? environment.name,
            message: `function ${shownName(name)} is made in ${shownName(schema)}, the server's own schema: superusers run it with every name that they call there`,
            origin,
            remedy: "make it in a schema of your own",
          },
        ],
  );

const serverSchemas = (input: RuleInput): readonly Breach[] =>
  input.graph.ownerships.flatMap(({ owner, objectType, object, origin }): readonly Breach[] =>
    objectType !== "schema" || !isReservedSchema(object) || origin.address === null || input.isAdministrator(owner)
      ? []
      : [
          {
            subject: owner,
            message: `${shownName(owner)} is made the owner of ${shownName(object)}, the server's own schema: whoever creates objects there has superusers run them`,
            origin,
            remedy: "leave the server's schemas to their owner",
          },
        ],
  );

const serverGrants = (input: RuleInput): readonly Breach[] =>
  input.graph.grants.flatMap((grant): readonly Breach[] => {
    // What a live cluster shows is followed to where it leads.
    if (grant.origin.address === null || input.isAdministrator(grant.grantee)) return [];
    const reason = reasonOf(grant);
    if (reason === null) return [];
    const target = `${grant.objectType.replaceAll("_", " ")} ${targetName(grant)}`;
    const whom = grant.grantee === "PUBLIC" ? "PUBLIC, everyone," : shownName(grant.grantee);
    return [
      {
        subject: grant.grantee,
        message: `${whom} is granted ${grant.privilege} on ${target}: ${reason.why}`,
        origin: grant.origin,
        tier: reason.tier,
        remedy: "take the grant away: offer what is needed as a table, a view or a function that runs as its caller, in a schema of your own",
      },
    ];
  });

const targetName = ({ schema, object }: Grant): string =>
  object === null ? (schema === null ? "(all)" : `(all in ${shownName(schema)})`) : `${schema === null ? "" : `${shownName(schema)}.`}${shownName(object)}`;

interface Reason {
  readonly tier: Tier;
  readonly why: string;
}

const reasonOf = (grant: Grant): Reason | null => {
  switch (grant.objectType) {
    case "schema":
      return grant.privilege !== "USAGE" && [grant.schema, grant.object].some((name) => name !== null && SERVER_SCHEMAS.has(name))
        ? { tier: "superuser", why: "whoever creates objects there has superusers run them" }
        : null;
    case "foreign_data_wrapper":
    case "foreign_server":
      return { tier: "os", why: "what it leads to, files and programs of the server or another session on it, is not followed" };
    case "language":
      return grant.object !== null && isTrustedLanguage(grant.object)
        ? null
        : { tier: "os", why: "functions in an untrusted language run as the server's account" };
    default:
      return null;
  }
};

const SERVER_SCHEMAS: ReadonlySet<string> = new Set(["pg_catalog", "information_schema"]);
/** PostgreSQL keeps the prefix `pg_` for schemas of its own. */
const isReservedSchema = (schema: string): boolean => schema.startsWith("pg_") || SERVER_SCHEMAS.has(schema);
