import { createHash } from "node:crypto";
import { nearestName } from "../../model/nearest-name";
import type { PolicyData } from "../../model/policy";
import type { PolicyContext } from "./context";
import { readAccepted, readAllowlist, readWaivers } from "./dated-entries";
import { DEFINITION_RULES } from "./definitions";
import { readEnvironments, readProviders } from "./environments";
import { readExternal, readPersonas } from "./personas";
import { compareNames, Problems } from "./problems";
import { departures } from "./schema";
import { anyOf, quoted } from "./words";
import { type PolicyNode, readYaml } from "./yaml-tree";

/** One YAML file of the policy folder. */
export interface PolicyFile {
  /** As people should see it, such as `policies/personas.yaml`; its last part says which file it is. */
  readonly name: string;
  readonly text: string;
}

export interface PolicyOptions {
  /** `YYYY-MM-DD`, UTC: from here an allowlist entry may look 366 days ahead. */
  readonly today: string;
  /** Which rules there are and which of them can be waived. Default: waivers may name any. */
  readonly rules?: ReadonlyMap<string, { readonly waivable: boolean }>;
}

const KINDS = ["environments", "personas", "allowlist", "accepted", "waivers"] as const;
type Kind = (typeof KINDS)[number];

/**
 * The policy files, checked in full, with defaults filled in. Throws one `InputError` with every problem, each with file,
 * line and what to do. Whether an entry has expired is for rules to say.
 */
export const readPolicies = (files: readonly PolicyFile[], { today, rules }: PolicyOptions): PolicyData => {
  const problems = new Problems();
  const documents = readDocuments(files, problems);
  const found = <T>(kind: Kind, read: (root: PolicyNode, wrong: ReadonlySet<PolicyNode>) => T, otherwise: T): T => {
    const document = documents.get(kind);
    return document === undefined ? otherwise : read(document.root, document.wrong);
  };
  const known = found("environments", (root, wrong) => readEnvironments(root, wrong, problems), null);
  const context: PolicyContext = { problems, environments: known === null || known.size === 0 ? null : known, today, rules: rules ?? null };
  const policy: PolicyData = {
    environments: [...(known?.values() ?? [])].filter((environment) => environment !== undefined),
    providers: found("environments", readProviders, []),
    personas: found("personas", (root, wrong) => readPersonas(root, wrong, context), []),
    external: found("personas", (root, wrong) => readExternal(root, wrong, context), []),
    allowlist: found("allowlist", (root, wrong) => readAllowlist(root, wrong, context), []),
    acceptedFunctions: found("accepted", (root, wrong) => readAccepted(root, wrong, context), []),
    waivers: found("waivers", (root, wrong) => readWaivers(root, wrong, context), []),
    sha256: policiesSha256(files),
  };
  problems.throwIfAny();
  return policy;
};

interface PolicyDocument {
  readonly root: PolicyNode;
  /** Nodes that depart from the schema, and all around them. */
  readonly wrong: ReadonlySet<PolicyNode>;
}

const readDocuments = (files: readonly PolicyFile[], problems: Problems): ReadonlyMap<Kind, PolicyDocument> => {
  const documents = new Map<Kind, PolicyDocument>();
  const seen = new Map<Kind, string>();
  for (const { name, text } of files) {
    const kind = kindOf(name);
    const twin = kind === undefined ? undefined : seen.get(kind);
    if (kind === undefined) problems.add({ file: name, line: 0 }, unknownFile(name));
    else if (twin !== undefined) problems.add({ file: name, line: 0 }, `there is ${quoted(twin)} too: keep one of them`);
    else {
      seen.set(kind, name);
      const root = readYaml(name, text, problems);
      if (root !== undefined) documents.set(kind, { root, wrong: departures(root, kind, DEFINITION_RULES, problems) });
    }
  }
  if (!seen.has("environments"))
    problems.add({ file: `${folderOf(files)}environments.yaml`, line: 0 }, "the file is missing: it says which environments there are, write it first");
  return documents;
};

const baseOf = (name: string): string => name.split(/[/\\]/).at(-1) ?? name;
const folderOf = (files: readonly PolicyFile[]): string => files[0]?.name.slice(0, -baseOf(files[0].name).length) ?? "";

const kindOf = (name: string): Kind | undefined => KINDS.find((kind) => baseOf(name) === `${kind}.yaml` || baseOf(name) === `${kind}.yml`);

const unknownFile = (name: string): string => {
  const known = KINDS.map((kind) => `${kind}.yaml`);
  const nearest = nearestName(baseOf(name), known);
  return `no policy file is called so: ${nearest === undefined ? `they are ${anyOf(known)}; move others elsewhere` : `did you mean ${quoted(nearest)}?`}`;
};

/** One number for what the files say: the same as `LC_ALL=C sha256sum *.yaml | sha256sum` in the policy folder prints. */
const policiesSha256 = (files: readonly PolicyFile[]): string => {
  const lines = files.map(({ name, text }) => ({ base: baseOf(name), line: `${sha256(text)}  ${baseOf(name)}\n` }));
  return sha256(
    lines
      .sort((a, b) => compareNames(a.base, b.base))
      .map(({ line }) => line)
      .join(""),
  );
};

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");
