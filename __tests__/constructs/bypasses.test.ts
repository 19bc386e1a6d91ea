import { DefaultPrivileges } from "@cdktf/provider-postgresql/lib/default-privileges";
import { GrantRole } from "@cdktf/provider-postgresql/lib/grant-role";
import { PostgresqlProvider } from "@cdktf/provider-postgresql/lib/provider";
import { Role } from "@cdktf/provider-postgresql/lib/role";
import { Annotations, Aspects, Fn, type IAspect, Lazy, TerraformHclModule, TerraformIterator, TerraformLocal, TerraformVariable, Token } from "cdktf";
import type { GatedApp } from "../../constructs/gated-app";
import { Login } from "../../constructs/login";
import {
  AppPersona,
  appWith,
  DbaPersona,
  gate2,
  type LooseEnvironment,
  type LoosePersona,
  labOf,
  OpsPersona,
  POLICIES,
  prodOf,
  removeFolders,
  temporaryFolder,
  withProd,
  written,
} from "../support/constructs";

const LOGIN = Login.external();
const EVIL = "pg_execute_server_program";
const EXPRESSION = "$".concat('{join("_", ["pg", "execute", "server", "program"])}');

interface World {
  readonly app: GatedApp;
  readonly prod: LooseEnvironment;
  readonly lab: LooseEnvironment;
  /** A role that the program creates, without memberships. */
  readonly persona: LoosePersona;
  readonly grant: (role: string, id?: string) => GrantRole;
}

const world = (policies = POLICIES): World => {
  const app = appWith(gate2(policies), policies);
  const prod = prodOf(app);
  const persona = new AppPersona(prod, "orders_app");
  AppPersona.existing(prod, "legacy");
  return { app, prod, lab: labOf(app), persona, grant: (grantRole, id = "g") => new GrantRole(prod, id, { role: "legacy", grantRole }) };
};

/** The check that reference programs write: an aspect that looks for the grant and annotates it. */
class NaiveCheck implements IAspect {
  visit(node: unknown): void {
    if (node instanceof GrantRole && node.grantRoleInput === EVIL) Annotations.of(node).addError("no");
  }
}
const resourceOf = (persona: LoosePersona): Role => persona.node.findChild("Resource") as Role;

type Way = readonly [way: string, program: (world: World) => void, refusal: RegExp];

/** With the two below, the thirteen ways past a check written as an aspect, as cdktf itself lets them pass. */
const PAST_ASPECTS: readonly Way[] = [
  [
    "an aspect on the app, which is never invoked",
    ({ app, grant }) => {
      Aspects.of(app).add(new NaiveCheck());
      grant(EVIL);
    },
    /no-server-program/,
  ],
  [
    "an override of the resource",
    ({ grant }) => {
      grant("pg_monitor").addOverride("grant_role", EVIL);
    },
    /no-server-program/,
  ],
  [
    "an override of the stack, without any construct",
    ({ prod }) => prod.addOverride("resource.postgresql_grant_role.x", { role: "legacy", grant_role: EVIL }),
    /no-server-program/,
  ],
  [
    "a later aspect",
    ({ prod, grant }) => {
      grant("pg_monitor");
      Aspects.of(prod).add({
        visit: (node) => {
          if (node instanceof GrantRole) node.grantRole = EVIL;
        },
      });
    },
    /no-server-program/,
  ],
  ["a lazy value", ({ grant }) => grant(Lazy.stringValue({ produce: () => EVIL })), /no-server-program/],
  ["a token", ({ grant }) => grant(Token.asString({ resolve: () => EVIL })), /no-server-program/],
  [
    "the default of a variable",
    ({ prod, grant }) => grant(new TerraformVariable(prod, "v", { default: EVIL }).stringValue),
    /no-server-program|no-unknown-value/,
  ],
  ["a function of Terraform", ({ grant }) => grant(Fn.join("_", ["pg", "execute_server_program"])), /no-server-program|no-unknown-value/],
  ["an expression as it stands", ({ grant }) => grant(EXPRESSION), /no-server-program|no-unknown-value/],
  ["a local value", ({ prod, grant }) => grant(new TerraformLocal(prod, "l", EVIL).asString), /no-server-program|no-unknown-value/],
  [
    "an iterator",
    ({ prod }) => {
      const iterator = TerraformIterator.fromList([EVIL]);
      new GrantRole(prod, "g", { role: "legacy", grantRole: Token.asString(iterator.value), forEach: iterator });
    },
    /no-server-program|no-unknown-value|no-opaque-resource/,
  ],
  ["another resource: the roles of a role", ({ prod }) => new Role(prod, "r", { name: "raw_app", roles: [EVIL] }), /no-server-program/],
];

