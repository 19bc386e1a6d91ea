import { xml } from "../drawing/xml";

/** A sentence as HTML: what stands in backticks is code. */
export const prose = (text: string): string => xml(text).replace(/`([^`]+)`/g, "<code>$1</code>");
