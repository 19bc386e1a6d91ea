import { acmeWith, edited, problemsOf } from "./folder";

type Row = readonly [title: string, files: Readonly<Record<string, string | null>>, ...problems: string[]];

const inEnvironments = (from: string, to: string) => edited("environments.yaml", from, to);
const inPersonas = (from: string, to: string) => edited("personas.yaml", from, to);
const inAllowlist = (from: string, to: string) => edited("allowlist.yaml", from, to);
const acceptedEntry = (name: string) =>
  `  - { environment: prod, function: "app.${name}", runsAs: dba, sha256: "${"0".repeat(64)}", gives: [], reason: reviewed, owner: a@example.com, expires: 2027-03-31 }`;
const inAccepted = (from: string, to: string) => edited("accepted.yaml", from, to);
const inWaivers = (from: string, to: string) => edited("waivers.yaml", from, to);
const personas = (text: string) => ({ "personas.yaml": `personas:\n${text}` });

const FILES: readonly Row[] = [
  [
    "no environments.yaml",
    { "environments.yaml": null },
    "policies/environments.yaml: the file is missing: it says which environments there are, write it first",
  ],
  ["an unknown file whose name is near", { "persona.yaml": "a: 1" }, "policies/persona.yaml: no policy file is called so: did you mean `personas.yaml`?"],
  ["one file twice", { "waivers.yml": "waivers: []" }, "policies/waivers.yml: there is `policies/waivers.yaml` too: keep one of them"],
  ["an empty file", { "waivers.yaml": "# later\n" }, "policies/waivers.yaml:1: the file is empty: write its first key, or remove the file"],
  ["a file that is a list", { "waivers.yaml": "- a\n" }, "policies/waivers.yaml:1: the file must be a mapping, not a list"],
  ["a file that is a text", { "waivers.yaml": "none" }, "policies/waivers.yaml:1: the file must be a mapping, not `none`"],
  [
    "a file of another kind",
    { "waivers.yaml": "allowlist: []" },
    "policies/waivers.yaml:1: `waivers` is missing: add for example `waivers: []`",
    "policies/waivers.yaml:1: unknown key `allowlist`: use `waivers`",
  ],
  [
    "a list of which nothing is left",
    { "waivers.yaml": "waivers:\n  # - none\n" },
    "policies/waivers.yaml:1: `waivers` is empty: write its items, or [] for none",
  ],
];

const YAML: readonly Row[] = [
  ["a tab as indentation", { "waivers.yaml": "waivers:\n\t- rule: x\n" }, "policies/waivers.yaml:2: a tab as indentation: YAML takes spaces only"],
  [
    "a byte order mark",
    { "waivers.yaml": "\uFEFFwaivers: []\n" },
    "policies/waivers.yaml:1: the file starts with a byte order mark: save it as UTF-8 without one",
  ],
  ["bytes that are not UTF-8", inPersonas("alice", "al\uFFFDce"), "policies/personas.yaml:5: a byte here is not UTF-8: save the file as UTF-8"],
  ["a control character", inPersonas("alice", "al\u0007ice"), "policies/personas.yaml:5: the control character U+0007 stands here: remove it"],
  [
    "a second document",
    { "waivers.yaml": "waivers: []\n---\nwaivers: []\n" },
    "policies/waivers.yaml:2: a second document (`---`): a policy file is one document",
  ],
  [
    "a bracket that is not closed",
    { "waivers.yaml": "waivers: [\n" },
    "policies/waivers.yaml:2: not valid YAML: flow sequence in block collection must be sufficiently indented and end with a ]",
  ],
  ["a duplicated key", inAllowlist("ticket: SEC-142", "owner: someone"), "policies/allowlist.yaml:9: the key `owner` stands twice, first in line 8: keep one"],
  [
    "a duplicated key at the top",
    { "waivers.yaml": "waivers: []\nwaivers: []\n" },
    "policies/waivers.yaml:2: the key `waivers` stands twice, first in line 1: keep one",
  ],
  ["a key that is a list", { "waivers.yaml": "waivers: []\n? [a]\n: b\n" }, "policies/waivers.yaml:2: a key is plain text: write it as `key: value`"],
  ["a tag", inWaivers("subject: prod", "subject: !role prod"), "policies/waivers.yaml:3: unresolved tag: !role: policy files need no tags, remove it"],
  [
    "a pattern without quotes",
    inPersonas('["*_app"]', "[*_app]"),
    "policies/personas.yaml:3: `*_app` without quotes is a YAML alias, and nothing is named so: put a pattern in quotes",
  ],
  [
    "a star without quotes",
    inEnvironments('["legacy_*"]', "[*]"),
    'policies/environments.yaml:14: a `*` without quotes starts a YAML alias: put a pattern in quotes, such as "*_app"',
  ],
  [
    "an alias of what it stands in",
    { "waivers.yaml": "waivers: &w [*w]\n" },
    "policies/waivers.yaml:1: the alias `*w` stands inside of what it repeats: write the value out",
  ],
  [
    "merge keys",
    inPersonas("  app: { roles", "  app: { <<: {}, roles"),
    "policies/personas.yaml:3: unknown key `<<`: merge keys are not read, write the values out",
  ],
  [
    "a version of YAML in which `no` is false",
    { "waivers.yaml": "%YAML 1.1\n---\nwaivers: no\n" },
    "policies/waivers.yaml:3: `waivers` must be a list, not `no`: write [no]",
  ],
  [
    "deep nesting",
    { "waivers.yaml": `waivers: ${"[".repeat(70)}${"]".repeat(70)}\n` },
    "policies/waivers.yaml:1: more than 64 levels deep: policy files need no more than six",
  ],
  [
    "deep nesting behind closing brackets in texts",
    { "waivers.yaml": `waivers: ${'["]",'.repeat(70)}${"]".repeat(70)}\n` },
    "policies/waivers.yaml:1: more than 64 levels deep: policy files need no more than six",
  ],
];

