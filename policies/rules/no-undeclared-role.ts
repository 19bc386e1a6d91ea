import type { AccessGraph } from "../../model/access-graph";
import { shownName } from "../../model/path-words";
import { isPlatformRole, isVendorGroup } from "../../model/platforms";
import { isReservedName } from "../../model/predefined-roles";
import { matchesPattern } from "../../model/role-pattern";
import { EXAMPLE_ENVIRONMENT, facts } from "../example";
import type { Rule, RuleInput } from "../rule";

/** A role that no code declares has nobody who reviews what it holds. */
export const noUndeclaredRole: Rule = {
  id: "no-undeclared-role",
  title: "the code declares every role of the cluster but those that need not be in it",
  severity: "error",
  tier: null,
  waivable: true,
  needsServer: true,
  rationale:
    "A role that was made by hand has no owner, no review and no end, and what it is granted shows in no pull request. With `--desired` the audit knows what the code declares and tells the others.",
  remedy: "declare the role in the code, drop it, or have the owners name it under `unmanaged` of the environment",
  references: ["https://www.postgresql.org/docs/current/sql-createrole.html"],
  examples: {
    bad: [
      {
        title: "a role was made by hand",
        facts: facts().login("orders_app").login("joe"),
        live: { desired: facts().login("orders_app").graph },
        subject: "joe",
      },
    ],
    good: [
      { title: "the code declares it", facts: facts().login("orders_app"), live: { desired: facts().login("orders_app").graph } },
      {
        title: "the owners tolerate it",
        facts: facts().login("legacy_batch"),
        environment: { policy: EXAMPLE_ENVIRONMENT.policy === null ? null : { ...EXAMPLE_ENVIRONMENT.policy, unmanaged: ["legacy_*"] } },
        live: { desired: facts().graph },
      },
      { title: "nobody said what the code declares", facts: facts().login("joe"), live: {} },
    ],
  },
  check: (input) => {
    const desired = input.live?.desired ?? null;
    if (desired === null) return [];
    const declared = namedIn(desired);
    return input.written.roles
      .filter(({ name, source, origin }) => source === "managed" && origin.address === null && !declared.has(name) && !isTolerated(name, input))
      .map(({ name, origin }) => ({ subject: name, message: `${shownName(name)} is in the cluster, and the code does not know it`, origin }));
  },
};

/** A role that the code only names, to grant it something, is known as well. */
const namedIn = ({ roles, memberships }: AccessGraph): ReadonlySet<string> =>
  new Set([...roles.map(({ name }) => name), ...memberships.flatMap(({ member, role }) => [member, role])]);

const isTolerated = (name: string, { environment, policy, isAdministrator }: RuleInput): boolean =>
  isReservedName(name) ||
  isAdministrator(name) ||
  isPlatformRole(name) ||
  isVendorGroup(environment.platform, name) ||
  (environment.policy?.unmanaged ?? []).some((pattern) => matchesPattern(pattern, name)) ||
  (policy?.external ?? []).some((entry) => entry.environment === environment.name && entry.role === name);
