import { createHash } from "node:crypto";

/** What the digest of a function is made of: whatever decides what it does and with whose privileges. */
export interface FunctionParts {
  readonly owner: string;
  readonly language: string;
  /** `SET name = value` of the function, as `name=value`; their order does not matter. */
  readonly settings: readonly string[];
  readonly body: string;
  /** The shared library of a C function; absent for others. */
  readonly library?: string | null;
  /** Absent: true, for functions that run as their caller are accepted by nobody. */
  readonly securityDefiner?: boolean;
}

/** SHA-256, in lower case hex, by which `accepted.yaml` names a function: it changes with its body, owner, language and settings. */
export const functionDigest = ({ owner, language, settings, body, library = null, securityDefiner = true }: FunctionParts): string =>
  createHash("sha256")
    .update(JSON.stringify([owner, language, settings.toSorted(), body, library, securityDefiner]))
    .digest("hex");
