import { createHash } from "node:crypto";
import { DOMParser, type Element as XmlElement } from "@xmldom/xmldom";
import { renderExplainDot } from "../../reporters/explain-dot";
import { renderExplainHtml } from "../../reporters/explain-html";
import { renderExplainSvg } from "../../reporters/explain-svg";
import type { Explained, Explanation } from "../../reporters/explanation";
import { htmlElements, isElement, textOf } from "../support/html";
import { explainedOf, serverOf } from "./drawing/clusters";
import { expectGolden } from "./golden";

const HOSTILE = [
  "<script>alert(1)</script>",
  "</style><img src=x onerror=alert(1)>",
  "</title></svg><svg onload=alert(1)>",
  "]]><!--",
  '"><a href="javascript:alert(1)">',
  "' onmouseover='alert(1)",
  "&lt;b&gt; &amp; &#x3c;",
  "a\u202eb\u200bc\u0000\u0007\n\t",
  "\ud800",
  '\\" ]; evil [label="\\N',
  "{{constructor}} ${x} %{y}",
  "*/ } body { display: none } /*",
  "x".repeat(300),
  "王小明 😀 zoë",
  " ",
];

const hostileWorld = (name: string): Explained => {
  const explanation: Explanation = {
    environment: name,
    role: name,
    postgres: [15, 16],
    capabilities: [
      {
        capability: "execute-server-program",
        tier: "os",
        certainty: "conditional",
        condition: `if ${name} may`,
        path: [
          { from: name, to: `${name}2`, by: "function", via: `function ${name}` },
          { from: `${name}2`, to: "etl", by: "create-role", via: name },
        ],
        source: `EXECUTE on ${name}`,
        follows: null,
        postgres: [16],
      },
    ],
  };
  return { explanations: [explanation, { ...explanation, role: `${name}3`, capabilities: [] }], unseen: [`${name}: unseen`] };
};
const example = explainedOf(serverOf(30));

const parsedSvg = (svg: string) => {
  const complaints: string[] = [];
  const document = new DOMParser({ onError: (level, message) => complaints.push(`${level}: ${message}`) }).parseFromString(svg, "image/svg+xml");
  expect(complaints).toEqual([]);
  return document;
};
const everyElement = (svg: string): readonly XmlElement[] => [...parsedSvg(svg).getElementsByTagName("*")];

const SVG_ELEMENTS = ["svg", "title", "desc", "style", "g", "rect", "path", "text"];
const HTML_ELEMENTS = [
  ...["html", "head", "meta", "title", "style", "body", "a", "header", "h1", "main", "section", "h2", "h3", "div", "table", "caption", "thead", "tbody", "tr"],
  ...["th", "td", "span", "b", "br", "ul", "li", "details", "summary", "p", "pre", "code", "svg", "desc", "g", "rect", "path", "text"],
];

