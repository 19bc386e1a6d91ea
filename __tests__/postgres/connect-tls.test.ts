import { Client } from "pg";
import { connect } from "../../cli/postgres/connect";
import { connectionSettings } from "../../cli/postgres/settings";
import type { InputError } from "../../model/input-error";
import { type PostgresServer, startServer } from "../../scripts/postgres/server";
import { folderWith } from "../cli/world";
import { selfSigned } from "../support/certificate";
import { TESTED_MAJORS } from "../support/servers";

const major = TESTED_MAJORS.at(-1) ?? 18;
const OURS = selfSigned("localhost");
const STRANGERS = selfSigned("localhost");
const FILES = { "ours.crt": OURS.cert, "strangers.crt": STRANGERS.cert, "home/.postgresql/root.crt": STRANGERS.cert };

const HBA = `
hostssl all tls_only   127.0.0.1/32 scram-sha-256
hostnossl all plain_only 127.0.0.1/32 scram-sha-256
host    all postgres   127.0.0.1/32 scram-sha-256
`;

// What the server writes belongs to its own account; the shell of Windows has none of these programs.
(process.platform === "win32" ? describe.skip : describe)("sslmode, on a server with TLS", () => {
  let server: PostgresServer;
  let admin: Client;
  let cwd: string;

  beforeAll(async () => {
    server = await startServer({ major });
    const { host, port, user, password } = server;
    admin = new Client({ host, port, user, password, database: "postgres" });
    await admin.connect();
    const write = (text: string, file: string) =>
      admin.query(`COPY (SELECT '${Buffer.from(text).toString("base64")}') TO PROGRAM 'base64 -d > ${file} && chmod 600 ${file}'`);
    await write(OURS.cert, "server.crt");
    await write(OURS.key, "server.key");
    await write(HBA, "pg_hba.conf");
    for (const role of ["tls_only", "plain_only", "nowhere"]) await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'hunter2'`);
    await admin.query("ALTER SYSTEM SET ssl = on");
    await admin.query("SELECT pg_reload_conf()");
    cwd = folderWith(FILES);
    // The reload is somebody else's work: it is done when a new session meets it.
    for (let tries = 0; tries < 100 && (await meets("tls_only", "sslmode=require")) !== true; tries++) await new Promise((resolve) => setTimeout(resolve, 50));
  });
  afterAll(async () => {
    await admin?.end();
    await server?.stop();
  });

  /** Is the session encrypted? Else the first line of what is said. */
  const meets = async (user: string, query: string, { host = "localhost", home = "none" } = {}): Promise<boolean | string> => {
    const url = `postgres://${user}:hunter2@${host}:${server.port}/postgres?${query}`;
    const settings = await connectionSettings(url, undefined, { cwd, env: { HOME: `${cwd}/${home}` } });
    try {
      const { query: ask, end } = await connect(settings);
      const [row] = await ask("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
      await end();
      return (row as { ssl: boolean }).ssl;
    } catch (error) {
      const { name, message, details } = error as InputError;
      expect(name).toBe("InputError");
      expect([message, ...details].join("\n")).not.toContain("hunter2");
      return message.replace(/^cannot connect to `[^`]*`: /, "");
    }
  };

  const NO_ROOT = "no root certificate that is trusted stands behind its certificate";

  it.each<[string, string, boolean | string]>([
    ["tls_only", "", true],
    ["tls_only", "sslmode=disable", "pg_hba.conf has no entry for `tls_only` from here"],
    ["tls_only", "sslmode=allow", true],
    ["tls_only", "sslmode=prefer", true],
    ["tls_only", "sslmode=require", true],
    ["plain_only", "sslmode=disable", false],
    ["plain_only", "sslmode=allow", false],
    ["plain_only", "sslmode=prefer", false],
    ["plain_only", "sslmode=require", "pg_hba.conf has no entry for `plain_only` from here"],
    ["nowhere", "sslmode=prefer", "pg_hba.conf has no entry for `nowhere` from here"],
    ["tls_only", "sslmode=verify-ca&sslrootcert=ours.crt", true],
    ["tls_only", "sslmode=verify-full&sslrootcert=ours.crt", true],
    ["tls_only", "sslmode=verify-ca&sslrootcert=strangers.crt", NO_ROOT],
    ["tls_only", "sslmode=verify-full&sslrootcert=system", NO_ROOT],
    ["tls_only", "sslmode=require&sslrootcert=strangers.crt", NO_ROOT],
    ["plain_only", "sslmode=prefer&sslrootcert=strangers.crt", false],
    ["tls_only", "sslmode=require&channel_binding=require", true],
    ["plain_only", "sslmode=disable&channel_binding=require", "channel_binding=require, and the server offers none"],
  ])("%s with `%s` is answered as libpq answers it: %s", async (user, query, answer) => {
    expect(await meets(user, query)).toBe(answer);
  });

  it("asks for the host's name in the certificate with verify-full only", async () => {
    expect(await meets("tls_only", "sslmode=verify-ca&sslrootcert=ours.crt", { host: "127.0.0.1" })).toBe(true);
    expect(await meets("tls_only", "sslmode=verify-full&sslrootcert=ours.crt", { host: "127.0.0.1" })).toBe(
      "its certificate is for another host than `127.0.0.1`",
    );
  });

  it("verifies with a root certificate at its usual place, whatever the mode", async () => {
    expect(await meets("tls_only", "sslmode=require", { home: "home" })).toBe(NO_ROOT);
    expect(await meets("plain_only", "sslmode=prefer", { home: "home" })).toBe(false);
  });
});
