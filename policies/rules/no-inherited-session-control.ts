import { isPlatformRole } from "../../model/platforms";
import { facts, LAB_ENVIRONMENT } from "../example";
import type { Held } from "../held";
import { reachBreach, reachMessage } from "../reach-breach";
import type { Rule, RuleInput } from "../rule";

const ROLE = "pg_signal_backend";

/** In a shared environment session control is granted by name, never spread by a group. */
export const noInheritedSessionControl: Rule = {
  id: "no-inherited-session-control",
  title: "in a shared environment an ops or dba login holds pg_signal_backend only by a direct membership of its own",
  severity: "error",
  tier: "control",
  waivable: true,
  rationale:
    "Who may end everybody's sessions should be read off the login itself. A broad group gives it to whoever joins later for another reason, and nobody reviews that as what it is.",
  remedy: "take pg_signal_backend from the group and grant it to the logins that need it, each by name",
  references: [
    "https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-SIGNAL",
    "https://www.postgresql.org/docs/current/role-membership.html",
  ],
  examples: {
    bad: [
      {
        title: "the whole team by its group",
        facts: facts().login("alice").group("sre").member("alice", "sre").member("sre", ROLE),
        subject: "alice",
      },
    ],
    good: [
      { title: "a named operator", facts: facts().login("alice").group("sre").member("alice", "sre").member("alice", ROLE) },
      {
        title: "an isolated environment may use its group",
        facts: facts().login("alice").group("sre").member("alice", "sre").member("sre", ROLE),
        environment: LAB_ENVIRONMENT,
      },
    ],
  },
  check: (input) => {
    if (input.environment.kind !== "shared") return [];
    return input
      .ofConcern(({ reach, ruling }) => reach.capability === "signal-backend" && ruling === "approved")
      .filter(({ role, held }) => !isOwn(input, role) && !isThroughPlatformRole(held))
      .map(({ role, held }) => reachBreach(input, role, held, { message: `${reachMessage(role, held)}, not by a membership of its own` }));
  },
};

const isOwn = (input: RuleInput, login: string): boolean => input.index.membershipsOf(login).some(({ role }) => role === ROLE);

/** A platform's administrator holds it by what the vendor made; approving that role approved this. */
const isThroughPlatformRole = ({ reach }: Held): boolean => reach.path.some(({ to }) => isPlatformRole(to));