const SHAPE: readonly Row[] = [
  [
    "a slip in a key",
    inEnvironments("    administrators:", "    adminstrators:"),
    "policies/environments.yaml:11: unknown key `adminstrators`: did you mean `administrators`?",
  ],
  [
    "a key that nothing is near",
    inWaivers("subject: prod", "subject: prod, until: never"),
    "policies/waivers.yaml:3: unknown key `until`: use `rule`, `environment`, `subject`, `reason`, `owner` or `expires`",
  ],
  [
    "__proto__",
    inWaivers("subject: prod", "subject: prod, __proto__: {}"),
    "policies/waivers.yaml:3: unknown key `__proto__`: use `rule`, `environment`, `subject`, `reason`, `owner` or `expires`",
  ],
  [
    "a missing field",
    inAllowlist("    owner: data-platform@example.com\n", ""),
    "policies/allowlist.yaml:3: `owner` is missing: add for example `owner: data-platform@example.com`",
  ],
  [
    "a missing audit",
    inAllowlist("    audit: { log_statement: all }\n", ""),
    "policies/allowlist.yaml:3: `audit` is missing: add for example `audit: { log_statement: all }`",
  ],
  [
    "missing endpoints",
    inEnvironments("    endpoints: [{ host: /var/run/lab, port: 5433 }]\n", ""),
    "policies/environments.yaml:22: `endpoints` is missing: add for example `endpoints: [{ host: orders.db.example.com, port: 5432 }]`",
  ],
  ["missing roles", personas("  app: {}\n"), 'policies/personas.yaml:2: `roles` is missing: add for example `roles: ["*_app"]`'],
  ["an unknown kind of persona", personas("  admin: { roles: [x] }\n"), "policies/personas.yaml:2: unknown key `admin`: use `app`, `ops` or `dba`"],
  ["a kind that is a text", personas("  app: orders_app\n"), "policies/personas.yaml:2: `app` must be a mapping, or a list of mappings, not `orders_app`"],
  ["a text where a list belongs", personas('  app: { roles: "*_app" }\n'), 'policies/personas.yaml:2: `roles` must be a list, not `*_app`: write ["*_app"]'],
  [
    "a number where a name belongs",
    personas("  app: { roles: [1e3] }\n"),
    "policies/personas.yaml:2: an item of `roles` must be a text, and `1e3` without quotes is none: put it in quotes",
  ],
  ["a role that is `null`", personas("  app: { roles: [null] }\n"), "policies/personas.yaml:2: an item of `roles` is empty: it must be a text"],
  ["a list where a text belongs", inWaivers("subject: prod", "subject: [prod]"), "policies/waivers.yaml:3: `subject` must be a text, not a list"],
  [
    "a text where a number belongs",
    inEnvironments("postgres: 17", 'postgres: "17"'),
    "policies/environments.yaml:24: `postgres` is a text here: write 17 without quotes",
  ],
  ["a port in quotes", inEnvironments("port: 5433", 'port: "5433"'), "policies/environments.yaml:25: `port` is a text here: write 5433 without quotes"],
  [
    "a port that is none",
    inEnvironments("port: 5433", "port: 70000"),
    "policies/environments.yaml:25: `port` must be a whole number from 1 to 65535, not `70000`",
  ],
  [
    "a major that rolegate does not know",
    inEnvironments("postgres: 17", "postgres: 13"),
    "policies/environments.yaml:24: `postgres` is `13`: it must be `14`, `15`, `16`, `17` or `18`",
  ],
  ["a flag that is a word", inPersonas("exact: true", "exact: yes"), "policies/personas.yaml:11: `exact` must be `true` or `false`, not `yes`"],
  [
    "an identifier without quotes",
    inEnvironments('"7412345678901234999"', "7412345678901234999"),
    "policies/environments.yaml:26: `systemIdentifier` must be a text, and `7412345678901234999` without quotes is none: put it in quotes",
  ],
  [
    "a minor without quotes",
    inEnvironments('"16.16"', "16.10"),
    "policies/environments.yaml:16: `minimumMinor` must be a text, and `16.10` without quotes is none: put it in quotes",
  ],
  ["a platform with a slip", inEnvironments("platform: rds", "platform: rsd"), "policies/environments.yaml:20: `platform` is `rsd`: did you mean `rds`?"],
  [
    "a host with its port",
    inEnvironments("host: orders-ro.db.example.com", 'host: "orders-ro.db.example.com:5432"'),
    "policies/environments.yaml:9: `host` is `orders-ro.db.example.com:5432`: a host is one name, address or socket folder; the port stands in `port`",
  ],
  [
    "no endpoint",
    inEnvironments("[{ host: /var/run/lab, port: 5433 }]", "[]"),
    "policies/environments.yaml:25: `endpoints` is empty: name at least one, for example [{ host: orders.db.example.com, port: 5432 }]",
  ],
  [
    "no environment",
    { "environments.yaml": "environments: []\n" },
    "policies/environments.yaml:1: `environments` is empty: name at least one, for example [{ name: prod, kind: shared, postgres: 16, endpoints: [{ host: orders.db.example.com, port: 5432 }] }]",
  ],
  [
    "a role twice in one list",
    inPersonas('["ops_*", alice]', '[alice, "ops_*", alice]'),
    "policies/personas.yaml:5: `alice` stands twice in `roles`: keep one",
  ],
  ["a reason without words", inWaivers('"upgrade window 12 December"', '"  "'), "policies/waivers.yaml:3: `reason` is `  `: it is empty: write a text"],
  ["no audit setting", inAllowlist("{ log_statement: all }", "{}"), "policies/allowlist.yaml:11: `audit` is empty: it needs `log_statement` or `pgaudit.log`"],
  [
    "an audit setting that does not log all",
    inAllowlist("log_statement: all", "log_statement: ddl"),
    "policies/allowlist.yaml:11: `log_statement` is `ddl`: it must be `all`",
  ],
  [
    "a function without its argument types",
    inAccepted('"pgbouncer.get_auth(text)"', "get_auth"),
    "policies/accepted.yaml:4: `function` is `get_auth`: a function is written schema.name(argument types), for example pgbouncer.get_auth(text)",
  ],
  [
    "an environment's name that is a path",
    inEnvironments("name: billing", "name: ../billing"),
    "policies/environments.yaml:17: `name` is `../billing`: an environment's name has letters, digits, `.`, `_` and `-`, first a letter or digit",
  ],
];

