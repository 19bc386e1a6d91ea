import { posix } from "node:path";
import { addTo } from "../../model/add-to";
import type { Rendered } from "./render";
import type { Source } from "./sources";

/** A page of the site, with what is known of it before it is laid out. */
export interface Page {
  readonly source: Source;
  readonly rendered: Rendered;
  /** The pages that its links mean, in their order. */
  readonly leadsTo: readonly string[];
}

/** A part of the navigation. */
export interface Group {
  readonly title: string;
  readonly entries: readonly Entry[];
}
interface Entry {
  readonly page: Page;
  /** The other pages of its folder, where it is a folder's README. */
  readonly below: readonly Page[];
}

export const INDEX = "docs/README.md";
/** What is in no list stands here: nothing that was written is out of reach. */
const UNLISTED = "More";

/**
 * The navigation: the headings of docs/README.md, under each the pages that it links to. A page in a folder stands below the folder's
 * README, in the README's order and then by name, whether it is linked there or not. A folder that docs/README.md does not link to is
 * a group of its own, and so are the pages beside `docs/`.
 */
export const navigationOf = (pages: ReadonlyMap<string, Page>, index: readonly IndexGroup[]): Navigation => {
  const listed = new Set<string>([INDEX]);
  const groups = index.map(({ title, paths }) => {
    const entries = paths.flatMap((path): readonly Entry[] => {
      const page = pages.get(path);
      if (page === undefined || listed.has(path)) return [];
      const below = belowOf(page, pages, new Set([...listed, ...paths]));
      for (const one of [page, ...below]) listed.add(one.source.path);
      return [{ page, below }];
    });
    return { title, entries };
  });
  const others = new Map<string, Page[]>();
  for (const page of pages.values()) if (!listed.has(page.source.path)) addTo(others, groupOf(page.source.path), page);
  const rest = [...others].map(([title, entries]) => ({ title, entries: entries.map((page) => ({ page, below: [] })) }));
  return {
    navigation: [...groups, ...rest].filter(({ entries }) => entries.length > 0),
    unlisted: (others.get(UNLISTED) ?? []).map(({ source }) => source.path),
  };
};

/** `docs/integrations/github.md` is of the group "Integrations". */
const groupOf = (path: string): string => {
  const [docs = "", folder = "", ...below] = path.split("/");
  if (docs !== "docs") return "Project";
  return below.length === 0 ? UNLISTED : folder.charAt(0).toUpperCase() + folder.slice(1);
};

interface Navigation {
  readonly navigation: readonly Group[];
  /** Pages that no list names. */
  readonly unlisted: readonly string[];
}

const belowOf = (page: Page, pages: ReadonlyMap<string, Page>, listed: ReadonlySet<string>): readonly Page[] => {
  const { path } = page.source;
  if (posix.basename(path) !== "README.md" || !path.startsWith("docs/")) return [];
  const folder = `${posix.dirname(path)}/`;
  const names = new Set([...page.leadsTo, ...pages.keys()].filter((name) => name !== path && name.startsWith(folder) && !listed.has(name)));
  return [...names].flatMap((name) => pages.get(name) ?? []);
};

/** A heading of docs/README.md and the files that are linked under it. */
export interface IndexGroup {
  readonly title: string;
  readonly paths: readonly string[];
}

/** The pages in the order of the navigation, for "previous" and "next". */
export const inOrder = (groups: readonly Group[]): readonly Page[] => groups.flatMap(({ entries }) => entries.flatMap(({ page, below }) => [page, ...below]));
