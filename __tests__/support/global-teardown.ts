import type { SharedServers } from "./global-setup";

/** Ends the servers that the run started. */
const teardown = async (): Promise<void> => {
  const { sharedServers } = globalThis as { sharedServers?: SharedServers };
  sharedServers?.broker.closeAllConnections();
  sharedServers?.broker.close();
  const servers = await Promise.allSettled(sharedServers?.started.values() ?? []);
  await Promise.all(servers.map((server) => server.status === "fulfilled" && server.value.stop()));
};

export default teardown;
