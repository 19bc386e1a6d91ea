import type { Capability } from "../../model/capability";
import { facts } from "../example";
import { refusedReaches } from "../reach-breach";
import type { Rule } from "../rule";

/** Superusers are the administrators that the environment names, and nobody else. */
export const noSuperuser: Rule = {
  id: "no-superuser",
  title: "no role other than the environment's administrators is or becomes a superuser",
  severity: "error",
  tier: "superuser",
  waivable: false,
  rationale:
    "A superuser passes every check of the server, runs programs on it and rewrites its own audit. Membership in one is as good: SET ROLE takes its identity, and what it owns is inherited.",
  remedy: "take SUPERUSER and memberships in administrators away and grant what the work needs; who administers is written in environments.yaml by its owners",
  references: ["https://www.postgresql.org/docs/current/role-attributes.html", "https://www.postgresql.org/docs/current/role-membership.html"],
  examples: {
    bad: [
      { title: "a login is made superuser", facts: facts().login("deploy_app", { superuser: true }), subject: "deploy_app" },
      { title: "a dba joins an administrator", facts: facts().login("ann").member("ann", "postgres"), subject: "ann" },
      {
        title: "a role joins the login that the provider connects as",
        facts: facts().login("ann").member("ann", "terraform"),
        environment: { providerLogins: ["terraform"] },
        subject: "ann",
      },
    ],
    good: [
      { title: "an ordinary login", facts: facts().login("ann") },
      { title: "the provider's login is not a superuser by being the provider's", facts: facts().login("ann"), environment: { providerLogins: ["ann"] } },
    ],
  },
  check: (input) => refusedReaches(input, ["superuser"], (_, { ruling, reach }) => (ruling === "doubtful" ? { remedy: remedyOf(reach.follows) } : {})),
};

/** What an approved role may lead to is mended where its condition is, not by taking the role away. */
const REMEDIES: Partial<Readonly<Record<Capability, string>>> = {
  "read-credentials": "keep password_encryption at scram-sha-256, and set passwords anew that were stored before; the live server tells which those are",
  "write-all-data": "keep tables whose rows a superuser's job or trigger runs out of reach: in another database, or without such jobs",
  maintain: "let no superuser own a materialized view or an index that calls functions of other roles",
};
const remedyOf = (follows: Capability | null): string => (follows === null ? undefined : REMEDIES[follows]) ?? noSuperuser.remedy;
