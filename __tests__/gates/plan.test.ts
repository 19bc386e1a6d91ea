import { EXAMPLE_POLICY } from "../../policies/example";
import { errorsOf, grantValues, judgePlan, type PlannedChange, POSTGRESQL, PROVIDER, planOf, roleValues, saidOf } from "../support/plans";

const PROGRAM = "pg_execute_server_program";
const app = (more: Partial<PlannedChange> = {}): PlannedChange => ({ after: roleValues("orders_app"), name: "app", ...more });
const holder = roleValues("orders_app", { roles: [PROGRAM] });
const grant = (role: string, granted: string, more: Partial<PlannedChange> = {}): PlannedChange => ({
  type: "postgresql_grant_role",
  name: `${role}_${granted}`,
  after: grantValues(role, granted),
  ...more,
});
const NO_OP = ["no-op"] as const;
const DENIED = ["no-server-program orders_app"];

describe("what each action does to what is judged", () => {
  test.each<readonly [string, readonly PlannedChange[], readonly string[]]>([
    ["create", [app({ after: holder })], DENIED],
    ["update that brings it", [app({ actions: ["update"], before: roleValues("orders_app"), after: holder })], DENIED],
    ["update that takes it away", [app({ actions: ["update"], before: holder, after: roleValues("orders_app") })], []],
    ["no-op", [app({ actions: NO_OP, after: holder })], []],
    ["delete", [app({ actions: ["delete"], before: holder, expressions: null })], []],
    ["delete of a role that stays on the server", [app({ actions: ["delete"], before: { ...holder, skip_drop_role: true }, expressions: null })], DENIED],
    ["forget: it stays, and nobody sees it any more", [app({ actions: ["forget"], before: holder, expressions: null })], DENIED],
    ["replacement by the same", [app({ actions: ["delete", "create"], before: holder, after: holder })], DENIED],
    ["create and forget the old one", [app({ actions: ["create", "forget"], before: holder, after: roleValues("billing_app") })], DENIED],
    ["an update of something else", [app({ actions: ["update"], before: holder, after: { ...holder, connection_limit: 5 } })], []],
    ["a rename in place", [app({ actions: ["update"], before: roleValues("tool", { roles: [PROGRAM] }), after: holder })], DENIED],
    ["a deposed object that is deleted", [app(), app({ actions: ["delete"], before: holder, deposed: "abc" })], []],
  ])("%s", (_, changes, errors) => {
    expect(errorsOf(judgePlan(planOf(changes)))).toEqual(errors);
  });

  test.each([[["replace"]], [[]], [["update", "create"]]])("actions that nobody knows are refused: %j", (actions) => {
    expect(errorsOf(judgePlan(planOf([app({ actions })])))).toEqual(["no-opaque-resource postgresql_role.app"]);
  });

  test.each([
    ["an entry that creates and holds no values", app({ after: null })],
    ["one that forgets and holds none", app({ actions: ["forget"], before: null })],
  ])("%s is refused", (_, change) => {
    expect(errorsOf(judgePlan(planOf([change])))).toEqual(["no-opaque-resource postgresql_role.app"]);
  });
});

