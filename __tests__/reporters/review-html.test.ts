import { createHash } from "node:crypto";
import { onHostileReports } from "../support/hostile-reports";
import { attributeOf, type HtmlElement, htmlElements, textOf } from "../support/html";
import { judgeRecorded } from "../support/recorded-plans";
import { serverOf, tangledServerOf } from "./drawing/clusters";
import { expectGolden } from "./golden";
import { ALLOWED, DENIED, finding, PLANNED, report } from "./reports";
import { judgedPage, manyPaths, pageOf } from "./review-pages";

const named = (elements: readonly HtmlElement[], tag: string): readonly HtmlElement[] => elements.filter(({ tagName }) => tagName === tag);
const idsIn = (elements: readonly HtmlElement[]): readonly string[] => elements.flatMap((element) => attributeOf(element, "id") ?? []);

/** What is read, a line for each piece, without drawings. */
const outline = (html: string): string =>
  htmlElements(html)
    .filter(({ tagName }) => ["title", "h1", "h2", "h3", "h4", "p", "dt", "dd", "th", "td", "summary", "caption", "option"].includes(tagName))
    .filter(({ namespaceURI }) => !namespaceURI.includes("svg"))
    .map((element) => `${element.tagName} ${textOf(element).replace(/\s+/g, " ").trim()}`)
    .join("\n");

