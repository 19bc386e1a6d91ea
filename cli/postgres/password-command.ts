import { spawn } from "node:child_process";
import { InputError } from "../../model/input-error";
import type { Io } from "../io";

const MOST_MILLISECONDS = 60_000;
const MOST_BYTES = 1024 * 1024;

/**
 * The first line that a shell command writes, its password. The command finds the connection in PGHOST, PGPORT, PGUSER and PGDATABASE. What
 * it writes is never shown, whatever happens: throws `InputError` that says only how it ended.
 */
export const passwordFrom = async (command: string, variables: Readonly<Record<string, string>>, io: Pick<Io, "cwd" | "env">): Promise<string> => {
  const { code, output } = await ran(command, { ...io.env, ...variables }, io.cwd);
  if (code !== 0) throw failed(`it ${typeof code === "number" ? `ended with exit code ${code}` : code}`);
  const password = (output.split("\n")[0] ?? "").replace(/\r$/, "");
  if (password === "") throw failed("the first line that it writes is empty");
  return password;
};

const failed = (why: string): InputError =>
  new InputError(`the command of --password-command failed: ${why}`, ["what it writes is not shown, for it may hold a secret: run it by itself to see"]);

const ran = (command: string, env: Io["env"], cwd: string): Promise<{ readonly code: number | string; readonly output: string }> =>
  new Promise((resolve) => {
    const child = spawn(command, { shell: true, cwd, env: env as NodeJS.ProcessEnv, stdio: ["ignore", "pipe", "ignore"], windowsHide: true });
    let output = "";
    let stopped: string | null = null;
    const stop = (why: string): void => {
      stopped ??= why;
      child.stdout.destroy();
      child.kill();
    };
    const timer = setTimeout(() => stop(`did not end within ${MOST_MILLISECONDS / 1000} seconds`), MOST_MILLISECONDS);
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (output.length > MOST_BYTES) stop("wrote more than a password");
    });
    child.once("error", () => {
      clearTimeout(timer);
      resolve({ code: "could not be started", output: "" });
    });
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code: stopped ?? code ?? `was ended by ${signal}`, output });
    });
  });
