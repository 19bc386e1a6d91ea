import type { Capability } from "./capability";

/** An extension that is held safe. https://www.postgresql.org/docs/current/contrib.html */
export interface SafeExtension {
  /** What it lets roles do beyond their grants; usually nothing. */
  readonly capabilities: readonly Capability[];
  readonly reason: string;
  /** What CREATE EXTENSION ... CASCADE pulls in. */
  readonly requires: readonly string[];
}

const TRUSTED = "PostgreSQL marks it trusted: its functions work on the values that they are given";
const COUNTED = "its functions are withheld from PUBLIC, or show what pg_monitor's roles may see";
const SUPERUSER_ONLY = "its functions are withheld from PUBLIC: only superusers call them";

const safe = (reason: string, requires: readonly string[] = []): SafeExtension => ({ capabilities: [], reason, requires });

const SAFE: Readonly<Record<string, SafeExtension>> = {
  amcheck: safe(SUPERUSER_ONLY),
  autoinc: safe("a trigger function that sets a column from a sequence"),
  bloom: safe("an index method: no function to call"),
  bool_plperl: safe(TRUSTED, ["plperl"]),
  btree_gin: safe(TRUSTED),
  btree_gist: safe(TRUSTED),
  citext: safe(TRUSTED),
  cube: safe(TRUSTED),
  dict_int: safe(TRUSTED),
  dict_xsyn: safe("a text search dictionary; its rules files lie in the server's own folder"),
  earthdistance: safe("arithmetic on points", ["cube"]),
  fuzzystrmatch: safe(TRUSTED),
  hll: safe("a data type for counting; its functions work on the values that they are given"),
  hstore: safe(TRUSTED),
  hypopg: safe("hypothetical indexes, seen by the session that makes them"),
  insert_username: safe("a trigger function that writes the current role's name"),
  intagg: safe("arithmetic on arrays"),
  intarray: safe(TRUSTED),
  ip4r: safe("data types for addresses; their functions work on the values that they are given"),
  isn: safe(TRUSTED),
  jsonb_plperl: safe(TRUSTED, ["plperl"]),
  lo: safe(TRUSTED),
  ltree: safe(TRUSTED),
  moddatetime: safe("a trigger function that sets a timestamp"),
  pageinspect: safe(SUPERUSER_ONLY),
  pg_buffercache: safe(COUNTED),
  pg_freespacemap: safe(COUNTED),
  pg_hint_plan: safe("hints for the planner, read from comments of a query and a table of its own"),
  pg_prewarm: safe("reads relations into memory that the caller may SELECT from"),
  pg_repack: safe("its functions ask for the superuser or the owner; the work is done by a client program"),
  pg_stat_kcache: safe(COUNTED, ["pg_stat_statements"]),
  pg_stat_statements: safe(COUNTED),
  pg_trgm: safe(TRUSTED),
  pg_visibility: safe(COUNTED),
  pg_walinspect: safe("its functions are withheld from PUBLIC and given to pg_read_server_files"),
  pgaudit: safe("writes the audit log: it adds no function for roles to call"),
  pgcrypto: safe(TRUSTED),
  pgrowlocks: safe(COUNTED),
  pgstattuple: safe(COUNTED),
  plperl: safe("the trusted variant of Perl: its code is kept from the operating system"),
  plpgsql: safe("PostgreSQL's own procedural language: it has no way out of SQL"),
  pltcl: safe("the trusted variant of Tcl: its code is kept from the operating system"),
  plv8: safe("a trusted language: JavaScript without a way to the operating system"),
  postgis: safe("geometry; its functions work on the values that they are given"),
  postgis_topology: safe("topology in tables of its own", ["postgis"]),
  postgis_sfcgal: safe("geometry; its functions work on the values that they are given", ["postgis"]),
  address_standardizer: safe("splits addresses; its functions work on the values that they are given"),
  postgres_fdw: safe("its wrapper is withheld from PUBLIC, and a foreign server that leads back is a finding of its own"),
  prefix: safe("a data type for prefixes; its functions work on the values that they are given"),
  refint: safe("trigger functions that keep references; their minor version is what counts"),
  seg: safe(TRUSTED),
  semver: safe("a data type for versions; its functions work on the values that they are given"),
  sslinfo: safe("shows the session's own certificate"),
  tablefunc: safe(TRUSTED),
  tcn: safe(TRUSTED),
  tsm_system_rows: safe(TRUSTED),
  tsm_system_time: safe(TRUSTED),
  unaccent: safe(TRUSTED),
  "uuid-ossp": safe(TRUSTED),
  vector: safe("pgvector: a data type and its indexes; its functions work on the values that they are given"),
};

/** What is known of extensions that open the server: what a finding says of them, beyond that they are not on the list. */
const DANGEROUS: Readonly<Record<string, string>> = {
  adminpack: "its functions write, rename and remove files of the server",
  aws_s3: "it copies between the server and a store that the caller names",
  dblink: "it connects from the server: where local logins need no password, as a superuser",
  file_fdw: "a foreign table of it reads a file or runs a program; SELECT is enough to do it",
  http: "the server itself sends requests that the caller writes",
  log_fdw: "its foreign tables read the server's files",
  multicorn: "it imports Python that a foreign server's options name",
  ogr_fdw: "its foreign tables read files of the server",
  pg_background: "it runs statements in processes of their own",
  pg_cron: "its table of jobs names the role that each job runs as",
  pg_net: "the server itself sends requests that the caller writes",
  pg_surgery: "it changes rows past every privilege, the catalogs' included",
  pg_tle: "it installs extensions from text",
  pgagent: "its jobs run programs on the server",
  pglogical: "what it replicates is applied as a superuser",
  postgis_raster: "rasters outside the database are files of the server",
  set_user: "its function makes the session a superuser",
  xml2: "its XSLT may name files and hosts",
};

