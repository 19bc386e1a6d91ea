import { type AccessGraph, FACT_LISTS } from "../../model/access-graph";

/** Where facts name a role that a rename takes along. Texts that name one, such as the value of a setting or a rule of pg_hba.conf, keep the old name. */
const NAMING: Partial<Record<keyof AccessGraph, readonly string[]>> = {
  roles: ["name"],
  memberships: ["member", "role", "grantor"],
  grants: ["grantee"],
  withheld: ["grantee"],
  defaultPrivileges: ["grantee", "owner"],
  ownerships: ["owner"],
  databases: ["owner"],
  schemas: ["owner"],
  functions: ["owner"],
  languages: ["owner"],
  relations: ["owner"],
  tableHolders: ["role"],
  eventTriggers: ["owner"],
  foreignServers: ["owner"],
  userMappings: ["role"],
  subscriptions: ["owner"],
  verifiers: ["role"],
  settings: ["role"],
};

/** ALTER ROLE ... RENAME TO: everything that the role holds and owns is the new name's. Facts that do not name it stay the same objects. */
export const renameRole = (graph: AccessGraph, from: string, to: string): AccessGraph => {
  const renamed = (fact: object, fields: readonly string[]): object => {
    const record = fact as Readonly<Record<string, unknown>>;
    const named = fields.filter((field) => record[field] === from);
    return named.length === 0 ? fact : { ...fact, ...Object.fromEntries(named.map((field) => [field, to])) };
  };
  return Object.fromEntries(
    FACT_LISTS.map((list): [string, readonly object[]] => [list, graph[list].map((fact: object) => renamed(fact, NAMING[list] ?? []))]),
  ) as unknown as AccessGraph;
};
