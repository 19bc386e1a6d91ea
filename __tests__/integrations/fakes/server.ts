import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: what was sent
  readonly body: any;
}

export interface Answered {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON; a string is sent as it is. */
  readonly body?: unknown;
}

/** Answers instead of the service, the first of the list first; null lets the service answer. */
export type Fault = (asked: Asked) => Answered | null;

export interface Fake {
  readonly url: string;
  /** `METHOD /path` of each request, in order. */
  readonly log: string[];
  readonly asked: Asked[];
  readonly faults: Fault[];
  close(): Promise<void>;
}

/** A service on the loopback interface. */
export const fakeService = async (answer: (asked: Asked) => Answered): Promise<Fake> => {
  const log: string[] = [];
  const asked: Asked[] = [];
  const faults: Fault[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const url = new URL(request.url ?? "/", "http://fake");
      const one: Asked = { method: request.method ?? "", url, headers: request.headers, body: text === "" ? undefined : JSON.parse(text) };
      asked.push(one);
      log.push(`${one.method} ${url.pathname}${url.search}`);
      let said: Answered | null = null;
      for (const [index, fault] of faults.entries()) {
        said = fault(one);
        if (said !== null) {
          faults.splice(index, 1);
          break;
        }
      }
      const { status = 200, headers = {}, body } = said ?? answer(one);
      response.writeHead(status, { "content-type": "application/json", connection: "close", ...headers });
      response.end(body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    log,
    asked,
    faults,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
};
