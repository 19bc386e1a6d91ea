import hljs from "highlight.js";
import MarkdownIt from "markdown-it";
import { slugsOf } from "./slug";

type Token = MarkdownIt.Token;

/** A page of Markdown, rendered. */
export interface Rendered {
  /** Its first heading. */
  readonly title: string;
  /** Its first paragraph, as text. */
  readonly summary: string;
  readonly html: string;
  readonly sections: readonly Section[];
  /** Links as they are written. */
  readonly links: readonly string[];
}

/** What stands under one heading, for the table of contents and the search. */
export interface Section {
  readonly level: number;
  readonly title: string;
  readonly anchor: string;
  readonly text: string;
  /** Links as they are written. */
  readonly links: readonly string[];
}

/** Renders a page; `href` says where a link or picture leads in the site. */
export const render = (markdown: string, href: (link: string) => string): Rendered => {
  const tokens = PARSER.parse(markdown, {});
  const links = linksIn(tokens).map(({ link }) => link);
  const sections = withAnchors(tokens);
  for (const { token, attribute, link } of linksIn(tokens)) {
    token.attrSet(attribute, href(link));
    if (/^https?:/.test(link)) token.attrSet("rel", "noreferrer");
  }
  const paragraph = tokens.findIndex(({ type }) => type === "paragraph_open");
  return {
    title: sections[0]?.title ?? "",
    summary: paragraph === -1 ? "" : wordsOf(tokens[paragraph + 1]),
    html: PARSER.renderer.render(tokens, PARSER.options, {}).replace(HEAD_WITHOUT_WORDS, ""),
    sections,
    links,
  };
};

/** Markdown has no table without a head; one that says nothing is left out, for readers who would hear it. */
const HEAD_WITHOUT_WORDS = /<thead>\s*<tr>\s*(?:<th[^>]*><\/th>\s*)+<\/tr>\s*<\/thead>\s*/g;

/** A file's text as a block of code. */
export const renderCode = (text: string, language: string): string =>
  `<pre tabindex="0"><code>${highlighted(text.replace(/\n$/, ""), language)}</code></pre>\n`;

const LANGUAGES: Readonly<Record<string, string>> = { jsonc: "json", console: "shell", yml: "yaml" };

/** Words in colour, by classes: a strict policy of the page forbids inline styles. */
const highlighted = (code: string, language: string): string => {
  const isSession = language === "sh" && /^\$ /m.test(code);
  const known = isSession ? "shell" : (LANGUAGES[language] ?? language);
  return hljs.getLanguage(known) === undefined ? escapeHtml(code) : hljs.highlight(code, { language: known }).value;
};

export const escapeHtml = (text: string): string => PARSER.utils.escapeHtml(text);

// Pages are this repository's own: comments in them, and what Markdown has no word for, are HTML.
const PARSER = new MarkdownIt({ html: true });

PARSER.renderer.rules.fence = (tokens, at) => {
  const { info = "", content = "" } = tokens[at] ?? {};
  const [language = "", ...words] = info.trim().split(/\s+/);
  const file = words.find((word) => word.includes("/"));
  const caption = file === undefined ? "" : `<figcaption>${escapeHtml(file)}</figcaption>`;
  return `<figure class="code">${caption}${renderCode(content, language)}</figure>\n`;
};
// What is wider than the screen scrolls in a region of its own, also by keyboard.
PARSER.renderer.rules.table_open = () => '<div class="table" role="group" aria-label="table" tabindex="0"><table>\n';
PARSER.renderer.rules.table_close = () => "</table></div>\n";

/** Gives each heading its anchor, and answers with what stands under it. */
const withAnchors = (tokens: readonly Token[]): readonly Section[] => {
  const opened = tokens.flatMap((token, at) => (token.type === "heading_open" ? [{ token, at }] : []));
  const titles = opened.map(({ at }) => wordsOf(tokens[at + 1]));
  const anchors = slugsOf(titles);
  return opened.map(({ token, at }, index) => {
    const anchor = anchors[index] ?? "";
    const title = titles[index] ?? "";
    const level = Number(token.tag.slice(1));
    token.attrSet("id", anchor);
    if (level > 1) anchorLink(tokens[at + 1], anchor);
    const under = tokens.slice(at + 3, opened[index + 1]?.at);
    const text = under.map(wordsOf).filter((words) => words !== "");
    return { level, title, anchor, text: text.join(" "), links: linksIn(under).map(({ link }) => link) };
  });
};

/** The heading's words become the link to it: no sign of its own that a screen reader would spell out. */
const anchorLink = (heading: Token | undefined, anchor: string): void => {
  if (heading?.children == null || heading.children.some(({ type }) => type === "link_open")) return;
  const [open, , close] = PARSER.parseInline(`[x](#${anchor})`, {})[0]?.children ?? [];
  if (open === undefined || close === undefined) return;
  open.attrSet("class", "anchor");
  heading.children = [open, ...heading.children, close];
};

/** Links and pictures, where they stand. */
const linksIn = (tokens: readonly Token[]): readonly { readonly token: Token; readonly attribute: "href" | "src"; readonly link: string }[] =>
  tokens
    .flatMap(({ children }) => children ?? [])
    .flatMap((token) => {
      const attribute = token.type === "link_open" ? "href" : token.type === "image" ? "src" : null;
      const link = attribute === null ? null : token.attrGet(attribute);
      return attribute === null || typeof link !== "string" ? [] : [{ token, attribute, link }];
    });

const wordsOf = (token: Token | undefined): string => {
  if (token === undefined) return "";
  if (token.type === "fence") return token.content;
  if (token.type !== "inline") return "";
  return (token.children ?? []).map((child) => (child.type === "softbreak" ? " " : child.type.startsWith("html") ? "" : child.content)).join("");
};
