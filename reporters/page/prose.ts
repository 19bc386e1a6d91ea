import { xml } from "../drawing/xml";

/** A sentence as HTML: what stands in backticks is code. */
export const prose = (text: string): string => {
  const escaped = xml(text);
  return escaped.includes("`") ? escaped.replace(/`([^`]+)`/g, "<code>$1</code>") : escaped;
};
