import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServerUnaryCall, sendUnaryData } from "@grpc/grpc-js";
import { setup as resolveAddresses } from "@grpc/grpc-js/build/src/resolver-ip";
import { setup as resolveSockets } from "@grpc/grpc-js/build/src/resolver-uds";
import { Server } from "@grpc/grpc-js/build/src/server";
import { ServerCredentials } from "@grpc/grpc-js/build/src/server-credentials";
import { type Answer, diagnosticsOf, messagesOf } from "./answers";
import type { OwnCertificate } from "./certificate";
import type { Address } from "./handshake";
import { decodeMessage, encodeMessage } from "./messages";

export interface ServerOptions {
  readonly answers: Readonly<Record<string, Answer>>;
  /** Null: in clear, for a client that reattaches. */
  readonly tls: { readonly own: OwnCertificate; readonly client: string } | null;
  readonly network: Address["network"];
  /** What Terraform's Shutdown asks for. */
  readonly onShutdown: () => void;
}

export interface RunningServer {
  readonly address: Address;
  stop(): void;
}

/** A state file may hold a large resource, and grpc's own bound is 4 MiB. */
const UNBOUNDED = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

resolveAddresses();
resolveSockets();

/** Starts to serve the protocol and what go-plugin asks for beside it. */
export const startServer = async ({ answers, tls, network, onShutdown }: ServerOptions): Promise<RunningServer> => {
  const server = new Server(UNBOUNDED);
  server.addService(
    Object.fromEntries(Object.keys(answers).map((name) => [name, unary(`/tfplugin6.Provider/${name}`, requestOf(name), responseOf(name))])),
    Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, handler(answer)])),
  );
  server.addService(
    { Shutdown: unary("/plugin.GRPCController/Shutdown", "Empty", "Empty") },
    {
      Shutdown: (_: unknown, reply: sendUnaryData<object>) => {
        reply(null, {});
        // Once the answer is on its way.
        setImmediate(onShutdown);
      },
    },
  );
  server.addService(
    { Check: unary("/grpc.health.v1.Health/Check", "Empty", "HealthCheckResponse") },
    { Check: (_: unknown, reply: sendUnaryData<object>) => reply(null, { status: SERVING }) },
  );

  const credentials =
    tls === null
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(Buffer.from(tls.client), [{ private_key: Buffer.from(tls.own.key), cert_chain: Buffer.from(tls.own.certificate) }], true);
  const folder = network === "unix" ? mkdtempSync(join(tmpdir(), "rolegate-provider-")) : null;
  const place = folder === null ? "127.0.0.1:0" : `unix:${join(folder, "plugin.sock")}`;
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync(place, credentials, (error, bound) => (error === null ? resolve(bound) : reject(error))),
  );
  return {
    address: folder === null ? { network: "tcp", port } : { network: "unix", path: join(folder, "plugin.sock") },
    stop: () => {
      server.forceShutdown();
      if (folder !== null) rmSync(folder, { recursive: true, force: true });
    },
  };
};

const SERVING = 1;

/** Requests and responses that two calls share have one name. */
const requestOf = (name: string): string => {
  if (name === "ValidateResourceConfig" || name === "ValidateDataResourceConfig") return "ValidateConfigRequest";
  return name === "GetMetadata" || name === "GetProviderSchema" || name === "StopProvider" ? "Empty" : `${name}Request`;
};
const responseOf = (name: string): string =>
  name === "ValidateResourceConfig" || name === "ValidateDataResourceConfig" ? "ValidateConfigResponse" : `${name}Response`;

const unary = (path: string, request: string, response: string) => ({
  path,
  requestStream: false,
  responseStream: false,
  requestSerialize: (message: object) => encodeMessage(request, message),
  requestDeserialize: (bytes: Buffer) => decodeMessage(request, bytes),
  responseSerialize: (message: object) => (Buffer.isBuffer(message) ? message : encodeMessage(response, message)),
  responseDeserialize: (bytes: Buffer) => decodeMessage(response, bytes),
});

/** What fails is told in the answer: an error of the transport would hide what is wrong. */
const handler =
  (answer: Answer) =>
  (call: ServerUnaryCall<Record<string, unknown>, object>, reply: sendUnaryData<object>): void => {
    answer(call.request).then(
      (message) => reply(null, message),
      (error: unknown) => reply(null, { diagnostics: messagesOf(diagnosticsOf(error)) }),
    );
  };
