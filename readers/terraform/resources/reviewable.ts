import type { AccessGraph } from "../../../model/access-graph";
import { isPossiblyTrue } from "../../../model/unknown";
import type { Arguments } from "../arguments";
import { escapingValue } from "../facts";
import { isPlainWord } from "../raw-sql";
import type { Context, ResourceReader } from "./context";
import { refuse } from "./refuse";

/** `postgresql_subscription`: https://www.postgresql.org/docs/current/sql-createsubscription.html */
export const readSubscription: ResourceReader = (args, { facts }) => {
  note(args, facts, "a subscription", "the server itself connects to the host that it names, and writes what that host sends");
};

/** `postgresql_replication_slot` and `postgresql_physical_replication_slot`. */
export const readReplicationSlot: ResourceReader = (args, { facts }) => {
  note(args, facts, "a replication slot", "whoever may replicate reads row changes through it, and while nobody reads the server keeps its WAL");
};

/** `postgresql_publication`; one that lists its tables gives nothing without a privilege of its own. */
export const readPublication: ResourceReader = (args, { facts }) => {
  for (const argument of ["name", "owner"]) refuse(args, argument, isPlainName, "name it in plain letters", "a publication");
  for (const operation of args.strings("publish_param")?.values ?? []) {
    if (!isPlainWord(operation)) args.opaque(escapingValue("`publish_param` of a publication", operation, "write insert, update, delete or truncate"));
  }
  if (isPossiblyTrue(args.boolean("all_tables", false))) {
    note(args, facts, "a publication of all tables", "it offers every row change of the database to whoever may replicate, future tables included");
  }
};

/** `postgresql_security_label`: https://www.postgresql.org/docs/current/sql-security-label.html */
export const readSecurityLabel: ResourceReader = (args, { facts }) => {
  refuse(args, "object_type", isListOfWords, "write the type of the object in plain words", "a security label");
  note(args, facts, "a security label", "what it allows or forbids is decided by the label's provider, a module of the server");
};

const note = (args: Arguments, facts: Context["facts"], what: string, why: string): void => {
  facts.unreviewed.push({ what, why, origin: args.origin } satisfies AccessGraph["unreviewed"][number]);
};

const isListOfWords = (text: string): boolean => text.split(" ").every(isPlainWord);
/** One hyphen is ordinary, two begin a comment. */
const isPlainName = (name: string): boolean => /^\w+(?:-\w+)*$/.test(name);