const DATES: readonly Row[] = [
  [
    "a day that does not exist",
    inWaivers("2026-12-15", "2026-02-30"),
    "policies/waivers.yaml:3: `2026-02-30` is no day of the calendar: write a day that exists, YYYY-MM-DD",
  ],
  [
    "a quoted day that does not exist",
    inWaivers("2026-12-15", '"2026-02-30"'),
    "policies/waivers.yaml:3: `2026-02-30` is no day of the calendar: write a day that exists, YYYY-MM-DD",
  ],
  [
    "a 29 February of another year",
    inAccepted("2027-03-31", "2027-02-29"),
    "policies/accepted.yaml:10: `2027-02-29` is no day of the calendar: write a day that exists, YYYY-MM-DD",
  ],
  [
    "a day in another order",
    inAllowlist("2027-01-31", "31.01.2027"),
    "policies/allowlist.yaml:10: `expires` is `31.01.2027`: a day is written YYYY-MM-DD, for example 2027-01-31",
  ],
  [
    "a day with a time",
    inAllowlist("2027-01-31", "2027-01-31T00:00:00Z"),
    "policies/allowlist.yaml:10: `expires` is `2027-01-31T00:00:00Z`: a day is written YYYY-MM-DD, for example 2027-01-31",
  ],
  [
    "an entry 367 days ahead",
    inAllowlist("2027-01-31", "2027-11-22"),
    "policies/allowlist.yaml:10: `2027-11-22` is more than 366 days after 2026-11-20: write 2027-11-21 or earlier, and renew it then",
  ],
];

