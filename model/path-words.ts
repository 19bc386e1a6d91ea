import type { Capability } from "./capability";
import type { Step, StepKind } from "./report";

/** What a holder of a capability can do, as the words after "can". */
export const CAPABILITY_WORDS: Readonly<Record<Capability, string>> = {
  monitor: "read settings, statistics and the server's log folders",
  "read-all-settings": "read every setting of the server",
  "read-all-stats": "read all statistics and the query texts of other roles",
  "stat-scan-tables": "run monitoring functions that lock tables",
  "guarded-signals": "cancel or end sessions of clients through a guarded function that logs it",
  "read-all-data": "read every table",
  "write-all-data": "write every table",
  "read-credentials": "read password verifiers",
  replication: "copy the whole server by replication",
  "bypass-row-security": "read past row security",
  "signal-backend": "end the sessions of other roles",
  "create-role": "create and alter roles",
  "create-database": "create databases",
  checkpoint: "force checkpoints",
  maintain: "run maintenance commands on every table",
  "create-subscription": "create subscriptions",
  "reserved-connections": "use the reserved connections",
  "signal-autovacuum": "end autovacuum workers",
  "alter-system": "change settings of the server",
  "platform-administrator": "act as the platform's administrator",
  "read-server-files": "read files of the server",
  "write-server-files": "write files of the server",
  "execute-server-program": "run programs on the server",
  "untrusted-language": "run code in an untrusted language",
  "load-server-code": "load native code into the server",
  superuser: "become superuser",
};

type Words = (to: string, via: string | null) => string;

/** The verb of each kind of step; `via` is the object that carries it, or null. */
const STEP_WORDS: Readonly<Record<StepKind, Words>> = {
  inherit: (to) => `inherits ${to}`,
  "set-role": (to) => `can SET ROLE ${to}`,
  admin: (to) => `can grant itself ${to}`,
  "create-role": (to, via) => `can take ${to} by CREATEROLE${via === null ? "" : ` and ADMIN OPTION of ${via}`}`,
  "login-setting": (to) => `becomes ${to} at login`,
  function: (to, via) => `can call ${via ?? "a function"}, which runs as ${to}`,
  trigger: (to, via) => `can fire ${via ?? "a trigger"}, which runs as ${to}`,
  ownership: (to, via) => `owns what leads to ${to}${via === null ? "" : ` by ${via}`}`,
  parameter: (to, via) => `has ${via ?? "a parameter"}, which leads to ${to}`,
  "foreign-table": (to, via) => `can use ${via ?? "a foreign table"}, which leads to ${to}`,
  credentials: (to, via) => `can log in as ${to}${via === null ? "" : ` by ${via}`}`,
  public: (to, via) =>
    to === PUBLIC ? `has what PUBLIC has${via === null ? "" : `, ${via}`}` : `has through PUBLIC ${via ?? "a privilege"}, which leads to ${to}`,
  attribute: (to, via) => `has ${via ?? "an attribute"}, which leads to ${to}`,
};

/** The node of everyone in a path. */
const PUBLIC = "PUBLIC";

const STEP_LABELS: Readonly<Record<StepKind, (via: string | null) => string>> = {
  inherit: () => "inherits",
  "set-role": () => "SET ROLE",
  admin: () => "ADMIN",
  "create-role": (via) => `CREATEROLE${via === null ? "" : ` and ADMIN of ${via}`}`,
  "login-setting": () => "at login",
  function: (via) => `calls ${via ?? "a function"}`,
  trigger: (via) => `fires ${via ?? "a trigger"}`,
  ownership: (via) => (via === null ? "ownership" : `ownership, ${via}`),
  parameter: (via) => via ?? "parameter",
  "foreign-table": (via) => `uses ${via ?? "a foreign table"}`,
  credentials: (via) => `logs in${via === null ? "" : ` by ${via}`}`,
  public: (via) => via ?? "PUBLIC",
  attribute: (via) => via ?? "attribute",
};

