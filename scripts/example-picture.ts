import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStack } from "../readers/synthesized/read-stack";
import { type Panel, picture } from "./picture";

const ROOT = join(__dirname, "..");

/** Synthesizes main.ts and draws both of its environments. */
export const examplePicture = (): string => {
  const outdir = mkdtempSync(join(tmpdir(), "rolegate-picture-"));
  try {
    execFileSync(process.execPath, ["--import", "tsx", "main.ts"], { cwd: ROOT, env: { ...process.env, CDKTF_OUTDIR: outdir } });
    return picture([panel(outdir, "prod", "prod: shared, PostgreSQL 16", 16), panel(outdir, "migration-lab", "migration-lab: isolated, PostgreSQL 17", 17)]);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};

const panel = (outdir: string, name: string, title: string, major: Panel["major"]): Panel => {
  const path = join(outdir, "stacks", name, "cdk.tf.json");
  const reading = readStack({ name, path, text: readFileSync(path, "utf8"), origins: {}, collisions: [], otherFiles: [] });
  const [server] = reading.servers;
  if (server === undefined) throw new Error(`${path} speaks to no server`);
  return { title, major, graph: server.graph };
};
