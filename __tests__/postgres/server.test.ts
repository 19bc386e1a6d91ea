import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { Client } from "pg";
import { startServer } from "../../scripts/postgres/server";
import { TESTED_MAJORS, withServer } from "../support/servers";

describe("a PostgreSQL server of the npm packages", () => {
  it.each(TESTED_MAJORS)("runs as PostgreSQL %i", async (major) => {
    await withServer(major, async ({ admin }) => {
      expect((await admin.query("SHOW server_version_num")).rows[0]?.server_version_num).toMatch(new RegExp(`^${major}`));
    });
  });

  it("starts beside another that wants the same port, demands the password, and leaves nothing", async () => {
    const occupant = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => occupant.once("listening", resolve));
    const { port } = occupant.address() as { port: number };
    const servers = await Promise.all([startServer({ major: 18, port }), startServer({ major: 18, port })]);
    occupant.close();
    expect(new Set([port, ...servers.map((server) => server.port)]).size).toBe(3);
    for (const server of servers) {
      expect(server.port).toBeLessThan(32_768);
      const stranger = new Client({ host: server.host, port: server.port, user: "postgres", password: "guessed", database: "postgres" });
      await expect(stranger.connect()).rejects.toThrow("password authentication failed");
      await server.stop();
      await server.stop();
      expect(existsSync(server.folder)).toBe(false);
    }
  });

  it("ends with its folder when the process that wanted it is killed", async () => {
    const host = spawn(process.execPath, [join(__dirname, "..", "..", "scripts", "postgres", "host.mjs")], { stdio: ["pipe", "pipe", "inherit"] });
    host.stdin.write(`${JSON.stringify({ major: 18 })}\n`);
    const { folder } = JSON.parse(String(await new Promise((resolve) => host.stdout.once("data", resolve))));
    expect(existsSync(join(folder, "data", "postmaster.pid"))).toBe(true);
    host.stdin.destroy();
    await new Promise((resolve) => host.once("exit", resolve));
    expect(existsSync(folder)).toBe(false);
  });

  it("says what is missing where there is no such package", async () => {
    await expect(startServer({ major: 13 as never })).rejects.toThrow(/^PostgreSQL 13 for \S+ is not installed: run `npm ci`/);
  });
});
