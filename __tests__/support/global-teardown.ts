import { rmSync } from "node:fs";
import { dirname } from "node:path";
import type { Shared } from "./global-setup";

/** Ends the servers that the run started, and removes the package that it made. */
const teardown = async (): Promise<void> => {
  const { shared } = globalThis as { shared?: Shared };
  if (shared === undefined) return;
  shared.broker.closeAllConnections();
  shared.broker.close();
  const servers = await Promise.allSettled(shared.servers.values());
  await Promise.all(servers.map((server) => server.status === "fulfilled" && server.value.stop()));
  const packed = await shared.packed?.catch(() => null);
  if (packed) rmSync(dirname(packed), { recursive: true, force: true });
};

export default teardown;
