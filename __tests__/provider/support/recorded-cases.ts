/** A plan to be recorded: what the server has, what was applied before, and the configuration that is planned. */
export interface PlanCase {
  readonly name: string;
  readonly title: string;
  readonly expect: "allow" | "deny";
  readonly subjects?: readonly string[];
  readonly sql?: string;
  /** Applied before; `PROVIDER` stands before each. */
  readonly before?: string;
  readonly after: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Is the community provider there too? */
  readonly isMixed?: boolean;
}

const memberships = (body: string, name = "apps"): string => `resource "rolegate_memberships" "${name}" {\n${body}\n}\n`;
const ROLES = "CREATE ROLE app LOGIN; CREATE ROLE reports LOGIN; CREATE ROLE team; CREATE ROLE tool;";
/** A group that only the server knows is refused, so those of good plans are made by them. */
const LOGINS = "CREATE ROLE app LOGIN; CREATE ROLE reports LOGIN;";
const TEAM = 'resource "rolegate_role" "team" {\n  name = "team"\n}\n';
const APP_IN_TEAM = memberships('  members = ["app"]\n  grants  = { app = { team = "default" } }');

export const PLAN_CASES: readonly PlanCase[] = [
  { name: "rolegate-allowed", title: "Memberships of roles that exist, with options", expect: "allow", sql: LOGINS, after: TEAM + APP_IN_TEAM },
  {
    name: "rolegate-denied-direct",
    title: "A membership in pg_execute_server_program",
    expect: "deny",
    subjects: ["app"],
    sql: ROLES,
    after: memberships('  members = ["app"]\n  grants  = { app = { pg_execute_server_program = "noinherit" } }'),
  },
  {
    name: "rolegate-admin-alone",
    title: "ADMIN on pg_execute_server_program without INHERIT and SET",
    expect: "deny",
    subjects: ["app"],
    sql: ROLES,
    after: memberships('  members = ["app"]\n  grants  = { app = { pg_execute_server_program = "admin,noinherit,noset" } }'),
  },
  {
    name: "rolegate-live-path",
    title: "A path through a role that only the server knows: the plan does not show it, and says that it does not know the group",
    expect: "deny",
    subjects: ["tool"],
    sql: `${ROLES} GRANT pg_execute_server_program TO tool`,
    after: memberships('  members = ["app"]\n  grants  = { app = { tool = "default" } }'),
  },
  {
    name: "rolegate-unknown-role",
    title: "A role's name that is known only at apply",
    expect: "deny",
    subjects: ["rolegate_memberships.apps"],
    sql: ROLES,
    after: `resource "terraform_data" "role" {\n  input = "team"\n}\n${memberships('  members       = ["app"]\n  grants        = { app = { (terraform_data.role.output) = "default" } }\n  allow_unknown = true')}`,
  },
  {
    name: "rolegate-unknown-options",
    title: "Options that are known only at apply",
    expect: "deny",
    subjects: ["app"],
    sql: ROLES,
    after: `resource "terraform_data" "options" {\n  input = "default"\n}\n${memberships('  members       = ["app"]\n  grants        = { app = { team = terraform_data.options.output } }\n  allow_unknown = true')}`,
  },
  {
    name: "rolegate-mixed-styles",
    title: "One resource owns all memberships of a role, and the community provider gives it one",
    expect: "deny",
    subjects: ["app"],
    sql: ROLES,
    isMixed: true,
    after: `${APP_IN_TEAM}resource "postgresql_grant_role" "app_tool" {\n  role       = "app"\n  grant_role = "tool"\n}\n`,
  },
  {
    name: "rolegate-mixed-apart",
    title: "Each provider holds the memberships of roles of its own",
    expect: "allow",
    sql: LOGINS,
    isMixed: true,
    after: `${TEAM}${APP_IN_TEAM}resource "postgresql_grant_role" "reports_team" {\n  role       = "reports"\n  grant_role = "team"\n}\n`,
  },
  {
    name: "rolegate-moved-role",
    title: "A role of the community provider that is moved to ours",
    expect: "allow",
    isMixed: true,
    before: 'resource "postgresql_role" "app" {\n  name  = "app"\n  login = true\n}\n',
    after: 'resource "rolegate_role" "app" {\n  name  = "app"\n  login = true\n}\nmoved {\n  from = postgresql_role.app\n  to   = rolegate_role.app\n}\n',
  },
  {
    name: "rolegate-forgotten-role",
    title: "A role that the community provider forgets, and ours imports",
    expect: "allow",
    isMixed: true,
    before: 'resource "postgresql_role" "app" {\n  name  = "app"\n  login = true\n}\n',
    after:
      'resource "rolegate_role" "app" {\n  name  = "app"\n  login = true\n}\nimport {\n  to = rolegate_role.app\n  id = "app"\n}\nremoved {\n  from = postgresql_role.app\n  lifecycle {\n    destroy = false\n  }\n}\n',
  },
  {
    name: "rolegate-forgotten-grants",
    title: "Memberships that the community provider forgets, and ours imports",
    expect: "allow",
    sql: LOGINS,
    isMixed: true,
    before: `${TEAM}resource "postgresql_grant_role" "app_team" {\n  role       = "app"\n  grant_role = "team"\n  depends_on = [rolegate_role.team]\n}\n`,
    after: `${TEAM}${APP_IN_TEAM}import {\n  to = rolegate_memberships.apps\n  id = "members=app"\n}\nremoved {\n  from = postgresql_grant_role.app_team\n  lifecycle {\n    destroy = false\n  }\n}\n`,
  },
  {
    name: "rolegate-destroyed-grants",
    title: "The same, but the community provider revokes them",
    expect: "deny",
    subjects: ["app"],
    sql: ROLES,
    isMixed: true,
    before: 'resource "postgresql_grant_role" "app_team" {\n  role       = "app"\n  grant_role = "team"\n}\n',
    after: `${APP_IN_TEAM}import {\n  to = rolegate_memberships.apps\n  id = "members=app"\n}\n`,
  },
  {
    name: "rolegate-handed-over",
    title: "One resource gives a membership up that another one gives: the REVOKE may come last",
    expect: "deny",
    subjects: ["app"],
    sql: ROLES,
    before: memberships('  members = ["app", "reports"]\n  grants  = { app = { team = "default" } }'),
    after: `${memberships('  members = ["reports"]\n  grants  = {}')}${memberships('  members   = ["app"]\n  grants    = { app = { team = "default" } }\n  take_over = true', "others")}`,
  },
  {
    name: "rolegate-import",
    title: "Imported memberships, one of which was made by hand and goes",
    expect: "allow",
    sql: `${ROLES} GRANT team, pg_write_server_files TO app`,
    after: `${APP_IN_TEAM}import {\n  to = rolegate_memberships.apps\n  id = "members=app"\n}\n`,
  },
  {
    name: "rolegate-import-keeps-files",
    title: "Imported memberships, and what was made by hand is kept as it was",
    expect: "allow",
    sql: `${ROLES} GRANT pg_write_server_files TO app`,
    after: `${memberships('  members = ["app"]\n  grants  = { app = { pg_write_server_files = "default" } }')}import {\n  to = rolegate_memberships.apps\n  id = "members=app"\n}\n`,
  },
  {
    name: "rolegate-foreign-grantor",
    title: "What another role granted becomes the provider's own",
    expect: "allow",
    sql: `${ROLES} CREATE ROLE alice CREATEROLE; GRANT team TO alice WITH ADMIN OPTION; SET ROLE alice; GRANT team TO app; RESET ROLE`,
    after: `${APP_IN_TEAM}import {\n  to = rolegate_memberships.apps\n  id = "members=app"\n}\n`,
  },
  {
    name: "rolegate-replaced",
    title: "Privileges of a role that another role gets instead",
    expect: "allow",
    sql: `${ROLES} CREATE SCHEMA sales`,
    before: 'resource "rolegate_privileges" "x" {\n  role    = "app"\n  schemas = { sales = "USAGE" }\n}\n',
    after: 'resource "rolegate_privileges" "x" {\n  role    = "reports"\n  schemas = { sales = "USAGE" }\n}\n',
  },
  {
    name: "rolegate-destroyed",
    title: "Everything is destroyed, what was dangerous too",
    expect: "allow",
    sql: ROLES,
    before: memberships('  members = ["app"]\n  grants  = { app = { pg_execute_server_program = "default" } }'),
    after: "",
  },
  {
    name: "rolegate-for-each",
    title: "One bad instance of several",
    expect: "deny",
    subjects: ["reports"],
    sql: ROLES,
    after:
      'locals {\n  held = { app = "team", reports = "pg_read_server_files" }\n}\nresource "rolegate_memberships" "each" {\n  for_each = local.held\n  members  = [each.key]\n  grants   = { (each.key) = { (each.value) = "default" } }\n}\n',
  },
  {
    name: "rolegate-module",
    title: "In a module, with the provider of the root",
    expect: "deny",
    subjects: ["app"],
    sql: ROLES,
    after: 'module "team" {\n  source = "./team"\n  role   = "pg_execute_server_program"\n}\n',
    files: {
      "team/main.tf": `terraform {\n  required_providers {\n    rolegate = { source = "rolegate/rolegate" }\n  }\n}\nvariable "role" {}\n${memberships('  members = ["app"]\n  grants  = { app = { (var.role) = "default" } }')}`,
    },
  },
  {
    name: "rolegate-take-over",
    title: "What the server has in the scope is taken over unseen, which gives nobody anything",
    expect: "allow",
    sql: `${LOGINS} CREATE ROLE tool; GRANT tool TO app`,
    after: TEAM + memberships('  members   = ["app"]\n  grants    = { app = { team = "default" } }\n  take_over = true'),
  },
  {
    name: "rolegate-superuser",
    title: "A role that is made a superuser",
    expect: "deny",
    subjects: ["app"],
    before: 'resource "rolegate_role" "app" {\n  name  = "app"\n  login = true\n}\n',
    after: 'resource "rolegate_role" "app" {\n  name      = "app"\n  login     = true\n  superuser = true\n}\n',
  },
  {
    name: "rolegate-file-function",
    title: "EXECUTE on a function that reads files of the server",
    expect: "deny",
    subjects: ["app"],
    sql: ROLES,
    after: 'resource "rolegate_privileges" "x" {\n  role      = "app"\n  functions = { pg_catalog = { "pg_read_file(text)" = "EXECUTE" } }\n}\n',
  },
  {
    name: "rolegate-password-command",
    title: "A program for the password, which runs at each plan and apply",
    expect: "deny",
    sql: ROLES,
    after: `PASSWORD_COMMAND${APP_IN_TEAM}`,
  },
];
