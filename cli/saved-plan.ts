import { createHash } from "node:crypto";
import type * as Fflate from "fflate";
import { planSource, savedPlanProviders, sourceReadings } from "../gates/plan";
import { InputError } from "../model/input-error";
import type { PolicyData } from "../model/policy";
import type { Reading } from "../model/reading";
import { isConfiguration } from "../model/terraform-files";
import type { SourceFile, SourceFolder } from "../model/terraform-source";
import { type PlanInput, planInMemory } from "../readers/plan/plan-bytes";
import type { Io } from "./io";
import { lockFile, renderedPlan } from "./render-plan";

/** A saved plan file as it was read. */
export interface SavedPlan {
  readonly path: string;
  readonly bytes: Buffer;
}

/** What a saved plan file holds: the plan with the configuration that it was made from, or, where it may not be rendered, why. */
export type OpenedPlan = { readonly plan: PlanInput } | { readonly refused: Reading };

/**
 * Reads a saved plan through `terraform show -json` (TERRAFORM_BINARY_NAME). That starts the providers of the plan, so their sources, and the
 * hashes of the lock file in it, are compared first. Throws an InputError for an archive that is no plan, and for what cannot be rendered.
 */
export const openSavedPlan = async ({ path, bytes }: SavedPlan, policy: PolicyData | null, io: Pick<Io, "cwd" | "env">): Promise<OpenedPlan> => {
  const entries = entriesIn(bytes, path);
  const folder = sourceFolderIn(entries, path);
  const foreign = await savedPlanProviders(folder, entries.get(LOCK) ?? "", lockFile(io.cwd), policy);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (foreign.length > 0) {
    const [reading] = await sourceReadings([folder], policy);
    if (reading === undefined || reading.servers.length === 0) throw new Error("a provider that may not be started is no finding");
    const why = `the plan itself: it is not rendered, for that would start ${foreign.map((source) => `\`${source}\``).join(", ")}`;
    return { refused: { ...reading, input: { ...reading.input, kind: "terraform-plan", sha256, unseen: [why] } } };
  }
  return { plan: { ...planInMemory(path, await renderedPlan(bytes, path, io)), sha256, source: await planSource(folder, policy) } };
};

const LOCK = ".terraform.lock.hcl";
const CONFIGURATION = /^tfconfig\/m-([^/]*)\/([^/]+)$/;
const MODULES = "tfconfig/modules.json";
/** Of one entry; a plan with more is rendered, but never unpacked here. */
const LARGEST = 64 * 1024 * 1024;

/** The configuration and the lock file of the archive, by name. */
const entriesIn = (bytes: Buffer, path: string): ReadonlyMap<string, string> => {
  const { unzipSync } = require("fflate") as typeof Fflate;
  const names = new Set<string>();
  const isWanted = ({ name, originalSize }: Fflate.UnzipFileInfo): boolean => {
    if (names.has(name)) throw notAPlan(path, `it holds \`${name}\` twice`);
    names.add(name);
    const wanted = name === LOCK || name === MODULES || CONFIGURATION.test(name);
    if (wanted && originalSize > LARGEST) throw notAPlan(path, `\`${name}\` in it is larger than ${LARGEST / 1024 / 1024} MB`);
    return wanted;
  };
  const unpacked = attempt(path, () => unzipSync(bytes, { filter: isWanted }));
  for (const name of ["tfplan", MODULES]) if (!names.has(name)) throw notAPlan(path, `it holds no \`${name}\``);
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  return new Map(Object.entries(unpacked).map(([name, content]) => [name, attempt(path, () => decoder.decode(content))]));
};

const attempt = <T>(path: string, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw notAPlan(path, error instanceof Error ? error.message : String(error));
  }
};

const notAPlan = (path: string, why: string): InputError =>
  new InputError(`\`${path}\` is an archive and no saved plan`, [why, "make one with `terraform plan -out=PLAN`"]);

/** The archive has its modules in folders by their key, and a list of them that is that of `.terraform/modules` in other words. */
const sourceFolderIn = (entries: ReadonlyMap<string, string>, path: string): SourceFolder => {
  const files = new Map<string, SourceFile[]>();
  for (const [name, text] of entries) {
    const [, key, file] = CONFIGURATION.exec(name) ?? [];
    if (key !== undefined && file !== undefined && isConfiguration(file))
      files.set(key, [...(files.get(key) ?? []), { name: file, path: `${path}:${name}`, text }]);
  }
  const modules = attempt(path, () => JSON.parse(entries.get(MODULES) ?? "") as unknown);
  if (!Array.isArray(modules)) throw notAPlan(path, `\`${MODULES}\` in it is no list`);
  const named = modules.map((module: { readonly Key?: unknown }) => ({ ...module, Dir: `m-${String(module?.Key)}` }));
  return {
    path,
    filesIn: (folder) => files.get(folder === "." ? "" : folder.replace(/^m-/, "")) ?? null,
    manifest: JSON.stringify({ Modules: named }),
  };
};
