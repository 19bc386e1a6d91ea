import { type DefaultTreeAdapterTypes, parse } from "parse5";

export type HtmlNode = DefaultTreeAdapterTypes.Node;
export type HtmlElement = DefaultTreeAdapterTypes.Element;

export const isElement = (node: HtmlNode): node is HtmlElement => "tagName" in node;
const nodesIn = (node: HtmlNode): readonly HtmlNode[] => [node, ...("childNodes" in node ? node.childNodes.flatMap(nodesIn) : [])];

/** Every element of a page as a browser reads it, in order; what its parser complains about fails the test. */
export const htmlElements = (html: string): readonly HtmlElement[] => {
  const complaints: string[] = [];
  const document = parse(html, { onParseError: ({ code }) => complaints.push(code) });
  expect(complaints).toEqual([]);
  return nodesIn(document).filter(isElement);
};

export const textOf = (node: HtmlNode): string =>
  nodesIn(node)
    .map((one) => ("value" in one ? one.value : ""))
    .join("");

export const attributeOf = ({ attrs }: HtmlElement, name: string): string | undefined => attrs.find((attribute) => attribute.name === name)?.value;
