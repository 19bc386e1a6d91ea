import { NO_ORIGIN, type Origin } from "../../model/access-graph";
import { listed, shownName } from "../../model/path-words";
import type { ExternalRole } from "../../model/policy";
import { predefinedRole } from "../../model/predefined-roles";
import { facts } from "../example";
import { externalHoldings } from "../external-roles";
import type { Breach, Rule, RuleInput } from "../rule";

const stating = (holds: readonly string[]) => ({
  policy: { external: [{ role: "ops_wrapper", environment: "prod", holds, source: { file: "policies/personas.yaml", line: 9 } }] },
});

/** Plans are judged by what the owners say that roles made elsewhere hold. */
export const noUnderstatedExternal: Rule = {
  id: "no-understated-external",
  title: "roles that are managed elsewhere hold no more than their `external` entries say",
  severity: "error",
  tier: null,
  waivable: true,
  needsServer: true,
  rationale:
    "A plan that joins a login to a group made elsewhere is judged by what personas.yaml says of that group. Where the group holds more, the login was given more than anybody approved, and every later plan is judged by the wrong word.",
  remedy: "take from the role what its entry does not say, or have the owners write it down",
  references: ["https://www.postgresql.org/docs/current/role-membership.html"],
  examples: {
    bad: [
      {
        title: "the group holds more than is said",
        facts: facts().group("ops_wrapper").member("ops_wrapper", "pg_monitor").member("ops_wrapper", "pg_read_all_data"),
        ...stating(["pg_monitor"]),
        live: {},
        subject: "ops_wrapper",
      },
      {
        title: "it has an attribute that no entry can say",
        facts: facts().group("ops_wrapper", { bypassrls: true }),
        ...stating([]),
        live: {},
        subject: "ops_wrapper",
      },
      { title: "it is not there", facts: facts(), ...stating(["pg_monitor"]), live: {}, subject: "ops_wrapper" },
    ],
    good: [
      { title: "it holds what is said", facts: facts().group("ops_wrapper").member("ops_wrapper", "pg_monitor"), ...stating(["pg_monitor"]), live: {} },
      { title: "it holds less", facts: facts().group("ops_wrapper"), ...stating(["pg_monitor"]), live: {} },
    ],
  },
  check: (input) => {
    if (input.live === null) return [];
    const holdings = externalHoldings(input.policy, input.environment.name);
    return [...holdings].flatMap(([role, holds]) => breachesOf(role, holds, input));
  },
};

const breachesOf = (role: string, holds: ReadonlySet<string>, input: RuleInput): readonly Breach[] => {
  const entry = input.policy?.external.find((each) => each.role === role && each.environment === input.environment.name);
  const about = { subject: role, origin: entry === undefined ? NO_ORIGIN : originOf(entry) };
  if (!input.written.roles.some(({ name }) => name === role))
    return [{ ...about, message: `${shownName(role)} is described as managed elsewhere, and is not in the cluster`, severity: "warning" }];
  const said = new Set([...holds].flatMap((name) => [name, ...(predefinedRole(name)?.contains ?? [])]));
  const more = [...input.closure.rolesReached(role).filter((name) => !said.has(name)), ...attributesOf(role, input)];
  return more.length === 0 ? [] : [{ ...about, message: `${shownName(role)} holds ${listed(more)} too, which its \`external\` entry does not say` }];
};

const ATTRIBUTES = ["superuser", "createrole", "createdb", "replication", "bypassrls"] as const;
const attributesOf = (role: string, { index, closure }: RuleInput): readonly string[] => {
  const fact = index.role(role);
  const own = ATTRIBUTES.filter((name) => fact?.[name] === true).map((name) => name.toUpperCase());
  const becomes = closure.reaches(role).some(({ capability, certainty }) => capability === "superuser" && certainty === "certain");
  return becomes && !own.includes("SUPERUSER") ? [...own, "a way to superuser"] : own;
};

const originOf = ({ source }: ExternalRole): Origin => ({ ...NO_ORIGIN, file: source.file, line: source.line });
