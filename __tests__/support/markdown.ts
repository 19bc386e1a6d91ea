import { slugsOf } from "../../scripts/site/slug";

/** A fenced block of a page. */
export interface Sample {
  readonly page: string;
  /** Of the fence, from 1. */
  readonly line: number;
  readonly title: string;
  readonly language: string;
  /** What stands after the language. */
  readonly words: readonly string[];
  readonly text: string;
}

/** The fenced blocks of a page, in order. */
export const samplesOf = (page: string, markdown: string): readonly Sample[] => {
  const samples: Sample[] = [];
  let open: { readonly fence: string; readonly info: string; readonly line: number; readonly lines: string[] } | null = null;
  for (const [index, text] of markdown.split(/\r?\n/).entries()) {
    const [, fence = "", info = ""] = /^(`{3,})(.*)$/.exec(text) ?? [];
    if (open === null) {
      if (fence !== "") open = { fence, info: info.trim(), line: index + 1, lines: [] };
    } else if (text === open.fence) {
      const [language = "", ...words] = open.info.split(/\s+/);
      samples.push({ page, line: open.line, title: `${page}:${open.line}`, language, words, text: open.lines.join("\n") });
      open = null;
    } else open.lines.push(text);
  }
  if (open !== null) throw new Error(`the block in line ${open.line} of ${page} does not end`);
  return samples;
};

const withoutCode = (markdown: string): string => markdown.replace(/^(`{3,}).*\n[\s\S]*?^\1$/gm, "").replace(/`[^`\n]*`/g, "");

/** Relative links of a page. */
export const linksOf = (markdown: string): readonly string[] =>
  [...withoutCode(markdown).matchAll(/\]\(([^)\s]+)\)|<(?:img|a)[^>]* (?:src|href)="([^"]+)"/g)]
    .map(([, link, inTag]) => link ?? inTag ?? "")
    .filter((link) => !/^[a-z]+:/.test(link));

/** What `#...` may name: GitHub's form of each heading. */
export const headingsOf = (markdown: string): ReadonlySet<string> =>
  new Set(slugsOf([...markdown.replace(/^(`{3,}).*\n[\s\S]*?^\1$/gm, "").matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => heading)));