const NAMES: readonly Row[] = [
  [
    "a name of 64 bytes",
    personas(`  app: { roles: ["${"é".repeat(32)}"] }\n`),
    `policies/personas.yaml:2: \`${"é".repeat(32)}\` has 64 bytes, and PostgreSQL cuts names at 63: write the name that the server stores`,
  ],
  [
    "a zero-width space",
    inPersonas("alice", '"ali\\u200Bce"'),
    "policies/personas.yaml:5: `ali\\u{200b}ce` holds the invisible character U+200B: type the name again",
  ],
  ["a NUL", inPersonas("alice", '"alice\\0x"'), "policies/personas.yaml:5: `alice\\u{0}x` holds the invisible character U+0000: type the name again"],
  [
    "a name that is not normalised",
    inPersonas("alice", '"ame\\u0301lie"'),
    "policies/personas.yaml:5: `ame\u0301lie` is not in Unicode normal form NFC, so that equal-looking names differ: type the name again",
  ],
  ["an empty name", inPersonas("alice", '""'), "policies/personas.yaml:5: an item of `roles` is empty: write a text"],
  [
    "a predefined role as a login",
    inPersonas("alice", "pg_monitor"),
    "policies/personas.yaml:5: `pg_monitor` is a name that PostgreSQL reserves, of no login: what logins hold stands in `approved` or `holds`",
  ],
  [
    "a pattern among the administrators",
    inEnvironments("tfadmin", '"tf*"'),
    "policies/environments.yaml:11: `tf*` is a pattern, and only exact names count here: name each role",
  ],
  [
    "a pattern in an allowlist entry",
    inAllowlist("[etl_migrator]", '["etl_*"]'),
    "policies/allowlist.yaml:5: `etl_*` is a pattern, and only exact names count here: name each role",
  ],
];

