// Writes plans like the recorded large ones: login roles in groups, every second with its group in `roles`, the others with one
// `postgresql_grant_role`. `isWrittenOut`: each is a block of its own, as recorded; else they are `for_each`, and the configuration is small.
// `others`: resources of another provider, each with a text of so many characters.
import { closeSync, openSync, writeSync } from "node:fs";

const PROVIDER = "registry.terraform.io/cyrilgdn/postgresql";
const OTHER = "registry.terraform.io/hashicorp/aws";

/** Writes a plan with so many changes of roles and memberships. */
export const writePlan = (path, { changes, isWrittenOut = true, others = 0, textLength = 0 }) => {
  const descriptor = openSync(path, "w");
  let pending = "";
  const write = (text) => {
    pending += text;
    if (pending.length > 4_000_000) flush();
  };
  const flush = () => {
    writeSync(descriptor, pending);
    pending = "";
  };
  const list = (items) => {
    let isFirst = true;
    for (const item of items) {
      write(isFirst ? item : `,${item}`);
      isFirst = false;
    }
  };
  const all = function* (own, other) {
    for (let at = 0; at < changes; at++) yield JSON.stringify(own(resourceAt(at, isWrittenOut)));
    for (let at = 0; at < others; at++) yield JSON.stringify(other(at, textLength));
  };
  write('{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{"resources":[');
  list(all(plannedValue, otherValue));
  write(']}},"resource_changes":[');
  list(all(change, otherChange));
  write(`],"configuration":{"provider_config":${JSON.stringify(PROVIDERS)},"root_module":{"resources":[`);
  list(isWrittenOut ? all(configured, otherConfigured) : FOR_EACH.map((each) => JSON.stringify(each)));
  write(']}},"relevant_attributes":[');
  list(isWrittenOut ? relevantAttributes(changes) : []);
  write('],"timestamp":"2026-11-20T12:00:00Z","applyable":true,"complete":true,"errored":false}\n');
  flush();
  closeSync(descriptor);
};

/** Of each 76 resources one is a group, 50 are login roles, 25 are memberships. */
const resourceAt = (at, isWrittenOut) => {
  const [block, place] = [Math.floor(at / 76), at % 76];
  const group = `team_${block}`;
  if (place === 0) return named("postgresql_role", "team", group, { role: group }, isWrittenOut);
  const [login, isMember] = [block * 50 + (place <= 50 ? place - 1 : (place - 51) * 2 + 1), place > 50];
  const role = `user_${login}`;
  if (isMember) return named("postgresql_grant_role", "member", `${role}_${group}`, { role, group }, isWrittenOut);
  return login % 2 === 0
    ? named("postgresql_role", "listed", role, { role, login, group }, isWrittenOut)
    : named("postgresql_role", "granted", role, { role, login, group: null }, isWrittenOut);
};
const named = (type, each, name, rest, isWrittenOut) => ({
  place: isWrittenOut
    ? { address: `${type}.${name}`, mode: "managed", type, name }
    : { address: `${type}.${each}["${name}"]`, mode: "managed", type, name: each, index: name },
  type,
  ...rest,
});

const valuesOf = ({ type, role, login, group }) =>
  type === "postgresql_grant_role"
    ? { grant_role: group, role, with_admin_option: false }
    : {
        assume_role: null,
        bypass_row_level_security: false,
        connection_limit: login === undefined ? -1 : 10,
        create_database: false,
        create_role: false,
        encrypted: null,
        encrypted_password: true,
        idle_in_transaction_session_timeout: null,
        inherit: true,
        login: login !== undefined,
        name: role,
        password: null,
        password_wo: null,
        password_wo_version: null,
        replication: false,
        roles: login === undefined || group === null ? null : [group],
        search_path: null,
        skip_drop_role: false,
        skip_reassign_owned: false,
        statement_timeout: null,
        superuser: false,
        valid_until: "infinity",
      };
const isInGroup = ({ login, group }) => login !== undefined && group !== null;
const sensitiveOf = (own) => {
  if (own.type === "postgresql_grant_role") return {};
  return { password: true, password_wo: true, ...(isInGroup(own) && { roles: [false] }) };
};

const plannedValue = (own) => ({ ...own.place, provider_name: PROVIDER, schema_version: 0, values: valuesOf(own), sensitive_values: sensitiveOf(own) });
const change = (own) => ({
  ...own.place,
  provider_name: PROVIDER,
  change: {
    actions: ["create"],
    before: null,
    after: valuesOf(own),
    after_unknown: { id: true, ...(isInGroup(own) && { roles: [false] }) },
    before_sensitive: false,
    after_sensitive: sensitiveOf(own),
  },
});

const references = (name) => ({ references: [`postgresql_role.${name}.name`, `postgresql_role.${name}`] });
const configured = ({ place, type, role, login, group }) => ({
  ...place,
  provider_config_key: "postgresql",
  expressions:
    type === "postgresql_grant_role"
      ? { grant_role: references(group), role: references(role) }
      : {
          ...(login !== undefined && { connection_limit: { constant_value: 10 }, login: { constant_value: true } }),
          name: { constant_value: role },
          ...(login !== undefined && group !== null && { roles: references(group) }),
        },
  schema_version: 0,
});
function* relevantAttributes(changes) {
  for (let at = 0; at < changes; at++) {
    const { type, role } = resourceAt(at, true);
    if (type === "postgresql_role") yield JSON.stringify({ resource: `postgresql_role.${role}`, attribute: ["name"] });
  }
}

const EACH = { references: ["each.value"] };
const configuredForEach = (type, name, expressions) => ({
  address: `${type}.${name}`,
  mode: "managed",
  type,
  name,
  provider_config_key: "postgresql",
  expressions,
  schema_version: 0,
  for_each_expression: { references: ["local.teams"] },
});
const FOR_EACH = [
  configuredForEach("postgresql_role", "team", { name: { references: ["each.key"] } }),
  configuredForEach("postgresql_role", "listed", { name: { references: ["each.key"] }, connection_limit: EACH, login: EACH, roles: EACH }),
  configuredForEach("postgresql_role", "granted", { name: { references: ["each.key"] }, connection_limit: EACH, login: EACH }),
  configuredForEach("postgresql_grant_role", "member", { grant_role: EACH, role: EACH }),
];
const PROVIDERS = {
  aws: { name: "aws", full_name: OTHER },
  postgresql: {
    name: "postgresql",
    full_name: PROVIDER,
    version_constraint: "1.26.0",
    expressions: {
      host: { constant_value: "db.example.com" },
      port: { constant_value: 5432 },
      sslmode: { constant_value: "verify-full" },
      username: { constant_value: "tfadmin" },
    },
  },
};

const other = (at) => ({ address: `aws_iam_policy.p${at}`, mode: "managed", type: "aws_iam_policy", name: `p${at}` });
const otherValues = (at, textLength) => ({
  description: null,
  name: `p${at}`,
  policy: '{"Effect":"Allow"} '.repeat(Math.ceil(textLength / 19)),
  tags: { team: "x" },
});
const otherValue = (at, textLength) => ({ ...other(at), provider_name: OTHER, schema_version: 0, values: otherValues(at, textLength), sensitive_values: {} });
const otherChange = (at, textLength) => ({
  ...other(at),
  provider_name: OTHER,
  change: {
    actions: ["create"],
    before: null,
    after: otherValues(at, textLength),
    after_unknown: { arn: true, id: true },
    before_sensitive: false,
    after_sensitive: {},
  },
});
const otherConfigured = (at) => ({ ...other(at), provider_config_key: "aws", expressions: { name: { constant_value: `p${at}` } }, schema_version: 0 });
