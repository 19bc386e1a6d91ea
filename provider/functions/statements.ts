import { grantee, identifier, literal } from "../../writers/quote";
import { assignment } from "../../writers/roles";
import { differingAttributes, type FunctionClaim, typesOf } from "./claim";
import type { ExecutorRow, FunctionReading, LiveFunction } from "./rows";

/** The statements that make the function as it is planned; with null, gone. Who may run it is settled last: an ALTER OWNER hands on what its maker had. */
export const functionStatements = ({ live, defaults }: FunctionReading, planned: FunctionClaim | null): readonly string[] => {
  if (planned === null) return live === null ? [] : [`DROP FUNCTION ${nameOf(live.claim)}`];
  const name = nameOf(planned);
  const held = live?.executors ?? [];
  const own = held.filter(isOwn);
  // What nobody but its grantor takes back; what its maker's default privileges give; what is too much.
  const lost =
    live === null ? new Set(["public", ...defaults]) : new Set(own.map(({ executor }) => executor).filter((executor) => !planned.executors.includes(executor)));
  const gained = planned.executors.filter((executor) => live === null || live.claim.owner === executor || !own.some((row) => row.executor === executor));
  return [
    ...definition(live, planned),
    ...(live?.claim.comment === planned.comment || (live === null && planned.comment === null)
      ? []
      : [`COMMENT ON FUNCTION ${name} IS ${planned.comment === null ? "NULL" : literal(planned.comment)}`]),
    ...held.filter((row) => !isOwn(row)).flatMap((row) => revokedByGrantor(name, row)),
    ...[...lost].map((executor) => `REVOKE EXECUTE ON FUNCTION ${name} FROM ${executorOf(executor)}`),
    ...own
      .filter(({ executor, grantable }) => grantable && !lost.has(executor))
      .map(({ executor }) => `REVOKE GRANT OPTION FOR EXECUTE ON FUNCTION ${name} FROM ${executorOf(executor)}`),
    ...(live?.claim.owner === planned.owner ? [] : [`ALTER FUNCTION ${name} OWNER TO ${identifier(planned.owner)}`]),
    ...gained.map((executor) => `GRANT EXECUTE ON FUNCTION ${name} TO ${executorOf(executor)}`),
  ];
};

const isOwn = ({ own }: ExecutorRow): boolean => own;

/** Arguments and types were let through as PostgreSQL prints them. */
const nameOf = (claim: Pick<FunctionClaim, "schema" | "name" | "arguments">): string =>
  `${identifier(claim.schema)}.${identifier(claim.name)}(${typesOf(claim)})`;

const executorOf = (name: string): string => grantee(name === "public" ? "PUBLIC" : name);

const revokedByGrantor = (name: string, { executor, grantor }: ExecutorRow): readonly string[] => [
  `SET LOCAL ROLE ${identifier(grantor)}`,
  `REVOKE EXECUTE ON FUNCTION ${name} FROM ${executorOf(executor)}`,
  "RESET ROLE",
];

/** What CREATE FUNCTION says: a replaced function keeps its owner and whoever may run it. */
const DEFINED: ReadonlySet<string> = new Set(["arguments", "returns", "language", "body", "security_definer", "volatility", "parallel", "strict", "settings"]);

const definition = (live: LiveFunction | null, planned: FunctionClaim): readonly string[] => {
  if (live !== null && !differingAttributes(live.claim, planned).some((attribute) => DEFINED.has(attribute))) return [];
  const words = [
    `CREATE ${live === null ? "" : "OR REPLACE "}FUNCTION ${identifier(planned.schema)}.${identifier(planned.name)}(${planned.arguments})`,
    `RETURNS ${planned.returns}`,
    `LANGUAGE ${identifier(planned.language)}`,
    planned.volatility.toUpperCase(),
    `PARALLEL ${planned.parallel.toUpperCase()}`,
    planned.strict ? "STRICT" : "CALLED ON NULL INPUT",
    `SECURITY ${planned.securityDefiner ? "DEFINER" : "INVOKER"}`,
    ...[...planned.settings].map(([name, value]) => `SET ${assignment(name, value)}`),
    `AS ${literal(planned.body)}`,
  ];
  return [words.join(" ")];
};
