import { logTo } from "./plugin/log";
import { serve } from "./plugin/serve";
import type * as Rolegate from "./rolegate";

/** The answer about schemas in base64, which the build writes here. */
declare const ROLEGATE_SCHEMAS: string | undefined;

// What Terraform starts.
const now = (): Date => new Date();
const stderr = (text: string): void => void process.stderr.write(text);
const log = logTo(process.env, stderr, now);
void serve(
  () => (require("./rolegate") as typeof Rolegate).rolegateProvider({ cwd: process.cwd(), env: process.env, now, log, isJudging: true }),
  typeof ROLEGATE_SCHEMAS === "string" ? Buffer.from(ROLEGATE_SCHEMAS, "base64") : null,
  {
    env: process.env,
    platform: process.platform,
    now,
    log,
    parent: () => process.ppid,
    stdout: (text) => void process.stdout.write(text),
    stderr,
    onInterrupt: (listener) => void process.on("SIGINT", listener),
    exit: (code) => process.exit(code),
  },
);
