import type { SourceFile, SourceFolder } from "../../model/terraform-source";
import type { ReaderKnowledge } from "../terraform/knowledge";
import { loadModules, type MissingModule, type Program, parseOnce } from "./modules";
import { type OpenModule, openModule } from "./open-module";
import { touchesPostgres } from "./plan-safety";

/** A configuration as one program reads it. */
export interface OpenSource {
  readonly modules: readonly OpenModule[];
  readonly missing: readonly MissingModule[];
  readonly touches: boolean;
}

/** The configuration of a folder with its modules, as Terraform reads it and, where a file is for OpenTofu alone, as that does; and all files of it. */
export const openSource = async (
  source: SourceFolder,
  knowledge: ReaderKnowledge,
): Promise<{ readonly views: readonly OpenSource[]; readonly files: readonly SourceFile[] }> => {
  const parse = parseOnce();
  const files = new Map<string, SourceFile>();
  const folder: SourceFolder = {
    ...source,
    filesIn: (name) => {
      const found = source.filesIn(name);
      for (const file of found ?? []) files.set(file.path, file);
      return found;
    },
  };
  const open = async (program: Program): Promise<OpenSource> => {
    const { modules, missing } = await loadModules(folder, program, parse);
    const opened = modules.map((module) => openModule(module, source.path, knowledge));
    return { modules: opened, missing, touches: touchesPostgres(opened) };
  };
  const terraform = await open("terraform");
  const isForTofu = [...files.values()].some(({ name }) => /\.tofu(?:\.json)?$/.test(name));
  return { views: isForTofu ? [terraform, await open("tofu")] : [terraform], files: [...files.values()] };
};