/** How a step is taken, as the label of an arrow between its roles: `inherits`, `SET ROLE`, `calls function app.pay(integer)`. */
export const stepLabel = ({ by, via }: Step): string => STEP_LABELS[by](shownVia(by, via));

/** A group whose ADMIN OPTION is used is a role; every other object comes as words that quote the names in them. */
const shownVia = (by: StepKind, via: string | null): string | null => (via === null ? null : by === "create-role" ? shownName(via) : withoutUnseen(via));

const stepWords = ({ by, to, via }: Step): string => STEP_WORDS[by](shownName(to), shownVia(by, via));

/**
 * A path as one sentence: `orders_app inherits etl, which inherits pg_execute_server_program`; empty for an empty path.
 * `subject` stands for the first role where a sentence has named it already, such as `it`.
 */
export const pathWords = (path: readonly Step[], subject?: string): string => {
  const [first] = path;
  return first === undefined ? "" : `${subject ?? shownName(first.from)} ${path.map(stepWords).join(", which ")}`;
};

/** Steps that are taken by a function, which may itself be what gives the capability at their end. */
const BY_CALL: ReadonlySet<StepKind> = new Set(["function", "trigger", "credentials"]);
/** Steps that are taken by having an object, and so by what gives the capability at their end. */
const BY_OBJECT: ReadonlySet<StepKind> = new Set(["ownership", "parameter", "foreign-table", "attribute"]);

/**
 * Is the object that gives a capability what the last step of the path rests on? Then it belongs to who takes the step: `app has
 * EXECUTE on function f(), which runs as etl`. Otherwise it belongs to the role that the path ends at.
 */
export const isByLastStep = (path: readonly Step[], source: string | null): boolean => {
  const last = path.at(-1);
  if (last === undefined || source === null) return false;
  const object = source.slice(source.indexOf(" on ") + 1);
  return BY_OBJECT.has(last.by) || (BY_CALL.has(last.by) && last.via !== null && `on ${last.via}`.includes(object));
};

/**
 * How a role comes to a capability, its path and the object that gives it, as one sentence: `app inherits etl, which has EXECUTE on
 * function x()`; `subject` stands for the role where a sentence has named it already, such as `it`.
 */
export const reachWords = (role: string, path: readonly Step[], source: string | null, subject: string = shownName(role)): string => {
  const last = path.at(-1);
  if (last === undefined) return `${subject} ${source === null ? "has it itself" : `has ${withoutUnseen(source)}`}`;
  const walked = pathWords(path, subject);
  if (source === null) return walked;
  const given = `has ${withoutUnseen(source)}`;
  if (!isByLastStep(path, source)) return `${walked}, which ${given}`;
  if (!BY_OBJECT.has(last.by)) return walked;
  const before = path.length === 1 ? `${subject} ` : `${pathWords(path.slice(0, -1), subject)}, which `;
  const by = last.via === null || source.includes(last.via) ? "" : ` by ${withoutUnseen(last.via)}`;
  return `${before}${given}, which leads to ${shownName(last.to)}${by}`;
};

/** Characters that a reader cannot see, that move text about or that end a line. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const ORDINARY = /^[\p{L}\p{M}\p{N}_.@$/-]+$/u;
/** Most names and texts, told by a look that costs less than the ones above. */
const PLAIN_NAME = /^[\w.@$/-]+$/;
const PLAIN = /^[\x20-\x7e]*$/;

const withoutUnseen = (text: string): string =>
  PLAIN.test(text) ? text : text.replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);

/** A name or value as a message shows it: unseen characters as `\u{200b}`, and in backticks where it is no plain word. */
export const shownName = (name: string): string => {
  if (PLAIN_NAME.test(name)) return name;
  const escaped = withoutUnseen(name);
  return ORDINARY.test(escaped) && escaped !== "" ? escaped : `\`${escaped}\``;
};

/** `a`, `a and b`, `a, b and c`. */
export const listed = (words: readonly string[], last = "and"): string =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