/** What the page is made of. */
const ELEMENTS = new Set([
  ...[
    "html",
    "head",
    "meta",
    "title",
    "style",
    "script",
    "body",
    "header",
    "nav",
    "main",
    "footer",
    "section",
    "article",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "p",
    "br",
  ],
  ...["a", "b", "strong", "span", "code", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary"],
  ...["form", "label", "input", "select", "option", "button", "svg", "desc", "g", "path", "rect", "text"],
]);

describe("the page of a review", () => {
  test("reads as the golden file says", () => {
    expectGolden("review-page.txt", outline(pageOf(DENIED)));
  });

  test.each([
    ["denied", DENIED],
    ["allowed", ALLOWED],
    ["planned", PLANNED],
  ])("is one whole document whose links lead to what is in it: %s", (_name, facts) => {
    const elements = htmlElements(pageOf(facts));
    const ids = idsIn(elements);
    expect(ids).toEqual([...new Set(ids)]);
    const links = named(elements, "a").flatMap((link) => attributeOf(link, "href") ?? []);
    expect(links.filter((href) => href.startsWith("#") && !ids.includes(href.slice(1)))).toEqual([]);
    expect(links.filter((href) => !href.startsWith("#") && !href.startsWith("https://"))).toEqual([]);
    const references = elements.flatMap((element) => ["aria-labelledby", "aria-describedby"].flatMap((name) => attributeOf(element, name)?.split(" ") ?? []));
    expect(references.filter((id) => !ids.includes(id))).toEqual([]);
    expect(named(elements, "h1")).toHaveLength(1);
    expect(named(elements, "h1").map(textOf).join()).toContain(facts.verdict === "deny" ? "DENIED" : "ALLOWED");
  });

  test.each([pageOf(DENIED), pageOf(ALLOWED)])("allows its own style and script by their hashes, and nothing else", (html) => {
    const elements = htmlElements(html);
    const [styles, scripts] = [named(elements, "style"), named(elements, "script")];
    expect([styles.length, scripts.length]).toEqual([1, 1]);
    const hash = (element: HtmlElement): string => createHash("sha256").update(textOf(element)).digest("base64");
    const policy = elements.find((element) => attributeOf(element, "http-equiv") === "Content-Security-Policy");
    expect(attributeOf(policy!, "content")).toBe(
      `default-src 'none'; style-src 'sha256-${hash(styles[0]!)}'; script-src 'sha256-${hash(scripts[0]!)}'; require-trusted-types-for 'script'; base-uri 'none'; form-action 'none'`,
    );
    const attributes = elements.flatMap(({ attrs }) => attrs.map(({ name }) => name));
    expect(attributes.filter((name) => /^on|^src|^style$|^action$|^ping$/i.test(name))).toEqual([]);
    expect(textOf(styles[0]!)).not.toMatch(/@import|url\(/);
  });

  test("says every finding with whom, path, line, remedy and rule", () => {
    const elements = htmlElements(pageOf(DENIED));
    const articles = elements.filter((element) => attributeOf(element, "data-finding") !== undefined);
    expect(articles.map((article) => attributeOf(article, "id"))).toEqual([
      "no-server-program-1",
      "no-unapproved-predefined-role-1",
      "no-self-assigned-persona-1",
      "require-current-allowlist-1",
    ]);
    expect(articles.map((article) => Number(attributeOf(article, "data-finding")))).toEqual([3, 1, 1, 1]);
    const said = textOf(articles[0]!);
    for (const part of [
      "etl, orders_app, orders_reporting",
      "orders_app inherits etl inherits pg_execute_server_program",
      "main.ts:18",
      "prod/etl",
      "postgresql_role.etl",
    ])
      expect(said.replace(/(?<=[a-z])(?=inherits)/g, " ").replace(/\s+/g, " ")).toContain(part);
    expect(said).toContain("COPY TO STDOUT");
    for (const { subject } of DENIED.findings.slice(0, 3)) expect(said).toContain(subject);
  });

  test("marks the path of a finding, and what a plan newly gives, in the drawing", () => {
    const marks = (name: string): readonly (string | undefined)[] =>
      htmlElements(pageOf(judgeRecorded(name)))
        .filter((element) => attributeOf(element, "data-arrow") !== undefined)
        .map((element) => attributeOf(element, "data-mark"));
    expect(marks("program-two-levels")).toEqual(["offending", "offending", "offending", "offending"]);
    const isolated = judgeRecorded("program-two-levels");
    const waived = { ...isolated, findings: isolated.findings.map((one) => ({ ...one, status: "waived" as const })) };
    const drawn = htmlElements(pageOf(waived)).filter((element) => attributeOf(element, "data-arrow") !== undefined);
    expect(drawn.map((element) => attributeOf(element, "data-mark"))).toEqual(["gained", "gained", "gained", "gained"]);
  });

  test("shows a sensitive name as what it stands for, never as itself", () => {
    const html = pageOf(judgeRecorded("sensitive-role-name"));
    expect(html).toContain("DENIED");
    expect(html).toContain("pg_execute_server_program");
  });

  describe("is one document of its own elements that hides nothing", () => {
    onHostileReports((hostile) => {
      const html = pageOf(hostile);
      const elements = htmlElements(html);
      expect(elements.map(({ tagName }) => tagName).filter((tag) => !ELEMENTS.has(tag))).toEqual([]);
      expect([named(elements, "script").length, named(elements, "style").length]).toEqual([1, 1]);
      expect(elements.flatMap(({ attrs }) => attrs.map(({ name }) => name)).filter((name) => /^on|^src|^style$|^action$/i.test(name))).toEqual([]);
      const ids = idsIn(elements);
      expect(ids).toEqual([...new Set(ids)]);
      const links = named(elements, "a").flatMap((link) => attributeOf(link, "href") ?? []);
      expect(links.filter((href) => !(href.startsWith("#") && ids.includes(href.slice(1))) && !href.startsWith("https://www.postgresql.org/"))).toEqual([]);
      expect(html).not.toMatch(/(?![\n ])[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u);
    });
  });
});

const pageOfPaths = (count: number, status?: "waived"): { readonly roles: readonly string[]; readonly elements: readonly HtmlElement[] } => {
  const facts = manyPaths(count, status);
  return { roles: facts.findings.map(({ subject }) => subject), elements: htmlElements(pageOf(facts)) };
};

describe("5,000 roles", () => {
  test.each([
    ["as they are met", serverOf(5000)],
    ["no two of which are alike", tangledServerOf(5000)],
  ])("%s are a page under 3 MB that names each of them", (_name, graph) => {
    const { report: judged, html } = judgedPage(graph);
    expect(Buffer.byteLength(html)).toBeLessThan(3_000_000);
    expect(judged.findings.length).toBeGreaterThan(3000);
    // Names of these are plain, and the page is long: read without a parser.
    const listed = new Set(Array.from(html.matchAll(/<li(?: data-box="\d+")?>(?:<a [^>]*>)?(\w+)</g), ([, name]) => name));
    expect(graph.roles.filter(({ name }) => !listed.has(name))).toEqual([]);
    const counted = Array.from(html.matchAll(/ data-finding="(\d+)"/g)).reduce((sum, [, count]) => sum + Number(count), 0);
    expect(counted).toBe(judged.findings.length);
  });

  test("are one row of the graph's table after the first 300, where each leads to the finding that tells its path", () => {
    const { roles, elements } = pageOfPaths(400);
    const rows = named(elements, "tr").filter((element) => attributeOf(element, "data-row") !== undefined);
    expect(rows).toHaveLength(301);
    const last = rows.at(-1);
    expect(last && textOf(last)).toContain("superuser breaks no-superuser");
    const links = named(elements, "a").filter((link) => roles.includes(textOf(link)));
    expect(links.map(textOf)).toEqual(roles.slice(300));
    for (const link of links) {
      const target = elements.find((element) => attributeOf(element, "id") === attributeOf(link, "href")?.slice(1));
      expect(target && textOf(target)).toMatch(new RegExp(`${textOf(link)}.*inherits.*owner_${textOf(link)}`, "s"));
    }
  });

  test("whose findings are waived keep their paths in the graph's table", () => {
    const { elements } = pageOfPaths(310, "waived");
    const rows = named(elements, "tr").filter((element) => attributeOf(element, "data-row") !== undefined);
    expect(rows.filter((element) => !textOf(element).includes("inherits owner_app_"))).toEqual([]);
    expect(rows).toHaveLength(310);
  });

  test("of causes of their own are told row by row, each with its path and line", () => {
    const many = Array.from({ length: 1000 }, (_, at) =>
      finding({
        ...{
          rule: "no-unapproved-predefined-role",
          subject: `app_${at}`,
          tier: "observe",
          capability: "monitor",
          message: `app_${at} can read`,
          cause: `c${at}`,
        },
        path: [{ from: `app_${at}`, to: "pg_monitor", by: "inherit", via: null }],
        origin: { address: `postgresql_role.app_${at}`, construct: null, file: "main.tf", line: at + 1 },
      }),
    );
    const elements = htmlElements(pageOf(report({ findings: many })));
    const found = elements.filter((element) => attributeOf(element, "data-finding") !== undefined);
    expect(found).toHaveLength(1000);
    expect(found.filter((element) => !textOf(element).includes("pg_monitor") || !/main\.tf:\d+/.test(textOf(element)))).toEqual([]);
    expect(named(found, "tr").length).toBe(750);
  });
});
