import type { SourceFile } from "../../model/terraform-source";
import { blocksOf } from "../terraform/blocks";
import { field, type Json, type JsonObject } from "../terraform/json-text";

/** A block at the top of a file. */
export interface SourceBlock {
  readonly kind: string;
  readonly labels: readonly string[];
  readonly body: JsonObject;
  readonly file: SourceFile;
  /** How many blocks with the same kind and labels stand before it in its file. */
  readonly ordinal: number;
}

/** Blocks that a configuration may have at its top, and how many labels each has. */
const LABELS: ReadonlyMap<string, number> = new Map([
  ["terraform", 0],
  ["provider", 1],
  ["resource", 2],
  ["data", 2],
  ["ephemeral", 2],
  ["variable", 1],
  ["output", 1],
  ["locals", 0],
  ["module", 1],
  ["moved", 0],
  ["removed", 0],
  ["import", 0],
  ["check", 1],
  ["action", 2],
]);

/** True for a kind of block that this version knows. */
export const isKnownKind = (kind: string): boolean => LABELS.has(kind);

/** The blocks of one file. Throws an InputError for what is not written as a block. */
export const blocksIn = (root: JsonObject, file: SourceFile): readonly SourceBlock[] => {
  const counts = new Map<string, number>();
  const numbered = (kind: string, labels: readonly string[], body: JsonObject): SourceBlock => {
    const key = JSON.stringify([kind, ...labels]);
    const ordinal = counts.get(key) ?? 0;
    counts.set(key, ordinal + 1);
    return { kind, labels, body, file, ordinal };
  };
  return Object.keys(root).flatMap((kind): readonly SourceBlock[] => {
    if (kind === "//") return [];
    const count = LABELS.get(kind);
    if (count === undefined) return [numbered(kind, [], {})];
    return blocksOf(field(root, kind), count, kind, file.path).map(({ labels, body }) => numbered(kind, labels, body));
  });
};

/** The blocks as one object of Terraform's JSON. */
export const rootOf = (blocks: readonly SourceBlock[]): JsonObject => {
  const root: Record<string, Json[]> = {};
  for (const { kind, labels, body } of blocks) {
    if (!isKnownKind(kind)) continue;
    root[kind] ??= [];
    root[kind].push(labels.reduceRight<Json>((inner, label) => ({ [label]: inner }), body));
  }
  return root;
};

/** How reports and other blocks name it, inside of its module. */
export const addressOf = ({ kind, labels, body }: SourceBlock): string => {
  if (kind === "resource") return labels.join(".");
  if (kind === "removed") return `removed.${referenceIn(field(body, "from")) ?? "(not readable)"}`;
  return [kind, ...labels].join(".");
};

/** What a lone reference names, without the quotes and braces around it. */
export const referenceIn = (value: Json | undefined): string | undefined =>
  typeof value === "string" ? value.replace(/^\$\{\s*(.*?)\s*\}$/s, "$1") : undefined;