describe("what stood before", () => {
  const group: PlannedChange = { name: "tools", actions: NO_OP, after: roleValues("tools", { login: false, roles: [PROGRAM] }) };
  const member = app({ actions: NO_OP, after: roleValues("orders_app", { roles: ["tools"] }) });
  const STANDING = ["standing error no-server-program orders_app", "standing error no-server-program tools"];
  const program = (changes: readonly PlannedChange[]) => saidOf(judgePlan(planOf(changes))).filter((words) => words.includes("no-server-program"));

  test("is shown as standing, and allowed", () => {
    const report = judgePlan(planOf([group, member]));
    expect([report.verdict, saidOf(report), report.summary.standing]).toEqual(["allow", STANDING, 2]);
  });

  test("stays so whatever else changes", () => {
    expect(program([group, member, { name: "other", after: roleValues("billing_app") }])).toEqual(STANDING);
    expect(program([group, member, grant("orders_app", "pg_stat_scan_tables")])).toEqual(STANDING);
  });

  test("is the change's own where a path to it uses what the change adds, though another one stood before", () => {
    expect(program([group, member, grant("orders_app", PROGRAM)])).toEqual([
      "open error no-server-program orders_app",
      "standing error no-server-program tools",
    ]);
    const second: PlannedChange = { name: "second", after: roleValues("second", { login: false, roles: ["tools"] }) };
    expect(program([group, member, second, grant("orders_app", "second")])).toContain("open error no-server-program orders_app");
  });

  test("is the change's own for another role that it lets in", () => {
    expect(program([group, member, { name: "billing", after: roleValues("billing_app", { roles: ["tools"] }) }])).toContain(
      "open error no-server-program billing_app",
    );
  });

  test("of a moved resource stays what it was", () => {
    const plan = planOf([group, member]);
    const moved = { ...plan, resource_changes: plan.resource_changes?.map((entry) => ({ ...entry, previous_address: `postgresql_role.old_${entry.name}` })) };
    expect(saidOf(judgePlan(moved))).toEqual(STANDING);
  });

  test("of an imported resource stays what the server had, and what the import alters is the change's", () => {
    expect(errorsOf(judgePlan(planOf([app({ actions: ["update"], before: holder, after: { ...holder, login: false } })])))).toEqual([]);
    expect(errorsOf(judgePlan(planOf([app({ actions: ["update"], before: roleValues("orders_app"), after: holder })])))).toEqual(DENIED);
  });

  test("is told as who gains and loses what", () => {
    const report = judgePlan(planOf([app({ actions: ["update"], before: holder, after: roleValues("orders_app", { roles: ["pg_stat_scan_tables"] }) })]));
    expect(report.changes).toEqual([
      {
        environment: "prod",
        role: "orders_app",
        gains: ["pg_stat_scan_tables"],
        loses: [PROGRAM],
        capabilities: { gains: ["stat-scan-tables"], loses: ["execute-server-program"] },
      },
    ]);
    expect(judgePlan(planOf([group, member])).changes).toEqual([]);
  });
});

describe("what could not be read before", () => {
  const server = (actions: readonly string[], options: Readonly<Record<string, unknown>>): PlannedChange => ({
    type: "postgresql_server",
    name: "s",
    actions,
    before: { server_name: "s", fdw_name: "file_fdw", options: {} },
    after: { server_name: "s", fdw_name: "file_fdw", options },
  });
  const OPAQUE = "no-opaque-resource postgresql_server.s";

  test("stands where nothing changes, and counts where it is updated, replaced or forgotten, though the words are the same", () => {
    expect(saidOf(judgePlan(planOf([server(NO_OP, {})])))).toEqual([`standing error ${OPAQUE}`]);
    expect(errorsOf(judgePlan(planOf([server(["update"], { program: "id" })])))).toEqual([OPAQUE]);
    expect(errorsOf(judgePlan(planOf([server(["delete", "create"], { program: "id" })])))).toEqual([OPAQUE]);
    expect(errorsOf(judgePlan(planOf([{ ...server(["forget"], {}), after: null, expressions: null }])))).toEqual([OPAQUE]);
  });

  test("of another provider counts where it is updated", () => {
    const query = (actions: readonly string[]): PlannedChange => ({
      type: "sql_query",
      name: "q",
      provider: "registry.terraform.io/acme/sql",
      providerKey: "sql",
      actions,
      before: { query: "SELECT 1" },
      after: { query: "GRANT a TO b" },
    });
    expect(errorsOf(judgePlan(planOf([app({ actions: NO_OP }), query(["update"])])))).toEqual(["no-opaque-resource sql_query.q"]);
    expect(errorsOf(judgePlan(planOf([app({ actions: NO_OP }), query(["no-op"])])))).toEqual([]);
  });

  test("of a subscription or a written password counts where the resource is updated", () => {
    const subscription: PlannedChange = {
      type: "postgresql_subscription",
      name: "s",
      actions: ["update"],
      before: { name: "s", conninfo: "host=a" },
      after: { name: "s", conninfo: "host=b" },
    };
    expect(errorsOf(judgePlan(planOf([subscription])))).toContain("no-unreviewed-object postgresql_subscription.s");
    const password = app({
      actions: ["update"],
      before: roleValues("orders_app"),
      after: roleValues("orders_app", { password: "x" }),
      expressions: { password: { constant_value: "x" } },
    });
    expect(errorsOf(judgePlan(planOf([password])))).toEqual(["no-secret-in-configuration postgresql_role.app"]);
  });

  test("of a bad name stands where something else of its role is updated, and counts where the role is replaced", () => {
    const bad = (actions: readonly string[]) => app({ actions, before: roleValues("PG_MONITOR"), after: roleValues("PG_MONITOR", { connection_limit: 5 }) });
    expect(errorsOf(judgePlan(planOf([bad(["update"])])))).toEqual([]);
    expect(errorsOf(judgePlan(planOf([bad(["delete", "create"])])))).toContain("require-plain-role-name PG_MONITOR");
  });
});

