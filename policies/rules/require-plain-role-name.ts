import type { Origin } from "../../model/access-graph";
import { shownName } from "../../model/path-words";
import { isReservedName, predefinedRole } from "../../model/predefined-roles";
import { facts } from "../example";
import { nameProblem } from "../names";
import type { Breach, Rule, RuleInput } from "../rule";

/** Names are exact: PostgreSQL, Terraform and the reviewer read the same one. */
export const requirePlainRoleName: Rule = {
  id: "require-plain-role-name",
  title: "every role name is read as itself by PostgreSQL, Terraform and people",
  severity: "error",
  tier: null,
  waivable: false,
  rationale:
    "A NUL byte ends a name for the server and not for Terraform: pg_execute_server_program with a tail behind it is granted as the real role. Bytes beyond 63 are cut, templates are evaluated, and letters that look like others fool whoever reviews. People's names, `@`, `.`, `-`, spaces and accents are ordinary and stay so.",
  remedy: "choose a name of at most 63 bytes, in NFC, in letters of one script, without control, unseen or template characters, that does not begin with pg_",
  references: [
    "https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS",
    "https://developer.hashicorp.com/terraform/language/expressions/strings",
    "https://www.unicode.org/reports/tr39/",
  ],
  examples: {
    bad: [
      {
        title: "a NUL byte hides a predefined role",
        facts: facts().login("orders_app").member("orders_app", "pg_execute_server_program\0_harmless"),
        subject: "pg_execute_server_program\0_harmless",
      },
      { title: "a Cyrillic letter", facts: facts().login("оrders_app"), subject: "оrders_app" },
      { title: "the prefix pg_ is reserved", facts: facts().group("pg_team"), subject: "pg_team" },
      { title: "capitals do not make it another thing to read", facts: facts().group("PG_MONITOR"), subject: "PG_MONITOR" },
      { title: "a template", facts: facts().login(`\${var.name}_app`), subject: `\${var.name}_app` },
    ],
    good: [
      { title: "people's names", facts: facts().login("zoë.o'connor@example.com").login("Jean-Luc Müller") },
      { title: "a predefined role as what is granted", facts: facts().login("alice").member("alice", "pg_monitor") },
    ],
  },
  check: ({ written }) => {
    const breaches: Breach[] = [];
    for (const [name, { origin, isMade }] of doubtfulNames(written)) {
      const problem = nameProblem(name) ?? reservedProblem(name, isMade);
      if (problem !== null) breaches.push({ subject: name, message: `the role name ${shownName(name)} ${problem}`, origin });
    }
    return breaches;
  },
};

/** A predefined role as member has a rule of its own. */
const reservedProblem = (name: string, isMade: boolean): string | null =>
  isMade && isReservedName(name) ? "begins with pg_, which PostgreSQL reserves for its own roles" : null;

interface Use {
  readonly origin: Origin;
  /** Is the role created or a member, and not only what others are granted? */
  readonly isMade: boolean;
}

/** Names that are not ordinary, each once, with the first fact that has it. */
const doubtfulNames = (graph: RuleInput["written"]): ReadonlyMap<string, Use> => {
  const names = new Map<string, Use>();
  const use = (name: string, origin: Origin, isMade = false): void => {
    if (!isReservedName(name) && nameProblem(name) === null) return;
    const known = names.get(name);
    if (known === undefined || (isMade && !known.isMade)) names.set(name, { origin, isMade });
  };
  for (const { name, source, origin } of graph.roles) use(name, origin, source === "managed");
  for (const { member, role, origin } of graph.memberships) {
    use(member, origin, predefinedRole(member) === undefined);
    use(role, origin);
  }
  for (const { grantee, origin } of graph.grants) if (grantee !== "PUBLIC") use(grantee, origin);
  for (const { grantee, owner, origin } of graph.defaultPrivileges) {
    if (grantee !== "PUBLIC") use(grantee, origin);
    use(owner, origin);
  }
  for (const { owner, origin } of graph.ownerships) use(owner, origin);
  for (const { role, name, value, origin } of graph.settings) {
    use(role, origin);
    if (name === "role" && typeof value === "string" && value !== "none") use(value, origin);
  }
  return names;
};