const ENVIRONMENTS: readonly Row[] = [
  [
    "one function accepted twice, in other words",
    { "accepted.yaml": `functions:\n${["f(int4,text)", "f(x integer, pg_catalog.text)"].map(acceptedEntry).join("\n")}\n` },
    `policies/accepted.yaml:3: this state of \`app.f(integer, text)\` in \`prod\` stands twice, first in line 2: keep one`,
  ],
  [
    "two environments of one name",
    inEnvironments("name: billing", "name: prod"),
    "policies/environments.yaml:17: the environment `prod` stands twice, first in line 3: keep one",
  ],
  [
    "an environment called unknown",
    inEnvironments("name: billing", "name: unknown"),
    "policies/environments.yaml:17: `unknown` is the name of inputs that no environment claims: choose another",
  ],
  [
    "an endpoint in two environments, in other letters and with a dot",
    inEnvironments("billing.abc.eu-central-1.rds.amazonaws.com", "ORDERS.db.example.com."),
    "policies/environments.yaml:21: the endpoint `ORDERS.db.example.com.:5432` belongs to `prod` already, in line 8: one server is one environment",
  ],
  [
    "an endpoint twice in one environment",
    inEnvironments("host: orders-ro.db.example.com", "host: orders.db.example.com"),
    "policies/environments.yaml:9: the endpoint `orders.db.example.com:5432` stands twice, first in line 8: keep one",
  ],
  [
    "two environments with one identifier",
    inEnvironments('"7412345678901234999"', '"7412345678901234567"'),
    "policies/environments.yaml:22: the systemIdentifier `7412345678901234567` stands twice, first in line 3: one server is one environment, and a clone of a disk keeps its source's identifier",
  ],
  [
    "a minor of another major",
    inEnvironments('"16.16"', '"15.9"'),
    "policies/environments.yaml:16: `minimumMinor` is `15.9`, and `postgres` is 16: name a minor of 16",
  ],
  [
    "a persona of an unknown environment",
    inPersonas("[prod]", "[prd]"),
    "policies/personas.yaml:6: environments.yaml has no environment `prd`: did you mean `prod`?",
  ],
  [
    "an external role of an unknown environment",
    inPersonas("environment: prod", "environment: staging"),
    "policies/personas.yaml:13: environments.yaml has no environment `staging`: use `prod`, `billing` or `migration-lab`",
  ],
  [
    "an allowlist entry of an unknown environment",
    inAllowlist("migration-lab", "migration-lap"),
    "policies/allowlist.yaml:3: environments.yaml has no environment `migration-lap`: did you mean `migration-lab`?",
  ],
  [
    "an accepted function of an unknown environment",
    inAccepted("prod", "dorp"),
    "policies/accepted.yaml:3: environments.yaml has no environment `dorp`: use `prod`, `billing` or `migration-lab`",
  ],
  [
    "a waiver of an unknown environment",
    inWaivers("environment: prod", "environment: unknown"),
    "policies/waivers.yaml:3: environments.yaml has no environment `unknown`: use `prod`, `billing` or `migration-lab`",
  ],
  [
    "an allowlist entry of a shared environment",
    inAllowlist("migration-lab", "prod"),
    "policies/allowlist.yaml:3: `prod` is a shared environment, and only in isolated ones does an entry count: remove it, or make the environment isolated",
  ],
];

