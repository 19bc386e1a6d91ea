import { serve } from "./plugin/serve";
import { rolegateProvider } from "./rolegate";

// What Terraform starts.
void serve(rolegateProvider({ cwd: process.cwd(), env: process.env, now: () => new Date() }), {
  env: process.env,
  platform: process.platform,
  now: () => new Date(),
  parent: () => process.ppid,
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  onInterrupt: (listener) => void process.on("SIGINT", listener),
  exit: (code) => process.exit(code),
});
