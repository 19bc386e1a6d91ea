import type { DefaultPrivilege } from "../access-graph";
import { isReservedName } from "../predefined-roles";
import { type Difference, wordOf } from "./difference";
import type { Found } from "./memberships";
import { defaultKind } from "./privileges";
import type { DriftScope } from "./scope";

/** Default privileges for every role that the code creates, and for whoever the code gives some by the same owner. */
export const compareDefaultPrivileges = (scope: DriftScope, found: Found): void => {
  const { desired, live } = scope;
  const wanted = new Map<string, DefaultPrivilege>();
  for (const fact of desired.defaultPrivileges) if (fact.privilege !== "MAINTAIN" || live.major >= 17) wanted.set(keyOf(fact), fact);
  const targets = new Map<string, DefaultPrivilege>();
  for (const fact of wanted.values()) targets.set(targetOf(fact), fact);
  const stored = new Map(live.graph.defaultPrivileges.map((fact) => [keyOf(fact), fact]));
  const missing: DefaultPrivilege[] = [];
  const extra: DefaultPrivilege[] = [];
  const optional: DefaultPrivilege[] = [];
  for (const [key, fact] of wanted) {
    const is = stored.get(key);
    if (!live.databases.has(fact.database)) {
      if (live.graph.databases.some(({ name }) => name === fact.database))
        found.untold.push(`default privileges for ${wordOf(fact.grantee)}: the database ${wordOf(fact.database)} was not read`);
      else missing.push(fact);
    } else if (is === undefined || (fact.grantable && !is.grantable)) missing.push(fact);
    else if (is.grantable && !fact.grantable) optional.push(is);
  }
  for (const [key, fact] of stored) if (!wanted.has(key) && isCompared(scope, fact, targets)) extra.push(fact);
  for (const group of grouped(missing)) found.differences.push(differenceOf(scope, group, "code", targets));
  for (const group of grouped(extra)) found.differences.push(differenceOf(scope, group, "server", targets));
  for (const group of grouped(optional)) found.differences.push(differenceOf(scope, group, "option", targets));
};

const keyOf = (fact: DefaultPrivilege): string => `${targetOf(fact)}\0${fact.privilege}`;
const targetOf = ({ grantee, owner, objectType, database, schema }: DefaultPrivilege): string =>
  JSON.stringify([grantee, owner, defaultKind(objectType), database, schema]);

const isCompared = (scope: DriftScope, fact: DefaultPrivilege, targets: ReadonlyMap<string, unknown>): boolean => {
  const { grantee, owner, schema, objectType } = fact;
  if (grantee === owner) return false;
  // A list for all schemas repeats what PUBLIC has without one.
  if (grantee === "PUBLIC" && schema === null && (objectType === "function" || objectType === "type")) return false;
  return scope.managed.has(grantee) || grantee === "PUBLIC" || isReservedName(grantee) || targets.has(targetOf(fact));
};

const grouped = (facts: readonly DefaultPrivilege[]): readonly (readonly [DefaultPrivilege, ...DefaultPrivilege[]])[] => {
  const groups = new Map<string, [DefaultPrivilege, ...DefaultPrivilege[]]>();
  for (const fact of facts) {
    const key = `${targetOf(fact)}\0${fact.grantable}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [fact]);
    else group.push(fact);
  }
  return [...groups.values()];
};

const differenceOf = (
  scope: DriftScope,
  group: readonly [DefaultPrivilege, ...DefaultPrivilege[]],
  side: "code" | "server" | "option",
  targets: ReadonlyMap<string, DefaultPrivilege>,
): Difference => {
  const [first] = group;
  const { grantee, owner, objectType, database, schema, grantable } = first;
  const privileges = [...new Set(group.map(({ privilege }) => privilege))].sort().join(", ");
  const origin = side === "code" ? first.origin : (targets.get(targetOf(first))?.origin ?? null);
  const given = grantable ? "given WITH GRANT OPTION" : "given";
  return {
    about: "default privilege",
    role: grantee,
    standing: scope.standingOf(grantee),
    detail: `${side === "option" ? "GRANT OPTION for " : ""}${privileges} on future ${defaultKind(objectType)}s of ${wordOf(owner)}${schema === null ? "" : ` in schema ${wordOf(schema)}`} of database ${wordOf(database)}`,
    desired: side === "code" ? given : null,
    actual: side === "code" ? null : given,
    grantor: side === "code" ? null : owner,
    tier: null,
    origin,
    terraform: side === "option" || origin === null ? "blind" : "mends",
    database,
    mend: side === "code" ? { act: "grant-default", privileges: group } : { act: "revoke-default", privileges: group, optionOnly: side === "option" },
  };
};