/** Programs that constructs do not refuse, because only what they come to can be judged. */
const PAST_TYPES: readonly Way[] = [
  ["a literal that the compiler was not asked about", ({ prod }) => new AppPersona(prod, "x", { memberOf: [EVIL] }), /no-server-program x/],
  ["files of the server", ({ prod }) => new DbaPersona(prod, "dba_x", { memberOf: ["pg_read_server_files"] }), /no-server-files dba_x/],
  ["the literal in a dba of a shared environment", ({ prod }) => new DbaPersona(prod, "etl_migrator", { memberOf: [EVIL] }), /no-server-program etl_migrator/],
  ["the literal in a dba that the allowlist lacks", ({ lab }) => new DbaPersona(lab, "dba_x", { memberOf: [EVIL] }), /no-server-program dba_x/],
  [
    "other roles' sessions for an app",
    ({ prod }) => new AppPersona(prod, "x", { login: LOGIN, memberOf: ["pg_signal_backend"] }),
    /no-session-control-for-apps x/,
  ],
  ["what nobody approved", ({ prod }) => new OpsPersona(prod, "ops_x", { login: LOGIN, memberOf: ["pg_checkpoint"] }), /no-unapproved-predefined-role ops_x/],
  ["an attribute", ({ prod }) => new AppPersona(prod, "x", { login: LOGIN, attributes: ["createrole"] }), /no-unapproved-attribute x/],
  [
    "ADMIN OPTION on an existing role",
    ({ prod }) => OpsPersona.existing(prod, "ops_x", { memberOf: [{ role: "pg_monitor", admin: true }] }),
    /no-admin-option/,
  ],
  [
    "a member of the permitted role that the allowlist does not name",
    ({ lab }) => {
      const permitted = new DbaPersona(lab, "etl_migrator", { memberOf: [lab.permitServerProgram("etl_migrator")] });
      new DbaPersona(lab, "dba_x", { memberOf: [permitted] });
    },
    /no-server-program dba_x/,
  ],
  ["an override of a persona's role", ({ persona }) => resourceOf(persona).addOverride("roles", [EVIL]), /no-server-program orders_app/],
  ["an override to superuser", ({ persona }) => resourceOf(persona).addOverride("superuser", true), /no-superuser orders_app/],
  ["a provisioner by override", ({ persona }) => resourceOf(persona).addOverride("provisioner", [{ "local-exec": { command: "psql" } }]), /no-opaque-resource/],
  [
    "two ids with one address",
    ({ prod }) => {
      new Role(prod, "a.x", { name: "one_app", roles: [] });
      new Role(prod, "ax", { name: "two_app", roles: [EVIL] });
    },
    /no-address-collision/,
  ],
  [
    "a persona's address taken by another resource",
    ({ prod, persona }) => {
      new Role(prod, "r", { name: "orders_app", roles: [] }).overrideLogicalId(resourceOf(persona).friendlyUniqueId);
    },
    /no-address-collision/,
  ],
  [
    "a second resource for one role",
    ({ prod, grant }) => {
      new AppPersona(prod, "x", { memberOf: ["pg_read_all_stats"] });
      grant("pg_monitor").role = "x";
    },
    /no-mixed-membership-style/,
  ],
  [
    "a provider configuration for another server",
    ({ prod }) => {
      const other = new PostgresqlProvider(prod, "p", { alias: "other", host: "unknown.example.com" });
      new Role(prod, "r", { name: "x_app", roles: [EVIL], provider: other });
    },
    /no-server-program x_app/,
  ],
  [
    "a lab's endpoint that another host is written over",
    ({ lab }) => {
      new DbaPersona(lab, "etl_migrator", { memberOf: [lab.permitServerProgram("etl_migrator")] });
      (lab.node.findChild("provider configuration") as PostgresqlProvider).host = "prod.example.com";
    },
    /no-server-program etl_migrator/,
  ],
  [
    "a module",
    ({ prod }) => {
      new TerraformHclModule(prod, "m", { source: "acme/roles/postgresql" });
    },
    /no-opaque-resource/,
  ],
  ["a secret written out", ({ prod }) => new Role(prod, "r", { name: "x_app", roles: [], password: "hunter2" }), /no-secret-in-configuration/],
  ["a name that is one only for Terraform", ({ prod }) => new Role(prod, "r", { name: "pg_monitor\u200b", roles: [] }), /require-plain-role-name/],
  [
    "default privileges that hand a function on",
    ({ prod }) =>
      new DefaultPrivileges(prod, "d", { role: EXPRESSION, owner: "orders_app", database: "orders", objectType: "function", privileges: ["EXECUTE"] }),
    /no-unknown-value/,
  ],
];

