import type { Capability } from "./capability";
import type { Step, StepKind } from "./report";

/** What a holder of a capability can do, as the words after "can". */
export const CAPABILITY_WORDS: Readonly<Record<Capability, string>> = {
  monitor: "read settings, statistics and the server's log folders",
  "read-all-settings": "read every setting of the server",
  "read-all-stats": "read all statistics and the query texts of other roles",
  "stat-scan-tables": "run monitoring functions that lock tables",
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
  ownership: (to, via) => `owns ${via ?? "an object"}, which leads to ${to}`,
  parameter: (to, via) => `can set ${via ?? "a parameter"}, which leads to ${to}`,
  "foreign-table": (to, via) => `can use ${via ?? "a foreign table"}, which leads to ${to}`,
  credentials: (to, via) => `can log in as ${to}${via === null ? "" : ` by ${via}`}`,
  public: (to, via) => `has through PUBLIC ${via ?? "a privilege"}, which leads to ${to}`,
  attribute: (to, via) => `has ${via ?? "an attribute"}, which leads to ${to}`,
};

/**
 * A path as one sentence: `orders_app inherits etl, which inherits pg_execute_server_program`; empty for an empty path.
 * `subject` stands for the first role where a sentence has named it already, such as `it`.
 */
export const pathWords = (path: readonly Step[], subject?: string): string => {
  const [first] = path;
  if (first === undefined) return "";
  const steps = path.map(({ by, to, via }) => STEP_WORDS[by](shownName(to), via === null ? null : shownName(via)));
  return `${subject ?? shownName(first.from)} ${steps.join(", which ")}`;
};

/** Characters that a reader cannot see, that move text about or that end a line. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const ORDINARY = /^[\p{L}\p{M}\p{N}_.@$/-]+$/u;

/** A name or value as a message shows it: unseen characters as `\u{200b}`, and in backticks where it is no plain word. */
export const shownName = (name: string): string => {
  const escaped = name.replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  return ORDINARY.test(escaped) && escaped !== "" ? escaped : `\`${escaped}\``;
};

/** `a`, `a and b`, `a, b and c`. */
export const listed = (words: readonly string[], last = "and"): string =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
