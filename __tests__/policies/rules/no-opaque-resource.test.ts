import type { Grant } from "../../../model/access-graph";
import { type Maybe, UNKNOWN } from "../../../model/unknown";
import { EXAMPLE_ENVIRONMENT, facts } from "../../../policies/example";
import { found } from "../found";

const RULE = "no-opaque-resource";
const POSSIBLY_TRUE: readonly Maybe<boolean>[] = [true, UNKNOWN];

describe("extensions", () => {
  test.each(["pgcrypto", "uuid-ossp", "citext", "postgis", "vector", "pg_stat_statements", "btree_gist", "hstore"])("%s is held safe", (name) => {
    expect(found(RULE, facts().extension(name))).toEqual([]);
  });

  test.each(["file_fdw", "dblink", "adminpack", "pg_cron", "Citext", "constructor", "__proto__"])("%s is tier os, named by its address", (name) => {
    expect(found(RULE, facts().extension(name))).toMatchObject([{ tier: "os", subject: `postgresql_extension.${name}` }]);
  });

  test("what the environment names in `extensions` is accepted there", () => {
    const policy = { ...EXAMPLE_ENVIRONMENT.policy!, extensions: ["dblink"] };
    expect(found(RULE, facts().extension("dblink"), { environment: { policy } })).toEqual([]);
  });

  test.each(POSSIBLY_TRUE)("CASCADE (%p) is accepted only where everything that it requires is held safe", (cascade) => {
    expect(found(RULE, facts().extension("earthdistance", { cascade }))).toEqual([]);
    expect(found(RULE, facts().extension("citext", { cascade }))).toEqual([]);
    const policy = { ...EXAMPLE_ENVIRONMENT.policy!, extensions: ["timescaledb"] };
    expect(found(RULE, facts().extension("timescaledb", { cascade }), { environment: { policy } })).toMatchObject([{ tier: "os" }]);
    expect(found(RULE, facts().extension("mystery", { cascade }))).toHaveLength(2);
  });
});

describe("privileges on what belongs to the server", () => {
  const grant = (grantee: string, privilege: string, target: Pick<Grant, "objectType"> & Partial<Grant>) =>
    found(RULE, facts().grant(grantee, privilege, target)).map(({ subject, tier }) => `${subject} ${tier}`);

  test.each([
    ["CREATE", { objectType: "schema", schema: "pg_catalog" }, "superuser"],
    ["CREATE", { objectType: "schema", object: "pg_catalog" }, "superuser"],
    ["USAGE", { objectType: "foreign_data_wrapper", object: "file_fdw" }, "os"],
    ["USAGE", { objectType: "foreign_server", object: "loopback" }, "os"],
    ["USAGE", { objectType: "language", object: "plpython3u" }, "os"],
    ["USAGE", { objectType: "language" }, "os"],
  ] as const)("%s on %p is refused", (privilege, target, tier) => {
    expect(grant("orders_app", privilege, target)).toEqual([`orders_app ${tier}`]);
    expect(grant("PUBLIC", privilege, target)).toEqual([`PUBLIC ${tier}`]);
    expect(grant("postgres", privilege, target)).toEqual([]);
  });

  test.each([
    ["EXECUTE", { objectType: "function", schema: "orders" }],
    ["SELECT", { objectType: "table", schema: "orders" }],
    ["USAGE", { objectType: "schema", schema: "pg_catalog" }],
    ["CREATE", { objectType: "schema", schema: "orders" }],
    ["CONNECT", { objectType: "database" }],
    ["USAGE", { objectType: "language", object: "plpgsql" }],
  ] as const)("%s on %p is ordinary", (privilege, target) => {
    expect(grant("orders_app", privilege, target)).toEqual([]);
  });
});

test("an opaque fact says what it is, why, and what to do", () => {
  const [finding] = found(RULE, facts().opaque("null_resource.x", { what: "a provisioner", why: "it runs a program", remedy: "take it away" }));
  expect(finding).toMatchObject({
    subject: "null_resource.x",
    message: "a provisioner cannot be judged: it runs a program",
    remedy: "take it away",
    tier: "superuser",
    severity: "error",
  });
});
