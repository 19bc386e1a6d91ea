// Puts a program into one file, with the licences of the packages that are in it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Licences of the packages that are in the file: they ask to be with it. */
const licencesOf = (inputs) => {
  const packages = new Set(inputs.flatMap((input) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? []));
  return [...packages].sort().map((folder) => {
    const name = readdirSync(join(ROOT, folder)).find((file) => /^licen[cs]e/i.test(file));
    const { license } = JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8"));
    if (name === undefined && typeof license !== "string") throw new Error(`${folder} has no licence`);
    const text = name === undefined ? `${license}\n` : readFileSync(join(ROOT, folder, name), "latin1");
    return `/*\n${folder.slice("node_modules/".length)}\n\n${text.replaceAll("*/", "* /")}*/\n`;
  });
};

/** Writes `file` from `entry`; `more` are further options of esbuild. */
export const makeBundle = async (entry, file, more) => {
  const made = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    target: "node20",
    charset: "ascii",
    // Numbers with a name become numbers, as they are in each file; names of functions stay, so that a fault of ours says where it was.
    minifySyntax: true,
    metafile: true,
    write: false,
    logLevel: "warning",
    ...more,
  });
  // One byte a character, whatever a licence is written in.
  writeFileSync(file, [made.outputFiles[0].text, ...licencesOf(Object.keys(made.metafile.inputs))].join("\n"), "latin1");
};
