import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Major } from "../../model/predefined-roles";
import { type PostgresServer, startServer } from "../../scripts/postgres/server";

/** What the teardown ends; jest gives both the same global object. */
export interface SharedServers {
  readonly broker: Server;
  readonly started: Map<Major, Promise<PostgresServer>>;
}

/**
 * One PostgreSQL server of each major for the whole run, started when the first test asks for it. Test files run in processes of
 * their own, so they ask over HTTP on the loopback; this process holds the servers, and they end when it ends, however it ends.
 */
const setup = async (): Promise<void> => {
  const started: SharedServers["started"] = new Map();
  const secret = randomUUID();
  const broker = createServer(async (request, response) => {
    const [, given, major] = (request.url ?? "").split("/");
    if (given !== secret) return response.writeHead(404).end();
    const wanted = Number(major) as Major;
    const server = started.get(wanted) ?? startServer({ major: wanted });
    started.set(wanted, server);
    const answer = await server.catch((error: Error) => ({ error: error.message }));
    // A kept connection may be closed here in the moment when it is used again there.
    response.setHeader("connection", "close");
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => broker.listen(0, "127.0.0.1", resolve));
  broker.unref();
  process.env.ROLEGATE_TEST_SERVERS = `http://127.0.0.1:${(broker.address() as AddressInfo).port}/${secret}`;
  (globalThis as { sharedServers?: SharedServers }).sharedServers = { broker, started };
};

export default setup;
