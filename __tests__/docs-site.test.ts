import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { type DefaultTreeAdapterMap, parse } from "parse5";
import { buildSite, type Site } from "../scripts/site/site";
import { docsPages, sourceOf } from "../scripts/site/sources";
import { linksOf } from "./support/markdown";

const ROOT = join(__dirname, "..");
const site = buildSite(ROOT);
const documents = [...site.files].filter((file): file is [string, string] => file[0].endsWith(".html") && typeof file[1] === "string");

type Element = DefaultTreeAdapterMap["element"];
/** Every element of a document, in its order. */
const elementsOf = (html: string): readonly Element[] => {
  const below = (node: DefaultTreeAdapterMap["node"]): readonly Element[] =>
    "childNodes" in node ? node.childNodes.flatMap((child) => ["tagName" in child ? [child] : [], below(child)].flat()) : [];
  return below(parse(html));
};
const attribute = ({ attrs }: Element, name: string): string | undefined => attrs.find((one) => one.name === name)?.value;

const parsed = new Map(documents.map(([name, html]) => [name, elementsOf(html)]));
const idsOf = (name: string): ReadonlySet<string | undefined> => new Set((parsed.get(name) ?? []).map((element) => attribute(element, "id")));
const ids = new Map([...parsed.keys()].map((name) => [name, idsOf(name)]));

describe("the site", () => {
  test("has a page for each page of docs/, and the navigation leads to each", () => {
    expect(site.unlisted).toEqual([]);
    expect(site.broken).toEqual([]);
    const reached = new Set(
      [...parsed].flatMap(([name, elements]) =>
        elements
          .filter((element) => element.tagName === "a" && isInNavigation(element))
          .map((element) => posix.join(posix.dirname(name), attribute(element, "href") ?? "")),
      ),
    );
    const pages = docsPages(ROOT).map(({ target }) => target);
    expect(pages.filter((page) => page !== "index.html" && !reached.has(page))).toEqual([]);
    expect(pages.filter((page) => !site.files.has(page))).toEqual([]);
  });

  test.each(documents.map(([name]) => name))("%s leads somewhere with every link, anchors included", (name) => {
    const broken = (parsed.get(name) ?? [])
      .flatMap((element) => attribute(element, "href") ?? attribute(element, "src") ?? [])
      .filter((link) => !isExternal(link))
      .filter((link) => {
        const [path = "", anchor] = link.split("#");
        const target = path === "" ? name : posix.join(posix.dirname(name), path);
        return !site.files.has(target) || (anchor !== undefined && !ids.get(target)?.has(anchor));
      });
    expect(broken).toEqual([]);
  });

  test.each(documents.map(([name]) => name))("%s is well made", (name) => {
    const elements = parsed.get(name) ?? [];
    const called = elements.flatMap((element) => attribute(element, "id") ?? []);
    expect(called).toHaveLength(new Set(called).size);
    const levels = elements.flatMap(({ tagName }) => (/^h[1-6]$/.test(tagName) ? [Number(tagName.slice(1))] : []));
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    expect(levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1)).toEqual([]);
    expect(elements.filter(({ tagName, attrs }) => tagName === "img" && !attrs.some((one) => one.name === "alt" && one.value !== ""))).toEqual([]);
  });

  test("asks nothing of another server, and holds neither inline script nor inline style", () => {
    for (const elements of parsed.values()) {
      const policy = elements.find((element) => attribute(element, "http-equiv") === "Content-Security-Policy");
      expect(policy === undefined ? "" : attribute(policy, "content")).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
      const loaded = elements.flatMap((element) => attribute(element, "src") ?? (element.tagName === "link" ? attribute(element, "href") : undefined) ?? []);
      expect(loaded.filter(isExternal)).toEqual([]);
      expect(elements.filter((element) => element.tagName === "style" || attribute(element, "style") !== undefined)).toEqual([]);
      expect(elements.filter((element) => element.tagName === "script" && attribute(element, "src") === undefined)).toEqual([]);
      expect(elements.flatMap(({ attrs }) => attrs.filter((one) => one.name.startsWith("on")))).toEqual([]);
    }
    const style = String(site.files.get("assets/site.css"));
    expect(style).not.toMatch(/@import|url\(/);
  });

  test("can be searched: each heading of each page stands in what is searched", () => {
    const data = String(site.files.get("assets/search-data.js"));
    const sections = JSON.parse(data.slice(data.indexOf("["), data.lastIndexOf("]") + 1)) as readonly { readonly href: string; readonly title: string }[];
    for (const { href } of sections) {
      const [target = "", anchor] = href.split("#");
      expect(site.files.has(target)).toBe(true);
      if (anchor !== undefined) expect(ids.get(target)?.has(anchor)).toBe(true);
    }
    expect(sections.map(({ title }) => title)).toEqual(expect.arrayContaining(["First minute", "no-server-program", "execute-server-program", "AppPersona"]));
  });
});

