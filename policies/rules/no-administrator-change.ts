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
  needsCode: true,
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
    const { roles, memberships, settings } = input.graph;
    return [
      ...roles
        .filter(({ name, source }) => source === "managed" && input.isAdministrator(name))
        .flatMap(({ name, origin }) => breachOf(input, name, "this change makes or alters it", origin)),
      ...memberships
        .filter(({ member, role }) => input.isAdministrator(role) && !input.isAdministrator(member))
        .flatMap(({ member, role, origin }) => breachOf(input, role, `is granted to ${shownName(member)}`, origin)),
      ...settings
        .filter(({ role }) => input.isAdministrator(role))
        .flatMap(({ role, name, origin }) => breachOf(input, role, `this change sets its ${shownName(name)}`, origin)),
    ];
  },
};

/** Only what Terraform would do is a change: catalogs and policy files say what is. */
const breachOf = ({ environment }: RuleInput, subject: string, change: string, origin: Origin): readonly Breach[] =>
  origin.address === null ? [] : [{ subject, message: `${shownName(subject)} is an administrator of ${environment.name}, and ${change}`, origin }];
