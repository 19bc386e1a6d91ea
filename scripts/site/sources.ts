import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";

/** A file of the repository that the site shows, and where. Paths are relative, with `/`, on every system. */
export interface Source {
  /** In the repository: `docs/rules/no-superuser.md`. */
  readonly path: string;
  /** In the site: `rules/no-superuser.html`. */
  readonly target: string;
}

/** Pages beside `docs/` that belong to the site where one of its pages links to them. */
const PROJECT_PAGE = /^[A-Z]+\.md$/;
const PICTURE = /\.(svg|png)$/;

/** Every Markdown page below `docs/`. */
export const docsPages = (root: string): readonly Source[] =>
  filesBelow(root, "docs")
    .filter((path) => path.endsWith(".md"))
    .map(sourceOf);

/** Where the site shows a file of the repository: pages as pages, pictures as they are, everything else as its text. */
export const sourceOf = (path: string): Source => {
  const inDocs = path.startsWith("docs/") ? path.slice("docs/".length) : null;
  if (inDocs !== null && PICTURE.test(path)) return { path, target: inDocs };
  if (inDocs !== null && path.endsWith(".md")) return { path, target: inDocs.replace(/(^|\/)README\.md$/, "$1index.md").replace(/\.md$/, ".html") };
  if (PROJECT_PAGE.test(path)) return { path, target: `project/${path.replace(/\.md$/, "").toLowerCase()}.html` };
  return { path, target: `files/${path}.html` };
};

/** A source that is rendered from Markdown. */
export const isPage = ({ path }: Source): boolean => path.endsWith(".md");
export const isPicture = ({ path }: Source): boolean => PICTURE.test(path);

/** The file that a link of a page means; null where there is none. A folder is its README, as on GitHub. */
export const linkedFile = (root: string, page: string, link: string): string | null => {
  const path = posix.normalize(posix.join(posix.dirname(page), decodeURI(link))).replace(/\/$/, "");
  if (path.startsWith("..") || !existsSync(join(root, path))) return null;
  if (!statSync(join(root, path)).isDirectory()) return path;
  const readme = posix.join(path, "README.md");
  return existsSync(join(root, readme)) ? readme : null;
};

export const textOf = (root: string, path: string): string => readFileSync(join(root, path), "utf8").replace(/\r\n/g, "\n");

const filesBelow = (root: string, folder: string): readonly string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(root, `${folder}/${entry.name}`) : [`${folder}/${entry.name}`]));
