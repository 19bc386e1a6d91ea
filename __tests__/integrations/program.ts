import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buildSync } from "esbuild";
import packageFile from "../../package.json";
import { ROOT } from "./files";

/** A folder with `node_modules/rolegate`, as after an installation, whose program is this checkout; removed after the tests of the file. */
export const installedProgram = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "rolegate-test-program-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const modules = join(folder, "node_modules");
  const program = join(modules, "rolegate/dist/cli/rolegate.js");
  buildSync({
    absWorkingDir: ROOT,
    entryPoints: ["cli/main.ts"],
    outfile: program,
    bundle: true,
    platform: "node",
    target: "node20",
    packages: "external",
    logLevel: "error",
    banner: { js: "#!/usr/bin/env node" },
  });
  chmodSync(program, 0o755);
  cpSync(join(ROOT, "package.json"), join(modules, "rolegate/package.json"));
  for (const name of Object.keys(packageFile.dependencies)) {
    const place = join(modules, name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(ROOT, "node_modules", name), place);
  }
  mkdirSync(join(modules, ".bin"));
  symlinkSync(program, join(modules, ".bin/rolegate"));
  return folder;
};