/** Languages whose functions stay inside the database; every other one, known or not, is untrusted. https://www.postgresql.org/docs/current/sql-createlanguage.html */
const TRUSTED_LANGUAGES: ReadonlySet<string> = new Set(["sql", "plpgsql", "plperl", "pltcl", "plv8"]);
const NATIVE_LANGUAGES: ReadonlySet<string> = new Set(["c", "internal"]);
/** Extensions that bring an untrusted language, and those that need one. */
const LANGUAGE_EXTENSION =
  /^(plpython[23]?u|plperlu|pltclu|plsh|plr|pljavau?|plruby|plluaj?u|plrust|plproxy|(hstore|ltree|jsonb)_plpython[23]?u|(hstore|jsonb|bool)_plperlu)$/;

/** What a function of an extension gives to whoever may execute it. */
interface ExtensionFunction {
  readonly extension: string;
  readonly gives: readonly { readonly capability: Capability; readonly condition: string | null }[];
  /** Does it log in to the server again, instead of running as somebody else? */
  readonly logsIn?: true;
}

const certainly = (extension: string, capability: Capability): ExtensionFunction => ({ extension, gives: [{ capability, condition: null }] });
const perhaps = (extension: string, capability: Capability, condition: string): ExtensionFunction => ({ extension, gives: [{ capability, condition }] });

const LOCAL_LOGIN = "if the server lets a superuser in from itself without a password";

/** Functions that their extensions keep from PUBLIC, of which a grant is a capability. https://www.postgresql.org/docs/current/contrib.html */
const WITHHELD: ReadonlyMap<string, ExtensionFunction> = new Map<string, ExtensionFunction>([
  ["dblink_connect_u", { ...perhaps("dblink", "superuser", LOCAL_LOGIN), logsIn: true }],
  ["pg_file_write", certainly("adminpack", "write-server-files")],
  ["pg_file_rename", certainly("adminpack", "write-server-files")],
  ["pg_file_unlink", certainly("adminpack", "write-server-files")],
  ["pg_file_sync", certainly("adminpack", "write-server-files")],
  ["pg_logdir_ls", certainly("adminpack", "monitor")],
  ["pg_stat_statements_reset", certainly("pg_stat_statements", "alter-system")],
  ["set_user_u", perhaps("set_user", "superuser", "if set_user.superuser_allowlist names its login, as it does by default")],
  ["set_user", perhaps("set_user", "execute-server-program", "if set_user.nosuperuser_target_allowlist names a role that has it, as it does by default")],
]);

/** The functions of each extension that stand in that table. */
export const functionsOfExtension = (extension: string): readonly string[] =>
  [...WITHHELD].filter(([, fact]) => fact.extension === extension).map(([name]) => name);

/** What EXECUTE on the function gives, or undefined where nothing is known of the name. */
export const extensionFunction = (name: string): ExtensionFunction | undefined => WITHHELD.get(name);

/** What USAGE on a wrapper gives to whoever makes servers of it. */
interface WrapperFact {
  readonly capability: Capability;
  readonly condition: string | null;
}

/** Their options name hosts, or ask for the predefined role of what they name (file_fdw). */
const SAFE_WRAPPERS: ReadonlySet<string> = new Set(["file_fdw", "postgres_fdw", "dblink_fdw"]);
const KNOWN_WRAPPERS: ReadonlyMap<string, WrapperFact> = new Map([
  ["multicorn", { capability: "load-server-code", condition: null }],
  ["ogr_fdw", { capability: "read-server-files", condition: null }],
  ["log_fdw", { capability: "read-server-files", condition: null }],
]);
const OTHER_WRAPPER: WrapperFact = { capability: "load-server-code", condition: "if the wrapper runs or loads what an option of a server names" };

/** What USAGE on the wrapper gives; null where that is nothing by itself. https://www.postgresql.org/docs/current/file-fdw.html */
export const wrapperFact = (name: string): WrapperFact | null => (SAFE_WRAPPERS.has(name) ? null : (KNOWN_WRAPPERS.get(name) ?? OTHER_WRAPPER));

/** Handlers of languages that keep their code inside the database, where the language is flagged trusted. */
const SAFE_HANDLERS: ReadonlySet<string> = new Set(["plpgsql_call_handler", "plperl_call_handler", "pltcl_call_handler", "plv8_call_handler"]);
export const isSafeHandler = (handler: string): boolean => SAFE_HANDLERS.has(handler);
/** The same of what runs their code in `DO`; PL/Tcl has none. */
const SAFE_INLINE_HANDLERS: ReadonlySet<string> = new Set(["plpgsql_inline_handler", "plperl_inline_handler", "plv8_inline_handler"]);
export const isSafeInlineHandler = (handler: string): boolean => SAFE_INLINE_HANDLERS.has(handler);

/** PostgreSQL folds a language's name, as every key word that is not quoted. */
export const isTrustedLanguage = (language: string): boolean => TRUSTED_LANGUAGES.has(language.toLowerCase());
/** What a function in an untrusted language gives to whoever may call it. */
export const languageCapability = (language: string): Capability => (NATIVE_LANGUAGES.has(language.toLowerCase()) ? "load-server-code" : "untrusted-language");
export const isLanguageExtension = (name: string): boolean => LANGUAGE_EXTENSION.test(name.toLowerCase());

/** The safe list's entry, or undefined. */
export const safeExtension = (name: string): SafeExtension | undefined => (Object.hasOwn(SAFE, name) ? SAFE[name] : undefined);
/** How an extension opens the server, where that is known. */
export const dangerOfExtension = (name: string): string | undefined => (Object.hasOwn(DANGEROUS, name) ? DANGEROUS[name] : undefined);
