import { posix } from "node:path";
import { isConfiguration } from "../model/terraform-files";
import type { OutputFile } from "./output-files";
import { refuse } from "./refusal";

/**
 * Refuses what would be written and run without having been judged: configuration outside of the stacks' folders, which programs put
 * there during the synthesis, and stacks that only manifest.json has, or that it runs in another folder.
 *
 * @param judged paths of the stacks' JSON below the output folder
 */
export const refuseUnjudged = (files: readonly OutputFile[], manifest: OutputFile | undefined, judged: ReadonlySet<string>): void => {
  const folders = new Set([...judged].map((path) => posix.dirname(path)));
  for (const { path } of files) {
    if (judged.has(path) || !isConfiguration(path) || folders.has(posix.dirname(path)) || isAsset(path, folders)) continue;
    throw refuse(`\`${path}\` would be written beside the stacks, and is not judged`);
  }
  const { stacks = {} } = JSON.parse(manifest?.bytes.toString() ?? "{}") as Manifest;
  for (const [name, { synthesizedStackPath, workingDirectory }] of Object.entries(stacks)) {
    const path = slashed(synthesizedStackPath);
    if (judged.has(path) && posix.normalize(slashed(workingDirectory)) === posix.dirname(path)) continue;
    throw refuse(`manifest.json has the stack \`${name}\` at \`${path}\`, run in \`${slashed(workingDirectory)}\`, which is not what is judged`);
  }
};

interface Manifest {
  readonly stacks?: Readonly<Record<string, { readonly synthesizedStackPath: string; readonly workingDirectory: string }>>;
}

const slashed = (path: string): string => path.replaceAll("\\", "/");

/** What cdktf copies for a stack; Terraform reads none of it but as a module, and modules are refused. */
const isAsset = (path: string, folders: ReadonlySet<string>): boolean => {
  const at = path.indexOf("/assets/");
  return at !== -1 && folders.has(path.slice(0, at));
};
