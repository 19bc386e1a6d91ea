import { readFileSync } from "node:fs";
import { InputError } from "../model/input-error";
import type { Io, Sink } from "./io";
import { faultText, run } from "./run";
import { systemReason } from "./system-reason";

const isClosedPipe = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED");

const sinkOf = (stream: NodeJS.WriteStream, name: string): Sink => {
  // Errors come through the callback of `write`; without a listener they would end the process as well.
  stream.on("error", () => undefined);
  return {
    write: (text) =>
      new Promise((resolve, reject) => {
        stream.write(text, (error) => (error && !isClosedPipe(error) ? reject(new InputError(`cannot write to ${name}: ${systemReason(error)}`)) : resolve()));
      }),
    isTerminal: stream.isTTY === true,
    columns: stream.isTTY === true ? stream.columns : undefined,
  };
};

const io: Io = {
  cwd: process.cwd(),
  env: process.env,
  now: () => new Date(),
  stdin: () => readFileSync(0),
  stdout: sinkOf(process.stdout, "standard output"),
  stderr: sinkOf(process.stderr, "standard error"),
};

// Set first: whatever ends the process before there is a verdict must not look like one.
process.exitCode = 2;
process.on("uncaughtException", (error) => {
  process.stderr.write(faultText(error, process.env));
  process.exit(2);
});
run(process.argv.slice(2), io).then((code) => {
  process.exitCode = code;
});
