import { Client, escapeIdentifier } from "pg";
import { MAJORS, type Major, PREDEFINED_ROLES } from "../../model/predefined-roles";
import type { ServerAddress } from "../../scripts/postgres/server";
import { IS_LONG, SEED } from "./sample";

/** A real server that the test has for itself, with a fresh database. */
export interface TestServer extends ServerAddress {
  /** A fresh database, gone afterwards. */
  readonly database: string;
  /** The superuser, connected to `database`. */
  readonly admin: Client;
  /** A connection of its own, closed afterwards; without `password` the superuser's. */
  connect(options?: { user?: string; password?: string; database?: string }): Promise<Client>;
}

/** Titles for `describe.each`, one for every supported major; `ROLEGATE_MAJORS=16,18` narrows them. */
export const TESTED_MAJORS: readonly Major[] = MAJORS.filter((major) => process.env.ROLEGATE_MAJORS?.split(",").includes(String(major)) ?? true);

/** Two of them, before and since PostgreSQL 16's memberships with the usual seed, for what takes long on each; `npm run test:long` takes all. */
export const SAMPLED_MAJORS: readonly Major[] = IS_LONG
  ? TESTED_MAJORS
  : TESTED_MAJORS.filter((_, index, all) => index === SEED % all.length || index === (SEED + 2) % all.length);

/**
 * Runs `use` on the run's shared server of `major`, alone: roles are cluster-wide, so test files take turns, and what an earlier
 * one left is cleared first.
 */
export const withServer = async <T>(major: Major, use: (server: TestServer) => Promise<T>): Promise<T> => {
  const address = await addressOf(major);
  const clients: Client[] = [];
  const connect: TestServer["connect"] = async ({ user = address.user, password = address.password, database = "test" } = {}) => {
    const client = new Client({ host: address.host, port: address.port, user, password, database });
    clients.push(client);
    // Ended by the server in the clean-up of the next test, at the latest.
    client.on("error", () => {});
    await client.connect();
    return client;
  };
  const keeper = await connect({ database: "postgres" });
  try {
    await keeper.query("SELECT pg_advisory_lock(1)");
    await clear(keeper, major);
    await keeper.query("CREATE DATABASE test");
    return await use({ ...address, database: "test", admin: await connect(), connect });
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
};

const addressOf = async (major: Major): Promise<ServerAddress> => {
  const answer = await fetch(`${process.env.ROLEGATE_TEST_RUN}/${major}`);
  const address = (await answer.json()) as ServerAddress | { readonly error: string };
  if ("error" in address) throw new Error(address.error);
  return address;
};

/** Drops every database and role that initdb did not make, and leaves the rest with the memberships and grants that initdb gave them. */
const clear = async (keeper: Client, major: Major): Promise<void> => {
  const names = async (sql: string): Promise<readonly string[]> => (await keeper.query<{ name: string }>(sql)).rows.map(({ name }) => name);
  for (const name of await names("SELECT datname AS name FROM pg_database WHERE oid >= 16384"))
    await keeper.query(`DROP DATABASE ${escapeIdentifier(name)} WITH (FORCE)`);
  const memberships = await keeper.query<{ role: string; member: string }>(
    "SELECT pg_get_userbyid(roleid) AS role, pg_get_userbyid(member) AS member FROM pg_auth_members WHERE NOT (grantor = 10 AND member = 3373 AND roleid IN (3374, 3375, 3377))",
  );
  await keeper.query("GRANT CONNECT, TEMPORARY ON DATABASE postgres TO PUBLIC; GRANT CONNECT ON DATABASE template1 TO PUBLIC");
  for (const name of major >= 15 ? await names("SELECT parname AS name FROM pg_parameter_acl") : [])
    await keeper.query(`REVOKE ALL ON PARAMETER ${name.split(".").map(escapeIdentifier).join(".")} FROM PUBLIC CASCADE`);
  await keeper.query("ALTER ROLE ALL RESET ALL; ALTER DATABASE postgres RESET ALL; ALTER DATABASE template1 RESET ALL");
  await keeper.query("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active");
  const roles = await names("SELECT rolname AS name FROM pg_roles WHERE oid >= 16384");
  for (const name of roles) await keeper.query(`DROP OWNED BY ${escapeIdentifier(name)} CASCADE`);
  for (const { role, member } of memberships.rows) await keeper.query(`REVOKE ${escapeIdentifier(role)} FROM ${escapeIdentifier(member)} CASCADE`);
  for (const name of roles) await keeper.query(`DROP ROLE ${escapeIdentifier(name)}`);
  const { contains } = PREDEFINED_ROLES.pg_monitor;
  await keeper.query(`REVOKE ADMIN OPTION FOR ${contains.join(", ")} FROM pg_monitor CASCADE`);
  if (major >= 16) await keeper.query(`GRANT ${contains.join(", ")} TO pg_monitor WITH INHERIT TRUE, SET TRUE`);
};
