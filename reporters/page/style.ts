import { TIERS } from "../../model/capability";
import { colourOf, darkColourOf } from "../drawing/style";

const tiers = (colour: (tier: (typeof TIERS)[number]) => string): string =>
  TIERS.map((tier) => `.tier-${tier}{color:${colour(tier)};border-color:${colour(tier)}}`).join("");

const LIGHT =
  "--ground:#fff;--panel:#f6f8fa;--text:#1f2328;--soft:#57606a;--line:#d0d7de;--link:#0550ae;--bad:#b3140b;--bad-ground:#ffebe9;--good:#1a6b2d;--good-ground:#e6f6ea;--warn:#7d4e00;--warn-ground:#fff6d9;--found:#fff2a8";
const DARK =
  "--ground:#0d1117;--panel:#151b23;--text:#f0f6fc;--soft:#a9b3be;--line:#3d444d;--link:#79c0ff;--bad:#ff8f87;--bad-ground:#331516;--good:#7ee787;--good-ground:#12261a;--warn:#e3b341;--warn-ground:#2b2410;--found:#5c4a00";

/** What every page looks like: light, dark on screens, and in print, where what scrolls is shown whole. */
export const PAGE_STYLE = `:root{color-scheme:light dark;${LIGHT}}
@media screen and (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
body{font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;margin:0 auto;padding:0 24px 48px;max-width:1480px;background:var(--ground);color:var(--text)}
h1{font-size:24px;line-height:1.25;margin:24px 0 8px}h2{font-size:19px;margin:36px 0 8px}h3{font-size:16px;margin:20px 0 8px}h4{font-size:15px;margin:0}
a{color:var(--link)}code{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.soft,caption,td ul{color:var(--soft)}
.skip{position:absolute;left:-999px}.skip:focus{left:16px;top:8px;background:var(--ground);padding:4px 8px;z-index:1}
.scroll{overflow:auto;max-height:85vh;border:1px solid var(--line);border-radius:8px}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.scroll svg{display:block}
table{border-collapse:collapse;width:100%}
caption{text-align:left;padding:8px 12px}
th,td{text-align:left;vertical-align:top;padding:6px 12px;border-top:1px solid var(--line);overflow-wrap:anywhere}
thead th{position:sticky;top:0;background:var(--panel)}
td ul{margin:4px 0 0;padding-left:20px}
.tier{border:1px solid;border-radius:4px;padding:0 6px;font-weight:600;white-space:nowrap}.tier-high{border-width:2px}.tier-perhaps{border-style:dashed}
${tiers(colourOf)}
summary{cursor:pointer}pre{overflow:auto;padding:12px;border:1px solid var(--line);border-radius:8px}
@media screen and (prefers-color-scheme:dark){${tiers(darkColourOf)}}
@media (max-width:700px){body{padding:0 12px 32px}th,td{padding:6px 8px}}
@media print{body{padding:0;max-width:none;font-size:12px}.scroll{overflow:visible;max-height:none;border:0}.scroll svg{width:100%;height:auto}.skip{display:none}tr{break-inside:avoid}thead th{position:static}}`;

/** What only the page of `explain` has. */
export const EXPLAIN_PAGE_STYLE = `tbody th{min-width:12em}
td:nth-last-child(3){white-space:nowrap;overflow-wrap:normal}td:nth-last-child(2){min-width:16em}
.names{columns:16em}`;
