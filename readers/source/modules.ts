import { InputError } from "../../model/input-error";
import type { SourceFile, SourceFolder } from "../../model/terraform-source";
import { field, isArray, isObject, type JsonObject, parseJsonText } from "../terraform/json-text";
import { isOverride, withOverrides } from "./overrides";
import { parseFile } from "./parse-file";
import { blocksIn, type SourceBlock } from "./source-blocks";

/** Which program reads the folder: OpenTofu also reads `*.tofu`, and each instead of the `.tf` file of its name. */
export type Program = "terraform" | "tofu";

/** A module as it is called: its address without keys, empty for the root. */
export interface SourceModule {
  readonly address: string;
  readonly blocks: readonly SourceBlock[];
}

/** A module that is called, and whose files are not there. */
export interface MissingModule {
  readonly address: string;
  readonly source: string;
  readonly call: SourceBlock;
}

export interface ModuleTree {
  readonly modules: readonly SourceModule[];
  readonly missing: readonly MissingModule[];
}

/** Reads each file once, however many calls lead to it. */
export type ParseFile = (file: SourceFile) => Promise<JsonObject>;
export const parseOnce = (): ParseFile => {
  const known = new Map<string, Promise<JsonObject>>();
  return (file) => {
    const parsed = known.get(file.path) ?? parseFile(file);
    known.set(file.path, parsed);
    return parsed;
  };
};

/** More calls than this are a module that calls itself. */
const MAXIMUM_MODULES = 10_000;
const MAXIMUM_DEPTH = 30;

/** The root module and all that it calls. Throws an InputError for a file that cannot be read. */
export const loadModules = async (source: SourceFolder, program: Program, parse: ParseFile): Promise<ModuleTree> => {
  const manifest = manifestOf(source);
  const modules: SourceModule[] = [];
  const missing: MissingModule[] = [];
  const visit = async (names: readonly string[], folder: string, files: readonly SourceFile[]): Promise<void> => {
    if (modules.length >= MAXIMUM_MODULES || names.length > MAXIMUM_DEPTH)
      throw new InputError(`\`${source.path}\`: its modules call one another without end`, [`at ${names.slice(0, 5).join(".")} ...`]);
    const address = names.map((name) => `module.${name}`).join(".");
    const blocks = await blocksOfModule(files, program, parse);
    modules.push({ address, blocks });
    for (const call of blocks.filter(({ kind }) => kind === "module")) {
      const called = [...names, call.labels[0] ?? ""];
      const written = field(call.body, "source");
      const wanted = typeof written === "string" ? written : "(not readable)";
      const found = foldersOf(wanted, folder, manifest.get(called.join("."))).flatMap((each) => {
        const inside = source.filesIn(each);
        return inside === null ? [] : [{ folder: each, files: inside }];
      });
      if (found.length === 0) missing.push({ address: called.map((name) => `module.${name}`).join("."), source: wanted, call });
      for (const each of found) await visit(called, each.folder, each.files);
    }
  };
  await visit([], ".", source.filesIn(".") ?? []);
  return { modules, missing };
};

const blocksOfModule = async (files: readonly SourceFile[], program: Program, parse: ParseFile): Promise<readonly SourceBlock[]> => {
  const own: SourceBlock[] = [];
  const overriding: SourceBlock[] = [];
  for (const file of filesOf(files, program)) (isOverride(file.name) ? overriding : own).push(...blocksIn(await parse(file), file));
  return withOverrides(own, overriding);
};

/** The files that a program reads, in its order. */
const filesOf = (files: readonly SourceFile[], program: Program): readonly SourceFile[] => {
  const names = new Set(files.map(({ name }) => name));
  const isRead = ({ name }: SourceFile): boolean =>
    program === "terraform" ? isTerraform(name) : !isTerraform(name) || !names.has(name.replace(/\.tf(\.json)?$/, ".tofu$1"));
  return files.filter(isRead).sort((a, b) => (a.name < b.name ? -1 : 1));
};
const isTerraform = (name: string): boolean => /\.tf(?:\.json)?$/.test(name);

interface ManifestEntry {
  readonly source: string;
  readonly folder: string;
}

/** `.terraform/modules/modules.json`: where `terraform init` put the modules, by their names joined with dots. */
const manifestOf = ({ manifest, path }: SourceFolder): ReadonlyMap<string, ManifestEntry> => {
  if (manifest === null) return new Map();
  const shown = `${path}/.terraform/modules/modules.json`;
  const value = parseJsonText(manifest, shown);
  const entries = isObject(value) ? field(value, "Modules") : undefined;
  if (!isArray(entries))
    throw new InputError(`\`${shown}\` is not what \`terraform init\` writes`, ["remove it and run `terraform init -backend=false` again"]);
  return new Map(
    entries.filter(isObject).flatMap((entry): [string, ManifestEntry][] => {
      const [key, source, folder] = [field(entry, "Key"), field(entry, "Source"), field(entry, "Dir")];
      return typeof key === "string" && typeof source === "string" && typeof folder === "string" ? [[key, { source, folder }]] : [];
    }),
  );
};

/** Where a module's files may be: a local one at its path, and wherever the manifest says, for that is what Terraform believes. */
const foldersOf = (source: string, caller: string, entry: ManifestEntry | undefined): readonly string[] => {
  const local = /^\.{1,2}(?:\/|$)/.test(source) ? [joined(caller, source)] : [];
  const installed = entry !== undefined && placeOf(entry.source) === placeOf(source) ? [joined("", entry.folder.replaceAll("\\", "/"))] : [];
  return [...new Set([...local, ...installed])];
};

/** A path below another one, without `.`, and `..` only where it leads out of the first. */
const joined = (folder: string, path: string): string => {
  if (path.startsWith("/")) return path;
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split("/")) {
    if (part === "..") {
      if (parts.length === 0 || parts[parts.length - 1] === "..") parts.push(part);
      else parts.pop();
    } else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.length === 0 ? "." : parts.join("/");
};

/** A source without what Terraform adds when it writes it down: scheme, registry host, `.git`. Another place is a module that is not installed. */
const placeOf = (source: string): string =>
  source
    .replace(/^[a-z0-9]+::/, "")
    .replace(/^(?:https?|ssh|git):\/\//, "")
    .replace(/^git@/, "")
    .replace(/^registry\.(?:terraform\.io|opentofu\.org)\//, "")
    .replace(":", "/")
    .replace(".git", "");
