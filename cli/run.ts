import { InputError } from "../model/input-error";
import { printable } from "../reporters/printable";
import type { ExitCode, Io } from "./io";
import type * as Program from "./program";
import { UsageError } from "./usage-error";
import { packageVersion } from "./version";

/** Runs one command line. It never throws: what goes wrong is said on `io.stderr`, and is exit code 2. */
export const run = async (argv: readonly string[], io: Io): Promise<ExitCode> => {
  try {
    return await answer(argv, io);
  } catch (error) {
    await io.stderr.write(errorText(error, io.env)).catch(() => undefined);
    return 2;
  }
};

const answer = async (argv: readonly string[], io: Io): Promise<ExitCode> => {
  // Tools ask this at each start: the parser of the command line is not loaded for it.
  if (argv.length === 1 && argv[0] === "--version") {
    await io.stdout.write(`${packageVersion()}\n`);
    return 0;
  }
  const { program } = require("./program") as typeof Program;
  return program(io, argv);
};

const errorText = (error: unknown, env: Io["env"]): string => {
  if (error instanceof UsageError) return `rolegate: ${error.message.split("\n").map(printable).join("\n  ")}\n`;
  if (error instanceof InputError) return [`rolegate: ${printable(error.message)}`, ...error.details.map((detail) => `  ${printable(detail)}`), ""].join("\n");
  return faultText(error, env);
};

/** What a user sees of a defect of ours: what to report, and the stack only on request. */
export const faultText = (error: unknown, env: Io["env"]): string => {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const stack = error instanceof Error && env.ROLEGATE_DEBUG === "1" ? (error.stack ?? "").split("\n").slice(1) : [];
  return [
    `rolegate: internal fault: ${printable(message)}`,
    "  nothing was judged; this is a defect of rolegate, not of the input",
    `  please report the command, this message and: rolegate ${packageVersion()}, Node ${process.version}, ${process.platform} ${process.arch}`,
    ...(stack.length > 0 ? stack.map(printable) : ["  set ROLEGATE_DEBUG=1 to see where it happened"]),
    "",
  ].join("\n");
};
