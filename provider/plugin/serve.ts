import { type Answer, answersOf } from "./answers";
import { ownCertificate } from "./certificate";
import type { ProviderDefinition } from "./definition";
import { handshakeLine, whyNotStarted } from "./handshake";
import { elapsed, type Log } from "./log";
import { startServer } from "./server";

/** The process that the provider is: what it may touch of the world outside. */
export interface ProviderProcess {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly now: () => Date;
  readonly parent: () => number;
  readonly log: Log;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly onInterrupt: (listener: () => void) => void;
  readonly exit: (code: number) => void;
}

/** How often it looks whether Terraform is still there. */
const ORPHAN_MILLISECONDS = 1_000;

/** Serves a provider to the Terraform that started this process, until that Terraform ends. `schemas`: as of `answersOf`. */
export const serve = async <C>(load: () => ProviderDefinition<C>, schemas: Buffer | null, world: ProviderProcess): Promise<void> => {
  const refusal = whyNotStarted(world.env);
  if (refusal !== null) {
    world.stderr(`${refusal}\n`);
    return world.exit(1);
  }
  const client = world.env.PLUGIN_CLIENT_CERT;
  const own = client === undefined || client === "" ? null : ownCertificate(world.now());
  const server = await startServer({
    answers: logged(answersOf(load, schemas), world.log),
    tls: own === null ? null : { own, client: client ?? "" },
    // grpc's sockets do not exist on Windows.
    network: world.platform === "win32" ? "tcp" : "unix",
    onShutdown: () => end(0),
  });
  const end = (code: number): void => {
    clearInterval(guard);
    server.stop();
    world.exit(code);
  };
  // Ctrl-C reaches the whole group: Terraform says by StopProvider what is to end, and a transaction must not be cut.
  world.onInterrupt(() => undefined);
  // A Terraform that was killed says nothing.
  const parent = world.parent();
  const guard = setInterval(() => {
    if (world.parent() !== parent) end(1);
  }, ORPHAN_MILLISECONDS);
  guard.unref();
  world.stdout(handshakeLine(server.address, own?.handshake ?? null));
};

/** Each call with its duration. */
const logged = (answers: Readonly<Record<string, Answer>>, log: Log): Readonly<Record<string, Answer>> =>
  Object.fromEntries(
    Object.entries(answers).map(([call, answer]): [string, Answer] => [
      call,
      async (request) => {
        const time = elapsed();
        try {
          return await answer(request);
        } finally {
          log("debug", call, { ...(typeof request.type_name === "string" && { type: request.type_name }), milliseconds: time() });
        }
      },
    ]),
  );
