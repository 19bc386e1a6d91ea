import type { Capability } from "../capability";
import { isGuardedSignal, SIGNALLER_ROLES } from "../guarded-signals";
import type { FunctionFact } from "../object-facts";
import type { ObjectIndex } from "./object-index";

/**
 * What a function that rolegate knows by its digest gives to whoever may call it, and nothing else; null for any other function. Any changed byte makes
 * it another function, and so does an owner that could do more than it takes, for then nobody has to believe the body.
 */
export const knownGift = (fact: FunctionFact, objects: ObjectIndex): Capability | null =>
  fact.securityDefiner === true && typeof fact.owner === "string" && isGuardedSignal(fact) && isBareSignaller(fact.owner, objects) ? "guarded-signals" : null;

/** A role without a login, without attributes, and in nothing but the two predefined roles. */
const isBareSignaller = (owner: string, { graph, superusers }: ObjectIndex): boolean => {
  const roles = graph.roles.filter(({ name }) => name === owner);
  return (
    !superusers.has(owner) &&
    roles.length > 0 &&
    roles.every(({ login, superuser, createrole, createdb, replication, bypassrls }) =>
      [login, superuser, createrole, createdb, replication, bypassrls].every((has) => has === false),
    ) &&
    graph.memberships.every(({ member, role, admin }) => member !== owner || (SIGNALLER_ROLES.includes(role) && admin === false))
  );
};
