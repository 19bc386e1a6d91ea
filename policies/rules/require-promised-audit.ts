import { listed, shownName } from "../../model/path-words";
import type { AllowlistEntry } from "../../model/policy";
import { isKnown } from "../../model/unknown";
import { databasesOf, rolesAbove, satisfies, startingValue, valueWords } from "../audit-settings";
import { allowlistEntry, type Facts, facts, LAB_ENVIRONMENT } from "../example";
import type { Breach, Rule, RuleInput } from "../rule";

const migrator = (): Facts =>
  facts().login("etl_migrator").member("etl_migrator", "pg_execute_server_program").database("staging").grant("PUBLIC", "CONNECT", {
    objectType: "database",
    database: "staging",
    object: "staging",
  });
const lab = { environment: LAB_ENVIRONMENT, policy: { allowlist: [allowlistEntry()] }, live: {} } as const;

/** Whoever may run programs is watched while doing it. */
export const requirePromisedAudit: Rule = {
  id: "require-promised-audit",
  title: "the audit settings that an allowlist entry promises are in force for every login that reaches its capability",
  severity: "error",
  tier: null,
  waivable: true,
  needsServer: true,
  rationale:
    "An entry is permitted because what its roles do is logged. PostgreSQL applies such settings when a session begins, to the login and not to the roles that it becomes: a setting on a group does nothing, one for a single database is overruled by nobody, and a session that was there before goes on as it began.",
  remedy: "`ALTER ROLE login SET setting = value` for each login, drop what overrules it in a database, and end sessions that are older",
  references: [
    "https://www.postgresql.org/docs/current/sql-alterrole.html",
    "https://www.postgresql.org/docs/current/runtime-config-logging.html",
    "https://github.com/pgaudit/pgaudit",
  ],
  examples: {
    bad: [
      { title: "nothing is logged", facts: migrator().serverSetting("log_statement", "none"), ...lab, subject: "etl_migrator" },
      {
        title: "only a group has the setting",
        facts: facts()
          .group("etl")
          .member("etl", "pg_execute_server_program")
          .login("ann")
          .member("ann", "etl")
          .setting("etl", "log_statement", "all")
          .database("staging")
          .grant("PUBLIC", "CONNECT", { objectType: "database", database: "staging", object: "staging" })
          .serverSetting("log_statement", "none"),
        environment: LAB_ENVIRONMENT,
        policy: { allowlist: [allowlistEntry({ roles: ["etl", "ann"] })] },
        live: {},
        subject: "ann",
      },
      {
        title: "the login can switch it off",
        facts: migrator()
          .setting("etl_migrator", "log_statement", "all")
          .grant("etl_migrator", "SET", { objectType: "parameter", database: null, object: "log_statement" }),
        ...lab,
        subject: "etl_migrator",
      },
      {
        title: "a session began before the setting was written",
        facts: migrator()
          .setting("etl_migrator", "log_statement", "all")
          .settingMoment("etl_migrator", "2026-11-20T09:00:00+00:00")
          .session("etl_migrator", "staging", "2026-11-19T23:00:00+00:00"),
        ...lab,
        subject: "etl_migrator",
      },
      {
        title: "pgaudit is promised and not loaded",
        facts: migrator().setting("etl_migrator", "pgaudit.log", "all"),
        environment: LAB_ENVIRONMENT,
        policy: { allowlist: [allowlistEntry({ audit: { "pgaudit.log": "all" } })] },
        live: {},
        subject: "etl_migrator",
      },
    ],
    good: [
      { title: "the login has the setting", facts: migrator().serverSetting("log_statement", "none").setting("etl_migrator", "log_statement", "all"), ...lab },
      { title: "everything on the server is logged", facts: migrator().serverSetting("log_statement", "all"), ...lab },
    ],
  },
  check: (input) =>
    input.live === null ? [] : (input.policy?.allowlist ?? []).filter((entry) => holdsHere(entry, input)).flatMap((entry) => breachesOf(entry, input)),
};

const holdsHere = ({ environment, expires }: AllowlistEntry, input: RuleInput): boolean => environment === input.environment.name && input.today <= expires;

const breachesOf = (entry: AllowlistEntry, input: RuleInput): readonly Breach[] => {
  const reaches = (login: string): boolean =>
    input.closure.reaches(login).some(({ capability, follows }) => capability === entry.capability && follows === null);
  const logins = input.closure.holders(entry.capability).filter((role) => !input.isAdministrator(role) && input.canLogIn(role) && reaches(role));
  return logins.flatMap((login) =>
    Object.entries(entry.audit).flatMap(([name, demanded]) => problemsOf(login, name, demanded, input).map((what) => breachOf(login, entry, what, input))),
  );
};

interface Problem {
  readonly what: string;
  readonly isOld?: true;
}

const breachOf = (login: string, entry: AllowlistEntry, { what, isOld }: Problem, { originOf }: RuleInput): Breach => ({
  subject: login,
  message: `the allowlist entry for ${entry.capability} promises an audit of ${shownName(login)}, and ${what}`,
  origin: originOf(login, []),
  ...(isOld === true && { severity: "warning" as const, certainty: "conditional" as const, condition: "unless an earlier setting said the same" }),
});

const problemsOf = (login: string, name: string, demanded: string, input: RuleInput): readonly Problem[] => {
  const { graph } = input;
  const above = rolesAbove(login, input);
  const shown = `${name} = ${demanded}`;
  if (name.toLowerCase().startsWith("pgaudit.") && !graph.serverSettings.some((setting) => setting.level === "server" && setting.name === name))
    return [{ what: `\`${shown}\` does nothing: pgaudit is not loaded` }];
  const weak = databasesOf(above, graph).flatMap((database) => {
    const { value } = startingValue(graph, login, database, name);
    return value !== undefined && isKnown(value) && satisfies(name, value, demanded) ? [] : [{ database, words: valueWords(value) }];
  });
  const [first] = weak;
  if (first !== undefined)
    return [{ what: `\`${shown}\` is not in force in ${listed(weak.map(({ database }) => shownName(database)))}: there it is ${first.words}` }];
  return [...switches(above, name, input), ...oldSessions(login, name, input)];
};

/** From PostgreSQL 15 on, SET on a parameter that only superusers set can be granted. */
const switches = (above: ReadonlySet<string>, name: string, { graph }: RuleInput): readonly Problem[] => {
  const held = graph.grants.find(
    ({ objectType, privilege, object, grantee }) =>
      objectType === "parameter" && privilege === "SET" && object?.toLowerCase() === name.toLowerCase() && above.has(grantee),
  );
  return held === undefined ? [] : [{ what: `it can switch \`${name}\` off: ${shownName(held.grantee)} has SET on the parameter` }];
};

const oldSessions = (login: string, name: string, { graph }: RuleInput): readonly Problem[] =>
  graph.sessions.flatMap(({ role, database, since }): readonly Problem[] => {
    if (role !== login || !isKnown(since) || !startingValue(graph, login, database, name).isOwn) return [];
    const written = graph.settingMoments
      .filter((moment) => moment.role === login && (moment.database === null || moment.database === database))
      .map((moment) => moment.written);
    const later = written
      .filter((moment) => Date.parse(moment) > Date.parse(since))
      .sort()
      .at(-1);
    return later === undefined
      ? []
      : [{ what: `a session of it in ${shownName(database)} began at ${since}, before its settings were written at ${later}`, isOld: true }];
  });