describe("a membership that a change both takes away and gives", () => {
  const LOST = ["no-lost-membership alice"];
  const moved = (name: string, more: Partial<PlannedChange>) => grant("alice", "pg_monitor", { name, ...more });
  const gone = { actions: ["delete"], before: grantValues("alice", "pg_monitor"), after: null, expressions: null };

  test("at two addresses is refused, whichever of them is new", () => {
    expect(errorsOf(judgePlan(planOf([moved("old", gone), moved("new", {})])))).toEqual(LOST);
    expect(errorsOf(judgePlan(planOf([moved("old", gone), moved("new", { actions: NO_OP })])))).toEqual(LOST);
    expect(errorsOf(judgePlan(planOf([moved("old", gone), { name: "alice", after: roleValues("alice", { roles: ["pg_monitor"] }) }])))).toEqual(LOST);
  });

  test("created before it is destroyed is refused, and destroyed before it is created is not", () => {
    const replaced = { before: grantValues("alice", "pg_monitor", true) };
    expect(errorsOf(judgePlan(planOf([moved("x", { ...replaced, actions: ["create", "delete"] })])))).toEqual(LOST);
    expect(errorsOf(judgePlan(planOf([moved("x", { ...replaced, actions: ["delete", "create"] })])))).toEqual([]);
  });

  test("and one that only a role's refresh still shows is gone", () => {
    const refreshed: PlannedChange = {
      name: "app",
      actions: NO_OP,
      after: roleValues("orders_app", { roles: [PROGRAM] }),
      expressions: { name: { constant_value: "orders_app" } },
    };
    const revoked = grant("orders_app", PROGRAM, { actions: ["delete"], before: grantValues("orders_app", PROGRAM), after: null, expressions: null });
    expect(saidOf(judgePlan(planOf([refreshed, revoked])))).toEqual([]);
    expect(judgePlan(planOf([refreshed, revoked])).changes).toMatchObject([{ role: "orders_app", loses: [PROGRAM] }]);
  });
});

describe("what is not known yet", () => {
  test.each<readonly [string, PlannedChange, string]>([
    [
      "a whole set",
      app({ unknown: { roles: true }, expressions: { name: {}, roles: { references: ["terraform_data.x.output", "terraform_data.x"] } } }),
      "terraform_data.x.output",
    ],
    [
      "one element of it",
      app({ after: roleValues("orders_app", { roles: [null] }), unknown: { roles: [true] }, expressions: { roles: { references: ["var.group"] } } }),
      "var.group",
    ],
    [
      "the role's name",
      app({ after: { login: true }, unknown: { name: true }, expressions: { name: { references: ["random_pet.x.id"] } } }),
      "random_pet.x.id",
    ],
    ["an attribute", app({ unknown: { superuser: true }, expressions: { superuser: { references: ["var.admin"] } } }), "var.admin"],
    ["all of it", app({ unknown: true }), "(known after apply)"],
  ])("%s is refused, with what it is made from", (_, change, reference) => {
    const report = judgePlan(planOf([change]));
    expect(report.verdict).toBe("deny");
    expect(
      report.findings
        .filter(({ rule }) => rule === "no-unknown-value")
        .map(({ message }) => message)
        .join(),
    ).toContain(reference);
  });

  test("what nobody wrote and only the provider will know decides nothing", () => {
    const extension: PlannedChange = {
      type: "postgresql_extension",
      name: "trgm",
      after: { name: "pg_trgm", database: "orders", create_cascade: false },
      unknown: { id: true, schema: true, version: true },
    };
    expect(errorsOf(judgePlan(planOf([extension])))).toEqual([]);
    expect(errorsOf(judgePlan(planOf([{ ...extension, expressions: { name: {}, schema: { references: ["var.schema"] } } }])))).toEqual([
      "no-unknown-value postgresql_extension.trgm",
    ]);
  });
});

