import { ATTRIBUTE_CEILING } from "../../model/policy";
import { facts } from "../example";
import { kindWords } from "../persona";
import { reachMessage, refusedReaches } from "../reach-breach";
import type { Rule } from "../rule";
import { ATTRIBUTE_OF } from "../rulings";

/** Role attributes are capabilities, and approved as such. */
export const noUnapprovedAttribute: Rule = {
  id: "no-unapproved-attribute",
  title: "a login has CREATEDB, CREATEROLE, REPLICATION and BYPASSRLS only where its persona is approved for them",
  severity: "error",
  severityWithoutPolicy: "warning",
  tier: null,
  waivable: true,
  rationale:
    "Attributes are stronger than they look: REPLICATION copies the whole server with its password verifiers, BYPASSRLS reads past every policy, CREATEROLE takes over the roles that it administers, and before PostgreSQL 16 it grants itself any role but a superuser, pg_execute_server_program included. SET ROLE to a role that has one is having it.",
  remedy: "take the attribute away, or have the owners of personas.yaml approve it for this persona",
  references: ["https://www.postgresql.org/docs/current/role-attributes.html", "https://www.postgresql.org/docs/15/role-attributes.html"],
  examples: {
    bad: [
      { title: "an app creates roles", facts: facts().login("orders_app", { createrole: true }), subject: "orders_app" },
      {
        title: "an operator takes the identity of a role that replicates",
        facts: facts().login("bob").group("standby", { replication: true }).member("bob", "standby"),
        subject: "bob",
      },
      {
        title: "before PostgreSQL 16 nobody is approved for CREATEROLE",
        facts: facts().login("ann", { createrole: true }),
        environment: { majors: [15] },
        subject: "ann",
      },
    ],
    good: [
      { title: "a dba who is approved for it", facts: facts().login("ann", { createrole: true }) },
      { title: "a login without attributes", facts: facts().login("orders_app") },
    ],
  },
  check: (input) =>
    refusedReaches(input, ["create-role", "create-database", "replication", "bypass-row-security"], (role, held) => {
      const attribute = ATTRIBUTE_OF[held.reach.capability];
      if (held.reach.kind !== "attribute" || attribute === undefined) return null;
      if (held.judgedTier === "os") {
        const message = `${reachMessage(role, held)}; before PostgreSQL 16 that is every role but superusers, pg_execute_server_program included`;
        return { message, remedy: "take CREATEROLE away: create roles as an administrator, or upgrade to PostgreSQL 16 or later" };
      }
      const { kind } = input.persona(role);
      if (input.policy === null || ATTRIBUTE_CEILING[kind].includes(attribute)) return {};
      return {
        message: `${reachMessage(role, held)}, above what ${kindWords(kind)} may ever have`,
        remedy: `take ${attribute} away, and leave what it was for to a dba who is approved for it`,
      };
    }),
};
