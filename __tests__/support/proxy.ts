import { connect, createServer, type Server, type Socket } from "node:net";

/** What a test does with the bytes of one connection. */
export interface Meddling {
  /** What is sent on in place of what the client said; null holds it back. */
  readonly toServer?: (said: Buffer, pair: Pair) => Buffer | null;
  readonly toClient?: (said: Buffer, pair: Pair) => Buffer | null;
  /** Does it hold the connection open when the client ends it? */
  readonly isDeaf?: boolean;
}

/** The two ends of one connection through a proxy. */
export interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

export interface Listener {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

const listening = (server: Server, closing: () => void): Promise<Listener> =>
  new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      resolve({
        host: "127.0.0.1",
        port,
        close: () =>
          new Promise((done) => {
            closing();
            server.close(() => done());
          }),
      });
    });
  });

/** Stands between a client and a server. */
export const proxyTo = (target: { readonly host: string; readonly port: number }, meddling: Meddling): Promise<Listener> => {
  const sockets = new Set<Socket>();
  const proxy = createServer({ allowHalfOpen: meddling.isDeaf === true }, (client) => {
    const server = connect(target.port, target.host);
    const pair = { client, server };
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
    }
    client.on("close", () => server.destroy());
    server.on("close", () => client.destroy());
    client.on("data", (said) => {
      const sent = meddling.toServer === undefined ? said : meddling.toServer(said, pair);
      if (sent !== null) server.write(sent);
    });
    server.on("data", (said) => {
      const sent = meddling.toClient === undefined ? said : meddling.toClient(said, pair);
      if (sent !== null) client.write(sent);
    });
  });
  return listening(proxy, () => {
    for (const socket of sockets) socket.destroy();
  });
};

/** Accepts connections, and does with them what it is told; by default nothing. */
export const fakeServer = (answer: (client: Socket) => void = () => undefined): Promise<Listener> => {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    sockets.add(client);
    client.on("error", () => undefined);
    answer(client);
  });
  return listening(server, () => {
    for (const socket of sockets) socket.destroy();
  });
};

/** Text in place of text of the same length, wherever it stands. */
export const replaced = (said: Buffer, from: string, to: string): Buffer => Buffer.from(said.toString("latin1").replaceAll(from, to), "latin1");