describe("sensitive values", () => {
  const shown = (changes: readonly PlannedChange[]) => JSON.stringify(judgePlan(planOf(changes)));

  test("a predefined role is shown by its name", () => {
    const report = judgePlan(planOf([app(), grant("orders_app", PROGRAM, { sensitive: { grant_role: true } })]));
    expect(report.findings[0]).toMatchObject({ rule: "no-server-program", path: [{ to: PROGRAM }] });
  });

  test("another role is shown as sensitive, and is one role wherever it stands", () => {
    const secret = roleValues("tajny", { login: false, roles: [PROGRAM] });
    const changes = [
      app({ after: roleValues("orders_app", { roles: ["tajny"] }), sensitive: { roles: [true] } }),
      { name: "secret", after: secret, sensitive: { name: true } },
    ];
    expect(shown(changes)).not.toContain("tajny");
    expect(judgePlan(planOf(changes)).findings.map(({ path }) => path.map(({ to }) => to))).toContainEqual(["(sensitive)", PROGRAM]);
  });

  test("two sensitive names are two roles, and one that is given in clear elsewhere is no secret", () => {
    const two = ["jeden", "dva"].map((name): PlannedChange => ({ name, after: roleValues(name, { roles: [PROGRAM] }), sensitive: { name: true } }));
    expect(errorsOf(judgePlan(planOf(two)))).toEqual(["no-server-program (sensitive 2)", "no-server-program (sensitive)"]);
    expect(errorsOf(judgePlan(planOf([app({ after: holder, sensitive: { name: true } }), grant("orders_app", "pg_monitor")])))[0]).toBe(
      "no-server-program orders_app",
    );
  });

  test("no message repeats one", () => {
    const body = "SELECT 'hunter2'$function$; DROP TABLE x; SELECT $function$";
    const fn: PlannedChange = {
      type: "postgresql_function",
      name: "f",
      after: { name: "f", schema: "public", body, language: "sql", returns: "void" },
      sensitive: { body: true },
    };
    expect(errorsOf(judgePlan(planOf([fn])))).toContain("no-opaque-resource postgresql_function.f");
    expect(shown([fn])).not.toContain("hunter2");
  });

  test("a password is never shown, and is a finding only where it is written out", () => {
    const password = { after: roleValues("orders_app", { password: "hunter2" }), sensitive: { password: true } };
    expect(errorsOf(judgePlan(planOf([app({ ...password, expressions: { password: { constant_value: "hunter2" } } })])))).toEqual([
      "no-secret-in-configuration postgresql_role.app",
    ]);
    const given = app({ ...password, expressions: { name: { constant_value: "orders_app" }, password: { references: ["var.password"] } } });
    expect(saidOf(judgePlan(planOf([given])))).toEqual(["open warning no-secret-in-configuration postgresql_role.app"]);
    expect(shown([given])).not.toContain("hunter2");
  });
});

