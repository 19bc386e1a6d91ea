import { shownName } from "../../model/path-words";
import { facts } from "../example";
import type { Rule } from "../rule";

/** Functions, languages and foreign tables are seen from inside a database only. */
export const noUnseenDatabase: Rule = {
  id: "no-unseen-database",
  title: "the audit enters every database that it is meant to",
  severity: "warning",
  tier: null,
  waivable: true,
  needsServer: true,
  rationale:
    "A function that runs as its owner, an untrusted language or a foreign table is known only to the database that has it, and each can lead to the server's operating-system account. What an audit did not enter it cannot call clean; with `--complete` that is an error.",
  remedy: "let the audit's login in (GRANT CONNECT ON DATABASE ... TO it), or list under `databases` of the environment what the audit is to enter",
  references: ["https://www.postgresql.org/docs/current/ddl-priv.html", "https://www.postgresql.org/docs/current/manage-ag-overview.html"],
  examples: {
    bad: [
      {
        title: "a database is closed to the audit's login",
        facts: facts().login("auditor").unreadDatabase("payroll", "`auditor` has no CONNECT on it"),
        live: {},
        subject: "prod",
      },
    ],
    good: [{ title: "every database was entered", facts: facts().login("auditor"), live: {} }],
  },
  check: ({ environment, graph, live }) =>
    graph.unreadDatabases.map(({ name, why, origin }) => ({
      subject: environment.name,
      message: `the database ${shownName(name)} was not read: ${why}`,
      origin,
      ...(live?.isComplete === true && { severity: "error" as const }),
    })),
};
