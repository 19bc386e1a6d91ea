import { createHash } from "node:crypto";
import { xml } from "../drawing/xml";

export interface Page {
  readonly title: string;
  readonly style: string;
  /** What the page's script may be; a page without one forbids all. Default: none. */
  readonly script?: string;
  /** Of everything: header, main, and what else there is. */
  readonly body: string;
}

/**
 * One file that a browser shows without asking anything of anywhere: its own policy allows this style, this script and nothing else, by
 * their hashes, so that a server may send the same policy as a header.
 */
export const pageOf = ({ title, style, script, body }: Page): string => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${xml(policyOf(style, script))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${xml(title)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
${body}
${script === undefined ? "" : `<script>${script}</script>\n`}</body>
</html>
`;

const policyOf = (style: string, script: string | undefined): string =>
  [
    "default-src 'none'",
    `style-src 'sha256-${hashOf(style)}'`,
    ...(script === undefined ? [] : [`script-src 'sha256-${hashOf(script)}'`, "require-trusted-types-for 'script'"]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

const hashOf = (text: string): string => createHash("sha256").update(text).digest("base64");