describe("which server a resource is about", () => {
  const at = (host: unknown, port: unknown = { constant_value: 5432 }) => ({ ...PROVIDER, expressions: { host, port } });
  const environments = (providers: Readonly<Record<string, unknown>>, change = app()) =>
    judgePlan(planOf([change], {}, providers)).environments.map(({ name }) => name);

  test.each<readonly [string, unknown, string]>([
    ["a constant", PROVIDER, "prod"],
    ["a reference: only the configuration shows its value", at({ references: ["var.host"] }), "unknown"],
    ["nothing: PGHOST decides", at(undefined), "unknown"],
    ["another host", at({ constant_value: "elsewhere.test" }), "unknown"],
  ])("%s", (_, provider, environment) => {
    expect(environments({ postgresql: provider })).toEqual([environment]);
  });

  test("an alias is a configuration of its own, and one that nothing uses is not judged", () => {
    const providers = { postgresql: at({ constant_value: "elsewhere.test" }), "postgresql.prod": { ...PROVIDER, alias: "prod" } };
    expect(environments(providers, app({ providerKey: "postgresql.prod" }))).toEqual(["prod"]);
  });

  test("a module's own configuration, or one of a module above it", () => {
    const inModule = (providers: Readonly<Record<string, unknown>>) => {
      const change = app({ module: 'module.a["x.y"].module.b[0]', providerKey: "module.a.module.b:postgresql" });
      const plan = planOf([change], {}, providers);
      const resource = {
        address: "postgresql_role.app",
        mode: "managed",
        type: "postgresql_role",
        name: "app",
        provider_config_key: "module.a.module.b:postgresql",
        expressions: {},
      };
      const root_module = { module_calls: { a: { module: { module_calls: { b: { module: { resources: [resource] } } } } } } };
      return judgePlan({ ...plan, configuration: { ...plan.configuration, root_module } }).environments.map(({ name }) => name);
    };
    const elsewhere = at({ constant_value: "elsewhere.test" });
    expect(inModule({ postgresql: elsewhere, "module.a.module.b:postgresql": PROVIDER })).toEqual(["prod"]);
    expect(inModule({ postgresql: elsewhere, "module.a:postgresql": PROVIDER })).toEqual(["prod"]);
    expect(inModule({ postgresql: PROVIDER })).toEqual(["prod"]);
  });

  test("a resource that the configuration has no more belongs to the one configuration of its provider, and of several to none", () => {
    const gone = app({ actions: ["forget"], before: holder, expressions: null });
    expect(environments({ postgresql: PROVIDER }, gone)).toEqual(["prod"]);
    expect(environments({ postgresql: PROVIDER, "postgresql.other": PROVIDER }, gone)).toEqual(["unknown"]);
  });

  test("a provider that may not speak to PostgreSQL is refused, at another address and under another name", () => {
    const fork = "registry.terraform.io/doctolib/postgresql";
    const report = judgePlan(planOf([app({ provider: fork })], {}, { postgresql: { ...PROVIDER, full_name: fork } }));
    expect(errorsOf(report)).toEqual([`no-opaque-resource ${fork}`]);
    expect(errorsOf(judgePlan(planOf([app({ provider: POSTGRESQL.replace("terraform.io", "opentofu.org") })])))).toEqual([]);
  });
});

