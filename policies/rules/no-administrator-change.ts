import type { Origin } from "../../model/access-graph";
import { shownName } from "../../model/path-words";
import { facts } from "../example";
import type { Breach, Rule, RuleInput } from "../rule";

/** Administrators are exempt from every other rule, so no change of the judged code may touch them. */
export const noAdministratorChange: Rule = {
  id: "no-administrator-change",
  title: "no change creates, alters, renames or grants an administrator of the environment",
  severity: "error",
  tier: null,
  waivable: true,
  rationale:
    "Administrators are judged by nothing else. A role that is made under an administrator's name, or whose settings, password or members a change writes, would carry everything past the gate.",
  remedy: "leave administrators to whoever runs the servers; if this role is none, have the owners take it from `administrators` in environments.yaml",
  references: ["https://www.postgresql.org/docs/current/sql-alterrole.html", "https://www.postgresql.org/docs/current/role-attributes.html"],
  examples: {
    bad: [
      { title: "a role is made under an administrator's name", facts: facts().login("postgres"), subject: "postgres" },
      { title: "an administrator is granted", facts: facts().login("ann").member("ann", "postgres"), subject: "postgres" },
      {
        title: "an administrator is named by the policy files",
        facts: facts().setting("tfadmin", "search_path", "orders"),
        environment: { administrators: ["postgres", "tfadmin"] },
        subject: "tfadmin",
      },
    ],
    good: [
      { title: "roles of others", facts: facts().login("orders_app") },
      { title: "what an administrator is a member of changes nothing for it", facts: facts().group("orders_owner").member("postgres", "orders_owner") },
    ],
  },
  check: (input) => {
    const { graph } = input;
    return [
      ...graph.roles.flatMap(({ name, source, origin }) =>
        source === "managed"
          ? breachOf(input, name, `${shownName(name)} is an administrator of ${input.environment.name}, and this change makes or alters it`, origin)
          : [],
      ),
      ...graph.memberships.flatMap(({ member, role, origin }) =>
        input.isAdministrator(member)
          ? []
          : breachOf(input, role, `${shownName(role)} is an administrator of ${input.environment.name}, and is granted to ${shownName(member)}`, origin),
      ),
      ...graph.settings.flatMap(({ role, name, origin }) =>
        breachOf(input, role, `${shownName(role)} is an administrator of ${input.environment.name}, and this change sets its ${shownName(name)}`, origin),
      ),
    ];
  },
};

/** Only what Terraform would do is a change: catalogs and policy files say what is. */
const breachOf = (input: RuleInput, subject: string, message: string, origin: Origin): readonly Breach[] =>
  input.isAdministrator(subject) && origin.address !== null ? [{ subject, message, origin }] : [];
