import type { Membership } from "../../model/access-graph";
import { memoized } from "../../model/memoized";
import { shownName } from "../../model/path-words";
import { isPlatformRole, isRefused, isVendorGroup, platformFact } from "../../model/platforms";
import { hasPredefinedRole, isReservedName, MAJORS, predefinedRole } from "../../model/predefined-roles";
import { facts } from "../example";
import type { Breach, Rule, RuleInput } from "../rule";

/** What a role is given by a membership must be known, or nothing of it can be judged. */
export const requireKnownGroup: Rule = {
  id: "require-known-group",
  title: "every role that somebody joins is described: by an input, by an `external` entry, or by PostgreSQL itself",
  severity: "error",
  severityWithoutPolicy: "warning",
  tier: null,
  waivable: false,
  needsCode: true,
  rationale:
    "A group that is made elsewhere may hold pg_execute_server_program today or tomorrow; whoever joins it holds that too, and nothing in this input shows it. A predefined role that the server lacks makes the apply fail, or, on a newer server, gives what nobody here has read about.",
  remedy:
    "say what the role holds, in one of three ways: declare it in this code; name the input that declares it beside this one (`rolegate check THIS OTHER`); or have the owners describe it under `external` in personas.yaml",
  references: ["https://www.postgresql.org/docs/current/role-membership.html", "https://www.postgresql.org/docs/current/predefined-roles.html"],
  examples: {
    bad: [
      { title: "a group that no input declares", facts: facts().login("orders_app").member("orders_app", "team_ops"), subject: "orders_app" },
      { title: "a predefined role that no supported PostgreSQL has", facts: facts().login("alice").member("alice", "pg_everything"), subject: "alice" },
      { title: "a predefined role that is newer than the server", facts: facts().login("ann").member("ann", "pg_maintain"), subject: "ann" },
      {
        title: "the owner of each database is the one member of pg_database_owner",
        facts: facts().login("ann").member("ann", "pg_database_owner"),
        subject: "ann",
      },
    ],
    good: [
      { title: "the group is declared here", facts: facts().login("orders_app").group("orders").member("orders_app", "orders") },
      {
        title: "the owners say what the group holds",
        facts: facts().login("alice").member("alice", "ops_wrapper"),
        policy: {
          external: [{ role: "ops_wrapper", environment: "prod", holds: ["pg_monitor"], source: { file: "policies/personas.yaml", line: 9 } }],
        },
      },
    ],
  },
  check: (input) => {
    const isDescribed = memoized((role) => !isReservedName(role) && !isUndescribed(input, role));
    return input.graph.memberships.flatMap((membership): readonly Breach[] => {
      if (isDescribed(membership.role)) return [];
      const breach = isReservedName(membership.role) ? predefinedProblem(input, membership) : undescribed(membership);
      return breach === null ? [] : [{ subject: membership.member, origin: membership.origin, ...breach }];
    });
  },
};

type Words = Pick<Breach, "message"> & Partial<Breach>;

const isUndescribed = (input: RuleInput, role: string): boolean =>
  !isVendorGroup(input.environment.platform, role) &&
  !isPlatformRole(role) &&
  !input.isAdministrator(role) &&
  !input.environment.providerLogins.includes(role) &&
  input.index.role(role)?.source === "mentioned";

const undescribed = ({ member, role }: Membership): Words => ({
  message: `${shownName(member)} is a member of ${shownName(role)}, which no input and no \`external\` entry describes`,
});

const predefinedProblem = (input: RuleInput, membership: Membership): Words | null => {
  const { member, role } = membership;
  const fact = predefinedRole(role);
  if (fact?.grantable === true && (!input.majorKnown || hasPredefinedRole(input.major, role))) return refusedGrant(input, membership);
  const joins = `${shownName(member)} is a member of ${shownName(role)}`;
  if (fact === undefined) {
    const message = `${joins}, a predefined role that PostgreSQL ${MAJORS[0]} to ${MAJORS.at(-1)} do not have: what it gives cannot be judged`;
    return { message, severity: "error", remedy: "correct the name, or take the membership away: the prefix pg_ belongs to PostgreSQL" };
  }
  if (!fact.grantable) {
    const message = `${joins}, which PostgreSQL refuses: its one member is the owner of the current database`;
    return { message, severity: "error", remedy: "make the role the owner of the database, or grant it what it needs" };
  }
  const message = `${joins}, which PostgreSQL ${input.major} does not have: it came with ${fact.since}`;
  return { message, severity: "error", remedy: "take the membership away, or correct `postgres` in environments.yaml if the server is newer" };
};

/** What is written for a server whose vendor refuses it: on a live server it is simply there. */
const refusedGrant = ({ environment, major }: RuleInput, { member, role, origin }: Membership): Words | null => {
  if (origin.address === null || !isRefused(environment.platform, role, major)) return null;
  const message = `${shownName(member)} is a member of ${shownName(role)}, which nobody can grant on ${platformFact(environment.platform).title}: the apply would fail`;
  return { message, severity: "warning", remedy: "take the membership away, or correct `platform` in environments.yaml" };
};
