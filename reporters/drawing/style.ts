import { TIERS, type Tier } from "../../model/capability";

/** Text, arrows and frames of a tier on a light and on a dark ground: at least 4.5 to 1, as WCAG 2.2 asks of text. */
const COLOURS: Readonly<Record<Tier, readonly [light: string, dark: string]>> = {
  observe: ["#2e7d32", "#7ee787"],
  data: ["#1565c0", "#79c0ff"],
  control: ["#8a5200", "#e3b341"],
  files: ["#c2330c", "#ffa27a"],
  os: ["#b71c1c", "#ff8f87"],
  superuser: ["#7a0045", "#ff9bce"],
};

/** Grounds of boxes that stand out. */
const GROUNDS: Readonly<Partial<Record<Tier, readonly [light: string, dark: string]>>> = {
  files: ["#fff1ec", "#2d1a12"],
  os: ["#ffebe9", "#331516"],
  superuser: ["#ffe9f5", "#331024"],
};

/** Arrows and frames of a tier in pixels: who sees no colours sees these, and the words. */
export const LINE_WIDTHS: Readonly<Record<Tier, number>> = { observe: 1.2, data: 1.5, control: 2, files: 2.8, os: 3.4, superuser: 4.2 };

/** The colour of a tier on a light ground. */
export const colourOf = (tier: Tier): string => COLOURS[tier][0];
/** The same on a dark one. */
export const darkColourOf = (tier: Tier): string => COLOURS[tier][1];

const FONT = `font-family:system-ui,-apple-system,"Segoe UI",sans-serif`;

const tierRules = (scheme: 0 | 1): string =>
  TIERS.map((tier) => {
    const colour = COLOURS[tier][scheme];
    const ground = GROUNDS[tier]?.[scheme];
    return `.rg-${tier} .rg-line,.rg-${tier} .rg-box{stroke:${colour}}.rg-${tier} .rg-head,.rg-${tier} .rg-note{fill:${colour}}${
      ground === undefined ? "" : `.rg-${tier} .rg-box{fill:${ground}}`
    }`;
  }).join("\n");

const schemeRules = (ground: string, panel: string, box: string, text: string, soft: string, frame: string): string =>
  `.rg-ground{fill:${ground}}.rg-panel{fill:${panel};stroke:${frame}}.rg-box{fill:${box};stroke:${soft}}.rg-name,.rg-title{fill:${text}}.rg-note,.rg-label,.rg-words{fill:${soft}}.rg-head{fill:${soft}}.rg-under{fill:${panel}}.rg-line{stroke:${soft}}`;

/** In a drawing that marks paths, what is not marked is grey, and what breaks a rule has a halo. */
const reviewRules = (grey: string, halo: string): string => {
  const unmarked = ".rg-review g:not(.rg-offending):not(.rg-gained)";
  return `${unmarked}>.rg-line{stroke:${grey};stroke-width:1.2px}${unmarked}>.rg-head{fill:${grey}}${unmarked}>.rg-box{stroke:${grey};stroke-width:1.2px}.rg-halo{fill:none;stroke:${halo};stroke-width:14px;stroke-linecap:round}.rg-dense .rg-halo{stroke-width:6px}`;
};

/** What the classes of a drawing look like, in light, in dark on screens, and in print. Class names begin with `rg-`, so that a page may hold the drawing. */
export const DRAWING_STYLE = `.rg-drawing{${FONT}}
.rg-line{fill:none;stroke-width:1.5px;stroke-linecap:round}
.rg-conditional .rg-line,.rg-conditional .rg-box{stroke-dasharray:7 5;stroke-linecap:butt}
.rg-name{font-size:13px;font-weight:600}.rg-title{font-size:15px;font-weight:600}
.rg-note,.rg-label{font-size:11px}.rg-words{font-size:12px}
.rg-capability .rg-note{font-weight:600}
${schemeRules("#ffffff", "#f6f8fa", "#ffffff", "#1f2328", "#57606a", "#d0d7de")}
${tierRules(0)}
${TIERS.map((tier) => `.rg-${tier} .rg-line{stroke-width:${LINE_WIDTHS[tier]}px}.rg-${tier} .rg-box{stroke-width:${LINE_WIDTHS[tier]}px}`).join("")}
${TIERS.map((tier) => `.rg-dense .rg-${tier} .rg-line{stroke-width:${LINE_WIDTHS[tier] / 2}px}`).join("")}
${reviewRules("#8b949e", "#ffd8d3")}
@media screen and (prefers-color-scheme:dark){
${schemeRules("#0d1117", "#151b23", "#1c232d", "#f0f6fc", "#a3adb8", "#3d444d")}
${tierRules(1)}
${reviewRules("#6e7681", "#5a1e1c")}
}`;
