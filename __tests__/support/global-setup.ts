import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Major } from "../../model/predefined-roles";
import { type PostgresServer, startServer } from "../../scripts/postgres/server";
import { pack } from "./packed";

/** What the teardown ends; jest gives both the same global object. */
export interface Shared {
  readonly broker: Server;
  readonly servers: Map<Major, Promise<PostgresServer>>;
  /** Where the package is, once somebody asked for it. */
  packed: Promise<string> | null;
}

/**
 * What is made once for the whole run, when the first test asks for it: one PostgreSQL server of each major, and the package as npm packs it.
 * Test files run in processes of their own, so they ask over HTTP on the loopback; this process holds the servers, and they end when it ends,
 * however it ends.
 */
const setup = async (): Promise<void> => {
  const servers: Shared["servers"] = new Map();
  const secret = randomUUID();
  const serverOf = (major: Major): Promise<PostgresServer> => {
    const server = servers.get(major) ?? startServer({ major });
    servers.set(major, server);
    return server;
  };
  const packaged = async (): Promise<{ readonly folder: string }> => {
    shared.packed ??= pack();
    return { folder: await shared.packed };
  };
  const broker = createServer(async (request, response) => {
    const [, given, wanted = ""] = (request.url ?? "").split("/");
    if (given !== secret) return response.writeHead(404).end();
    const made = wanted === "package" ? packaged() : serverOf(Number(wanted) as Major);
    const answer = await made.catch((error: Error) => ({ error: error.message }));
    // A kept connection may be closed here in the moment when it is used again there.
    response.setHeader("connection", "close");
    response.end(JSON.stringify(answer));
  });
  const shared: Shared = { broker, servers, packed: null };
  await new Promise<void>((resolve) => broker.listen(0, "127.0.0.1", resolve));
  broker.unref();
  process.env.ROLEGATE_TEST_RUN = `http://127.0.0.1:${(broker.address() as AddressInfo).port}/${secret}`;
  (globalThis as { shared?: Shared }).shared = shared;
};

export default setup;
