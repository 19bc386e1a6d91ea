import { chmodSync } from "node:fs";
import { userInfo } from "node:os";
import { connectionSettings, shownServer } from "../../../cli/postgres/settings";
import { folderWith } from "../world";

const settings = (url: string, env: Readonly<Record<string, string>> = {}, files: Readonly<Record<string, string>> = {}, command?: string) => {
  const cwd = folderWith(files);
  for (const name of Object.keys(files)) if (!name.includes("open")) chmodSync(`${cwd}/${name}`, 0o600);
  return connectionSettings(url, command, { cwd, env: { HOME: cwd, PATH: process.env.PATH, ...env } });
};

const SERVICE = { "services.conf": "[prod]\nhost=service.example.com\nport=5433\nuser=service\npassword=from-service\n" };

describe("the settings of a connection", () => {
  it("come from the URL, then the service, then the environment, then the defaults", async () => {
    expect(await settings("postgres://")).toMatchObject({
      port: 5432,
      user: userInfo().username,
      database: userInfo().username,
      password: null,
      sslmode: "prefer",
    });
    const env = {
      PGHOST: "env.example.com",
      PGPORT: "5434",
      PGUSER: "env",
      PGDATABASE: "envdb",
      PGPASSWORD: "from-env",
      PGSSLMODE: "require",
      PGOPTIONS: "-c a=b",
    };
    expect(await settings("postgres://", env)).toMatchObject({
      ...{ host: "env.example.com", port: 5434, user: "env", database: "envdb", password: "from-env", sslmode: "require", options: "-c a=b" },
    });
    const withService = { ...env, PGSERVICE: "prod", PGSERVICEFILE: "services.conf" };
    expect(await settings("postgres://", withService, SERVICE)).toMatchObject({
      host: "service.example.com",
      port: 5433,
      user: "service",
      database: "envdb",
      password: "from-service",
    });
    expect(await settings("postgres://url@url.example.com?service=prod", { PGSERVICEFILE: "services.conf" }, SERVICE)).toMatchObject({
      ...{ host: "url.example.com", port: 5433, user: "url", database: "url", password: "from-service" },
    });
    expect(await settings("postgres://u@h", { PGUSER: "", PGDATABASE: "" })).toMatchObject({ user: "u", database: "u" });
  });

  it.each<[string, string, Record<string, string>, Record<string, string>, string | undefined, string | null]>([
    ["the URL", "postgres://u:url@h/d", { PGPASSWORD: "env" }, {}, "echo command", "url"],
    ["--password-command", "postgres://u@h/d", { PGPASSWORD: "env" }, {}, "echo command; echo more", "command"],
    ["PGPASSWORD", "postgres://u@h/d", { PGPASSWORD: "env" }, { ".pgpass": "*:*:*:*:file" }, undefined, "env"],
    ["~/.pgpass", "postgres://u@h/d", {}, { ".pgpass": "h:5432:d:u:file" }, undefined, "file"],
    ["PGPASSFILE", "postgres://u@h/d", { PGPASSFILE: "own" }, { ".pgpass": "*:*:*:*:file", own: "*:*:*:*:own" }, undefined, "own"],
    ["passfile", "postgres://u@h/d?passfile=mine", { PGPASSFILE: "own" }, { own: "*:*:*:*:own", mine: "*:*:*:*:mine" }, undefined, "mine"],
    ["a socket's line", "postgres://u@/d?host=/tmp", {}, { ".pgpass": "localhost:*:*:*:file" }, undefined, "file"],
    ["nowhere", "postgres://u@h/d", {}, {}, undefined, null],
  ])("have their password from %s", async (_, url, env, files, command, password) => {
    expect((await settings(url, env, files, command)).password).toBe(password);
  });

  const onPosix = process.platform === "win32" ? it.skip : it;
  onPosix("do not read a password file that others may read, and say so", async () => {
    const { password, notices } = await settings("postgres://u@h/d?passfile=open.pgpass", {}, { "open.pgpass": "*:*:*:*:secret" });
    expect(password).toBeNull();
    expect(notices).toEqual([expect.stringContaining("`open.pgpass` is not read: others may read it too")]);
  });

  it("tell the password command where it goes", async () => {
    const command = `node -p "[process.env.PGHOST, process.env.PGPORT, process.env.PGUSER, process.env.PGDATABASE].join('/')"`;
    expect((await settings("postgres://u@h:5433/d", {}, {}, command)).password).toBe("h/5433/u/d");
  });

  it.each([
    ["echo hunter2; exit 3", "it ended with exit code 3"],
    ["echo hunter2 >&2; exit 127", "exit code 127"],
    ["node -e 0", "the first line that it writes is empty"],
  ])("say only how a password command failed: %s", async (command, words) => {
    const refused = settings("postgres://u@h/d", {}, {}, command);
    await expect(refused).rejects.toThrow(words);
    await expect(refused.catch((error: Error) => JSON.stringify({ ...error, message: error.message }))).resolves.not.toContain("hunter2");
  });

  it.each([
    ["postgres://u:hunter2@h?sslmod=require", "the parameter `sslmod`, which PostgreSQL does not know"],
    ["postgres://u:hunter2@h?require_auth=scram-sha-256", "`require_auth=scram-sha-256`, which rolegate does not follow"],
    ["postgres://u:hunter2@h?sslmode=verify-full", "needs a root certificate"],
    ["postgres://u:hunter2@h?sslrootcert=missing.crt", "cannot read `missing.crt`"],
    ["postgres://u:hunter2@h?service=lab", "there is no service `lab`"],
    ["postgres://u:hunter2", "the port of the server is no number"],
    ["postgres://u@h:65536", "the port of the server is no number"],
    ["postgres://u@h?connect_timeout=soon", "connect_timeout is a number of seconds, got `soon`"],
    ["postgres://u@h?host=a,b", "several hosts"],
  ])("are refused, without the password: %s", async (url, words) => {
    const refusal = await settings(url).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: "InputError", message: expect.stringContaining(words) });
    expect(JSON.stringify({ ...(refusal as Error), message: (refusal as Error).message })).not.toContain("hunter2");
  });

  it("demand of the environment's variables what they demand of the URL", async () => {
    await expect(settings("postgres://u@h", { PGREQUIREAUTH: "none" })).rejects.toThrow("`require_auth=none`");
    await expect(settings("postgres://u@h", { PGSERVICE: "x", PGSERVICEFILE: "missing" })).rejects.toThrow("cannot read `missing`");
  });

  it.each([
    [undefined, 20_000],
    ["0", 0],
    ["-1", 0],
    ["1", 2000],
    ["7", 7000],
  ])("wait as connect_timeout=%s says: %i ms", async (timeout, milliseconds) => {
    expect((await settings("postgres://u@h", timeout === undefined ? {} : { PGCONNECT_TIMEOUT: timeout })).timeoutMilliseconds).toBe(milliseconds);
  });

  it("read the certificates of the home folder, and a key that others may read is refused", async () => {
    const files = { ".postgresql/root.crt": "ROOT", ".postgresql/postgresql.crt": "CERT", ".postgresql/postgresql.key": "KEY" };
    expect((await settings("postgres://u@h", {}, files)).tls).toEqual({
      verification: "authority",
      ca: "ROOT",
      crl: null,
      client: { cert: "CERT", key: "KEY", passphrase: null },
      minVersion: "TLSv1.2",
    });
    expect((await settings("postgres://u@h?sslmode=verify-full&sslrootcert=system&ssl_min_protocol_version=TLSv1.3")).tls).toEqual({
      verification: "host",
      ca: null,
      crl: null,
      client: null,
      minVersion: "TLSv1.3",
    });
    await expect(settings("postgres://u@h?sslcert=c&sslkey=open.key", {}, { c: "CERT", "open.key": "KEY" })).rejects.toThrow(
      "`open.key` may be read by others",
    );
    await expect(settings("postgres://u@h?sslcert=c", {}, { c: "CERT" })).rejects.toThrow("`c` has no key");
  });

  it.each([
    [{ host: "db.example.com", port: 5432, user: "u", database: "d" }, "postgres://u@db.example.com:5432/d"],
    [{ host: "::1", port: 5433, user: "u", database: "d" }, "postgres://u@[::1]:5433/d"],
    [{ host: "/tmp", port: 5432, user: "u", database: "d" }, "postgres://u@:5432/d?host=/tmp"],
  ])("are shown without a password", (target, shown) => {
    expect(shownServer(target)).toBe(shown);
  });
});