describe("the drawing as SVG", () => {
  test.each(HOSTILE)("is one document of known elements that hides nothing, for a role named %j", (name) => {
    const svg = renderExplainSvg(hostileWorld(name));
    const elements = everyElement(svg);
    expect(elements.filter(({ tagName }) => !SVG_ELEMENTS.includes(tagName))).toEqual([]);
    const attributes = elements.flatMap((element) => [...element.attributes].map((attribute) => attribute.name));
    expect(attributes.filter((attribute) => /^on|href|src|style/i.test(attribute))).toEqual([]);
    expect(svg).not.toMatch(/(?![\n ])[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u);
  });

  test("stands for itself: no script, nothing from elsewhere, light and dark", () => {
    const svg = renderExplainSvg(example);
    const elsewhere = /<script|@import|url\(|https?:|data:\w|<foreignObject|<image|<use/i.exec(svg.replace('xmlns="http://www.w3.org/2000/svg"', ""));
    expect(elsewhere).toBeNull();
    expect(svg).toContain("prefers-color-scheme:dark");
  });

  test("has a title, a description and the words of each box and arrow for screen readers", () => {
    const svg = parsedSvg(renderExplainSvg(example)).documentElement!;
    const ids = new Map(
      [...svg.getElementsByTagName("*")].filter((element) => element.hasAttribute("id")).map((element) => [element.getAttribute("id"), element]),
    );
    const named = (svg.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => ids.get(id)?.textContent ?? "");
    expect(named[0]).toBe("What roles reach, and how: prod, PostgreSQL 16");
    expect(named[1]).toMatch(/^Roles stand left.*files, os or superuser are reached by .*unload.*release_manager.*\.$/);
    const labels = [...svg.getElementsByTagName("g")].map((group) => group.getAttribute("aria-label"));
    expect(labels).toContain("role unload, reaches os");
    expect(labels).toContain("etl_19: SET ROLE: unload (tier os)");
    expect(labels).toContain(
      "execute-server-program: may lead to: superuser (tier superuser, if the server's operating-system account may log in as a superuser, as initdb lets it)",
    );
    expect(labels).toContain("3 roles, reaches control: ops_13, ops_14 and ops_15");
  });

  test("tells tiers and conditions by line and word, not by colour alone", () => {
    const groups = everyElement(renderExplainSvg(example)).filter((element) => element.getAttribute("role") !== "");
    const classes = new Set(groups.map((group) => group.getAttribute("class")));
    expect(classes).toContain("rg-superuser rg-conditional");
    const style = renderExplainSvg(example);
    const widths = ["observe", "data", "control", "files", "os", "superuser"].map((tier) =>
      Number(new RegExp(`\\.rg-${tier} \\.rg-line\\{stroke-width:([\\d.]+)px`).exec(style)?.[1]),
    );
    expect(widths).toEqual([...widths].sort((a, b) => a - b));
    expect(new Set(widths).size).toBe(6);
    expect(style).toMatch(/\.rg-conditional \.rg-line[^}]*stroke-dasharray/);
  });

  test("says so where there is nothing to draw", () => {
    const nothing = { explanations: [{ environment: "prod", role: "a", postgres: [16], capabilities: [] }], unseen: [] };
    expect(parsedSvg(renderExplainSvg(nothing)).documentElement!.textContent).toContain("0 roles drawn, 1 role left out that reaches no capability");
  });
});

describe("the page", () => {
  test.each(HOSTILE)("is one document of known elements that hides nothing, for a role named %j", (name) => {
    const html = renderExplainHtml(hostileWorld(name));
    const elements = htmlElements(html);
    expect(elements.map(({ tagName }) => tagName).filter((tag) => !HTML_ELEMENTS.includes(tag))).toEqual([]);
    expect(elements.flatMap(({ attrs }) => attrs.map((attribute) => attribute.name)).filter((attribute) => /^on|src|^style$/i.test(attribute))).toEqual([]);
    expect(elements.flatMap(({ attrs }) => attrs.filter((attribute) => attribute.name === "href").map(({ value }) => value))).toEqual(["#main"]);
    expect(html).not.toMatch(/(?![\n ])[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u);
  });

  test("allows its own style and nothing else", () => {
    const elements = htmlElements(renderExplainHtml(example));
    const styles = elements.filter(({ tagName }) => tagName === "style");
    expect(styles).toHaveLength(1);
    const policy = elements
      .flatMap(({ attrs }) => (attrs.some(({ value }) => value === "Content-Security-Policy") ? attrs : []))
      .find(({ name }) => name === "content");
    const hash = createHash("sha256").update(textOf(styles[0]!)).digest("base64");
    expect(policy?.value).toBe(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`);
  });

  test("has every role and capability in a table, with the path in words and what follows", () => {
    const elements = htmlElements(renderExplainHtml(example));
    const rows = elements.filter(({ tagName }) => tagName === "tr").map((row) => textOf(row));
    const own = example.explanations.flatMap(({ capabilities }) => capabilities.filter(({ follows }) => follows === null));
    expect(rows).toHaveLength(own.length + 1);
    expect(rows).toContainEqual(
      "etl_19osexecute-server-programcan run programs on the serveretl_19 can SET ROLE unload, which inherits pg_execute_server_program" +
        "may lead to superuser, if the server's operating-system account may log in as a superuser, as initdb lets it",
    );
    const headers = elements.filter(({ tagName, attrs }) => tagName === "th" && attrs.some(({ value }) => value === "rowgroup")).map((cell) => textOf(cell));
    const reaching = example.explanations.filter(({ capabilities }) => capabilities.length > 0).map(({ role }) => role);
    expect([...headers].sort()).toEqual([...reaching].sort());
    expect(headers[0]).toBe("postgres");
    const others = example.explanations.filter(({ capabilities }) => capabilities.length === 0).map(({ role }) => role);
    expect(
      elements
        .filter(({ tagName, parentNode }) => tagName === "li" && isElement(parentNode!) && parentNode.attrs.some(({ value }) => value === "names"))
        .map(textOf),
    ).toEqual(others);
  });

  test("is used by keyboard: what scrolls has the focus, a name and a role", () => {
    const elements = htmlElements(renderExplainHtml(example));
    const scrolling = elements.filter(({ attrs }) => attrs.some(({ name, value }) => name === "class" && value === "scroll"));
    expect(scrolling.map(({ attrs }) => attrs.map(({ name }) => name))).toEqual([
      ["class", "role", "tabindex", "aria-label"],
      ["class", "role", "tabindex", "aria-label"],
    ]);
    expect(elements.map(({ tagName }) => tagName).filter((tag) => /^h\d$/.test(tag))).toEqual(["h1", "h2", "h3", "h3"]);
  });
});

describe("the drawing as DOT", () => {
  const STRING = String.raw`"(?:[^"\\\n]|\\["\\nl])*"`;
  const ATTRIBUTES = String.raw`\[\w+=(?:${STRING}|[\w.]+)(?:, \w+=(?:${STRING}|[\w.]+))*\]`;
  const LINE = new RegExp(
    String.raw`^ *(?:digraph rolegate \{|subgraph cluster_\d+ \{|\}|rankdir=LR;|label=${STRING};|(?:graph|node|edge|n\d+_\d+|n\d+_\d+ -> n\d+_\d+) ${ATTRIBUTES};)$`,
  );

  test("reads as the golden file says", () => {
    expectGolden("explain.dot", renderExplainDot(example));
  });

  test.each(HOSTILE)("is statements of the language only, and hides nothing, for a role named %j", (name) => {
    const dot = renderExplainDot(hostileWorld(name));
    expect(
      dot
        .trimEnd()
        .split("\n")
        .filter((line) => !LINE.test(line)),
    ).toEqual([]);
    expect(dot.replaceAll("&amp;", "")).not.toContain("&");
    expect(dot).not.toMatch(/(?![\n ])[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u);
  });
});
