import type { Facts, OpaqueFact, Origin } from "../../model/access-graph";
import { Arguments } from "../terraform/arguments";
import { shorten } from "../terraform/facts";
import { field, isArray, isObject, type Json, type JsonObject } from "../terraform/json-text";
import { RESOURCE_ARGUMENTS, type ResourceType } from "../terraform/provider-schema";
import { readOwn, unknownArgument } from "../terraform/read-own";
import { expressionAt, referencesShown } from "./configuration";
import type { Expressions } from "./expressions";
import { NOTHING } from "./parts";
import type { PlanServer } from "./plan-servers";
import { isAllKnown, PLANNED, withUnknowns } from "./values";

const NO_VARIABLES: ReadonlySet<string> = new Set();

/** Values of one side of an entry, with what the configuration and the marks say of them. */
export interface PlannedValues {
  readonly values: JsonObject;
  readonly unknown: Json;
  readonly sensitive: Json;
  /** Of the configuration; empty where it has the resource no more. */
  readonly expressions: Expressions;
  /** Does the configuration have the resource? */
  readonly isConfigured: boolean;
  /** Does `ignore_changes` name `roles`? Undefined where the configuration is not seen. */
  readonly ignoresRoles: boolean | undefined;
  /** `roles` before the change, to see whether a plan takes memberships away that nobody wrote. */
  readonly rolesBefore: Json;
}

/** The facts of one resource of the provider as one side of the plan has it, in `facts`, which is empty. */
export const factsOf = (type: ResourceType, planned: PlannedValues, server: PlanServer, origin: Origin, facts: Facts): Facts => {
  const { values, expressions } = planned;
  const lifecycle = lifecycleOf(type, planned);
  const args = new Arguments(bodyOf(planned), PLANNED, facts, origin, lifecycle);
  readOwn(args, type, { facts, database: server.database, login: server.login, ephemeral: NO_VARIABLES });
  const known = ARGUMENTS.get(type);
  for (const key in values) if (known?.has(key) !== true) args.opaque(unknownArgument(type, key));
  noteStored(values, expressions, facts, origin);
  // Memberships that nobody wrote are what the server has: no resource gives them.
  if (lifecycle !== NOTHING) facts.memberships = facts.memberships.map((membership) => ({ ...membership, style: null }));
  return masked(facts, planned);
};

const ARGUMENTS: ReadonlyMap<string, ReadonlySet<string>> = new Map(Object.entries(RESOURCE_ARGUMENTS).map(([type, names]) => [type, new Set<string>(names)]));

/** The arguments as a resource's reader wants them. */
const bodyOf = (planned: PlannedValues): JsonObject => {
  const { values, unknown, expressions } = planned;
  const known = isAllKnown(values, unknown) ? values : withUnknowns(values, relevant(unknown, planned), (argument) => referencesShown(expressions, argument));
  const secrets = SECRET_ARGUMENTS.some((argument) => isWritten(values, argument) || expressions.has(argument));
  // Most resources have none: then the values are read as they are.
  return secrets ? { ...known, ...secretsIn(values, expressions) } : known;
};
const isWritten = (values: JsonObject, argument: string): boolean => (field(values, argument) ?? null) !== null;

/** What nobody wrote and only the provider will know, such as the version of an extension, decides nothing; of blocks a plan does not show who wrote them. */
const relevant = (unknown: Json, { expressions, isConfigured }: PlannedValues): Json =>
  isObject(unknown) && isConfigured
    ? Object.fromEntries(Object.entries(unknown).filter(([argument]) => BLOCKS.includes(argument) || expressions.has(argument)))
    : unknown;
const BLOCKS: readonly string[] = ["arg", "policy"];

/** Arguments that hold secrets: a plan shows them in clear, so it is the configuration that says whether one is written out. */
export const SECRET_ARGUMENTS: readonly string[] = ["password", "password_wo", "conninfo", "options"];

const secretsIn = (values: JsonObject, expressions: Expressions): JsonObject =>
  Object.fromEntries(
    SECRET_ARGUMENTS.filter((argument) => Object.hasOwn(values, argument) || expressions.has(argument)).map((argument): [string, Json] => {
      const expression = expressionAt(expressions, argument);
      return [argument, expression !== undefined && "constant" in expression ? expression.constant : null];
    }),
  );

/** A password that is not written out, and that Terraform stores all the same. */
const noteStored = (values: JsonObject, expressions: Expressions, facts: Facts, origin: Origin): void => {
  const password = field(values, "password");
  const expression = expressionAt(expressions, "password");
  const isWritten = expression !== undefined && "constant" in expression;
  if (!isWritten && typeof password === "string" && password !== "") facts.secrets.push({ attribute: "password", kind: "stored-in-state", origin });
};

const IGNORED: JsonObject = { lifecycle: { ignore_changes: ["roles"] } };

/**
 * Plan JSON does not show `ignore_changes`. Memberships that are in the plan and not in the configuration are what the server has, and
 * are left alone; only a plan that takes some away that nobody wrote shows that they are not ignored.
 */
const lifecycleOf = (type: ResourceType, { values, expressions, isConfigured, ignoresRoles, rolesBefore }: PlannedValues): JsonObject => {
  if (type !== "postgresql_role" || !isConfigured || expressions.has("roles")) return NOTHING;
  if (ignoresRoles !== undefined) return ignoresRoles ? IGNORED : NOTHING;
  const isUndone = (field(values, "roles") ?? null) === null && isArray(rolesBefore) && rolesBefore.length > 0;
  return isUndone ? NOTHING : IGNORED;
};

/** Texts of the values that Terraform marks sensitive. */
const sensitiveTexts = (value: Json, mark: Json): readonly string[] => {
  if (mark === true) return textsIn(value);
  if (isArray(mark)) return isArray(value) ? mark.flatMap((own, at) => sensitiveTexts(value[at] ?? null, own)) : [];
  if (!isObject(mark) || !isObject(value)) return [];
  return Object.entries(mark).flatMap(([key, own]) => sensitiveTexts(field(value, key) ?? null, own));
};
const textsIn = (value: Json): readonly string[] => {
  if (typeof value === "string") return value === "" ? [] : [value];
  return isArray(value) ? value.flatMap(textsIn) : isObject(value) ? Object.values(value).flatMap(textsIn) : [];
};

/** Nothing that is said of a resource repeats a sensitive value. */
const masked = (facts: Facts, { values, sensitive }: PlannedValues): Facts => {
  if (facts.opaques.length + facts.unknowns.length === 0) return facts;
  const secrets = sensitiveTexts(values, sensitive);
  if (secrets.length === 0) return facts;
  const mask = (text: string): string => secrets.reduce((soFar, secret) => soFar.replaceAll(shorten(secret), "(sensitive)"), text);
  facts.opaques = facts.opaques.map((fact): OpaqueFact => ({ ...fact, what: mask(fact.what), why: mask(fact.why) }));
  facts.unknowns = facts.unknowns.map((fact) => ({ ...fact, expression: fact.expression === null ? null : mask(fact.expression) }));
  return facts;
};
