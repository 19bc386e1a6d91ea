import type { AccessGraph, DefaultPrivilege, Grant } from "../../model/access-graph";
import { shownName } from "../../model/path-words";
import { predefinedRole } from "../../model/predefined-roles";
import { facts } from "../example";
import type { Breach, Rule, RuleInput } from "../rule";

/** What is granted to a predefined role goes to all of its members, on every server that is copied from this one. */
export const noPredefinedMember: Rule = {
  id: "no-predefined-member",
  title: "nothing is granted to a predefined role",
  severity: "error",
  tier: null,
  waivable: true,
  rationale:
    "PostgreSQL accepts GRANT pg_execute_server_program TO pg_monitor, and from then on every monitor runs programs. Nobody who approves a predefined role expects it to give more than its documentation says.",
  remedy: "make a role of your own that is a member of the predefined role, and grant the rest to that",
  references: ["https://www.postgresql.org/docs/current/predefined-roles.html"],
  examples: {
    bad: [
      { title: "every monitor may run programs", facts: facts().member("pg_monitor", "pg_execute_server_program"), subject: "pg_monitor" },
      {
        title: "every owner of a database may use the schema",
        facts: facts().grant("pg_database_owner", "USAGE", { objectType: "schema", schema: "orders" }),
        subject: "pg_database_owner",
      },
    ],
    good: [
      {
        title: "a group of one's own holds both",
        facts: facts().group("watchers").member("watchers", "pg_monitor").grant("watchers", "USAGE", { objectType: "schema", schema: "orders" }),
      },
    ],
  },
  check: (input) => [...memberships(input), ...privileges(input)],
};

const memberships = (input: RuleInput): readonly Breach[] =>
  input.graph.memberships
    .filter(({ member }) => predefinedRole(member) !== undefined)
    .flatMap(({ member, role, origin }): readonly Breach[] => {
      if (predefinedRole(member)?.contains.includes(role) === true) return [];
      const worst = input.closure.reaches(role).find(({ follows }) => follows === null);
      const message = `${shownName(role)} is granted to the predefined role ${member}, and so to all of its members`;
      const path = [{ from: member, to: role, by: "inherit", via: null }] as const;
      return [{ subject: member, message, origin, tier: worst?.tier ?? null, capability: worst?.capability ?? null, path }];
    });

const privileges = ({ graph }: RuleInput): readonly Breach[] => {
  const given = [...graph.grants, ...graph.defaultPrivileges].filter(({ grantee }) => predefinedRole(grantee) !== undefined);
  return given.flatMap((each): readonly Breach[] => {
    // Scripts of extensions give to predefined roles, too; what that can do is judged of whoever reaches it.
    if ("object" in each && (isOwners(each, graph) || each.isInitial === true)) return [];
    const { grantee, privilege, origin } = each;
    const message = `${privilege} on ${targetOf(each)} is granted to the predefined role ${grantee}, and so to all of its members`;
    return [{ subject: grantee, message, origin }];
  });
};

/** What a live cluster shows as the owner's own: from PostgreSQL 15 `public` belongs to pg_database_owner. */
const isOwners = ({ grantee, objectType, database, object, origin }: Grant, { schemas }: AccessGraph): boolean =>
  grantee === "pg_database_owner" &&
  objectType === "schema" &&
  origin.address === null &&
  schemas.some((schema) => schema.name === object && schema.database === database && schema.owner === grantee);

/** By name where no address tells which it is. */
const targetOf = (given: Grant | DefaultPrivilege): string => {
  const type = given.objectType.replaceAll("_", " ");
  if (given.origin.address !== null || !("object" in given) || given.object === null) return `a ${type}`;
  return `${type} ${shownName(given.object)}${given.database === null || given.objectType === "database" ? "" : ` of database ${shownName(given.database)}`}`;
};
