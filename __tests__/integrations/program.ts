import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { transformSync } from "@swc/core";
import packageFile from "../../package.json";
import { filesOf, ROOT, textOf } from "./files";

const BUILT = ["cli", "gates", "integrations", "model", "policies", "readers", "reporters", "writers"];

/** A folder with `node_modules/rolegate`, as after an installation, whose program is this checkout; removed after the tests of the file. */
export const installedProgram = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "rolegate-test-program-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const own = join(folder, "node_modules", "rolegate");
  for (const file of BUILT.flatMap(filesOf).filter((name) => /\.(?:ts|json)$/.test(name) && !name.endsWith(".d.ts"))) {
    const target = join(own, "dist", file.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(target), { recursive: true });
    if (file.endsWith(".json")) cpSync(join(ROOT, file), target);
    else writeFileSync(target, transformSync(textOf(file), { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } }).code);
  }
  cpSync(join(ROOT, "package.json"), join(own, "package.json"));
  for (const name of Object.keys(packageFile.dependencies)) {
    const place = join(folder, "node_modules", name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(ROOT, "node_modules", name), place);
  }
  const entry = join(own, "dist/cli/rolegate.js");
  chmodSync(entry, 0o755);
  mkdirSync(join(folder, "node_modules/.bin"));
  symlinkSync(entry, join(folder, "node_modules/.bin/rolegate"));
  return folder;
};
