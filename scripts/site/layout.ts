import { posix } from "node:path";
import type { Group, Page } from "./navigation";
import { escapeHtml, type Section } from "./render";

/** One document of the site, before its frame. */
export interface Document {
  readonly target: string;
  readonly title: string;
  readonly summary: string;
  readonly html: string;
  readonly sections: readonly Section[];
  /** The page of the navigation that is current. */
  readonly current: Page | null;
  readonly before: Page | null;
  readonly after: Page | null;
}

/** Nothing from elsewhere, no inline script and no inline style: also where somebody copies the pages to another server. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

/** The whole page: frame, navigation, contents. Works without script; a script adds the search and the menu of small screens. */
export const layOut = (document: Document, navigation: readonly Group[], version: string): string => {
  const { target, title, summary, html, sections, current, before, after } = document;
  const up = "../".repeat(target.split("/").length - 1);
  const contents = contentsOf(sections);
  return `<!doctype html>
<html lang="en" data-root="${up === "" ? "./" : up}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${escapeHtml(shortened(summary))}">
<title>${escapeHtml(target === "index.html" ? title : `${title} - rolegate`)}</title>
<link rel="icon" href="${up}assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${up}assets/site.css">
<script src="${up}assets/site.js"></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top">
<a class="name" href="${up}index.html">rolegate</a>
<form class="search" role="search" hidden>
<label class="unseen" for="search">Search the documentation</label>
<input id="search" type="search" placeholder="Search" autocomplete="off" spellcheck="false" aria-controls="found">
<div id="found" hidden><p role="status"></p><ul></ul></div>
</form>
<button class="menu" type="button" aria-expanded="false" aria-controls="pages" hidden>Menu</button>
</header>
<div class="frame">
<nav id="pages" aria-label="Pages">
${navigation.map((group) => groupHtml(group, target, current)).join("\n")}
</nav>
<main id="content" tabindex="-1">
<details class="contents narrow"${contents === "" ? " hidden" : ""}><summary>On this page</summary>
${contents}</details>
${html}${neighbours(target, before, after)}</main>
<nav class="contents wide" aria-label="On this page"${contents === "" ? " hidden" : ""}>
<p>On this page</p>
${contents}</nav>
</div>
<footer><p>rolegate ${escapeHtml(version)}, Apache-2.0. These pages ask nothing of any other server.</p></footer>
</body>
</html>
`;
};

/** The link from one page of the site to another. */
export const relativeLink = (from: string, to: string): string => posix.relative(posix.dirname(from), to) || posix.basename(to);

const groupHtml = ({ title, entries }: Group, target: string, current: Page | null): string => {
  const items = entries.map(({ page, below }) => {
    // The pages of a folder are many: they are listed where one of them is read.
    const isOpen = below.length > 0 && current !== null && [page, ...below].includes(current);
    const list = isOpen ? `\n<ul>\n${below.map((one) => `<li>${pageLink(one, target, current)}</li>`).join("\n")}\n</ul>` : "";
    return `<li>${pageLink(page, target, current)}${list}</li>`;
  });
  return `<p>${escapeHtml(title)}</p>\n<ul>\n${items.join("\n")}\n</ul>`;
};

/** The repository's README is named as the whole site is. */
const nameOf = ({ source, rendered }: Page): string => (source.path === "README.md" ? "Overview" : rendered.title);

const pageLink = (page: Page, target: string, current: Page | null): string =>
  `<a href="${relativeLink(target, page.source.target)}"${page === current ? ' aria-current="page"' : ""}>${escapeHtml(nameOf(page))}</a>`;

const contentsOf = (sections: readonly Section[]): string => {
  const shown = sections.filter(({ level }) => level === 2 || level === 3);
  if (shown.length < 2) return "";
  return `<ul>\n${shown.map(({ level, title, anchor }) => `<li class="level-${level}"><a href="#${anchor}">${escapeHtml(title)}</a></li>`).join("\n")}\n</ul>\n`;
};

const neighbours = (target: string, before: Page | null, after: Page | null): string => {
  const link = (page: Page | null, rel: "prev" | "next", word: string): string =>
    page === null ? "" : `<a rel="${rel}" href="${relativeLink(target, page.source.target)}"><span>${word}</span> ${escapeHtml(nameOf(page))}</a>`;
  if (before === null && after === null) return "";
  return `<nav class="neighbours" aria-label="Neighbouring pages">${link(before, "prev", "Before")}${link(after, "next", "Next")}</nav>\n`;
};

const shortened = (text: string): string => (text.length <= 160 ? text : `${text.slice(0, 157).replace(/\s+\S*$/, "")}...`);
