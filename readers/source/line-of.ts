import type { SourceBlock } from "./source-blocks";

/** The line where a block begins, for display: found by a scan of the text, so what stands in a comment may be taken for it. Null where nothing is found. */
export const lineOf = ({ kind, labels, file, ordinal }: Pick<SourceBlock, "kind" | "labels" | "file" | "ordinal">): number | null => {
  const isJson = file.name.endsWith(".json");
  const header = isJson ? jsonHeader(kind, labels) : new RegExp(`^[ \\t]*${[kind, ...labels].map(word).join("[ \\t]+")}[ \\t]*\\{`, "gm");
  const found = [...file.text.matchAll(header)][ordinal];
  return found === undefined ? null : lineAt(file.text, found.index + (/^\s*/.exec(found[0])?.[0].length ?? 0));
};

/** A label, quoted or not. */
const word = (label: string): string => `"?${label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}"?`;

const jsonHeader = (kind: string, labels: readonly string[]): RegExp => new RegExp(`${word(labels[labels.length - 1] ?? kind)}\\s*:`, "g");

const lineAt = (text: string, at: number): number => {
  let line = 1;
  for (let i = text.indexOf("\n"); i !== -1 && i < at; i = text.indexOf("\n", i + 1)) line += 1;
  return line;
};