afterEach(() => {
  delete process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS;
});
afterAll(removeFolders);

test("a program of personas is allowed, a permitted one in the lab included", () => {
  const { app, lab } = world();
  new DbaPersona(lab, "etl_migrator", { memberOf: ["pg_monitor", lab.permitServerProgram("etl_migrator")] });
  app.synth();
  expect(written(app)).toHaveLength(5);
});

describe("nothing is written", () => {
  test.each([...PAST_ASPECTS, ...PAST_TYPES])("for %s", (_way, program, refusal) => {
    const here = world();
    program(here);
    expect(() => here.app.synth()).toThrow(refusal);
    expect(written(here.app)).toEqual([]);
  });

  test.each([
    ["an aspect reports it", true, /^nothing written, there are errors:\n {2}no \[prod\/g\]$/],
    ["no aspect looks", false, /no-server-program/],
  ])("under `cdktf synth`, which goes on after errors, where %s", (_case, checked, refusal) => {
    process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS = "true";
    const { app, prod, grant } = world();
    if (checked) Aspects.of(prod).add(new NaiveCheck());
    grant(EVIL);
    expect(() => app.synth()).toThrow(refusal);
    expect(written(app)).toEqual([]);
  });

  test("where cdktf's validations are skipped", () => {
    const app = new (appWith().constructor as new (props: unknown) => GatedApp)({
      policies: POLICIES,
      judge: gate2(POLICIES),
      outdir: `${temporaryFolder()}/out`,
      skipValidation: true,
    });
    new AppPersona(prodOf(app), "x", { memberOf: [EVIL] });
    expect(() => app.synth()).toThrow(/no-server-program x/);
    expect(written(app)).toEqual([]);
  });

  test("where the allowlist's entry has expired, although the permit compiles", () => {
    const expired = { ...POLICIES, allowlist: POLICIES.allowlist.map((entry) => ({ ...entry, expires: "2026-11-19" })) };
    const { app, lab } = world(expired);
    new DbaPersona(lab, "etl_migrator", { memberOf: [lab.permitServerProgram("etl_migrator")] });
    expect(() => app.synth()).toThrow(/no-server-program etl_migrator/);
    expect(written(app)).toEqual([]);
  });

  test("where one stack of several is denied", () => {
    const { app, lab } = world(withProd({}));
    new AppPersona(lab, "x", { login: LOGIN, memberOf: ["pg_signal_backend"] });
    expect(() => app.synth()).toThrow(/no-session-control-for-apps x/);
    expect(written(app)).toEqual([]);
  });
});
