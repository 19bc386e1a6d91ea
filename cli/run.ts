import { InputError } from "../model/input-error";
import { printable } from "../reporters/printable";
import type { ExitCode, Io } from "./io";
import { program } from "./program";
import { UsageError } from "./usage-error";
import { packageVersion } from "./version";

/** Runs one command line. It never throws: what goes wrong is said on `io.stderr`, and is exit code 2. */
export const run = async (argv: readonly string[], io: Io): Promise<ExitCode> => {
  try {
    return await program(io, argv);
  } catch (error) {
    await io.stderr.write(errorText(error, io.env)).catch(() => undefined);
    return 2;
  }
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
