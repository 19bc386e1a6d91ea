import { Buffer } from "node:buffer";
import { CAPABILITIES, type Capability, isServerTier, tierOf } from "../../model/capability";
import { listed } from "../../model/path-words";
import { isPlatformRole, PLATFORM_ROLE_NAMES } from "../../model/platforms";
import { ATTRIBUTE_CEILING, CEILING, type PersonaKind, ROLE_ATTRIBUTES } from "../../model/policy";
import { isReservedName, PREDEFINED_ROLE_NAMES, predefinedRole } from "../../model/predefined-roles";
import { isPattern } from "../../model/role-pattern";
import { anyOf, invisibleIn, quoted, suggestion } from "./words";

/** What is wrong with a text where a schema refers to the definition of that name: what JSON Schema cannot say, or not as well. */
export type DefinitionRules = Readonly<Record<string, (text: string) => string | undefined>>;

/** What the texts of each definition in model/schemas must be. */
export const DEFINITION_RULES: DefinitionRules = {
  date: (text) => (isShapedAsDate(text) && !isDate(text) ? `${quoted(text)} is no day of the calendar: write a day that exists, YYYY-MM-DD` : undefined),
  objectName: (text) => nameProblem(text),
  roleName: (text) =>
    isPattern(text) ? `${quoted(text)} is a pattern, and only exact names count here: name each role` : (nameProblem(text) ?? reserved(text)),
  rolePattern: (text) => nameProblem(text.replaceAll("*", "")) ?? (isPattern(text) ? undefined : reserved(text)),
  heldRole: (text) => nameProblem(text) ?? (isReservedName(text) && predefinedRole(text) === undefined ? unknownRole(text) : undefined),
  appApproved: (text) => approvalProblem("app", text),
  opsApproved: (text) => approvalProblem("ops", text),
  dbaApproved: (text) => approvalProblem("dba", text),
  appAttribute: (text) => attributeProblem("app", text),
  opsAttribute: (text) => attributeProblem("ops", text),
  dbaAttribute: (text) => attributeProblem("dba", text),
  serverCapability: (text) => capabilityProblem(text, true),
  acceptedCapability: (text) => capabilityProblem(text, false),
};

/** The same as ajv's formats, for the generated validators. */
export const DEFINITION_FORMATS: Readonly<Record<string, (text: string) => boolean>> = Object.fromEntries(
  Object.entries(DEFINITION_RULES).map(([name, problem]) => [name, (text: string) => problem(text) === undefined]),
);

/** Bytes that PostgreSQL keeps of a name: https://www.postgresql.org/docs/current/sql-syntax-lexical.html */
const LONGEST_NAME = 63;

const nameProblem = (text: string): string | undefined => {
  const invisible = invisibleIn(text);
  if (invisible !== undefined) return `${quoted(text)} holds the invisible character ${invisible}: type the name again`;
  if (text !== text.normalize("NFC")) return `${quoted(text)} is not in Unicode normal form NFC, so that equal-looking names differ: type the name again`;
  const bytes = Buffer.byteLength(text);
  return bytes > LONGEST_NAME
    ? `${quoted(text)} has ${bytes} bytes, and PostgreSQL cuts names at ${LONGEST_NAME}: write the name that the server stores`
    : undefined;
};

const reserved = (text: string): string | undefined =>
  isReservedName(text) ? `${quoted(text)} is a name that PostgreSQL reserves, of no login: what logins hold stands in \`approved\` or \`holds\`` : undefined;

const isShapedAsDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

const isDate = (text: string): boolean => {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};

const KIND_WORDS: Readonly<Record<PersonaKind, string>> = { app: "an app", ops: "an ops persona", dba: "a dba" };

const unknownRole = (text: string): string => `${quoted(text)} is no predefined role: ${suggestion(text, PREDEFINED_ROLE_NAMES)}`;

const approvalProblem = (kind: PersonaKind, text: string): string | undefined => {
  const fact = predefinedRole(text);
  if (fact === undefined) {
    if (!isPlatformRole(text)) return `${quoted(text)} is no predefined role: ${suggestion(text, approvable(kind))}`;
    return kind === "dba" ? undefined : `${quoted(text)} administers a whole platform: only a dba may be approved for it`;
  }
  if (!fact.grantable) return `${quoted(text)} cannot be granted, it stands for each database's owner: remove it`;
  if (CEILING[kind].includes(fact.tier)) return undefined;
  const why = `${quoted(text)} is tier ${fact.tier}, and ${KIND_WORDS[kind]} may hold at most ${listed(CEILING[kind])}`;
  if (!isServerTier(fact.tier)) return `${why}, whatever a file says: remove it`;
  return `${why}: never approved, only an entry of allowlist.yaml gives it, to a dba in an isolated environment`;
};

const approvable = (kind: PersonaKind): readonly string[] =>
  [...PREDEFINED_ROLE_NAMES, ...PLATFORM_ROLE_NAMES].filter((name) => approvalIsPossible(kind, name));

const approvalIsPossible = (kind: PersonaKind, name: string): boolean => {
  const fact = predefinedRole(name);
  return fact === undefined ? kind === "dba" : fact.grantable && CEILING[kind].includes(fact.tier);
};

const attributeProblem = (kind: PersonaKind, text: string): string | undefined => {
  const most = ATTRIBUTE_CEILING[kind];
  if (most.some((attribute) => attribute === text)) return undefined;
  const known = ROLE_ATTRIBUTES.some((attribute) => attribute === text);
  if (!known && most.length > 0) return `${quoted(text)} is no attribute that can be approved: ${suggestion(text, most)}`;
  return `${quoted(text)}: ${KIND_WORDS[kind]} may have ${most.length === 0 ? "no attribute" : `only ${anyOf(most)}`}, whatever a file says: remove it`;
};

const isCapability = (text: string): text is Capability => CAPABILITIES.some((capability) => capability === text);

const capabilityProblem = (text: string, forServer: boolean): string | undefined => {
  const fitting = CAPABILITIES.filter((capability) => isServerTier(tierOf(capability)) === forServer);
  if (!isCapability(text)) return `${quoted(text)} is no capability: ${suggestion(text, fitting)}`;
  if (fitting.includes(text)) return undefined;
  return forServer
    ? `${quoted(text)} is tier ${tierOf(text)}, and only files, os and superuser are allowlisted: approve it in personas.yaml`
    : `${quoted(text)} is tier ${tierOf(text)}, and no accepted function gives that: only an entry of allowlist.yaml does`;
};
