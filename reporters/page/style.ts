import { TIERS } from "../../model/capability";
import { colourOf, darkColourOf } from "../drawing/style";

const rules = (colour: (tier: (typeof TIERS)[number]) => string): string =>
  TIERS.map((tier) => `.tier-${tier}{color:${colour(tier)};border-color:${colour(tier)}}`).join("");

/** The page around the drawing: light, dark on screens, and in print, where what scrolls is shown whole. */
export const PAGE_STYLE = `:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;margin:0;padding:0 24px 48px;background:#fff;color:#1f2328}
h1{font-size:24px;margin:24px 0 8px}h2{font-size:19px;margin:32px 0 8px}h3{font-size:16px;margin:20px 0 8px}
.skip{position:absolute;left:-999px}.skip:focus{left:16px;top:8px}
.scroll{overflow:auto;max-height:85vh;border:1px solid #d0d7de;border-radius:8px}
.scroll:focus-visible,pre:focus-visible,summary:focus-visible,a:focus-visible{outline:3px solid #0969da;outline-offset:2px}
.scroll svg{display:block}
table{border-collapse:collapse;width:100%}
caption{text-align:left;padding:8px 12px;color:#57606a}
th,td{text-align:left;vertical-align:top;padding:6px 12px;border-top:1px solid #d0d7de;overflow-wrap:anywhere}
thead th{position:sticky;top:0;background:#f6f8fa}
tbody th{min-width:9em}
td:nth-last-child(3){white-space:nowrap;overflow-wrap:normal}td:nth-last-child(2){min-width:16em}
td ul{margin:4px 0 0;padding-left:20px;color:#57606a}
.tier{border:1px solid;border-radius:4px;padding:0 6px;font-weight:600}.tier-high{border-width:3px}.tier-perhaps{border-style:dashed}
${rules(colourOf)}
.names{columns:16em}pre{overflow:auto;padding:12px;border:1px solid #d0d7de;border-radius:8px}
@media screen and (prefers-color-scheme:dark){
body{background:#0d1117;color:#f0f6fc}.scroll,th,td,pre{border-color:#3d444d}caption,td ul{color:#a3adb8}thead th{background:#151b23}a{color:#79c0ff}
.scroll:focus-visible,pre:focus-visible,summary:focus-visible,a:focus-visible{outline-color:#79c0ff}
${rules(darkColourOf)}
}
@media print{.scroll{overflow:visible;max-height:none;border:0}.scroll svg{width:100%;height:auto}.skip{display:none}tr{break-inside:avoid}thead th{position:static}}`;