describe("what of a plan as a whole cannot be judged", () => {
  test.each<readonly [string, Readonly<Record<string, unknown>>]>([
    ["ended in an error", { errored: true, complete: false }],
    ["is of a part", { complete: false }],
    [
      "has deferred changes",
      { deferred_changes: [{ reason: "instance_count_unknown", resource_change: planOf([app({ name: "later" })]).resource_changes?.[0] }] },
    ],
    ["runs an action", { action_invocations: [{ address: "action.local_command.psql", type: "local_command" }] }],
    ["defers an action", { deferred_action_invocations: [{ reason: "x", action_invocation: { address: "action.local_command.psql" } }] }],
  ])("a plan that %s is refused, and what is beside it is judged", (_, more) => {
    const report = judgePlan(planOf([app({ after: holder })], more));
    expect(errorsOf(report).filter((error) => error.startsWith("no-opaque-resource"))).toHaveLength(1);
    expect(errorsOf(report)).toContain("no-server-program orders_app");
  });

  test("OpenTofu says neither `applyable` nor `complete`", () => {
    const { applyable, complete, ...plan } = planOf([app()]);
    expect([applyable, complete, judgePlan(plan).verdict]).toEqual([true, true, "allow"]);
  });

  test("a deferred change is read like any other", () => {
    const later = planOf([app({ after: holder })]).resource_changes?.[0];
    expect(errorsOf(judgePlan(planOf([], { deferred_changes: [{ reason: "x", resource_change: later }] })))).toContain("no-server-program orders_app");
  });

  test("a provisioner is refused on whatever resource, where the plan has to do with PostgreSQL or the command names it", () => {
    const provisioners = [{ type: "local-exec", expressions: { command: { constant_value: "psql -c 'GRANT x TO y'" } } }];
    const data: PlannedChange = {
      type: "terraform_data",
      name: "x",
      provider: "terraform.io/builtin/terraform",
      providerKey: "terraform",
      after: {},
      provisioners,
    };
    expect(errorsOf(judgePlan(planOf([app(), data])))).toEqual(["no-opaque-resource terraform_data.x"]);
    expect(judgePlan(planOf([data], {}, {})).verdict).toBe("allow");
    const named = [{ type: "local-exec", expressions: { command: { constant_value: `psql -h ${EXAMPLE_POLICY.environments[0]?.endpoints[0]?.host}` } } }];
    expect(judgePlan(planOf([{ ...data, provisioners: named }], {}, {})).verdict).toBe("deny");
  });

  test("in a refresh-only plan the drift is the change, over the state as it is", () => {
    const drifted = planOf([
      app({ actions: ["update"], before: roleValues("orders_app"), after: roleValues("orders_app", { roles: ["tools"] }), expressions: {} }),
    ]).resource_changes;
    const tools = {
      address: "postgresql_role.tools",
      mode: "managed",
      type: "postgresql_role",
      name: "tools",
      provider_name: POSTGRESQL,
      values: roleValues("tools", { login: false, roles: [PROGRAM] }),
    };
    const plan = planOf([], { resource_drift: drifted, prior_state: { values: { root_module: { resources: [tools] } } } });
    expect(saidOf(judgePlan(plan))).toEqual(["open error no-server-program orders_app", "standing error no-server-program tools"]);
  });

  test("drift beside changes is noise: each entry's own `before` has it", () => {
    const drift = planOf([app({ actions: ["update"], before: roleValues("orders_app"), after: holder })]).resource_changes;
    expect(judgePlan(planOf([app({ actions: NO_OP })], { resource_drift: drift })).verdict).toBe("allow");
  });
});

describe("data sources of the provider", () => {
  const pattern = (expressions: Readonly<Record<string, unknown>>, entry: Partial<PlannedChange> = {}): PlannedChange => ({
    mode: "data",
    type: "postgresql_schemas",
    name: "all",
    actions: ["read"],
    after: {},
    expressions,
    ...entry,
  });

  test.each<readonly [string, PlannedChange, boolean]>([
    ["a plain constant", pattern({ regex_pattern: { constant_value: "^app" } }), true],
    ["a quote", pattern({ regex_pattern: { constant_value: "x'; GRANT a TO b; --" } }), false],
    ["a quote in a list", pattern({ like_any_patterns: { constant_value: ["a", "x'"] } }), false],
    ["an expression whose value the plan shows", pattern({ regex_pattern: { references: ["var.p"] } }, { after: { regex_pattern: "^app" } }), true],
    ["an expression with a quote", pattern({ regex_pattern: { references: ["var.p"] } }, { after: { regex_pattern: "x'" } }), false],
    ["an expression that is not known yet", pattern({ regex_pattern: { references: ["x.y"] } }, { unknown: { regex_pattern: true } }), false],
  ])("%s", (_, change, isFine) => {
    expect(errorsOf(judgePlan(planOf([app({ actions: NO_OP }), change])))).toEqual(isFine ? [] : ["no-opaque-resource data.postgresql_schemas.all"]);
  });

  test("one whose value stands nowhere is refused", () => {
    const plan = planOf([app({ actions: NO_OP }), pattern({ regex_pattern: { references: ["var.p"] } })]);
    const without = { ...plan, resource_changes: plan.resource_changes?.slice(0, 1) };
    expect(errorsOf(judgePlan(without))).toEqual(["no-opaque-resource data.postgresql_schemas.all"]);
  });
});

test("a role that is forgotten on one server is not the one of that name that another server gets", () => {
  const other = { ...PROVIDER, name: "other", expressions: { host: { constant_value: "elsewhere.example.com" }, port: { constant_value: 5432 } } };
  const changes = [app({ actions: ["forget"], before: holder, expressions: null, name: "old" }), app({ providerKey: "other" })];
  expect(errorsOf(judgePlan(planOf(changes, {}, { postgresql: PROVIDER, other })))).toContain(DENIED[0]);
});
