import { readdirSync, readFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { layOut, relativeLink } from "./layout";
import { INDEX, inOrder, navigationOf, type Page } from "./navigation";
import { escapeHtml, render, renderCode } from "./render";
import { docsPages, isPage, isPicture, linkedFile, type Source, sourceOf, textOf } from "./sources";

/** The static site, file by file; nothing is written. */
export interface Site {
  readonly files: ReadonlyMap<string, string | Buffer>;
  /** Pages that docs/README.md does not lead to. */
  readonly unlisted: readonly string[];
  /** Links that lead to no file, as `page: link`. */
  readonly broken: readonly string[];
}

/** Builds the site of the pages below `docs/`, and of what they link to in the repository at `root`. */
export const buildSite = (root: string): Site => {
  const { pages, others, broken } = gather(root);
  const index = pages.get(INDEX);
  if (index === undefined) throw new Error(`${INDEX} is missing: its headings are the navigation`);
  const groups = index.rendered.sections.filter(({ level }) => level === 2);
  const linked = groups.map(({ title, links }) => ({ title, paths: links.flatMap((link) => fileOf(root, INDEX, link) ?? []) }));
  const { navigation, unlisted } = navigationOf(pages, linked);
  const { version } = JSON.parse(textOf(root, "package.json")) as { readonly version: string };
  const ordered = [index, ...inOrder(navigation)];
  const documents = ordered.map((page, at) => ({
    ...page.rendered,
    target: page.source.target,
    current: page,
    before: ordered[at - 1] ?? null,
    after: ordered[at + 1] ?? null,
  }));
  const files = new Map<string, string | Buffer>([...documents, ...codeDocuments(root, others)].map((one) => [one.target, layOut(one, navigation, version)]));
  for (const { path, target } of others.filter(isPicture)) files.set(target, readFileSync(join(root, path)));
  for (const [name, content] of assets(ordered)) files.set(`assets/${name}`, content);
  return { files, unlisted, broken };
};

/** All pages, rendered, and the other files that they link to. */
const gather = (root: string) => {
  const pages = new Map<string, Page>();
  const others = new Map<string, Source>();
  const broken: string[] = [];
  const waiting = [...docsPages(root)];
  for (let source = waiting.shift(); source !== undefined; source = waiting.shift()) {
    const { path, target } = source;
    if (pages.has(path)) continue;
    const leadsTo: string[] = [];
    const href = (link: string): string => {
      const [, anchor = ""] = /(#.*)?$/.exec(link) ?? [];
      if (/^([a-z]+:|#)/.test(link)) return link;
      const file = fileOf(root, path, link);
      if (file === null) {
        broken.push(`${path}: ${link}`);
        return link;
      }
      const linked = sourceOf(file);
      leadsTo.push(file);
      if (isPage(linked)) waiting.push(linked);
      else others.set(file, linked);
      return `${relativeLink(target, linked.target)}${anchor}`;
    };
    pages.set(path, { source, rendered: render(textOf(root, path), href), leadsTo });
  }
  return { pages, others: [...others.values()], broken };
};

const fileOf = (root: string, page: string, link: string): string | null => linkedFile(root, page, link.replace(/#.*$/, ""));

/** Files of other kinds, as their text. */
const codeDocuments = (root: string, others: readonly Source[]) =>
  others
    .filter((source) => !isPicture(source))
    .map(({ path, target }) => ({
      target,
      title: path,
      summary: `${path} of the repository`,
      html: `<h1>${escapeHtml(path)}</h1>\n${renderCode(textOf(root, path), extname(path).slice(1))}`,
      sections: [],
      current: null,
      before: null,
      after: null,
    }));

const ASSETS = join(__dirname, "assets");

/** Style, script, the search library, and what it searches. */
const assets = (pages: readonly Page[]): readonly (readonly [string, string | Buffer])[] => [
  ...readdirSync(ASSETS).map((name) => [name, readFileSync(join(ASSETS, name))] as const),
  ["minisearch.js", readFileSync(join(dirname(require.resolve("minisearch")), "..", "umd", "index.js"))],
  ["search-data.js", searchData(pages)],
];

/** A script and no JSON: it is read from a folder, too, where no request may be made. */
const searchData = (pages: readonly Page[]): string => {
  const documents = pages.flatMap(({ source, rendered }) =>
    rendered.sections.map(({ level, title, anchor, text }, id) => ({
      id: `${source.target}#${id}`,
      href: level === 1 ? source.target : `${source.target}#${anchor}`,
      page: rendered.title,
      title,
      text: text.replace(/\s+/g, " "),
    })),
  );
  return `globalThis.rolegateSearch = ${JSON.stringify(documents)};\n`;
};