const CEILINGS: readonly Row[] = [
  [
    "an app that ends sessions",
    personas("  app: { roles: [x], approved: [pg_signal_backend] }\n"),
    "policies/personas.yaml:2: `pg_signal_backend` is tier control, and an app may hold at most observe, whatever a file says: remove it",
  ],
  [
    "an ops persona that reads all data",
    inPersonas("pg_signal_backend]", "pg_read_all_data]"),
    "policies/personas.yaml:5: `pg_read_all_data` is tier data, and an ops persona may hold at most observe and control, whatever a file says: remove it",
  ],
  [
    "a dba that runs programs",
    inPersonas("pg_checkpoint", "pg_execute_server_program"),
    "policies/personas.yaml:9: `pg_execute_server_program` is tier os, and a dba may hold at most observe, data and control: never approved, only an entry of allowlist.yaml gives it, to a dba in an isolated environment",
  ],
  [
    "a dba that reads files",
    inPersonas("pg_checkpoint", "pg_read_server_files"),
    "policies/personas.yaml:9: `pg_read_server_files` is tier files, and a dba may hold at most observe, data and control: never approved, only an entry of allowlist.yaml gives it, to a dba in an isolated environment",
  ],
  [
    "an unknown predefined role",
    inPersonas("pg_checkpoint", "pg_checkpiont"),
    "policies/personas.yaml:9: `pg_checkpiont` is no predefined role: did you mean `pg_checkpoint`?",
  ],
  [
    "a role that is not predefined",
    inPersonas("approved: [] }", "approved: [orders_readers] }"),
    "policies/personas.yaml:3: `orders_readers` is no predefined role: use `pg_monitor`, `pg_read_all_settings`, `pg_read_all_stats` or `pg_stat_scan_tables`",
  ],
  [
    "pg_database_owner",
    inPersonas("pg_checkpoint", "pg_database_owner"),
    "policies/personas.yaml:9: `pg_database_owner` cannot be granted, it stands for each database's owner: remove it",
  ],
  [
    "a platform role for ops",
    inPersonas("pg_signal_backend]", "rds_superuser]"),
    "policies/personas.yaml:5: `rds_superuser` administers a whole platform: only a dba may be approved for it",
  ],
  [
    "an attribute of an app",
    personas("  app: { roles: [x], attributes: [createdb] }\n"),
    "policies/personas.yaml:2: `createdb`: an app may have no attribute, whatever a file says: remove it",
  ],
  [
    "an attribute above ops",
    personas("  ops: { roles: [x], attributes: [createrole] }\n"),
    "policies/personas.yaml:2: `createrole`: an ops persona may have only `createdb`, whatever a file says: remove it",
  ],
  [
    "superuser as an attribute",
    inPersonas("[createrole]", "[superuser]"),
    "policies/personas.yaml:10: `superuser` is no attribute that can be approved: use `createdb`, `createrole`, `replication` or `bypassrls`",
  ],
  [
    "a predefined role that no environment has",
    personas("  ops: { roles: [x], approved: [pg_maintain], environments: [prod, billing] }\n"),
    "policies/personas.yaml:2: `pg_maintain` exists from PostgreSQL 17, and `prod` runs 16, `billing` runs 15: remove it",
  ],
  [
    "createrole in an environment before 16",
    personas("  dba: { roles: [x], attributes: [createrole], environments: [prod, billing] }\n"),
    "policies/personas.yaml:2: `createrole` is tier os before PostgreSQL 16, and `billing` runs 15: name only newer environments",
  ],
  [
    "one exact name in two kinds",
    inPersonas("etl_migrator]", "alice]"),
    "policies/personas.yaml:8: the exact name `alice` stands in two entries, first in line 5: keep one, or limit them to different `environments`",
  ],
  [
    "an external role twice",
    inPersonas("external:\n", "external:\n  - { role: ops_wrapper, environment: prod, holds: [] }\n"),
    "policies/personas.yaml:14: the external role `ops_wrapper` of `prod` stands twice, first in line 13: keep one",
  ],
  [
    "an external role that holds what its server lacks",
    inPersonas("[pg_monitor, orders_readers]", "[pg_maintain]"),
    "policies/personas.yaml:13: PostgreSQL 16, which `prod` runs, has no `pg_maintain`: remove it",
  ],
  [
    "an external role that holds an unknown predefined role",
    inPersonas("[pg_monitor, orders_readers]", "[pg_montor]"),
    "policies/personas.yaml:13: `pg_montor` is no predefined role: did you mean `pg_monitor`?",
  ],
];

const ENTRIES: readonly Row[] = [
  [
    "a capability that personas.yaml approves",
    inAllowlist("execute-server-program", "signal-backend"),
    "policies/allowlist.yaml:4: `signal-backend` is tier control, and only files, os and superuser are allowlisted: approve it in personas.yaml",
  ],
  [
    "an unknown capability",
    inAllowlist("execute-server-program", "execute-server-programs"),
    "policies/allowlist.yaml:4: `execute-server-programs` is no capability: did you mean `execute-server-program`?",
  ],
  [
    "an allowlist entry without roles",
    inAllowlist("[etl_migrator]", "[]"),
    "policies/allowlist.yaml:5: `roles` is empty: name at least one, for example [etl_migrator]",
  ],
  [
    "a role and capability in two allowlist entries",
    {
      "allowlist.yaml": `allowlist:${"\n  - { environment: migration-lab, capability: superuser, roles: [etl_migrator], isolation: test, reason: r, owner: o, expires: 2027-01-01, audit: { log_statement: all } }".repeat(2)}\n`,
    },
    "policies/allowlist.yaml:3: `superuser` of `etl_migrator` in `migration-lab` stands twice, first in line 2: keep one",
  ],
  [
    "an accepted function that gives programs",
    inAccepted("[read-credentials]", "[execute-server-program]"),
    "policies/accepted.yaml:7: `execute-server-program` is tier os, and no accepted function gives that: only an entry of allowlist.yaml does",
  ],
  [
    "a sum that is no SHA-256",
    inAccepted("0f4d9a52c7b1e386", "sha256:"),
    "policies/accepted.yaml:6: `sha256` is `sha256:6d2f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0c9d`: it is the SHA-256 that the finding prints: 64 digits and letters a to f, in quotes if they are all digits",
  ],
  [
    "a waiver of an unknown rule",
    inWaivers("require-supported-minor", "require-suported-minor"),
    "policies/waivers.yaml:3: there is no rule `require-suported-minor`: did you mean `require-supported-minor`?",
  ],
  [
    "a waiver of a rule like no other",
    inWaivers("require-supported-minor", "everything"),
    "policies/waivers.yaml:3: there is no rule `everything`: `rolegate rules` lists them",
  ],
  [
    "a waiver of a rule that cannot be waived",
    inWaivers("require-supported-minor", "no-server-program"),
    "policies/waivers.yaml:3: findings of `no-server-program` cannot be waived: remove the entry and mend what it found",
  ],
];

