import { InputError } from "../../model/input-error";
import { blocksOf } from "../terraform/blocks";
import { field, isArray } from "../terraform/json-text";
import { foreignProvider, type ReaderKnowledge } from "../terraform/knowledge";
import { isSqlProvider } from "../terraform/other-providers";
import { canonicalSource } from "../terraform/provider-sources";
import { parseFile } from "./parse-file";

/** A provider as a lock file pins it. */
export interface LockedProvider {
  readonly source: string;
  readonly version: string;
  readonly hashes: readonly string[];
}

/** The providers of a `.terraform.lock.hcl`. https://developer.hashicorp.com/terraform/language/files/dependency-lock */
export const readLockFile = async (text: string, path: string): Promise<readonly LockedProvider[]> =>
  blocksOf((await parseFile({ name: ".terraform.lock.hcl", path, text })).provider, 1, "provider", path).map(({ labels: [source = ""], body }) => {
    const hashes = field(body, "hashes");
    return { source: canonicalSource(source), version: String(field(body, "version")), hashes: isArray(hashes) ? hashes.map(String) : [] };
  });

/**
 * Throws an InputError unless each provider that a plan was made with is one that the folder's lock file pins, at that version and with a hash
 * of that, and may speak to PostgreSQL if its name says that it does.
 */
export const refuseOtherProviders = (
  planned: readonly LockedProvider[],
  installed: readonly LockedProvider[],
  { providers }: ReaderKnowledge,
  plan: string,
): void => {
  const allowed = new Set(providers.map(canonicalSource));
  for (const { source, version, hashes } of planned) {
    if (isSqlProvider(source) && !allowed.has(source)) {
      const { why, remedy } = foreignProvider(source, providers);
      throw new InputError(`\`${plan}\` is not rendered: it was made with \`${source}\``, [why, remedy]);
    }
    const found = installed.find((each) => each.source === source);
    const why =
      found === undefined
        ? "which the lock file of this folder does not name"
        : found.version !== version
          ? `and the lock file of this folder says ${found.version}`
          : hashes.some((hash) => found.hashes.includes(hash))
            ? null
            : "and the lock file of this folder has none of its hashes";
    if (why !== null)
      throw new InputError(`\`${plan}\` is not rendered: it was made with \`${source}\` ${version}, ${why}`, [
        "rendering a plan starts its providers: run `rolegate check` in the folder where the plan was made, with its `.terraform.lock.hcl`",
      ]);
  }
};
