import MarkdownIt from "markdown-it";

const forge = new MarkdownIt({ html: true, linkify: true });
// More than GitHub and GitLab take for a link.
forge.linkify.set({ fuzzyLink: true, fuzzyEmail: true, fuzzyIP: true });

interface Token {
  readonly type: string;
  readonly tag: string;
  readonly content: string;
  readonly children: readonly Token[] | null;
}

/** What a forge makes of a comment: its blocks, and in them texts, code and everything that is neither. */
export interface ReadMarkdown {
  /** Kinds of tokens that are there, each once, such as `heading_open` or `link_open`. */
  readonly kinds: ReadonlySet<string>;
  readonly headings: readonly { readonly tag: string; readonly text: string }[];
  /** HTML, as blocks and between words. */
  readonly html: readonly string[];
  /** Text outside of code. */
  readonly texts: readonly string[];
  readonly code: readonly string[];
  /** Tables, as rows of cells. */
  readonly rows: readonly (readonly string[])[];
}

/** Reads a comment as a forge does, with tables, HTML and every kind of automatic link. */
export const readMarkdown = (text: string): ReadMarkdown => {
  const blocks = forge.parse(text, {}) as readonly Token[];
  const inline = blocks.flatMap(({ children }) => children ?? []);
  const all = [...blocks, ...inline];
  const of = (type: string): readonly string[] => all.filter((token) => token.type === type).map(({ content }) => content);
  const headings = blocks.flatMap(({ type, tag }, index) => (type === "heading_open" ? [{ tag, text: blocks[index + 1]?.content ?? "" }] : []));
  const rows: string[][] = [];
  for (const [index, { type }] of blocks.entries()) {
    if (type === "tr_open") rows.push([]);
    if (type === "td_open") rows.at(-1)?.push(blocks[index + 1]?.content ?? "");
  }
  return {
    kinds: new Set(all.map(({ type }) => type)),
    headings,
    html: [...of("html_block"), ...of("html_inline")].flatMap((html) => html.trim().split("\n")),
    texts: of("text"),
    code: of("code_inline"),
    rows: rows.filter((cells) => cells.length > 0),
  };
};