const isExternal = (link: string): boolean => /^[a-z]+:|^\/\//.test(link);
const isInNavigation = (element: Element): boolean => {
  for (let node: DefaultTreeAdapterMap["node"] | null = element; node !== null; node = "parentNode" in node ? node.parentNode : null)
    if ("attrs" in node && attribute(node, "id") === "pages") return true;
  return false;
};

describe("links to other sites", () => {
  const pages = ["README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md", ...docsPages(ROOT).map(({ path }) => path)];
  test.each(pages)("of %s are complete https addresses", (page) => {
    const text = readFileSync(join(ROOT, page), "utf8").replace(/^(`{3,}).*\n[\s\S]*?^\1$/gm, "");
    const links = [...text.matchAll(/\]\(((?!#)[a-z]+:[^)\s]*)\)|<((?:https?|mailto):[^>\s]*)>/g)].map(([, link, plain]) => link ?? plain ?? "");
    expect(links.filter((link) => !URL.canParse(link) || !/^https:\/\/[a-z0-9.-]+\.[a-z]+(\/|$|#)/.test(link))).toEqual([]);
  });
});

describe("a page that is added", () => {
  const root = mkdtempSync(join(tmpdir(), "rolegate-test-site-"));
  let added: Site;
  beforeAll(() => {
    mkdirSync(join(root, "docs/integrations"), { recursive: true });
    cpSync(join(ROOT, "package.json"), join(root, "package.json"));
    writeFileSync(join(root, "docs/README.md"), "# Docs\n\n## Begin\n\n[One](one.md)\n");
    writeFileSync(
      join(root, "docs/one.md"),
      "# One\n\nSee [the code](../main.ts), [nothing](gone.md) and `${x}` <!-- not shown -->.\n\n## A `b` c\n\n## A `b` c\n",
    );
    writeFileSync(join(root, "docs/lost.md"), "# Lost\n\nNobody links here.\n");
    writeFileSync(join(root, "docs/integrations/github.md"), "# GitHub\n\nA pipeline.\n");
    writeFileSync(join(root, "main.ts"), "const less = 1 < 2;\n");
    added = buildSite(root);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const page = (name: string): string => String(added.files.get(name));

  test("is told where docs/README.md does not list it, and is in the navigation all the same", () => {
    expect(added.unlisted).toEqual(["docs/lost.md"]);
    expect(page("index.html")).toContain('<p>More</p>\n<ul>\n<li><a href="lost.html">Lost</a></li>');
  });

  test("in a folder of its own is a group of the navigation", () => {
    expect(page("one.html")).toContain('<p>Integrations</p>\n<ul>\n<li><a href="integrations/github.html">GitHub</a></li>');
    expect(page("integrations/github.html")).toContain('<a href="../index.html">rolegate</a>'.replace("<a ", '<a class="name" '));
  });

  test("may link to any file of the repository, which the site shows; a link to nothing is told", () => {
    expect(added.broken).toEqual(["docs/one.md: gone.md"]);
    expect(page("one.html")).toContain('<a href="files/main.ts.html">the code</a>');
    expect(page("files/main.ts.html")).toContain('<span class="hljs-number">1</span> &lt; ');
  });

  test("has anchors as GitHub makes them", () => {
    expect([...page("one.html").matchAll(/<h2 id="([^"]+)"/g)].map(([, id]) => id)).toEqual(["a-b-c", "a-b-c-1"]);
  });

  test("is where its path says", () => {
    expect(
      ["docs/README.md", "docs/rules/README.md", "docs/rules/x.md", "docs/example.svg", "SECURITY.md", "main.ts"].map((path) => sourceOf(path).target),
    ).toEqual(["index.html", "rules/index.html", "rules/x.html", "example.svg", "project/security.html", "files/main.ts.html"]);
  });
});

test("links between pages of docs/ are those that the site follows", () => {
  const links = docsPages(ROOT).flatMap(({ path }) => linksOf(readFileSync(join(ROOT, path), "utf8")));
  expect(links.length).toBeGreaterThan(100);
  expect(links.filter((link) => /\.html(#|$)/.test(link))).toEqual([]);
});