const RULES = new Map([
  ["no-server-program", { waivable: false }],
  ["require-supported-minor", { waivable: true }],
]);

describe.each([
  ["files", FILES],
  ["YAML", YAML],
  ["shape", SHAPE],
  ["dates", DATES],
  ["names", NAMES],
  ["environments", ENVIRONMENTS],
  ["ceilings", CEILINGS],
  ["entries", ENTRIES],
])("%s: the policy files are refused, with file, line and what to do, for", (_, rows) => {
  test.each(rows.map(([title, files, ...problems]) => [title, files, problems] as const))("%s", (_title, files, problems) => {
    expect([...problemsOf(acmeWith(files), { rules: RULES })].sort()).toEqual([...problems].sort());
  });
});

test("an approval that speaks of all environments may name what only some of their servers have", () => {
  expect(problemsOf(acmeWith(personas("  dba: { roles: [x], approved: [pg_maintain], attributes: [createrole] }\n")))).toEqual([]);
});

test("createrole is refused where every environment is older than 16", () => {
  const environments = "environments:\n  - { name: old, kind: shared, postgres: 15, endpoints: [{ host: old }] }\n";
  const files = {
    ...personas("  dba: { roles: [x], attributes: [createrole] }\n"),
    "environments.yaml": environments,
    "allowlist.yaml": null,
    "accepted.yaml": null,
    "waivers.yaml": null,
  };
  expect(problemsOf(acmeWith(files))).toEqual([
    "policies/personas.yaml:2: `createrole` is tier os before PostgreSQL 16, and `old` runs 15: name only newer environments",
  ]);
});

test("an allowlist entry may look exactly 366 days ahead", () => {
  expect(problemsOf(acmeWith(inAllowlist("2027-01-31", "2027-11-21")))).toEqual([]);
});

test("without the list of rules a waiver may name any", () => {
  expect(problemsOf(acmeWith(inWaivers("require-supported-minor", "everything")))).toEqual([]);
});

test("a bomb of aliases is refused at once", () => {
  const levels = Array.from({ length: 12 }, (_, level) => `l${level + 1}: &l${level + 1} [${Array(12).fill(`*l${level}`).join(", ")}]`);
  const problems = problemsOf(acmeWith({ "waivers.yaml": `l0: &l0 [x]\n${levels.join("\n")}\nwaivers: []\n` }));
  expect(problems).toEqual([expect.stringMatching(/^policies\/waivers\.yaml:\d+: aliases repeat too much from here on: write the values out$/)]);
});

test("megabytes of nesting are refused at once", () => {
  for (const text of ["[".repeat(5_000_000), "- ".repeat(2_000_000), Array.from({ length: 2000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")]) {
    expect(problemsOf(acmeWith({ "waivers.yaml": text }))).toEqual([expect.stringContaining("more than 64 levels deep")]);
  }
}, 5_000);

test("what an unreadable environments.yaml leaves open is not held against the other files", () => {
  expect(problemsOf(acmeWith({ "environments.yaml": "environments: 1\n" }))).toEqual([
    "policies/environments.yaml:1: `environments` must be a list, not `1`: write [1]",
  ]);
});

test("a name that is wrong itself is not told to stand twice", () => {
  expect(problemsOf(acmeWith(inPersonas("alice", '"", ""')))).toEqual(["policies/personas.yaml:5: an item of `roles` is empty: write a text"]);
});
